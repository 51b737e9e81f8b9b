"""Histories as the two tables of the contract."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pyarrow as pa

from data.contract import ENGAGEMENTS, INTERACTIONS
from data.simulate.dice import Dice
from data.simulate.engagement import Row
from data.simulate.histories import History, histories
from data.simulate.outcome import ESSAYS, World
from data.simulate.working_days import LAST_DAY, at


def simulate(
    seed: int = 7, closed: int = 2000, open: int = 150, world: World = ESSAYS
) -> tuple[pa.Table, pa.Table]:
    """A book as (interactions, engagements), the same for the same seed, sizes and world.

    Times are UTC and end with 30 October 2026; money is in euros.

    >>> interactions, engagements = simulate(seed=7, closed=3, open=1)
    >>> engagements.num_rows, engagements["closed_at"].null_count
    (4, 1)
    """
    told = histories(seed, closed, open, world)
    clients = {
        n: i for i, n in enumerate(dict.fromkeys(h.engagement.client.number for h in told), 1)
    }
    interactions: list[tuple[datetime, int, History, Row]] = []
    engagements = []
    dice = Dice(seed, 1, 2)
    for number, history in enumerate(told, 1):
        seen = list(_seen(history))
        interactions += [(when, number, history, row) for when, row in seen]
        engagements.append(
            _engagement(
                number, clients[history.engagement.client.number], history, seen[0][0], dice
            )
        )
    interactions.sort(key=lambda entry: entry[0])
    ids = {id(row): f"I-{n:07d}" for n, (_, _, _, row) in enumerate(interactions, 1)}
    rows = [
        _interaction(ids, when, number, clients[history.engagement.client.number], history, row)
        for when, number, history, row in interactions
    ]
    return _table(rows, INTERACTIONS.schema), _table(engagements, ENGAGEMENTS.schema)


def _table(rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    columns = [pa.array([row.get(f.name) for row in rows], f.type) for f in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _seen(history: History) -> Sequence[tuple[datetime, Row]]:
    """The rows of a history that had happened, and were known, when the book ended."""
    rows = sorted(history.engagement.rows, key=lambda row: row.day)
    timed = [(at(history.start, row.day), row) for row in rows]
    if history.end is not None:
        return timed
    first, rest = timed[:1], timed[1:]
    return first + [
        (when, row)
        for when, row in rest
        if when <= LAST_DAY and when + timedelta(days=row.recorded_lag or 0.0) <= LAST_DAY
    ]


def _interaction(
    ids: Mapping[int, str],
    when: datetime,
    number: int,
    client: int,
    history: History,
    row: Row,
) -> dict[str, object]:
    recorded = None
    if row.recorded_lag is not None:
        recorded = min(when + timedelta(days=row.recorded_lag), history.end or LAST_DAY)
        recorded = max(recorded.replace(microsecond=0), when)
    return {
        "interaction_id": ids[id(row)],
        "engagement_id": f"E-{number:05d}",
        "client_id": f"C-{client:05d}",
        "occurred_at": when,
        "recorded_at": recorded,
        "kind": row.kind,
        "direction": row.direction,
        "status": row.status,
        "party": row.party,
        "channel": row.channel,
        "text": row.text,
        "label": row.label,
        "contact": row.person.name if row.person else None,
        "role": row.person.role if row.person else None,
        "refers_to": ids.get(id(row.about)) if row.about else None,
        "scheduled_for": None
        if row.scheduled_day is None
        else at(history.start, row.scheduled_day),
        "duration_minutes": row.minutes,
        "effort_hours": row.hours,
        "invited": row.invited,
        "attended": row.attended,
        "amount": _money(row.amount),
        "currency": "EUR" if row.amount is not None and number % 5 == 0 else None,
    }


def _engagement(
    number: int, client: int, history: History, opened: datetime, dice: Dice
) -> dict[str, object]:
    e = history.engagement
    hours = sum(Decimal(str(row.hours)) for row in e.rows if row.hours is not None)
    paid = _money(e.paid) or Decimal(0)
    hopes, says, has_cost, has_revenue = (dice.chance(p) for p in (0.85, 0.35, 0.85, 0.95))
    row: dict[str, object] = {
        "engagement_id": f"E-{number:05d}",
        "client_id": f"C-{client:05d}",
        "opened_at": opened,
        "closed_at": history.end,
        "expected_value": _money(round(e.hoped, -1)) if hopes else None,
        "hourly_cost": _money(e.hourly_cost) if has_cost else None,
        "segment": e.client.segment,
        "owner": e.client.owner,
        "source": e.client.source if not e.index else "returning",
        "industry": e.client.industry,
    }
    if history.end is not None:
        row["revenue"] = paid if has_revenue else None
        if says or not has_cost or not has_revenue:
            row["paid_off"] = paid - hours * Decimal(str(e.hourly_cost)) > 0
    return row


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(f"{amount:.2f}")
