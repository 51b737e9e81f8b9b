"""Family 4: money. When it comes: advances, invoices, excuses."""

from typing import Any

from features.heuristic import ADVANCE_DAYS, Heuristic, Signal, days, own, said

EARLY_DAYS = 5.0  # a working week before it is due is more than being punctual
LATE_DAYS = 3.0  # a transfer may take a weekend


def _dated_invoice(rows: Any) -> Any:
    return rows.live_invoice & (rows.invoice_due < rows.as_of)


def _late_invoice(rows: Any) -> Any:
    return _dated_invoice(rows) & (rows.days_late > LATE_DAYS)


def _own_overdue(rows: Any) -> Any:
    return rows.own & rows.overdue


def _advance(rows: Any) -> Any:
    return rows.own & rows.advance_due_at.notnull()


def _unpaid_work(rows: Any) -> Any:
    """Work of ours after the agreed advance was due and before it came."""
    waiting = (rows.at > rows.advance_due_at) & (
        rows.advance_paid_at.isnull() | (rows.at < rows.advance_paid_at)
    )
    return rows.own & (rows.hours > 0) & waiting.fill_null(False)


def _payment(rows: Any) -> Any:
    return rows.kind == "payment"


def _payment_beside_delivery(rows: Any) -> Any:
    """A payment of which we know whether it came before the delivery.

    Where no delivery is on record, only one within days of the order is sure to be an advance:
    many books record no deliveries at all.
    """
    at_once = days(rows.at, rows.first_bought_at) <= ADVANCE_DAYS
    return _payment(rows) & (rows.first_delivery_at.notnull() | at_once.fill_null(False))


def _before_delivery(rows: Any) -> Any:
    first = rows.first_delivery_at.isnull() | (rows.at <= rows.first_delivery_at)
    return _payment_beside_delivery(rows) & first


def _settled_dated(rows: Any) -> Any:
    return rows.live_invoice & rows.settled_at.notnull() & rows.invoice_due.notnull()


def _early(rows: Any) -> Any:
    return _settled_dated(rows) & (days(rows.invoice_due, rows.settled_at) >= EARLY_DAYS)


HEURISTICS = (
    Heuristic(
        id="work-before-payment",
        title="Wants work before paying",
        title_ru="Хочет работу до оплаты",
        essay=("E4",),
        family="money",
        polarity="against",
        cues=("unpaid-work",),
        shown_by=_unpaid_work,
        signals=(
            said("unpaid_work_asks", "Messages that ask for unpaid work", "unpaid-work"),
            Signal(
                name="hours_before_advance",
                meaning="Hours we worked after the agreed advance was due and before it came",
                measure=lambda rows: rows.hours.sum(where=_unpaid_work(rows)).fill_null(0.0),
                needs=_advance,
                fires_at=8,  # a working day
            ),
        ),
        told="Asks for work before payment: {unpaid_work_asks:.0f}; hours we worked while the agreed advance was overdue: {hours_before_advance:.0f}.",
        told_ru="Работу до оплаты просили {unpaid_work_asks:.0f} раз; часов нашей работы при просроченном авансе: {hours_before_advance:.0f}.",
        action="prepayment",
        advice="Offer a small paid pilot, and start the rest after the advance.",
        advice_ru="Предложите небольшой платный пилот, остальное после аванса.",
        asks="Can the first part be paid before we begin?",
        asks_ru="Можно ли оплатить первую часть до начала работ?",
    ),
    Heuristic(
        id="late-payment",
        title="The money is late",
        title_ru="Деньги опаздывают",
        essay=("E4",),
        family="money",
        polarity="against",
        scope="client",
        cues=("payment-excuse",),
        shown_by=_late_invoice,
        signals=(
            Signal(
                name="late_invoice_share",
                meaning="Share of the client's due invoices that were paid late or still are not",
                measure=lambda rows: (
                    _late_invoice(rows).sum().cast("float64") / _dated_invoice(rows).sum()
                ),
                needs=_dated_invoice,
                fires_at=0.5,
            ),
            Signal(
                name="mean_days_late",
                meaning="Mean days late over the client's due invoices",
                measure=lambda rows: rows.days_late.mean(where=_dated_invoice(rows)),
                needs=_dated_invoice,
                fires_at=10,
            ),
            Signal(
                name="overdue_days",
                meaning="Days the oldest unpaid invoice of this engagement is overdue",
                measure=lambda rows: rows.days_late.max(where=_own_overdue(rows)).fill_null(0.0),
                needs=own(lambda rows: rows.invoice_due.notnull()),
                fires_at=7,
            ),
            said(
                "payment_excuses", "Messages that explain why money has not come", "payment-excuse"
            ),
        ),
        told="Due invoices that were late: {late_invoice_share:.0%}; days late on average: {mean_days_late:.0f}; days overdue now: {overdue_days:.0f}; excuses: {payment_excuses:.0f}.",
        told_ru="Просрочено счетов: {late_invoice_share:.0%}; в среднем на {mean_days_late:.0f} дн.; сейчас просрочка {overdue_days:.0f} дн.; "
        "отговорок: {payment_excuses:.0f}.",
        action="prepayment",
        advice="Ask for half up front, and stop work while an invoice is overdue.",
        advice_ru="Просите половину вперёд и останавливайте работу при просрочке.",
        asks="On what day are invoices paid, and who releases them?",
        asks_ru="В какой день оплачиваются счета и кто их утверждает?",
    ),
    Heuristic(
        id="pays-up-front",
        title="Pays up front",
        title_ru="Платит вперёд",
        essay=("E4",),
        family="money",
        polarity="exception",
        softens=(
            "low-ball",
            "late-payment",
            "hard-to-reach",
            "cancelled-meetings",
            "work-before-payment",
        ),
        scope="client",
        cues=("up-front",),
        shown_by=lambda rows: _before_delivery(rows) | _early(rows),
        signals=(
            Signal(
                name="paid_before_delivery_share",
                meaning="Share of the client's payments that came before anything was delivered",
                measure=lambda rows: (
                    _before_delivery(rows).sum().cast("float64")
                    / _payment_beside_delivery(rows).sum()
                ),
                needs=_payment_beside_delivery,
                fires_at=0.6,  # half before and half after are the usual terms
            ),
            Signal(
                name="paid_early_share",
                meaning="Share of the client's settled invoices paid at least five days early",
                measure=lambda rows: (
                    _early(rows).sum().cast("float64") / _settled_dated(rows).sum()
                ),
                needs=_settled_dated,
                fires_at=0.8,  # now and then everybody pays early
            ),
            said("up_front_offers", "Messages that offer payment in advance", "up-front"),
        ),
        told="Payments before delivery: {paid_before_delivery_share:.0%}; invoices paid early: {paid_early_share:.0%}; offers to pay in advance: {up_front_offers:.0f}.",
        told_ru="Платежей до поставки: {paid_before_delivery_share:.0%}; счетов, оплаченных раньше срока: {paid_early_share:.0%}; "
        "предложений предоплаты: {up_front_offers:.0f}.",
        action="prepayment",
        advice="Take the advance and start at once; bend the other rules for him.",
        advice_ru="Возьмите аванс и начинайте сразу; ради него можно отступить от правил.",
        asks="Would you pay half of it, or all, in advance?",
        asks_ru="Готовы ли вы оплатить половину или всё вперёд?",
    ),
)
