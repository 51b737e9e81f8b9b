"""Does a judgement know what it could not have known? Alarms, each with its next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import binom, norm, rankdata

from features.matrix import SignalMatrix
from train.snapshots import Snapshots
from train.split import Split
from train.visible import known_at, moments

#: A single honest column reached 0.82 on the sets of decisions/0010, a planted one 1.0.
ALONE = 0.90
#: The best honest model there reached 0.90; forward in time, on people, more is not honest.
TOO_GOOD = 0.95
#: Of the engagements with a step, the share that ends alike from which the step names the end ...
NAMES_THE_END = 0.98
#: ... seen in so many of them.
FEWEST_SEEN = 20
#: Engagements that an age must have for one column to be looked at.
FEWEST_AT_AGE = 50
#: Chance of one false alarm of a kind, all columns and ages together.
FALSE_ALARM = 0.01
#: Columns and steps named in one alarm.
NAMED = 5

ALARM, WARNING = "alarm", "warning"


@dataclass(frozen=True)
class Alarm:
    """A doubt about a judgement: ``severity`` "alarm" (not to be trusted) or "warning" (know it).

    ``where`` has ids of signals, steps of the source and counts; never what a client wrote.
    """

    kind: str
    severity: str
    what: str
    where: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.what} ({self.where}); {self.next_step}"


def alarms(
    interactions: pa.Table,
    signals: SignalMatrix,
    rows: Snapshots,
    parts: Split,
    auc: float,
) -> list[Alarm]:
    """All that is doubtful in a judgement; empty is what an honest book gives.

    ``signals``: of the snapshots ``rows``, in their order; ``auc``: the model's on the test side.
    """
    looked_for = (
        _explains_alone(signals, rows),
        _names_the_end(interactions, rows),
        _knows_the_end(interactions, rows),
        _client_on_both_sides(rows, parts),
        _overlap(rows, parts),
        _too_good(auc),
    )
    return [alarm for found in looked_for for alarm in found]


def _explains_alone(signals: SignalMatrix, rows: Snapshots) -> Iterator[Alarm]:
    best = alone(signals.values, rows)
    found = sorted(
        zip(best.tolist(), signals.names, strict=True), key=lambda each: (-each[0], each[1])
    )
    named = [f"{name} {value:.2f}" for value, name in found if value >= ALONE]
    if named:
        yield Alarm(
            "explains_alone",
            ALARM,
            "a single signal tells the outcome too well",
            f"AUC by itself within an age: {_some(named)}",
            "find out when its columns are filled in: what is known only at the end must not be "
            "imported, or only with its recorded_at",
        )


def alone(values: np.ndarray, rows: Snapshots) -> np.ndarray:
    """The best AUC (signals,) either way round of each column by itself, within an age.

    ``values`` float64 (n, signals), nan standing below or above all, whichever tells more. nan
    where no age has `FEWEST_AT_AGE` engagements; what noise may reach in one of so many columns
    and ages counts as 0.5 (normal approximation of Mann & Whitney 1947).
    """
    age = moments(rows.cutoffs["as_of"]) - rows.opened
    looked_at = [age == each for each in np.unique(age)]
    looked_at = [
        inside
        for inside in looked_at
        if inside.sum() >= FEWEST_AT_AGE and 0 < rows.paid_off[inside].sum() < inside.sum()
    ]
    best = np.full(values.shape[1], np.nan)
    sure = norm.isf(FALSE_ALARM / (4 * max(len(looked_at), 1) * max(values.shape[1], 1)))
    for inside in looked_at:
        y = rows.paid_off[inside]
        good, bad = y.sum(), (~y).sum()
        noise = sure * np.sqrt((good + bad + 1) / (12 * good * bad))
        for unknown in (-np.inf, np.inf):
            known = np.where(np.isnan(values[inside]), unknown, values[inside])
            wins = rankdata(known, axis=0)[y].sum(axis=0) - good * (good + 1) / 2
            apart = np.abs(wins / (good * bad) - 0.5)
            best = np.fmax(best, 0.5 + np.where(apart > noise, apart, 0.0))
    return best


def _names_the_end(interactions: pa.Table, rows: Snapshots) -> Iterator[Alarm]:
    """A step of the source before the end after which (nearly) all end alike."""
    named = []
    for step, seen, share in _steps(interactions, rows):
        ends = "paid off" if share > 0.5 else "did not pay off"
        named.append(f"{step}: {max(share, 1 - share):.0%} of {seen} {ends}")
    if named:
        yield Alarm(
            "names_the_end",
            ALARM,
            "a step before the end names the outcome",
            _some(named),
            "close the engagements at that step (closed_at in the mapping), or leave it out of "
            "the import",
        )


def _steps(interactions: pa.Table, rows: Snapshots) -> list[tuple[str, int, float]]:
    """(step, engagements with it before their end, share paid off) of those that tell too much."""
    identity = rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    names, first = np.unique(identity, return_index=True)
    closed, paid_off = rows.closed[first], rows.paid_off[first]
    place = pc.index_in(interactions["engagement_id"], pa.array(names, pa.string()))
    engagement = pc.fill_null(place, -1).to_numpy()
    before = (engagement >= 0) & (known_at(interactions) < closed[engagement])
    kinds = pc.binary_join_element_wise(
        interactions["kind"].cast(pa.string()),
        pc.fill_null(interactions["status"].cast(pa.string()), "without status"),
        " ",
    )
    found = []
    words = {"label": interactions["label"], "step": kinds}
    for which, column in words.items():
        told = pd.DataFrame(
            {"word": column.to_numpy(zero_copy_only=False), "engagement": engagement}
        )
        each = told[before].dropna().drop_duplicates()
        ended = each.assign(paid_off=paid_off[each["engagement"]]).groupby("word")["paid_off"]
        counted = ended.agg(["size", "sum"])
        for word, seen, good in counted.itertuples():
            if _one_sided(int(good), int(seen), float(paid_off.mean()), len(counted)):
                found.append((f"{which} {_printable(str(word))}", int(seen), good / seen))
    return found


def _one_sided(good: int, seen: int, rate: float, looked_at: int) -> bool:
    """Whether (nearly) all of those seen end alike, and would hardly do so by the base rate."""
    most, usual = (good, rate) if good * 2 >= seen else (seen - good, 1 - rate)
    if seen < FEWEST_SEEN or most < NAMES_THE_END * seen:
        return False
    return bool(binom.sf(most - 1, seen, usual) < FALSE_ALARM / looked_at)


def _knows_the_end(interactions: pa.Table, rows: Snapshots) -> Iterator[Alarm]:
    as_of = moments(rows.cutoffs["as_of"])
    late = as_of >= rows.closed
    if not late.any():
        return
    asked = pd.DataFrame(
        {
            "engagement_id": rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False),
            "as_of": as_of,
            "closed": rows.closed,
        }
    )
    last = asked[late].groupby("engagement_id").max()
    seen = pd.DataFrame(
        {
            "engagement_id": interactions["engagement_id"].to_numpy(zero_copy_only=False),
            "occurred": moments(interactions["occurred_at"]),
            "known": known_at(interactions),
        }
    ).join(last, on="engagement_id", how="inner")
    visible = (seen["known"] <= seen["as_of"]) & (seen["occurred"] >= seen["closed"])
    yield Alarm(
        "knows_the_end",
        ALARM,
        "cutoffs lie at or after the end of their engagement",
        f"{late.sum()} of {len(late)} cutoffs, which see {visible.sum()} interactions of the end",
        "cut before closed_at: what happens from then on is the outcome",
    )


def _client_on_both_sides(rows: Snapshots, parts: Split) -> Iterator[Alarm]:
    both = np.intersect1d(rows.clients[parts.train], rows.clients[parts.test])
    if not len(both):
        return
    where = f"{len(both)} clients"
    if parts.grouped:
        yield Alarm(
            "client_on_both_sides",
            ALARM,
            "clients stand on both sides of a split that claims to keep them apart",
            where,
            "judge again on a split by client",
        )
    else:
        yield Alarm(
            "client_on_both_sides",
            WARNING,
            "clients stand on both sides of the split: the figures hold for clients already known",
            where,
            "read the figures of new clients apart",
        )


def _overlap(rows: Snapshots, parts: Split) -> Iterator[Alarm]:
    unfinished = parts.train & (rows.closed >= parts.at)
    old = parts.test & (rows.opened < parts.at)
    both = parts.train & parts.test
    counts = [rows.take(side).engagements for side in (unfinished, old, both)]
    if any(counts):
        yield Alarm(
            "overlap",
            ALARM,
            "training and test overlap in time",
            f"{counts[0]} training engagements ended after the split, {counts[1]} test engagements "
            f"opened before it, {counts[2]} stand on both sides",
            "judge again forward in time: train on what had ended before the first test opened",
        )


def _too_good(auc: float) -> Iterator[Alarm]:
    if auc > TOO_GOOD:
        yield Alarm(
            "too_good",
            ALARM,
            "the score is too good to be true",
            f"AUC {auc:.3f} forward in time, above {TOO_GOOD:g}",
            "look for a column that is filled in when the end is known",
        )


def _some(named: list[str]) -> str:
    more = len(named) - NAMED
    return ", ".join(named[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _printable(word: str) -> str:
    """A source's own word, so that it cannot move a terminal's cursor or fill its screen."""
    return "".join(filter(str.isprintable, word))[:40]


def lines(found: list[Alarm]) -> list[str]:
    """The alarms for the terminal, the worst first; that there are none is said too."""
    told = [str(alarm) for alarm in sorted(found, key=lambda each: each.severity != ALARM)]
    return told or ["leak alarm: nothing found"]
