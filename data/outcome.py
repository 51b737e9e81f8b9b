"""Whether an engagement paid off, by the contract's one rule, and what it brought in money."""

import pyarrow as pa
import pyarrow.compute as pc


def balances(interactions: pa.Table, engagements: pa.Table, hourly_cost: float | None) -> pa.Table:
    """Return engagement_id, revenue, cost and net (float64, in the book's currency; null: unknown).

    Cost is recorded hours times hourly cost, ``hourly_cost`` being the book's default; no hours
    cost nothing.

    >>> from data.contract import ENGAGEMENTS, INTERACTIONS
    >>> balances(INTERACTIONS.empty(), ENGAGEMENTS.empty(), 80.0).column_names
    ['engagement_id', 'revenue', 'cost', 'net']
    """
    spent = interactions.group_by("engagement_id").aggregate([("effort_hours", "sum")])
    place = pc.index_in(engagements["engagement_id"], value_set=spent["engagement_id"])
    hours = pc.fill_null(spent["effort_hours_sum"].take(place), 0.0)
    default = pa.scalar(hourly_cost, pa.float64())
    hourly = pc.coalesce(engagements["hourly_cost"].cast(pa.float64()), default)
    revenue = engagements["revenue"].cast(pa.float64())
    cost = pc.if_else(pc.equal(hours, 0.0), 0.0, pc.multiply(hours, hourly))
    return pa.table(
        {
            "engagement_id": engagements["engagement_id"],
            "revenue": revenue,
            "cost": cost,
            "net": pc.subtract(revenue, cost),
        }
    )


def outcomes(interactions: pa.Table, engagements: pa.Table, hourly_cost: float | None) -> pa.Table:
    """Return engagement_id, closed_at and paid_off (true, false, or null when there is none).

    ``paid_off`` as given; otherwise revenue minus recorded hours times hourly cost is above zero;
    ``hourly_cost`` is the book's default. Open engagements have no outcome. Hours without a
    cost leave only a revenue of zero or less to be told: that did not pay off.

    >>> from data.contract import ENGAGEMENTS, INTERACTIONS
    >>> outcomes(INTERACTIONS.empty(), ENGAGEMENTS.empty(), 80.0).column_names
    ['engagement_id', 'closed_at', 'paid_off']
    """
    money = balances(interactions, engagements, hourly_cost)
    worth = pc.greater(money["net"], 0.0)
    hopeless = pc.if_else(
        pc.less_equal(money["revenue"], 0.0), pa.scalar(False), pa.scalar(None, pa.bool_())
    )
    told = pc.coalesce(engagements["paid_off"], worth, hopeless)
    closed = engagements["closed_at"].is_valid()
    paid_off = pc.if_else(closed, told, pa.scalar(None, pa.bool_()))
    return pa.table(
        {
            "engagement_id": engagements["engagement_id"],
            "closed_at": engagements["closed_at"],
            "paid_off": paid_off,
        }
    )
