"""What closed engagements brought and cost for their size: the past that a ledger looks to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: Closed engagements of each outcome, with their money on record, that make a past at all.
FEWEST = 5
#: Kept of each outcome, evenly over the hours they took: enough for a mean, small in a file.
MOST_KEPT = 200
#: Share winsorised at either end: one giant must not set what is usual.
EXTREME = 0.02


@dataclass(frozen=True)
class Past:
    """What `learn` gave, ready to look things up in: arrays by outcome.

    ``hours`` and ``money`` of each engagement that paid off, and of each that did not, divided by
    its expected value.
    """

    hours: tuple[np.ndarray, np.ndarray]
    money: tuple[np.ndarray, np.ndarray]
    gain_per_hour: float
    days_late: float
    usual_hours: float
    usual_money: float

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Past | None:
        """None where nothing was learned."""
        if "paid_off" not in stored:
            return None
        hours, money = (
            tuple(np.array(stored[outcome][of], dtype=float) for outcome in ("paid_off", "not"))
            for of in ("hours", "money")
        )
        return cls(
            (hours[0], hours[1]),
            (money[0], money[1]),
            float(stored["gain_per_hour"]),
            float(stored["days_late"]),
            float(hours[0].mean()),
            float(money[0].mean()),
        )


def learn(
    engagements: pa.Table,
    interactions: pa.Table,
    outcomes: pa.Table,
    hourly_cost: float | None,
) -> dict[str, Any]:
    """What closed engagements brought and cost: the plain data of ``facts["money"]``.

    Tables of the contract and `data.outcome.outcomes` of the same engagements, in their order;
    ``hourly_cost`` is the book's default. Learned per outcome: pairs of revenue and hours, each
    divided by the expected value and winsorised (Tukey) at 2 % of either end; pairs, and means of
    them, because what fails is of two kinds that a median would hide: lost early for a few hours,
    or finished at a loss. Revenue is what the engagement names, else its payments where the book
    records any. ``gain_per_hour``: what an hour earned beyond its cost over all, never below 0;
    ``days_late``: mean days between an invoice's due date and its payment. {} where fewer than five
    engagements of either outcome tell their money, or no hour was recorded.
    """
    size = _numbers(engagements["expected_value"])
    paid = interactions.filter(pc.equal(interactions["kind"], "payment"))
    brought = _numbers(engagements["revenue"])
    if paid.num_rows:
        brought = np.where(np.isnan(brought), _sums(paid, "amount", engagements), brought)
    hours = _sums(interactions, "effort_hours", engagements)
    paid_off = _numbers(pc.cast(outcomes["paid_off"], pa.float64()))
    usable = (size > 0) & ~np.isnan(brought) & ~np.isnan(paid_off)
    good, bad = usable & (paid_off == 1), usable & (paid_off == 0)
    if min(good.sum(), bad.sum()) < FEWEST or not hours[usable].any():
        return {}
    past = {
        "paid_off": _pairs(brought, hours, size, good),
        "not": _pairs(brought, hours, size, bad),
    }
    return {
        **past,
        "gain_per_hour": _gain_per_hour(engagements, brought, hours, size, usable, hourly_cost),
        "days_late": _days_late(interactions),
        "engagements": int(usable.sum()),
    }


def _pairs(
    brought: np.ndarray, hours: np.ndarray, size: np.ndarray, rows: np.ndarray
) -> dict[str, list[float]]:
    money, worked = (_winsorised(amount[rows] / size[rows]) for amount in (brought, hours))
    order = np.lexsort((money, worked))
    kept = order[np.linspace(0, len(order) - 1, min(len(order), MOST_KEPT)).astype(int)]
    return {
        "money": [round(float(value), 4) for value in money[kept]],
        "hours": [round(float(value), 6) for value in worked[kept]],
    }


def _winsorised(values: np.ndarray) -> np.ndarray:
    return np.clip(values, *np.quantile(values, [EXTREME, 1 - EXTREME]))


def _gain_per_hour(
    engagements: pa.Table,
    brought: np.ndarray,
    hours: np.ndarray,
    size: np.ndarray,
    usable: np.ndarray,
    hourly_cost: float | None,
) -> float:
    """Over engagements of usual size; 0 where nobody says what an hour costs."""
    hourly = _numbers(engagements["hourly_cost"])
    hourly = np.where(np.isnan(hourly), np.nan if hourly_cost is None else hourly_cost, hourly)
    priced = usable & ~np.isnan(hourly) & (hours > 0)
    if not priced.any():
        return 0.0
    worked = _winsorised(hours[priced] / size[priced])
    money = _winsorised(brought[priced] / size[priced])
    return max(float((money - worked * hourly[priced]).mean() / worked.mean()), 0.0)


def _days_late(interactions: pa.Table) -> float:
    """Mean days late of paid invoices that were due at a known date; early ones count as 0."""
    invoices = interactions.filter(
        pc.and_(pc.equal(interactions["kind"], "invoice"), interactions["scheduled_for"].is_valid())
    )
    payments = interactions.filter(pc.equal(interactions["kind"], "payment"))
    place = pc.index_in(payments["refers_to"], value_set=invoices["interaction_id"])
    known = pc.is_valid(place)
    due = invoices["scheduled_for"].take(place.filter(known)).cast(pa.int64()).to_numpy()
    came = payments["occurred_at"].filter(known).cast(pa.int64()).to_numpy()
    late = (came - due) / 86_400e6
    return float(_winsorised(np.maximum(late, 0.0)).mean()) if len(late) else 0.0


def _sums(rows: pa.Table, column: str, engagements: pa.Table) -> np.ndarray:
    """Sum of a column of the interactions per engagement, 0 where there is none."""
    numbers = rows.select(["engagement_id"]).append_column(
        "number", pc.cast(rows[column], pa.float64())
    )
    sums = numbers.group_by("engagement_id").aggregate([("number", "sum")])
    place = pc.index_in(engagements["engagement_id"], value_set=sums["engagement_id"])
    return np.nan_to_num(_numbers(sums["number_sum"].take(place)))


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    return pc.cast(column, pa.float64()).to_numpy().astype(float)
