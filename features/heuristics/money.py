"""Family 4: money. Prices, orders and what they grow to."""

from typing import Any

from features.heuristic import Heuristic, Signal, count, own, said
from features.rhythm import EVEN, FEWEST_GAPS, due_after, tell_due

DEEP_CUT = 0.25  # one counter a tenth below the offer is negotiating; a quarter is not
TRIFLE = 0.03  # rounding a price is not beating it down


def _counter(rows: Any) -> Any:
    """A price of the client's own, beside a price of ours before it."""
    named = (rows.kind == "proposal") & (rows.status == "countered") & rows.by_client
    return rows.own & named & (rows.amount > 0) & (rows.price_before > 0)


def _cut(rows: Any) -> Any:
    return (1.0 - rows.amount / rows.price_before).clip(lower=0.0)


def _low_counter(rows: Any) -> Any:
    """More than a trifle below our price: how often counts, or how deep (`deepest_cut`)."""
    return _counter(rows) & (_cut(rows) >= TRIFLE)


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


def _regularity(rows: Any) -> Any:
    """1 for purchases at the same distance to the day, 0 for gaps that vary by their own length.

    Unknown before there are two gaps.
    """
    gap, between_jobs = rows.purchase_gap, rows.between_jobs
    spread = gap.std(where=between_jobs) / gap.mean(where=between_jobs)
    return (between_jobs.sum() >= FEWEST_GAPS).ifelse((1.0 - spread).clip(lower=0.0), None)


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
        told="Asks for a lower price: {discount_asks:.0f}; deepest counter-offer: {deepest_cut:.0%} below our price; counter-offers more than a tenth below it: {low_counters:.0f}.",
        told_ru="Просьб о скидке: {discount_asks:.0f}; самое глубокое встречное предложение: "
        "на {deepest_cut:.0%} ниже; встречных цен ниже нашей: {low_counters:.0f}.",
        action="take-control",
        advice="Trade instead of giving: less money for less scope, or payment up front.",
        advice_ru="Меняйтесь, а не уступайте: меньше денег за меньший объём или за предоплату.",
        asks="Is it the price alone, or what would you leave out for less?",
        asks_ru="Дело только в цене, или от чего вы откажетесь ради меньшей?",
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
        told="Asks for a small piece in place of the problem: {scope_shrinks:.0f}; an order fell {ordered_below_offer:.0%} below our price.",
        told_ru="Вместо задачи хотели малую часть: {scope_shrinks:.0f} раз; заказ ниже нашей цены на {ordered_below_offer:.0%}.",
        action="take-control",
        advice="Price the whole problem beside the small step and let them see both.",
        advice_ru="Покажите цену всей задачи рядом с ценой малого шага.",
        asks="What is the whole problem that this small step belongs to?",
        asks_ru="Частью какой большой задачи является этот малый шаг?",
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
        told="Messages that open an agreed price again: {price_reopenings:.0f}; counter-offers after acceptance: {counters_after_acceptance:.0f}.",
        told_ru="Согласованную цену открывали снова: {price_reopenings:.0f} раз; встречных цен после согласия: {counters_after_acceptance:.0f}.",
        action="take-control",
        advice="Answer with the scope that the lower price buys, in one page.",
        advice_ru="Ответьте объёмом работ за меньшую цену, на одной странице.",
        asks="Does the price that was agreed still stand?",
        asks_ru="Согласованная цена ещё в силе?",
    ),
    Heuristic(
        id="growing-jobs",
        title="Small jobs grow large",
        title_ru="Малые заказы вырастают",
        essay=("E4",),
        family="money",
        polarity="exception",
        softens=(
            "small-steps",
            "low-ball",
            "late-payment",
            "cancelled-meetings",
            "hard-to-reach",
            "put-off",
        ),
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
        action="take-control",
        advice="Do the small job well and ask what comes after it.",
        advice_ru="Сделайте малое хорошо и спросите, что дальше.",
        asks="In our records: what did they buy before, and did it grow?",
        asks_ru="По нашим записям: что они покупали раньше и росли ли заказы?",
    ),
    Heuristic(
        id="clockwork-buyer",
        title="Buys like clockwork",
        title_ru="Покупает как часы",
        essay=("E4",),
        family="money",
        polarity="exception",
        softens=(
            "silence-after-meeting",
            "put-off",
            "hard-to-reach",
            "small-steps",
            "uncompromising-mismatch",
        ),
        scope="client",
        shown_by=_purchase,
        signals=(
            Signal(
                name="purchase_regularity",
                meaning="Evenness of the gaps between the client's purchases, 0 to 1",
                measure=_regularity,
                needs=_purchase,
                fires_at=EVEN,
            ),
        ),
        told="Evenness of the distances between purchases: {purchase_regularity:.0%}.",
        told_ru="Покупки идут через равные промежутки (ровность {purchase_regularity:.0%}).",
        foretells=tell_due,
        awaits=due_after,
        action="wait",
        advice="Call when the next purchase is due, ask the one question, sell nothing more.",
        advice_ru="Позвоните к сроку, задайте один вопрос и ничего не допродавайте.",
        asks="In our records: when did they buy before, and how far apart?",
        asks_ru="По нашим записям: когда они покупали раньше и с каким промежутком?",
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
            "subordinate-tone",
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
        asks="What budget is set aside for the whole of it?",
        asks_ru="Какой бюджет отведён на всю работу?",
    ),
)
