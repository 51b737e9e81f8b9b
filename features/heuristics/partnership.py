"""Family 5: partnership."""

from typing import Any

from features.heuristic import (
    Heuristic,
    Measure,
    Predicate,
    Signal,
    carries,
    client_text,
    days,
    our_text,
    own,
    said,
)

UNDATED_DAYS = 21.0  # three weeks are enough for a task nobody set a date to
FEWEST_EFFORTS = 4  # before we have written four times nobody can be out of balance
LAPSE_DAYS = 14.0  # who complains within two weeks of a lapse of ours has a reason


def _different(predicate: Predicate) -> Measure:
    """How many different things the picked rows are about: one complaint may have many rows."""
    return lambda rows: rows.thread.nunique(where=predicate(rows))


def our_doing(rows: Any) -> Any:
    """Rows about what is our doing.

    It turned out, on any row so far, to be our fault; or the item was late through us; or the row
    names no item and comes within days of a lapse of ours.
    """
    soon = rows.refers_to.isnull() & (days(rows.at, rows.our_lapse_at) <= LAPSE_DAYS)
    return (
        rows.thread_our_fault.fill_null(False)
        | rows.about_late_item.fill_null(False)
        | soon.fill_null(False)
    )


def _not_ours(rows: Any) -> Any:
    return rows.own & ~our_doing(rows)


def _pressed(rows: Any) -> Any:
    """Not in a hurry because we are late; a new wish is one all the same."""
    return ~our_doing(rows) | rows.cue_scope_addition


def _complaint(rows: Any) -> Any:
    """A complaint that did not turn out to be our fault."""
    open_ = (rows.kind == "complaint") & (rows.status != "resolved")
    return _not_ours(rows) & ~rows.outbound & open_


def _judged_complaint(rows: Any) -> Any:
    """A complaint of which we know whose doing it was: a name, or a task of the client's."""
    about_task = rows.about_client_task.fill_null(False)
    return rows.own & (rows.kind == "complaint") & (rows.party.notnull() | about_task)


def _theirs(rows: Any) -> Any:
    """A complaint whose fault turned out to be the client's own."""
    named = (rows.party == "client").fill_null(False) & ~rows.thread_our_fault.fill_null(False)
    return _judged_complaint(rows) & (named | (rows.party.isnull() & ~our_doing(rows)))


def _client_task(rows: Any) -> Any:
    return rows.own & rows.client_task


def _undone(rows: Any) -> Any:
    """A task of theirs past its latest date (or three weeks old without one) and not done.

    One that we block waits for us.
    """
    late = (rows.thread_due < rows.as_of).fill_null(days(rows.as_of, rows.at) > UNDATED_DAYS)
    waits_for_us = rows.thread_blocked_by_us.fill_null(False)
    undone = rows.thread_done_at.isnull() & ~waits_for_us
    return _client_task(rows) & (rows.status == "open") & late & undone


def _months(rows: Any) -> Any:
    """Age of the engagement in months of 30 days, at least one."""
    return (days(rows.as_of.max(), rows.opened.max()) / 30.0).clip(lower=1.0)


def _our_concession(rows: Any) -> Any:
    """We gave way in words, or named a lower price than before."""
    cheaper = (
        (rows.kind == "proposal") & rows.outbound & (rows.amount < rows.lowest_price_before)
    ).fill_null(False)
    return rows.own & rows.outbound & (rows.cue_concession | cheaper)


def _their_concession(rows: Any) -> Any:
    """They agreed, ordered or accepted; that a delivery is accepted gives nothing back."""
    return rows.own & rows.inbound & (rows.cue_agreement | rows.bought) & (rows.kind != "delivery")


def _unreturned(rows: Any) -> Any:
    """We wrote or called, and nothing of theirs came before we had to do it again."""
    again = (rows.next_reached_out_at < rows.next_alive_at.fill_null(rows.as_of)).fill_null(False)
    return rows.own & rows.ours & (again | rows.next_alive_at.isnull())


def _effort(rows: Any) -> Any:
    """What we did for them: also each proposal and delivery, as their order is a sign of life."""
    done = rows.outbound & rows.kind.isin(["proposal", "delivery"])
    return rows.own & (rows.ours | done)


def _effort_ratio(rows: Any) -> Any:
    """Unknown before we have made a few efforts at all."""
    ours, theirs = _effort(rows).sum(), (rows.own & rows.alive).sum()
    ratio = ours.cast("float64") / theirs.clip(lower=1)
    return (ours >= FEWEST_EFFORTS).ifelse(ratio, None)


HEURISTICS = (
    Heuristic(
        id="blame-shifting",
        title="Blames us for what was theirs",
        title_ru="Винит нас за своё",
        essay=("E1",),
        family="partnership",
        polarity="against",
        cues=("blame",),
        heard_in=_not_ours,
        shown_by=_theirs,
        signals=(
            said(
                "blames",
                "Messages that put the guilt on us for what was not our doing",
                "blame",
                heard_in=_not_ours,
            ),
            Signal(
                name="own_fault_complaints",
                meaning="Complaints whose fault turned out to be the client's",
                measure=_different(_theirs),
                needs=_judged_complaint,
                fires_at=1,
            ),
        ),
        told="Messages that blame us: {blames:.0f}; complaints that were their own doing: {own_fault_complaints:.0f}.",
        told_ru="Обвинений в наш адрес: {blames:.0f}; жалоб по их же вине: {own_fault_complaints:.0f}.",
        action="high-road",
        advice="Say calmly what you could have told them sooner, offer help, name the date.",
        advice_ru="Спокойно скажите, о чём могли предупредить, предложите помощь, назовите дату.",
        asks="Who was to do what, as you remember it?",
        asks_ru="Кто что должен был сделать, как вы помните?",
    ),
    Heuristic(
        id="client-tasks-undone",
        title="Their part is never done",
        title_ru="Их часть не делается",
        essay=("E1", "E2"),
        family="partnership",
        polarity="against",
        shown_by=_undone,
        signals=(
            Signal(
                name="undone_tasks",
                meaning="Tasks of the client past their date and not done",
                measure=_different(_undone),
                needs=_client_task,
                fires_at=1,
            ),
        ),
        told="Tasks of theirs past their date: {undone_tasks:.0f}.",
        told_ru="Их просроченных задач: {undone_tasks:.0f}.",
        action="high-road",
        advice="Offer a team to do it with them, and a date after which your own part moves.",
        advice_ru="Предложите помочь сделать вместе и дату, после которой сдвинется ваша часть.",
        asks="By what date is your own part done, and who does it?",
        asks_ru="К какому числу будет готова ваша часть и кто её делает?",
    ),
    Heuristic(
        id="recurring-complaints",
        title="Always finds a fault",
        title_ru="Всегда чем-то недоволен",
        essay=("E1",),
        family="partnership",
        polarity="against",
        cues=("complaint",),
        heard_in=_not_ours,
        shown_by=_complaint,
        signals=(
            said(
                "complaints_voiced",
                "Messages that complain of something delivered and not our fault",
                "complaint",
                fires_at=2,
                heard_in=_not_ours,
            ),
            Signal(
                name="complaints_recorded",
                meaning="Complaints on record that were not our fault",
                measure=_different(_complaint),
                needs=own(lambda rows: rows.kind.isin(["complaint", "delivery"])),
                fires_at=2,
            ),
        ),
        told="Complaints in messages: {complaints_voiced:.0f}; on record: {complaints_recorded:.0f}.",
        told_ru="Жалоб в сообщениях: {complaints_voiced:.0f}; жалоб на учёте: {complaints_recorded:.0f}.",
        action="high-road",
        advice="Agree in writing what counts as done before the next delivery.",
        advice_ru="До следующей поставки письменно договоритесь, что считается готовым.",
        asks="What must be true for you to call it done?",
        asks_ru="Что должно быть верно, чтобы вы сочли работу готовой?",
    ),
    Heuristic(
        id="rush-demands",
        title="Rush after rush",
        title_ru="Всё срочно, раз за разом",
        essay=("E1",),
        family="partnership",
        polarity="against",
        cues=("rush", "scope-addition"),
        heard_in=_pressed,
        signals=(
            said(
                "rushes",
                "Messages that press for speed, we not being late",
                "rush",
                fires_at=2,
                heard_in=_not_ours,
            ),
            Signal(
                name="additions_a_month",
                meaning="Messages that add wishes to what was agreed, per month",
                measure=lambda rows: (
                    own(carries("scope-addition"))(rows).sum().cast("float64") / _months(rows)
                ),
                needs=client_text,
                fires_at=2,
            ),
        ),
        told="Messages that press for speed: {rushes:.0f}; new wishes a month: {additions_a_month:.1f}.",
        told_ru="Сообщений «срочно»: {rushes:.0f}; новых пожеланий в месяц: {additions_a_month:.1f}.",
        action="take-control",
        advice="Put a price on speed and on additions, and send it before the work.",
        advice_ru="Назначьте цену срочности и добавкам и отправьте её до работы.",
        asks="Which deadline is real, and what depends on it?",
        asks_ru="Какой срок настоящий и что от него зависит?",
    ),
    Heuristic(
        id="one-sided-concessions",
        title="We give, they do not",
        title_ru="Уступаем только мы",
        essay=("E1",),
        family="partnership",
        polarity="against",
        cues=("concession",),
        shown_by=_our_concession,
        signals=(
            Signal(
                name="concession_balance",
                meaning="Our concessions less what they agreed to, never below 0",
                # A yes, its order and its acceptance are about one thing.
                measure=lambda rows: (
                    _our_concession(rows).sum() - _different(_their_concession)(rows)
                ).clip(lower=0),
                needs=our_text,
                fires_at=2,
            ),
        ),
        told="Concessions of ours beyond theirs: {concession_balance:.0f}.",
        told_ru="Мы уступили на {concession_balance:.0f} раз больше, чем они.",
        action="take-control",
        advice="Ask for something back with the next concession.",
        advice_ru="За следующую уступку попросите что-нибудь взамен.",
        asks="What can you give if we give this?",
        asks_ru="Чем вы ответите, если мы в этом уступим?",
    ),
    Heuristic(
        id="subordinate-tone",
        title="Dictates as to a subordinate",
        title_ru="Командует, как подчинёнными",
        essay=("E0",),
        family="partnership",
        polarity="against",
        cues=("command", "guilt"),
        signals=(
            said("commands", "Messages that order us about or play on guilt", "command", "guilt"),
        ),
        told="Messages that order us about or play on guilt: {commands:.0f}.",
        told_ru="Сообщений приказом или с упрёком: {commands:.0f}.",
        action="step-back",
        advice="Name it as a partnership once, with your terms; step back if it goes on.",
        advice_ru="Один раз скажите о партнёрстве и условиях; если не поможет, отступите.",
    ),
    Heuristic(
        id="effort-imbalance",
        title="All the effort is ours",
        title_ru="Стараемся только мы",
        essay=("E2",),
        family="partnership",
        polarity="against",
        shown_by=_unreturned,
        signals=(
            Signal(
                name="effort_ratio",
                meaning="Our messages, calls, proposals and deliveries for each sign of life of theirs",
                measure=_effort_ratio,
                needs=_effort,
                fires_at=1.2,  # an answer for each word of theirs is service; E2 counts from 120 %
            ),
        ),
        told="Steps of ours for each sign of life of theirs: {effort_ratio:.1f}.",
        told_ru="На каждый их шаг приходится наших: {effort_ratio:.1f}.",
        action="step-back",
        advice="Stop until their part is done, and say so kindly.",
        advice_ru="Остановитесь, пока не сделана их часть, и вежливо скажите об этом.",
        asks="Who on your side will work on it, and how many hours a week?",
        asks_ru="Кто с вашей стороны будет этим заниматься и сколько часов в неделю?",
    ),
)
