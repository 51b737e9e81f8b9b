"""Family 4: money."""

from typing import Any

from features.heuristic import ADVANCE_DAYS, Heuristic, Signal, count, days, own, said

DEEP_CUT = 0.25  # one counter a tenth below the offer is negotiating; a quarter is not
TRIFLE = 0.03  # rounding a price is not beating it down
EARLY_DAYS = 5.0  # a working week before it is due is more than being punctual
RHYTHM_DAYS = 30.0  # purchases within a month are parts of one job
LATE_DAYS = 3.0  # a transfer may take a weekend


def _counter(rows: Any) -> Any:
    """A price of the client's own, beside a price of ours before it."""
    named = (rows.kind == "proposal") & (rows.status == "countered") & rows.by_client
    return rows.own & named & (rows.amount > 0) & (rows.price_before > 0)


def _cut(rows: Any) -> Any:
    return (1.0 - rows.amount / rows.price_before).clip(lower=0.0)


def _low_counter(rows: Any) -> Any:
    """More than a trifle below our price: how often counts, or how deep (`deepest_cut`)."""
    return _counter(rows) & (_cut(rows) >= TRIFLE)


def _dated_invoice(rows: Any) -> Any:
    return rows.live_invoice & (rows.invoice_due < rows.as_of)


def _late_invoice(rows: Any) -> Any:
    return _dated_invoice(rows) & (rows.days_late > LATE_DAYS)


def _own_overdue(rows: Any) -> Any:
    return rows.own & rows.overdue


def _priced_order(rows: Any) -> Any:
    return rows.own & (rows.kind == "order") & (rows.amount > 0) & (rows.highest_price_before > 0)


def _order_of_less(rows: Any) -> Any:
    return _priced_order(rows) & (rows.amount <= rows.highest_price_before * 0.5)


def _below_offer(rows: Any) -> Any:
    """All that was ordered, beside our highest price: parts of a whole are no small steps."""
    ordered = rows.amount.sum(where=_priced_order(rows))
    offered = rows.highest_price_before.max(where=_priced_order(rows))
    return (1.0 - ordered / offered).clip(lower=0.0)


def _reopened(rows: Any) -> Any:
    """A counter-offer after acceptance, no newer price of ours being on the table."""
    countered = (rows.kind == "proposal") & (rows.status == "countered") & rows.by_client
    newer = (rows.offered_at > rows.bought_before_at).fill_null(False)
    return rows.own & countered & rows.bought_before_at.notnull() & ~newer


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


def _purchase(rows: Any) -> Any:
    return rows.purchase


def _priced_purchase(rows: Any) -> Any:
    return rows.purchase & (rows.amount > 0)


def _growth(rows: Any) -> Any:
    """Last purchase as a multiple of the first; unknown before there are two."""
    priced = _priced_purchase(rows)
    first = rows.amount.first(where=priced, order_by=[rows.at, rows.interaction_id])
    last = rows.amount.last(where=priced, order_by=[rows.at, rows.interaction_id])
    return (priced.sum() >= 2).ifelse(last / first, None)


def _between_jobs(rows: Any) -> Any:
    return rows.purchase & (rows.purchase_gap >= RHYTHM_DAYS).fill_null(False)


def _regularity(rows: Any) -> Any:
    """1 for purchases at the same distance to the day, 0 for gaps that vary by their own length.

    Unknown before there are two gaps.
    """
    between_jobs = _between_jobs(rows)
    gap = rows.purchase_gap
    spread = gap.std(where=between_jobs) / gap.mean(where=between_jobs)
    return (between_jobs.sum() >= 2).ifelse((1.0 - spread).clip(lower=0.0), None)


def _priced(rows: Any) -> Any:
    return rows.own & rows.kind.isin(["proposal", "order", "invoice"]) & (rows.amount > 0)


HEURISTICS = (
    Heuristic(
        id="low-ball",
        title="Beats every price down",
        title_ru="Сбивает любую цену",
        essay=("E4",),
        family="money",
        polarity="against",
        cues=("discount",),
        shown_by=_low_counter,
        signals=(
            said("discount_asks", "Messages that ask for a lower price", "discount", fires_at=3),
            Signal(
                name="deepest_cut",
                meaning="Deepest counter-offer, as a share below our price",
                measure=lambda rows: _cut(rows).max(where=_counter(rows)),
                needs=_counter,
                fires_at=DEEP_CUT,
            ),
            Signal(
                name="low_counters",
                meaning="Counter-offers of the client below our price",
                measure=count(_low_counter),
                needs=own(lambda rows: rows.our_price.notnull()),
                fires_at=3,  # asking twice is still negotiating
            ),
        ),
        told="{discount_asks:.0f} asks for less; deepest counter {deepest_cut:.0%} below our price; {low_counters:.0f} counter-offers below it.",
        told_ru="Просьб о скидке: {discount_asks:.0f}; самое глубокое встречное предложение: "
        "на {deepest_cut:.0%} ниже; встречных цен ниже нашей: {low_counters:.0f}.",
        action="take-control",
        advice="Trade instead of giving: less money for less scope, or payment up front.",
        advice_ru="Меняйтесь, а не уступайте: меньше денег за меньший объём или за предоплату.",
    ),
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
        told="They asked for work before payment {unpaid_work_asks:.0f} times; we worked {hours_before_advance:.0f} hours while the agreed advance was overdue.",
        told_ru="Работу до оплаты просили {unpaid_work_asks:.0f} раз; часов нашей работы при просроченном авансе: {hours_before_advance:.0f}.",
        action="prepayment",
        advice="Offer a small paid pilot, and start the rest after the advance.",
        advice_ru="Предложите небольшой платный пилот, остальное после аванса.",
    ),
    Heuristic(
        id="small-steps",
        title="Small cheap steps instead of the problem",
        title_ru="Мелкие шаги вместо решения задачи",
        essay=("E4",),
        family="money",
        polarity="against",
        cues=("scope-shrink",),
        shown_by=_order_of_less,
        signals=(
            said("scope_shrinks", "Messages that want a small piece instead", "scope-shrink"),
            Signal(
                name="ordered_below_offer",
                meaning="How far orders fell below our highest price, as a share",
                measure=_below_offer,
                needs=_priced_order,
                fires_at=0.5,
            ),
        ),
        told="{scope_shrinks:.0f} times they wanted a small piece in place of the problem; an order fell {ordered_below_offer:.0%} below our price.",
        told_ru="Вместо задачи хотели малую часть: {scope_shrinks:.0f} раз; заказ ниже нашей цены на {ordered_below_offer:.0%}.",
        action="take-control",
        advice="Price the whole problem beside the small step and let them see both.",
        advice_ru="Покажите цену всей задачи рядом с ценой малого шага.",
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
        told="{late_invoice_share:.0%} of due invoices late; {mean_days_late:.0f} days late on average; {overdue_days:.0f} days overdue now; "
        "{payment_excuses:.0f} excuses.",
        told_ru="Просрочено счетов: {late_invoice_share:.0%}; в среднем на {mean_days_late:.0f} дн.; сейчас просрочка {overdue_days:.0f} дн.; "
        "отговорок: {payment_excuses:.0f}.",
        action="prepayment",
        advice="Ask for half up front, and stop work while an invoice is overdue.",
        advice_ru="Просите половину вперёд и останавливайте работу при просрочке.",
    ),
    Heuristic(
        id="price-reopened",
        title="Opens the agreed price again",
        title_ru="Снова открывает согласованную цену",
        essay=("E1",),
        family="money",
        polarity="against",
        cues=("price-reopened",),
        shown_by=_reopened,
        signals=(
            said("price_reopenings", "Messages that reopen a price", "price-reopened"),
            Signal(
                name="counters_after_acceptance",
                meaning="Counter-offers after a proposal or order had been accepted",
                measure=count(_reopened),
                needs=own(lambda rows: rows.bought),
                fires_at=1,
            ),
        ),
        told="An agreed price was opened again in {price_reopenings:.0f} messages; {counters_after_acceptance:.0f} counter-offers came after acceptance.",
        told_ru="Согласованную цену открывали снова: {price_reopenings:.0f} раз; встречных цен после согласия: {counters_after_acceptance:.0f}.",
        action="take-control",
        advice="Answer with the scope that the lower price buys, in one page.",
        advice_ru="Ответьте объёмом работ за меньшую цену, на одной странице.",
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
        told="{paid_before_delivery_share:.0%} of payments came before delivery; {paid_early_share:.0%} of invoices were paid early; "
        "{up_front_offers:.0f} offers to pay in advance.",
        told_ru="Платежей до поставки: {paid_before_delivery_share:.0%}; счетов, оплаченных раньше срока: {paid_early_share:.0%}; "
        "предложений предоплаты: {up_front_offers:.0f}.",
        action="prepayment",
        advice="Take the advance and start at once; bend the other rules for him.",
        advice_ru="Возьмите аванс и начинайте сразу; ради него можно отступить от правил.",
    ),
    Heuristic(
        id="growing-jobs",
        title="Small jobs grow large",
        title_ru="Малые заказы вырастают",
        essay=("E4",),
        family="money",
        polarity="exception",
        softens=("small-steps", "low-ball", "cancelled-meetings", "hard-to-reach", "put-off"),
        scope="client",
        shown_by=_priced_purchase,
        signals=(
            Signal(
                name="purchase_growth",
                meaning="The client's last purchase as a multiple of the first",
                measure=_growth,
                needs=_priced_purchase,
                fires_at=2,
            ),
        ),
        told="The last purchase is {purchase_growth:.1f} times the first.",
        told_ru="Последняя покупка больше первой в {purchase_growth:.1f} раза.",
        action="wait",
        advice="Do the small job well and ask what comes after it.",
        advice_ru="Сделайте малое хорошо и спросите, что дальше.",
    ),
    Heuristic(
        id="clockwork-buyer",
        title="Buys like clockwork",
        title_ru="Покупает как часы",
        essay=("E4",),
        family="money",
        polarity="exception",
        softens=("silence-after-meeting", "put-off", "hard-to-reach", "small-steps"),
        scope="client",
        shown_by=_purchase,
        signals=(
            Signal(
                name="purchase_regularity",
                meaning="Evenness of the gaps between the client's purchases, 0 to 1",
                measure=_regularity,
                needs=_purchase,
                fires_at=0.85,
            ),
        ),
        told="Purchases come at even distances (evenness {purchase_regularity:.0%}).",
        told_ru="Покупки идут через равные промежутки (ровность {purchase_regularity:.0%}).",
        action="wait",
        advice="Call when the next purchase is due, ask the one question, sell nothing more.",
        advice_ru="Позвоните к сроку, задайте один вопрос и ничего не допродавайте.",
    ),
    Heuristic(
        id="serious-contract",
        title="A serious contract",
        title_ru="Серьёзный контракт",
        essay=("E1",),
        family="money",
        polarity="exception",
        softens=(
            "blame-shifting",
            "client-tasks-undone",
            "recurring-complaints",
            "rush-demands",
            "one-sided-concessions",
            "effort-imbalance",
        ),
        shown_by=lambda rows: _priced(rows) & (rows.amount >= 2.0 * rows.usual_amount),
        signals=(
            Signal(
                name="size_against_usual",
                meaning="Largest price on record as a multiple of the book's usual",
                measure=lambda rows: rows.amount.max(where=_priced(rows)) / rows.usual_amount.max(),
                needs=lambda rows: _priced(rows) & (rows.usual_amount > 0),
                fires_at=2,
            ),
        ),
        told="The contract is {size_against_usual:.1f} times the usual size.",
        told_ru="Контракт больше обычного в {size_against_usual:.1f} раза.",
        action="high-road",
        advice="It can bear a difficult person: take the high road and keep the terms in writing.",
        advice_ru="Он выдержит трудного человека: держитесь выше ссоры, условия письменно.",
    ),
)
