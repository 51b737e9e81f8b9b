"""Histories that tell family 4, money: when it comes."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"

CASES = (
    fires(
        "work-before-payment",
        "a free trial first",
        """
        2026-03-02 10:00 client message id=free
            "Paint one room for free, then we talk about money."
            "Сначала покрасьте одну комнату бесплатно, потом поговорим о деньгах."
        """,
        evidence=["free"],
    ),
    quiet(
        "work-before-payment",
        "a paid trial; billed after the delivery, which is normal",
        """
        2026-03-02 10:00 client order amount=1000
            "We would like a paid pilot of two weeks."
            "Хотим платный пилот на две недели."
        2026-03-05 10:00 us note hours=40
        2026-03-20 10:00 us delivery sent
        2026-03-21 10:00 us invoice issued amount=1000 for=2026-04-09T10:00
        2026-05-13 10:00 us note hours=8
        """,
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
    unknown("work-before-payment", "no advance was agreed and nobody wrote", ONLY_US),
    fires(
        "late-payment",
        "three weeks late, with an excuse",
        """
        2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00 id=bill
        2026-03-12 10:00 client message id=excuse
            "The payment is stuck at the bank."
            "Платёж завис в банке."
        2026-03-31 10:00 client payment amount=500 about=bill
        """,
        evidence=["bill", "excuse"],
        late_invoice_share=1,
        mean_days_late=21,
        overdue_days=0,
        payment_excuses=1,
    ),
    quiet(
        "late-payment",
        "the same invoice paid two days after its date",
        """
        2026-03-02 10:00 us invoice issued amount=500 for=2026-03-10T10:00 id=bill
        2026-03-12 09:00 client message
            "The money went out this morning."
            "Деньги отправили сегодня утром."
        2026-03-12 10:00 client payment amount=500 about=bill
        """,
        late_invoice_share=0,
        mean_days_late=2,
        overdue_days=0,
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
        2026-02-01 10:00 us invoice issued in=past amount=200 for=2026-02-10T10:00 id=past
        2026-02-09 10:00 client payment in=past amount=200 about=past
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
        "pays-up-front",
        "announces the whole sum, and sends it",
        """
        2026-03-01 10:00 client order amount=500
        2026-03-02 10:00 client message id=cash
            "I'll transfer the whole sum today."
            "Сегодня переведу всю сумму."
        2026-03-03 10:00 client payment amount=500 id=paid
        2026-03-20 10:00 us delivery sent
        """,
        evidence=["cash", "paid"],
        paid_before_delivery_share=1,
        up_front_offers=1,
    ),
    quiet(
        "pays-up-front",
        "half before and half after; due in a month and paid on the day",
        """
        2026-03-01 10:00 client order amount=1000
        2026-03-02 09:00 client message
            "When is the money due?"
            "Когда нужно оплатить?"
        2026-03-02 10:00 us invoice issued amount=1000 for=2026-04-02T10:00 id=bill
        2026-03-03 10:00 client payment amount=500 about=bill
        2026-03-20 10:00 us delivery sent
        2026-04-02 10:00 client payment amount=500 about=bill
        """,
        paid_before_delivery_share=0.5,
        paid_early_share=0,
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
    unknown(
        "pays-up-front",
        "a payment long after the order, with no delivery on record",
        """
        2026-01-01 10:00 client order amount=1000
        2026-03-03 10:00 client payment amount=1000
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
