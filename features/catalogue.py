"""The catalogue: every heuristic, in one plain list, and what is derived from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields

from features.cues import CUES
from features.heuristic import ESSAYS, Heuristic
from features.heuristics import (
    clarity,
    meetings,
    money,
    partnership,
    payments,
    reconciliation,
    responsiveness,
    urgency,
)

HEURISTICS: tuple[Heuristic, ...] = (
    *urgency.HEURISTICS,
    *meetings.HEURISTICS,
    *clarity.HEURISTICS,
    *responsiveness.HEURISTICS,
    *money.HEURISTICS,
    *payments.HEURISTICS,
    *partnership.HEURISTICS,
    *reconciliation.HEURISTICS,
)

BY_ID: dict[str, Heuristic] = {heuristic.id: heuristic for heuristic in HEURISTICS}

SOFTENS: tuple[tuple[str, str], ...] = tuple(
    (heuristic.id, rule) for heuristic in HEURISTICS for rule in heuristic.softens
)


def described(heuristic: Heuristic) -> dict[str, object]:
    """The declaration as plain data: what `clientrisk catalogue --json` prints.

    >>> described(BY_ID["pays-up-front"])["polarity"]
    'exception'
    """
    plain = {
        field.name: getattr(heuristic, field.name)
        for field in fields(heuristic)
        if field.name not in ("heard_in", "shown_by", "signals", "foretells", "awaits")
    }
    plain["essay"] = [
        {"key": key, "title": ESSAYS[key][0], "file": ESSAYS[key][1]} for key in heuristic.essay
    ]
    plain["signals"] = [
        {"name": signal.name, "meaning": signal.meaning, "fires_at": signal.fires_at}
        for signal in heuristic.signals
    ]
    return plain


def declarations() -> str:
    """SHA-256 over what the declarations say: ids, signs, softening, signals, marks and patterns.

    How the signals are measured is added by `features.matrix.fingerprint`, which needs the engine.

    >>> len(declarations())
    64
    """
    facts = {
        "heuristics": [
            [h.id, h.polarity, h.softens, [[s.name, s.fires_at] for s in h.signals]]
            for h in HEURISTICS
        ],
        "cues": [asdict(cue) for cue in CUES],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
