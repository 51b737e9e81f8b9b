"""Wild small books for property tests: ties, gaps, late records, references to anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from data.contract import CHANNELS, DIRECTIONS, ENGAGEMENTS, INTERACTIONS, KINDS, ROLES, STATUSES
from features import evidence, matrix
from features.cues import CUES
from features.engine import prepare
from tests.features.timeline import USUAL, moment, table

START = moment("2026-01-05T09:00")
STEPS = [(kind, status) for kind in KINDS for status in (*STATUSES.get(kind, ()), None)]
TEXTS = [None, "", "   ", *(cue.examples[0] for cue in CUES), *(cue.examples[-1] for cue in CUES)]
OWNED = [f"row{number}" for number in range(12)]
# Few moments, so that ties (also with the cutoff) are the rule; half a second apart at places.
MOMENTS = [
    START + timedelta(days=day, seconds=second)
    for day in (0, 1, 2, 6, 7, 15, 30, 31, 60, 61, 100, 200)
    for second in (0, 0.5)
]
moments = st.sampled_from(MOMENTS)
amounts = st.sampled_from([None, "0", "100", "90", "250.25", "5000", "-20", "99999999999999.5"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def row(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """One interaction that keeps the contract and little else."""
    kind, status = draw(st.sampled_from(STEPS))
    amount = draw(amounts)
    return {
        "interaction_id": f"row{number}",
        "engagement_id": draw(st.sampled_from(["now", "now", "past", "other", "unlisted"])),
        "occurred_at": draw(moments),
        "recorded_at": draw(maybe(moments)),
        "kind": kind,
        "status": status,
        "direction": draw(st.sampled_from(DIRECTIONS)),
        "party": draw(st.sampled_from([None, "client", "us"])),
        "channel": draw(st.sampled_from([None, *CHANNELS])),
        "text": draw(st.sampled_from(TEXTS)),
        "label": draw(st.sampled_from([None, "call back", "won", "rare"])),
        "contact": draw(st.sampled_from([None, "Ann", "Boris"])),
        "role": draw(st.sampled_from([None, *ROLES])),
        "refers_to": draw(maybe(st.sampled_from([*OWNED, "gone"]))),
        "scheduled_for": draw(maybe(moments)),
        "duration_minutes": draw(st.sampled_from([None, 0.0, 30.0, 60.0])),
        "effort_hours": draw(st.sampled_from([None, 0.25, 8.0])),
        "invited": draw(st.sampled_from([None, 0, 2, 5])),
        "attended": draw(st.sampled_from([None, 0, 1, 7])),
        "amount": None if amount is None else Decimal(amount),
    }


@st.composite
def engagement(draw: st.DrawFn, name: str) -> dict[str, Any]:
    return {
        "engagement_id": name,
        "opened_at": draw(moments),
        "closed_at": draw(maybe(moments)),
        "paid_off": draw(st.sampled_from([None, True, False])),
        "revenue": draw(st.sampled_from([None, Decimal(0), Decimal(700)])),
        "hourly_cost": draw(st.sampled_from([None, Decimal(50)])),
        "expected_value": draw(st.sampled_from([None, Decimal(1000)])),
    }


@dataclass(frozen=True)
class WildBook:
    """The rows of one client and the moment from which its engagement ``now`` is looked at."""

    rows: tuple[dict[str, Any], ...]
    engagements: tuple[dict[str, Any], ...]
    as_of: datetime

    def hidden(self, interaction: Mapping[str, Any]) -> bool:
        """Whether the row happened, or became known, only after the cutoff."""
        recorded = interaction["recorded_at"]
        return interaction["occurred_at"] > self.as_of or (
            recorded is not None and recorded > self.as_of
        )

    def shifted(self, by: timedelta) -> WildBook:
        """The same book at another time."""

        def moved(one: Mapping[str, Any]) -> dict[str, Any]:
            return {k: v + by if isinstance(v, datetime) else v for k, v in one.items()}

        return WildBook(
            tuple(moved(each) for each in self.rows),
            tuple(moved(each) for each in self.engagements),
            self.as_of + by,
        )


@st.composite
def book(draw: st.DrawFn) -> WildBook:
    number = draw(st.integers(0, len(OWNED)))
    return WildBook(
        tuple(draw(row(each)) for each in range(number)),
        tuple(draw(engagement(name)) for name in ("now", "past", "other")),
        draw(moments),
    )


@st.composite
def tampered(draw: st.DrawFn, original: WildBook) -> WildBook:
    """The same book with another future: hidden rows changed, dropped or added, outcomes too."""
    rows = []
    later = [each for each in MOMENTS if each > original.as_of] or [
        original.as_of + timedelta(microseconds=1)
    ]
    future = st.sampled_from([original.as_of + timedelta(microseconds=1), *later])

    def rewritten(number: int) -> dict[str, Any]:
        fresh = draw(row(number))
        late = {"occurred_at": draw(future)} if draw(st.booleans()) else {}
        late = late or {"recorded_at": draw(future)}
        return {**fresh, **late}

    for number, each in enumerate(original.rows):
        if not original.hidden(each):
            rows.append(each)
        elif (fate := draw(st.sampled_from(["keep", "drop", "change"]))) != "drop":
            rows.append(rewritten(number) if fate == "change" else each)
    extra = range(len(original.rows), len(original.rows) + draw(st.integers(0, 4)))
    rows += [rewritten(number) for number in extra]
    engagements = []
    for each in original.engagements:
        if each["closed_at"] is None or each["closed_at"] > original.as_of:
            fresh = draw(engagement(each["engagement_id"]))
            outcome = {"paid_off": fresh["paid_off"], "revenue": fresh["revenue"]}
            each = {**each, **outcome, "closed_at": draw(maybe(future))}
        engagements.append(each)
    return replace(original, rows=tuple(rows), engagements=tuple(engagements))


@dataclass(frozen=True)
class Seen:
    """What the engine makes of books: one row of values and one evidence list per book."""

    names: tuple[str, ...]
    values: np.ndarray
    evidence: list[dict[str, list[tuple[Any, ...]]]]

    def differences(self, one: int, other: int) -> dict[str, tuple[float, float]]:
        """Signals that are not bit-equal (nan equals nan) between two of the books."""
        pairs = zip(self.names, self.values[one], self.values[other], strict=True)
        return {name: (a, b) for name, a, b in pairs if a != b and not (a != a and b != b)}


def tables(books: Sequence[WildBook]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Interactions, engagements and cutoffs of many books, each a client of its own."""
    rows, engaged, cutoffs = [], [], []
    for number, one in enumerate(books):

        def named(name: str | None, client: str = f"C{number}") -> str | None:
            return None if name is None else f"{client}/{name}"

        for each in one.rows:
            ids = ("interaction_id", "engagement_id", "refers_to")
            renamed = {column: named(each[column]) for column in ids}
            rows.append({**each, **renamed, "client_id": f"C{number}"})
        for each in one.engagements:
            engaged.append(
                {**each, "engagement_id": named(each["engagement_id"]), "client_id": f"C{number}"}
            )
        cutoffs.append({"engagement_id": named("now"), "as_of": one.as_of})
    return (
        table(rows, INTERACTIONS.schema),
        table(engaged, ENGAGEMENTS.schema),
        pa.Table.from_pylist(
            cutoffs,
            pa.schema([("engagement_id", pa.string()), ("as_of", pa.timestamp("us", tz="UTC"))]),
        ),
    )


def see(books: Sequence[WildBook]) -> Seen:
    """All books through the engine in one query."""
    return see_tables(*tables(books))


def see_tables(interactions: pa.Table, engagements: pa.Table, cutoffs: pa.Table) -> Seen:
    """The same for tables; evidence ids lose their client's prefix."""
    inputs = prepare(interactions, engagements, cutoffs, USUAL, hourly_cost=60.0)
    signals = matrix.compute(inputs)
    shown = [
        {
            heuristic: [
                (e.interaction_id.split("/")[1], e.occurred_at, e.quote, e.what) for e in found
            ]
            for heuristic, found in of_one.items()
        }
        for of_one in evidence.collect(inputs)
    ]
    return Seen(signals.names, signals.values, shown)
