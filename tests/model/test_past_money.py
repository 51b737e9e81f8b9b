"""What closed engagements brought and cost for their size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from data.contract import ENGAGEMENTS, INTERACTIONS
from data.outcome import outcomes
from model.past_money import learn

START = datetime(2026, 1, 1, tzinfo=UTC)


def book(number=12, revenue=True, hours=True, payments=False):
    """Half pay off: 1,200 for 1,000 and 10 hours; the other half bring nothing for 20 hours."""
    engagements, interactions = [], []
    for place in range(number):
        good = place % 2 == 0
        name = f"e{place}"
        engagements.append(
            {
                "engagement_id": name,
                "client_id": name,
                "opened_at": START,
                "closed_at": START + timedelta(days=90),
                "expected_value": Decimal(1000),
                "revenue": (Decimal(1200) if good else Decimal(0)) if revenue else None,
                "paid_off": good,
            }
        )
        row = {
            "engagement_id": name,
            "client_id": name,
            "occurred_at": START + timedelta(days=1),
            "direction": "outbound",
        }
        worked = (10.0 if good else 20.0) if hours else None
        interactions.append(
            row | {"interaction_id": f"t{place}", "kind": "task", "effort_hours": worked}
        )
        if payments and good:
            due = START + timedelta(days=20)
            interactions.append(
                row | {"interaction_id": f"i{place}", "kind": "invoice", "scheduled_for": due}
            )
            interactions.append(
                row
                | {
                    "interaction_id": f"p{place}",
                    "kind": "payment",
                    "refers_to": f"i{place}",
                    "occurred_at": due + timedelta(days=4),
                    "amount": Decimal(1100),
                }
            )
    tables = (
        pa.Table.from_pylist(engagements, schema=ENGAGEMENTS.schema),
        pa.Table.from_pylist(interactions, schema=INTERACTIONS.schema),
    )
    return *tables, outcomes(tables[1], tables[0], 60.0)


def test_pairs_of_money_and_hours_are_kept_for_their_size():
    engagements, interactions, found = book()
    past = learn(engagements, interactions, found, 60.0)
    assert past["paid_off"] == {"money": [1.2] * 6, "hours": [0.01] * 6}
    assert past["not"] == {"money": [0.0] * 6, "hours": [0.02] * 6}
    assert past["gain_per_hour"] == 0.0  # 600 earned for 15 hours at 60: no gain, and never below
    assert past["days_late"] == 0.0


def test_an_hour_earns_what_is_left_after_its_cost():
    assert learn(*book(), 20.0)["gain_per_hour"] == pytest.approx(600 / 15 - 20)
    assert learn(*book(), None)["gain_per_hour"] == 0.0


def test_payments_stand_in_for_a_revenue_that_is_not_named():
    past = learn(*book(revenue=False, payments=True), 60.0)
    assert past["paid_off"]["money"] == [1.1] * 6
    assert past["not"]["money"] == [0.0] * 6
    assert past["days_late"] == pytest.approx(4.0)


@pytest.mark.parametrize("lacking", [{"number": 8}, {"hours": False}, {"revenue": False}])
def test_too_little_money_on_record_is_no_past(lacking):
    assert learn(*book(**lacking), 60.0) == {}


def test_one_giant_sets_no_usual():
    engagements, interactions, found = book(400)
    revenue = [
        1e9 if place == 0 else float(value)
        for place, value in enumerate(engagements["revenue"].to_pylist())
    ]
    place = engagements.schema.get_field_index("revenue")
    field = engagements.schema.field(place)
    huge = pa.array([Decimal(round(value)) for value in revenue], field.type)
    past = learn(engagements.set_column(place, field, huge), interactions, found, 60.0)
    assert max(past["paid_off"]["money"]) == pytest.approx(1.2)
    assert len(past["paid_off"]["money"]) == 200
    assert np.isfinite(past["gain_per_hour"])
