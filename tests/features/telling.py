"""Cases of the history tests: what a heuristic must make of one told history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from features.catalogue import BY_ID
from tests.features.timeline import Told, read


@dataclass(frozen=True)
class Case:
    """``expected`` is fires, quiet or unknown; ``evidence`` the ids that must be shown, no others.

    ``as_of`` is the cutoff, a day after the last row unless given; ``values`` are signals that must
    come out exactly so.
    """

    heuristic: str
    expected: str
    claim: str
    story: str
    as_of: str | None = None
    evidence: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        return f"{self.heuristic} {self.expected}: {self.claim}"


def fires(
    heuristic: str,
    claim: str,
    story: str,
    *,
    evidence: Sequence[str],
    as_of: str | None = None,
    **values: float,
) -> Case:
    """The story shows the heuristic, by exactly these interactions."""
    exact = tuple(values.items())
    return Case(heuristic, "fires", claim, story, as_of, tuple(evidence), exact)


def quiet(
    heuristic: str, claim: str, story: str, as_of: str | None = None, **values: float
) -> Case:
    """The story lacks it, or it was our doing: known, and below every mark."""
    return Case(heuristic, "quiet", claim, story, as_of, values=tuple(values.items()))


def unknown(heuristic: str, claim: str, story: str, as_of: str | None = None) -> Case:
    """The story cannot tell."""
    return Case(heuristic, "unknown", claim, story, as_of)


@cache
def _read(cases: tuple[Case, ...]) -> dict[str, Told]:
    return read({str(case): (case.story, case.as_of) for case in cases})


def check(case: Case, of: tuple[Case, ...]) -> None:
    """Assert what the case expects; all cases of a file are read in one query."""
    told, heuristic = _read(of)[str(case)], BY_ID[case.heuristic]
    signals = {signal.name: told.values[signal.name] for signal in heuristic.signals}
    assert heuristic.unknown(signals) == (case.expected == "unknown"), signals
    assert heuristic.fired(signals) == (case.expected == "fires"), signals
    for name, expected in case.values:
        assert math.isclose(told.values[name], expected, rel_tol=1e-9), (name, signals)
    if case.expected == "fires":
        assert told.evidence.get(case.heuristic, []) == list(case.evidence), signals
