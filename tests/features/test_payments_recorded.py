"""Where a book records no payments, nobody can be called a late payer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.contract import INTERACTIONS
from features.catalogue import BY_ID
from features.usual import learn
from tests.features.timeline import USUAL, Story, Told, interactions, read, table

UNPAID = """
2026-03-01 10:00 client order amount=500
2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00
2026-03-12 10:00 us note hours=16
"""
PAID = UNPAID + "2026-04-10 10:00 client payment amount=500"


@pytest.fixture(scope="module")
def told() -> dict[bool, Told]:
    """The same unpaid invoice in a book that records payments, and in one that does not."""
    story = {"S": Story(UNPAID, as_of="2026-04-20T10:00")}
    return {
        recorded: read(story, replace(USUAL, payments_recorded=recorded))["S"]
        for recorded in (True, False)
    }


@pytest.mark.parametrize("rule", ["late-payment", "work-before-payment"])
def test_an_unpaid_invoice_speaks_only_where_payments_are_recorded(
    told: dict[bool, Told], rule: str
) -> None:
    heuristic = BY_ID[rule]
    assert heuristic.fired(told[True].values)
    assert told[True].evidence[rule]
    assert heuristic.unknown(told[False].values)
    assert rule not in told[False].evidence


@pytest.mark.parametrize(("story", "recorded"), [(UNPAID, False), (PAID, True)])
def test_a_book_is_known_by_its_payment_rows(story: str, recorded: bool) -> None:
    rows = table(interactions(story), INTERACTIONS.schema)
    assert learn(rows).payments_recorded is recorded


def test_a_yardstick_stored_before_payments_were_asked_for_still_reads() -> None:
    plain = USUAL.to_json()
    del plain["payments_recorded"]
    assert USUAL.from_json(plain) == USUAL
