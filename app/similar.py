"""Similar past clients and how they ended: the closed engagements nearest in the model's own eyes.

Near is what the model sees alike: the Euclidean distance of the log-odds of every rule after its
waivers, of every strength, and of what no essay speaks of. Without that last one the share of the
nearest that paid off followed the chance less (simulated demo: correlation 0.79 against 0.92). Each
closed engagement is looked at as it stood at about the age of the open one, so that a beginning is
not compared with an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.catalogue import HEURISTICS

if TYPE_CHECKING:
    from features.matrix import SignalMatrix
    from model.decomposition import Decomposition
    from train.snapshots import Snapshots

#: So many are shown by name, and of so many it is told how many paid off.
SHOWN, AMONG = 5, 30
#: Open rows compared at once: a few megabytes of distances.
CHUNK = 512
#: Between equals the one that ended last comes first; far below any distance that means something.
TIE = 1e-12
#: The share of cases the interval covers, as the chance's own does.
COVERED = 0.8
MICROSECONDS = "datetime64[us]"


@dataclass(frozen=True)
class Seen:
    """n engagements as the model sees them.

    ``net`` float64 (n, heuristics + 1): log-odds of each rule with its waivers, of each strength,
    and last of what no essay speaks of; ``fired`` bool (n, heuristics): what a person is told of;
    both in the order of the catalogue; ``log_odds`` float64 (n,).
    """

    net: np.ndarray
    fired: np.ndarray
    log_odds: np.ndarray

    @classmethod
    def of(cls, found: Decomposition, signals: SignalMatrix) -> Seen:
        """From the parts of the rows and all of their signals, in one order."""
        from train.trial import fired_and_known

        place = {heuristic.id: column for column, heuristic in enumerate(HEURISTICS)}
        net = np.zeros((len(found.log_odds), len(HEURISTICS) + 1))
        net[:, -1] = found.other
        for heuristic, effect in (*found.flags.items(), *found.strengths.items()):
            net[:, place[heuristic]] += effect
        for (_, rule), effect in found.waivers.items():
            net[:, place[rule]] += effect
        fired = [fired_and_known(heuristic, signals)[0] for heuristic in HEURISTICS]
        return cls(net, np.column_stack(fired), found.log_odds)


def similar(
    open_: Seen, open_rows: pa.Table, closed: Seen, closed_rows: Snapshots, engagements: pa.Table
) -> dict[str, Any]:
    """For each open engagement the closed ones most like it, and how many of those paid off.

    ``open_rows`` (engagement_id, as_of) of ``open_``, ``closed_rows`` of ``closed``, both of the
    book's ``engagements``. Compared is only what had ended by an open row's ``as_of``, and never an
    engagement with itself. Plain data, as `told` reads it.
    """
    if not len(closed.log_odds) or not open_rows.num_rows:
        return {"ended": {}, "open": {}}
    open_cards = _cards(engagements, open_rows["engagement_id"])
    as_of = open_rows["as_of"].to_numpy().astype(MICROSECONDS)
    closed_as_of = closed_rows.cutoffs["as_of"].to_numpy().astype(MICROSECONDS)
    closed_age = closed_as_of - closed_rows.opened
    ids = closed_rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    age = as_of - open_cards["opened_at"].to_numpy().astype(MICROSECONDS)
    open_ids = open_rows["engagement_id"].to_numpy(zero_copy_only=False)
    ages = np.unique(closed_age)
    bucket = np.abs(age[:, None] - ages[None, :]).argmin(axis=1)
    found: dict[str, Any] = {}
    for number in np.unique(bucket):
        rows = _at_age(ids, closed_age, closed_rows.closed, ages[number])
        for chosen in _chunks(np.flatnonzero(bucket == number)):
            allowed = closed_rows.closed[rows][None, :] <= as_of[chosen][:, None]
            allowed &= ids[rows][None, :] != open_ids[chosen][:, None]
            near, distance = _nearest(open_.net[chosen], closed.net[rows], allowed)
            for place, row in enumerate(chosen.tolist()):
                known = np.isfinite(distance[place])
                alike = rows[near[place][known]]
                found[open_ids[row]] = _alike(
                    open_.fired[row], closed, closed_rows, ids, alike, distance[place][known]
                )
    named = {one["engagement_id"] for each in found.values() for one in each["nearest"]}
    return {"ended": _ended(engagements, closed_rows, ids, named), "open": found}


def _at_age(ids: np.ndarray, age: np.ndarray, closed: np.ndarray, wanted: Any) -> np.ndarray:
    """Of each closed engagement the row nearest to an age, those that ended last first."""
    order = np.lexsort((np.abs(age - wanted), ids))
    first = np.append(True, ids[order][1:] != ids[order][:-1])
    rows = order[first]
    return rows[np.argsort(-closed[rows].astype(np.int64), kind="stable")]


def _chunks(rows: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _nearest(
    one: np.ndarray, other: np.ndarray, allowed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Places in ``other`` of the nearest rows of each of ``one``, and their distances (inf: none).

    ``allowed`` bool (rows of one, rows of other).
    """
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2 * one @ other.T
    ranked = np.where(allowed, squares, np.inf) + TIE * np.arange(len(other))
    most = min(AMONG, len(other))
    near = np.argpartition(ranked, most - 1, axis=1)[:, :most]
    near = np.take_along_axis(near, np.take_along_axis(ranked, near, 1).argsort(axis=1), 1)
    distance = np.sqrt(((one[:, None, :] - other[near]) ** 2).sum(axis=2))
    return near, np.where(np.take_along_axis(allowed, near, 1), distance, np.inf)


def _alike(
    fired: np.ndarray,
    closed: Seen,
    closed_rows: Snapshots,
    ids: np.ndarray,
    rows: np.ndarray,
    distance: np.ndarray,
) -> dict[str, Any]:
    paid_off = int(closed_rows.paid_off[rows].sum())
    low, high = share_interval(paid_off, len(rows))
    nearest = [
        {
            "engagement_id": ids[row],
            "distance": round(float(far), 3),
            "chance_then": round(float(1 / (1 + np.exp(-closed.log_odds[row]))), 4),
            "shared": [
                HEURISTICS[column].id for column in np.flatnonzero(fired & closed.fired[row])
            ],
        }
        for row, far in zip(rows[:SHOWN].tolist(), distance, strict=False)
    ]
    return {
        "nearest": nearest,
        "among": len(rows),
        "paid_off": paid_off,
        "low": low,
        "high": high,
    }


def share_interval(paid_off: int, among: int) -> tuple[float | None, float | None]:
    """The 80 % interval of a share by Jeffreys' prior; (None, None) of nothing.

    Brown, Cai and DasGupta, Interval estimation for a binomial proportion (2001): 0 and all keep
    the end they touch.

    >>> [round(end, 2) for end in share_interval(15, 30)]
    [0.39, 0.61]
    >>> share_interval(0, 5)[0], share_interval(0, 0)
    (0.0, (None, None))
    """
    from scipy.special import betaincinv

    if not among:
        return None, None
    a, b = paid_off + 0.5, among - paid_off + 0.5
    low = 0.0 if paid_off == 0 else float(betaincinv(a, b, (1 - COVERED) / 2))
    high = 1.0 if paid_off == among else float(betaincinv(a, b, (1 + COVERED) / 2))
    return round(low, 4), round(high, 4)


def _cards(engagements: pa.Table, ids: pa.ChunkedArray) -> pa.Table:
    return engagements.take(pc.index_in(ids, value_set=engagements["engagement_id"]))


def _ended(
    engagements: pa.Table, closed_rows: Snapshots, ids: np.ndarray, named: set[str]
) -> dict[str, dict[str, Any]]:
    """What the book says of the closed engagements that are shown to anybody."""
    paid_off = dict(zip(ids.tolist(), closed_rows.paid_off.tolist(), strict=True))
    names = pa.chunked_array([pa.array(sorted(named), pa.string())])
    cards = _cards(engagements, names).select(
        ["engagement_id", "client_id", "closed_at", "revenue"]
    )
    return {
        card["engagement_id"]: {
            "client_id": card["client_id"],
            "closed_at": card["closed_at"].isoformat().replace("+00:00", "Z"),
            "paid_off": bool(paid_off[card["engagement_id"]]),
            "revenue": None if card["revenue"] is None else float(card["revenue"]),
        }
        for card in cards.to_pylist()
    }


@dataclass(frozen=True)
class Ended:
    """A closed engagement like an open one; ``chance_then``: as it was at about that age.

    ``shared``: ids of the heuristics that both show; ``closed_at`` ISO 8601, UTC.
    """

    engagement_id: str
    client_id: str
    closed_at: str
    paid_off: bool
    revenue: float | None
    distance: float
    chance_then: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """The nearest ones, and of ``among`` how many paid off, with the 80 % interval of the share."""

    nearest: tuple[Ended, ...]
    among: int
    paid_off: int
    low: float
    high: float


def told(kept: Mapping[str, Any] | None, engagement_id: str) -> Alike | None:
    """What `similar` found for an engagement; None where it found nothing, or was not asked.

    >>> told({"ended": {}, "open": {}}, "E-1") is None
    True
    """
    found = (kept or {}).get("open", {}).get(engagement_id)
    if kept is None or not found or not found["among"]:
        return None
    nearest = tuple(
        Ended(**{**one, "shared": tuple(one["shared"])}, **kept["ended"][one["engagement_id"]])
        for one in found["nearest"]
    )
    return Alike(nearest, found["among"], found["paid_off"], found["low"], found["high"])
