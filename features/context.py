"""The signals no essay speaks of, so that a log without a word of text is still predicted well.

They have no declared direction, share one interaction group and are told as "other signals".
Counts, shares, recency and gaps by kind, status, channel, direction and frequent label; amounts;
age; hour and weekday; our own effort; how the client's earlier engagements went.
"""

from __future__ import annotations

from typing import Any

import ibis

from data.contract import CHANNELS, DIRECTIONS, KINDS, STATUSES
from features.heuristic import DAY, History, Predicate, days
from features.usual import LABELS

HOUR = DAY / 24.0


def _slices() -> dict[str, Predicate]:
    """Name of a slice of the history -> which rows of the engagement are in it."""
    slices: dict[str, Predicate] = {"any": lambda rows: rows.own}

    def equals(column: str, value: str | int) -> Predicate:
        return lambda rows: rows.own & (rows[column] == value)

    def with_status(kind: str, status: str) -> Predicate:
        return lambda rows: rows.own & (rows.kind == kind) & (rows.status == status)

    for kind in KINDS:
        slices[f"kind_{kind}"] = equals("kind", kind)
    for direction in DIRECTIONS:
        slices[f"direction_{direction}"] = equals("direction", direction)
    for channel in CHANNELS:
        slices[f"channel_{channel}"] = equals("channel", channel)
    for kind, statuses in STATUSES.items():
        for status in statuses:
            slices[f"{kind}_{status}"] = with_status(kind, status)
    for slot in range(LABELS):
        slices[f"label_{slot + 1:02d}"] = equals("label_slot", slot)
    return slices


SLICES = _slices()


def _sliced(rows: History) -> dict[str, Any]:
    measures: dict[str, Any] = {}
    total = rows.own.sum().cast("float64")
    for name, predicate in SLICES.items():
        inside = predicate(rows)
        number = inside.sum()
        first, last = rows.at.min(where=inside), rows.at.max(where=inside)
        measures[f"{name}_count"] = number
        if name != "any":
            measures[f"{name}_share"] = number / total
        measures[f"{name}_days_since"] = days(rows.as_of.max(), last)
        measures[f"{name}_mean_gap_days"] = days(last, first) / (number - 1).nullif(0)
    return measures


def _hour(moment: Any) -> Any:
    return (moment.cast("float64") / HOUR).floor() % 24.0


def _weekday(moment: Any) -> Any:
    return ((moment.cast("float64") / DAY).floor() + 3.0) % 7.0  # 1 January 1970 was a Thursday


def _whole(rows: History) -> dict[str, Any]:
    own_rows = rows.own
    order = [rows.at, rows.interaction_id]
    opened, last = rows.opened.max(), rows.at.max(where=own_rows)
    priced = own_rows & (rows.amount > 0)
    return {
        "age_days": days(rows.as_of.max(), opened).clip(lower=0.0),
        "opened_hour": _hour(opened),
        "opened_weekday": _weekday(opened),
        "last_hour": _hour(last),
        "last_weekday": _weekday(last),
        "last_amount": rows.amount.last(where=priced, order_by=order),
        "first_amount": rows.amount.first(where=priced, order_by=order),
        "largest_amount": rows.amount.max(where=priced),
        "paid_amount": rows.amount.sum(where=priced & (rows.kind == "payment")),
        "invoiced_amount": rows.amount.sum(where=priced & rows.live_invoice),
        "expected_value": rows.expected_value.max(),
        "our_hours": rows.hours.sum(where=own_rows),
        "our_hours_a_month": rows.hours.sum(where=own_rows)
        / (days(rows.as_of.max(), opened) / 30.0).clip(lower=1.0),
        "contacts": rows.contact.nunique(where=own_rows & rows.inbound),
        "other_engagements_rows": (~own_rows).sum(),
    }


ENGAGEMENTS = ibis.schema(
    {
        "engagement_id": "string",
        "client_id": "string",
        "closed": "int64",
        "paid_off": "boolean",
        "revenue": "float64",
        "hourly_cost": "float64",
    }
)

#: The client's earlier engagements, their outcome once it was known (`closed_at` <= cutoff).
PRIOR = ("prior_closed", "prior_known_outcomes", "prior_paid_off_share")


def prior(rows: History) -> Any:
    """One row per snapshot with the columns of `PRIOR`; hours count as of the cutoff."""
    past = ibis.table(ENGAGEMENTS, name="engagements").rename(past_id="engagement_id")
    cutoffs = rows.select("snapshot", "engagement_id", "client_id", "as_of").distinct()
    closed = cutoffs.join(
        past,
        [
            cutoffs.client_id == past.client_id,
            cutoffs.engagement_id != past.past_id,
            past.closed <= cutoffs.as_of,
        ],
    ).select("snapshot", "past_id", "paid_off", "revenue", "hourly_cost")
    hours = (
        rows.filter(~rows.own)
        .group_by("snapshot", "row_engagement")
        .agg(past_hours=lambda row: row.hours.sum())
        .rename(hours_snapshot="snapshot")
    )
    closed = closed.left_join(
        hours,
        [closed.snapshot == hours.hours_snapshot, closed.past_id == hours.row_engagement],
    )
    spent = closed.past_hours.fill_null(0.0)
    cost = (spent == 0.0).ifelse(0.0, spent * closed.hourly_cost)
    earned = closed.revenue > cost  # the contract's outcome rule, with hours as of the cutoff
    closed = closed.mutate(outcome=closed.paid_off.fill_null(earned))
    return closed.group_by("snapshot").agg(
        prior_closed=closed.count(),
        prior_known_outcomes=closed.outcome.count(),
        prior_paid_off_share=closed.outcome.cast("float64").mean(),
    )


def measures(rows: History) -> dict[str, Any]:
    """Column name -> measure over the history of one snapshot, `PRIOR` left out."""
    return {**_sliced(rows), **_whole(rows)}


def names() -> tuple[str, ...]:
    """All columns of this file, in the order of the matrix."""
    from features.history import history

    return (*measures(history()), *PRIOR)
