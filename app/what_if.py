"""What if: changes laid on top of a client's real history, explained before and after, not saved.

Each change lies at a moment of its own, so the same laid-out history, asked as of those moments,
tells what every single change does: nothing that comes later is seen at any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from app.asking import Histories
from app.changes import Change, rows_of
from app.pending import pending
from data.contract import INTERACTIONS, TIME
from data.errors import DataRefused

#: Two changes of one day follow each other by so much, in the order they were given.
STEP = timedelta(seconds=1)
#: A reason that moved by less than this in log-odds did not move for a person.
MOVED_FROM = 0.005
PREFIX = "what-if"
CLOSING = ("closed_at", "revenue", "paid_off")

Explain = Callable[[Histories, pa.Table], list[dict[str, Any]]]
Firing = Literal["newly", "no longer", "still", "never"]


@dataclass(frozen=True)
class Moved:
    """A reason before and after: log-odds of a rule after its waivers, of a strength, of the rest.

    ``heuristic`` None: what no essay speaks of. ``evidence``: what of the changes bears on it;
    ``now_known``: before, the history could not tell.
    """

    heuristic: str | None
    before: float
    after: float
    firing: Firing
    now_known: bool
    told: str
    evidence: tuple[dict[str, Any], ...]

    @property
    def by(self) -> float:
        """What it adds to the score now."""
        return self.after - self.before


@dataclass(frozen=True)
class Difference:
    """Two explanations of one client beside each other; the ``moved`` sum to ``log_odds``."""

    before: dict[str, Any]
    after: dict[str, Any]
    moved: tuple[Moved, ...]

    @property
    def log_odds(self) -> float:
        """How far the score moved."""
        return float(self.after["log_odds"] - self.before["log_odds"])

    def fired(self, firing: Firing) -> tuple[str, ...]:
        """Heuristics that are told of newly, no longer, still."""
        return tuple(
            each.heuristic for each in self.moved if each.heuristic and each.firing == firing
        )


@dataclass(frozen=True)
class Step:
    """The score after a change and all before it; ``log_odds``: what this one moved it by.

    Whatever the time until then changes is in it as well.
    """

    change: Change
    chance: float
    log_odds: float


@dataclass(frozen=True)
class Supposed:
    """What the changes come to; ``as_of``: the moment after the last of them (UTC)."""

    difference: Difference
    steps: tuple[Step, ...]
    as_of: datetime


def suppose(
    histories: Histories,
    engagement_id: str,
    changes: Sequence[Change],
    as_of: datetime,
    explain: Explain,
) -> Supposed:
    """Explain an engagement as of a moment (UTC), and after the changes; asked of ``explain`` once.

    Raises `DataRefused` for an engagement that is not there, `UsageError` for a change that cannot
    be meant.
    """
    changed, _ = apply(histories, engagement_id, changes, as_of)
    ordered, moments = _in_order(changes, as_of)
    cutoffs = pa.table(
        {
            "engagement_id": pa.array([engagement_id] * (len(moments) + 1), pa.string()),
            "as_of": pa.array([as_of, *moments], TIME),
        }
    )
    explained = explain(changed, cutoffs)
    steps = tuple(
        Step(change, after["payoff_probability"], after["log_odds"] - before["log_odds"])
        for change, before, after in zip(ordered, explained, explained[1:], strict=False)
    )
    return Supposed(difference(explained[0], explained[-1]), steps, [as_of, *moments][-1])


def apply(
    histories: Histories, engagement_id: str, changes: Sequence[Change], as_of: datetime
) -> tuple[Histories, datetime]:
    """The histories as known at a moment (UTC) with the changes laid on top, and the moment after.

    What really came after ``as_of`` is left out, so that it does not come true on the way; the
    histories given stay as they are. Raises `DataRefused` for an engagement that is not there,
    `UsageError` for a change that cannot be meant.
    """
    known = _known(histories, as_of)
    card = known.engagements.filter(pc.equal(known.engagements["engagement_id"], engagement_id))
    if not card.num_rows:
        raise DataRefused(
            f"there is no engagement {engagement_id!r}",
            where=histories.name,
            next_step="choose one of the open prospects",
        )
    own = known.interactions.filter(pc.equal(known.interactions["engagement_id"], engagement_id))
    ids = {"engagement_id": engagement_id, "client_id": card["client_id"][0].as_py()}
    prefix = _unused(known.interactions)
    rows, supposed = own.to_pylist(), []
    ordered, moments = _in_order(changes, as_of)
    for place, (change, at) in enumerate(zip(ordered, moments, strict=True)):
        told = rows_of(change, at, pending(rows), f"{prefix}-{place:04}-")
        supposed += [row | ids for row in told]
        rows += [row | ids for row in told]
    laid = pa.Table.from_pylist(supposed, schema=INTERACTIONS.schema)
    table = pa.concat_tables([known.interactions.select(INTERACTIONS.names), laid])
    return replace(known, interactions=table), [as_of, *moments][-1]


def _in_order(changes: Sequence[Change], as_of: datetime) -> tuple[list[Change], list[datetime]]:
    """The changes as they follow each other in time, and the moment of each, all of them apart."""
    ordered = sorted(changes, key=lambda change: change.days)
    moments: list[datetime] = []
    for change in ordered:
        wanted = as_of + timedelta(days=change.days)
        moments.append(max(wanted, moments[-1] if moments else as_of) + STEP)
    return ordered, moments


def _known(histories: Histories, as_of: datetime) -> Histories:
    """Nothing that happened, was recorded or was closed later than a moment."""
    moment = pa.scalar(as_of, TIME)
    rows = histories.interactions
    happened = pc.less_equal(rows["occurred_at"], moment)
    recorded = pc.fill_null(pc.less_equal(rows["recorded_at"], moment), True)
    engagements = histories.engagements
    later = pc.fill_null(pc.greater(engagements["closed_at"], moment), False)
    for name in CLOSING:
        place = engagements.schema.get_field_index(name)
        nothing = pa.scalar(None, engagements.schema.field(name).type)
        kept = pc.if_else(later, nothing, engagements[name])
        engagements = engagements.set_column(place, engagements.schema.field(name), kept)
    return replace(
        histories, interactions=rows.filter(pc.and_(happened, recorded)), engagements=engagements
    )


def _unused(interactions: pa.Table) -> str:
    """How the ids of supposed rows begin: as no id of the history does."""
    prefix = PREFIX
    while pc.any(pc.starts_with(interactions["interaction_id"], prefix)).as_py():
        prefix += "-"
    return prefix


def difference(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """What moved between two explanations by one model, heaviest first, the rest last.

    The changes of the reasons sum to the change of the score, as the parts sum to each score.
    """
    was, is_now = _net(before), _net(after)
    found = [
        Moved(
            heuristic,
            was.get(heuristic, 0.0),
            is_now.get(heuristic, 0.0),
            _firing(heuristic, before, after),
            heuristic in before["cannot_tell"] and heuristic not in after["cannot_tell"],
            _told(heuristic, after) or _told(heuristic, before),
            _supposed_evidence(heuristic, before, after),
        )
        for heuristic in {**was, **is_now}
    ]
    moved = [
        each
        for each in found
        if abs(each.by) > 0 or each.evidence or each.firing in ("newly", "no longer")
    ]
    moved.sort(key=lambda each: (each.heuristic is None, -abs(each.by), each.heuristic or ""))
    return Difference(before, after, tuple(moved))


def _net(explanation: dict[str, Any]) -> dict[str | None, float]:
    """Log-odds of each rule after its waivers, of each strength, and of the rest (None)."""
    net: dict[str | None, float] = {}
    for part in explanation["parts"]:
        name = part["softens"] or part["heuristic"]
        net[name] = net.get(name, 0.0) + part["log_odds"]
    return net


def _firing(heuristic: str | None, before: dict[str, Any], after: dict[str, Any]) -> Firing:
    was, is_now = heuristic in before["fired"], heuristic in after["fired"]
    if was == is_now:
        return "still" if was else "never"
    return "newly" if is_now else "no longer"


def _parts(heuristic: str | None, explanation: dict[str, Any]) -> list[dict[str, Any]]:
    """The part of a reason itself; what softens it is told with the exception."""
    return [part for part in explanation["parts"] if part["heuristic"] == heuristic]


def _told(heuristic: str | None, explanation: dict[str, Any]) -> str:
    parts = [part for part in _parts(heuristic, explanation) if not part["softens"]]
    return str(parts[0]["told"]) if parts else ""


def _supposed_evidence(
    heuristic: str | None, before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], ...]:
    now = datetime.fromisoformat(before["as_of"])
    found = {
        each["interaction_id"]: each
        for part in _parts(heuristic, after)
        for each in part["evidence"]
        if datetime.fromisoformat(each["occurred_at"]) > now
    }
    return tuple(found.values())
