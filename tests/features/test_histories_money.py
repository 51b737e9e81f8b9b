"""Histories that tell family 4, money. The book's usual amount is 1,000."""

# A line of a history stays one line.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"

CASES = (
    fires(
        "low-ball",
        "one counter far below",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal countered amount=600 about=p id=low
        """,
        evidence=["low"],
        deepest_cut=0.4,
    ),
    fires(
        "low-ball",
        "a tenth, and again, and again",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal countered amount=900 about=p id=c1
        2026-03-04 10:00 client proposal countered amount=880 about=p id=c2
        2026-03-05 10:00 client proposal countered amount=890 about=p id=c3
        """,
        evidence=["c1", "c2", "c3"],
    ),
    fires(
        "low-ball",
        "asks for less in three messages",
        """
        2026-03-02 10:00 client message "Could you do the fence for 15% less?" id=a
        2026-03-03 10:00 client message "Скиньте процентов десять, и берём." id=b
        2026-03-04 10:00 client message "Is there any discount if we order forty pieces?" id=c
        """,
        evidence=["a", "b", "c"],
    ),
    quiet(
        "low-ball",
        "one counter a tenth below is negotiating; a deep cut of ours or of a smaller part is not his",
        """
        2026-03-01 10:00 us proposal sent amount=9000 id=whole
        2026-03-02 10:00 us proposal sent amount=1000 id=part
        2026-03-03 10:00 client proposal countered amount=900 about=part
        2026-03-04 10:00 us proposal countered amount=500 about=part
        """,
        deepest_cut=0.1,
        low_counters=1,
    ),
    unknown("low-ball", "no price and no text", ONLY_US),
    fires(
        "work-before-payment",
        "a free trial first",
        '2026-03-02 10:00 client message "Paint one room for free, then we can talk about money." id=free',
        evidence=["free"],
    ),
    fires(
        "work-before-payment",
        "two days of work while the agreed advance is overdue",
        """
        2026-03-02 10:00 client order amount=1000
        2026-03-02 12:00 us invoice issued amount=500 for=2026-03-09T10:00 id=advance
        2026-03-05 10:00 us note hours=4
        2026-03-12 10:00 fact note hours=8 id=early1
        2026-03-13 10:00 us note hours=8 id=early2
        2026-03-20 10:00 client payment amount=500 about=advance
        2026-03-23 10:00 us note hours=8
        """,
        evidence=["early1", "early2"],
        hours_before_advance=16,
    ),
    quiet(
        "work-before-payment",
        "billed after the delivery, which is normal",
        """
        2026-03-02 10:00 client order amount=1000 "Хотим платный пилот на две недели."
        2026-03-05 10:00 us note hours=40
        2026-03-20 10:00 us delivery sent
        2026-03-21 10:00 us invoice issued amount=1000 for=2026-04-09T10:00
        2026-05-13 10:00 us note hours=8
        """,
    ),
    unknown("work-before-payment", "no advance was agreed and nobody wrote", ONLY_US),
    fires(
        "small-steps",
        "just the door, for now",
        """
        2026-03-02 10:00 client message "Let's just repaint the door for now." id=door
        """,
        evidence=["door"],
    ),
    fires(
        "small-steps",
        "orders a tenth of what was proposed",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client order amount=100 about=p id=small
        """,
        evidence=["small"],
        ordered_below_offer=0.9,
    ),
    quiet(
        "small-steps",
        "the whole in parts, and a small extra after it",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client order amount=400 about=p "Phase one is the booking form, then the rest as planned."
        2026-04-03 10:00 client order amount=600 about=p
        2026-05-03 10:00 client order amount=50
        """,
        ordered_below_offer=0,
    ),
    unknown("small-steps", "nothing ordered, nothing written", ONLY_US),
    fires(
        "late-payment",
        "an excuse",
        '2026-03-02 10:00 client message "Бухгалтер в отпуске, оплатим, как выйдет." id=excuse',
        evidence=["excuse"],
    ),
    fires(
        "late-payment",
        "paid three weeks late, and another not at all, in other jobs too",
        """
        2026-01-02 10:00 us invoice issued in=past amount=500 for=2026-01-10T10:00 id=one
        2026-01-31 10:00 client payment in=past amount=500 about=one
        2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00 id=two
        """,
        as_of="2026-03-20T10:00",
        evidence=["one", "two"],
        late_invoice_share=1,
        mean_days_late=15.5,
        overdue_days=10,
    ),
    quiet(
        "late-payment",
        "a prepayment is no overdue invoice; stray money pays the oldest first",
        """
        2026-02-20 10:00 client payment amount=900
        2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00 id=one
        2026-03-03 10:00 us invoice issued amount=500 for=2026-03-12T10:00 id=two
        2026-03-11 10:00 client payment amount=100
        """,
        as_of="2026-05-20T10:00",
        late_invoice_share=0,
        mean_days_late=0,
        overdue_days=0,
    ),
    quiet(
        "late-payment",
        "cancelled and reissued, the new one paid in time, the rest of it without a name",
        """
        2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00 id=wrong
        2026-03-05 10:00 us invoice cancelled about=wrong id=off
        2026-03-05 10:00 us invoice issued amount=400 for=2026-03-19T10:00 about=off id=right
        2026-03-12 10:00 client payment amount=300 about=right
        2026-03-18 10:00 client payment amount=100
        """,
        as_of="2026-05-20T10:00",
        late_invoice_share=0,
        overdue_days=0,
    ),
    quiet(
        "late-payment",
        "two invoices of one order, each paid in time by name",
        """
        2026-03-01 10:00 client order amount=800 id=order
        2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00 about=order id=one
        2026-04-02 10:00 us invoice issued amount=300 for=2026-04-10T10:00 about=order id=two
        2026-03-08 10:00 client payment amount=500 about=one
        2026-04-08 10:00 client payment amount=300 about=order
        """,
        as_of="2026-05-20T10:00",
        late_invoice_share=0,
        overdue_days=0,
    ),
    quiet(
        "late-payment",
        "an invoice of nothing is never overdue, nor is one that is not due",
        """
        2026-03-01 10:00 us invoice issued amount=0 for=2026-03-10T10:00
        2026-03-02 10:00 us invoice issued amount=500 for=2026-12-10T10:00
        """,
        as_of="2026-05-20T10:00",
        overdue_days=0,
    ),
    unknown(
        "late-payment",
        "no invoice says when it is due",
        "2026-03-02 10:00 us invoice issued amount=500",
    ),
    fires(
        "price-reopened",
        "back to the price that was approved",
        '2026-03-02 10:00 client message "Хотим вернуться к вопросу о цене." id=again',
        evidence=["again"],
    ),
    fires(
        "price-reopened",
        "a counter-offer after acceptance",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal accepted about=p
        2026-03-09 10:00 client proposal countered amount=950 about=p id=again
        """,
        evidence=["again"],
    ),
    quiet(
        "price-reopened",
        "a first negotiation, and one about a new proposal",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal countered amount=900 about=p "What would the price be for two floors?"
        2026-03-04 10:00 client proposal accepted about=p
        2026-04-02 10:00 us proposal sent amount=3000 id=q
        2026-04-03 10:00 client proposal countered amount=2800 about=q
        """,
    ),
    unknown("price-reopened", "nothing agreed, nothing written", ONLY_US),
    fires(
        "pays-up-front",
        "announces the whole sum",
        '2026-03-02 10:00 client message "Переведу всю сумму сразу, приступайте." id=cash',
        evidence=["cash"],
    ),
    fires(
        "pays-up-front",
        "paid before anything was delivered, in an earlier job",
        """
        2026-01-02 10:00 client order in=past amount=500
        2026-01-03 10:00 client payment in=past amount=500 id=cash
        2026-01-20 10:00 us delivery sent in=past
        2026-03-20 10:00 us message
        """,
        evidence=["cash"],
        paid_before_delivery_share=1,
    ),
    quiet(
        "pays-up-front",
        "half before and half after; due in a week and paid on the day",
        """
        2026-03-01 10:00 client order amount=1000
        2026-03-02 10:00 us invoice issued amount=1000 for=2026-04-02T10:00 id=bill
        2026-03-03 10:00 client payment amount=500 about=bill
        2026-03-20 10:00 us delivery sent
        2026-04-02 10:00 client payment amount=500 about=bill
        """,
        paid_before_delivery_share=0.5,
        paid_early_share=0,
    ),
    unknown(
        "pays-up-front",
        "a payment long after the order, with no delivery on record",
        """
        2026-01-01 10:00 client order amount=1000
        2026-03-03 10:00 client payment amount=1000
        """,
    ),
    fires(
        "growing-jobs",
        "a couple of hundred becomes ten thousand",
        """
        2025-01-02 10:00 client order in=past amount=200 id=small
        2026-03-02 10:00 client order amount=10000 id=large
        """,
        evidence=["small", "large"],
        purchase_growth=50,
    ),
    quiet(
        "growing-jobs",
        "the second is smaller",
        """
        2025-01-02 10:00 client order in=past amount=200
        2026-03-02 10:00 client order amount=180
        """,
    ),
    unknown("growing-jobs", "one purchase only", "2026-03-02 10:00 client order amount=200"),
    fires(
        "clockwork-buyer",
        "every six months to the day, billed without an order",
        """
        2024-09-02 10:00 us invoice issued in=a amount=500 id=one
        2025-03-02 10:00 us invoice issued in=b amount=500 id=two
        2025-09-02 10:00 us invoice issued in=c amount=500 id=three
        2025-09-04 10:00 us invoice issued in=c amount=20
        2026-03-02 10:00 us invoice issued amount=500 id=four
        """,
        evidence=["one", "two", "three", "four"],
    ),
    quiet(
        "clockwork-buyer",
        "now and then",
        """
        2024-09-02 10:00 client order in=a amount=500
        2024-11-02 10:00 client order in=b amount=500
        2025-09-02 10:00 client order in=c amount=500
        2025-11-20 10:00 client order amount=500
        """,
    ),
    unknown(
        "clockwork-buyer",
        "two purchases show no rhythm",
        """
        2024-09-02 10:00 client order in=a amount=500
        2025-03-02 10:00 client order amount=500
        """,
    ),
    fires(
        "serious-contract",
        "three times the usual",
        "2026-03-02 10:00 us proposal sent amount=3000 id=large",
        evidence=["large"],
        size_against_usual=3,
    ),
    quiet("serious-contract", "as usual", "2026-03-02 10:00 us proposal sent amount=1000"),
    unknown("serious-contract", "no price yet", ONLY_US),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
