"""Family 1: time and meetings."""

from typing import Any

from features.heuristic import Heuristic, Signal, client_text, count, days, own, said
from features.heuristics.urgency import meeting

MENDING_DAYS = 45.0  # a cancelled meeting that is held within this time was moved, not dropped
SAME_BREATH_DAYS = 1.0 / 24.0  # the mail with the new date may be logged before the cancellation


def _attendance(rows: Any) -> Any:
    return meeting(rows) & rows.held & (rows.invited > 0) & rows.attended.notnull()


def _half_empty(rows: Any) -> Any:
    return _attendance(rows) & (rows.attended * 2.0 <= rows.invited)


def _missed(rows: Any) -> Any:
    return meeting(rows) & (rows.status == "missed") & rows.by_client


def _cancelled_without_date(rows: Any) -> Any:
    """Cancelled by the client with no date of his own beside it, nor the meeting held after all.

    Our own new date mends nothing until that meeting is held.
    """
    dated = days(rows.next_dated_at, rows.at) <= MENDING_DAYS
    said_before = days(rows.at, rows.new_date_at) <= SAME_BREATH_DAYS
    held = (days(rows.next_held_at, rows.at) <= MENDING_DAYS) | (rows.thread_held_at > rows.at)
    mended = (
        rows.cue_new_date
        | dated.fill_null(False)
        | said_before.fill_null(False)
        | held.fill_null(False)
    )
    return meeting(rows) & (rows.status == "cancelled") & rows.by_client & ~mended


def _explained(rows: Any) -> Any:
    """We wrote something with it, or within a day of it."""
    near = (days(rows.at, rows.our_text_at) <= 1.0).fill_null(False) | (
        days(rows.next_our_text_at, rows.at) <= 1.0
    ).fill_null(False)
    return rows.has_text | near


def _moved_with_date(rows: Any) -> Any:
    """Moved to a new date: by the client, or by us with an explanation.

    A date that we wrote down after the client had moved or cancelled is not his.
    """
    moved = (rows.kind == "meeting") & (rows.status == "rescheduled") & rows.due.notnull()
    honest = rows.by_us.ifelse(_explained(rows), ~rows.outbound)
    return rows.own & ((moved & honest) | (rows.cue_new_date & rows.inbound))


def _moved_and_held(rows: Any) -> Any:
    """And then kept: held within the mending time of the new date."""
    kept = days(rows.next_held_at, rows.due.fill_null(rows.at)) <= MENDING_DAYS
    return _moved_with_date(rows) & kept.fill_null(False)


def _settled_meeting(rows: Any) -> Any:
    """A meeting of which we know whether the client kept it; one moved honestly is not over."""
    return (meeting(rows) & rows.held) | _missed(rows) | _cancelled_without_date(rows)


def _held_share(rows: Any) -> Any:
    """Unknown before two meetings are settled: one that was held is no record yet."""
    settled = _settled_meeting(rows).sum()
    share = (meeting(rows) & rows.held).sum().cast("float64") / settled
    return (settled >= 2).ifelse(share, None)


def _first_plan(rows: Any) -> Any:
    """A plan of a first meeting that says how long it is to be."""
    planned = rows.status.isin(["requested", "scheduled", "rescheduled"])
    return meeting(rows) & planned & rows.held_before_at.isnull() & rows.minutes.notnull()


def _short(rows: Any) -> Any:
    """A first meeting to which the client grants less time than it needs.

    It needs what we planned for it, else what such meetings usually take.
    """
    needed = rows.thread_our_minutes.fill_null(rows.usual_meeting_minutes)
    return _first_plan(rows) & (rows.minutes < needed * 0.75) & rows.by_client


def _agreed_meeting(rows: Any) -> Any:
    """A meeting that was set and not cancelled since."""
    return meeting(rows) & (rows.status == "scheduled") & rows.thread_cancelled_at.isnull()


def _orderly_steps(rows: Any) -> Any:
    """How many of the five steps follow on the one before: request, clarification, call, meeting
    at an agreed time, what was agreed in writing (minutes or a proposal)."""
    own_rows = rows.own
    first = rows.at.min
    steps = [
        first(where=own_rows & rows.inbound),
        first(where=own_rows & rows.outbound & (rows.kind == "message")),
        first(where=own_rows & rows.answered),
        first(where=own_rows & (rows.held | _agreed_meeting(rows))),
        first(
            where=own_rows
            & (rows.kind.isin(["minutes", "proposal"]) | (rows.cue_sends_minutes & rows.outbound))
        ),
    ]
    taken, reached = steps[0].notnull().cast("int64"), steps[0]
    for step in steps[1:]:  # a step that was left out does not undo those after it
        in_order = step.notnull() & (reached.isnull() | (step >= reached)).fill_null(False)
        taken = taken + in_order.cast("int64")
        reached = in_order.ifelse(step, reached)
    return taken


HEURISTICS = (
    Heuristic(
        id="no-show",
        title="Announced people do not come",
        title_ru="Обещанные люди не приходят",
        essay=("E0",),
        family="meetings",
        polarity="against",
        shown_by=lambda rows: _missed(rows) | _half_empty(rows),
        signals=(
            Signal(
                name="absent_share",
                meaning="Share of the invited people who did not come to held meetings",
                measure=lambda rows: (
                    1.0
                    - rows.attended.sum(where=_attendance(rows))
                    / rows.invited.sum(where=_attendance(rows))
                ).clip(lower=0.0),
                needs=_attendance,
                fires_at=0.5,
            ),
            Signal(
                name="missed_meetings",
                meaning="Meetings the client missed",
                measure=count(_missed),
                needs=meeting,
                fires_at=1,
            ),
        ),
        told="Missed meetings: {missed_meetings:.0f}; share of announced people absent: "
        "{absent_share:.0%}.",
        told_ru="Пропущено встреч: {missed_meetings:.0f}; не пришло из обещанных: {absent_share:.0%}.",
        action="take-control",
        advice="Ask for the names of who will come, and confirm on the day before.",
        advice_ru="Попросите имена участников и подтвердите встречу накануне.",
        asks="Who by name will come to the next meeting?",
        asks_ru="Кто поимённо придёт на следующую встречу?",
    ),
    Heuristic(
        id="cancelled-meetings",
        title="Meetings cancelled again and again",
        title_ru="Встречи отменяются раз за разом",
        essay=("E4",),
        family="meetings",
        polarity="against",
        shown_by=_cancelled_without_date,
        signals=(
            Signal(
                name="cancelled_meetings",
                meaning="Meetings the client cancelled with no new date",
                measure=count(_cancelled_without_date),
                needs=meeting,
                fires_at=2,
            ),
            Signal(
                name="cancelled_share",
                meaning="Share of the settled meetings that the client cancelled with no new date",
                measure=lambda rows: (
                    _cancelled_without_date(rows).sum().cast("float64")
                    / _settled_meeting(rows).sum()
                ),
                needs=_settled_meeting,
                fires_at=0.5,
            ),
        ),
        told="Meetings cancelled with no new date: {cancelled_meetings:.0f}; share of all: {cancelled_share:.0%}.",
        told_ru="Отменено встреч без новой даты: {cancelled_meetings:.0f}; это {cancelled_share:.0%} от всех.",
        action="wait",
        advice="Let them name the next date; plan nothing around it before they do.",
        advice_ru="Пусть следующую дату назовут они; до этого ничего под неё не планируйте.",
        asks="Which date of your own is sure to hold?",
        asks_ru="Какая ваша дата точно состоится?",
    ),
    Heuristic(
        id="honest-reschedule",
        title="Moves a meeting honestly",
        title_ru="Честно переносит встречу",
        essay=("E3",),
        family="meetings",
        polarity="exception",
        softens=("cancelled-meetings", "short-slot", "put-off"),
        cues=("new-date",),
        shown_by=_moved_with_date,
        signals=(
            Signal(
                name="moved_with_date",
                meaning="Moves of a meeting that came with a new date",
                measure=count(_moved_with_date),
                needs=lambda rows: meeting(rows) | client_text(rows),
                fires_at=1,
            ),
            Signal(
                name="moved_and_held",
                meaning="Moves of a meeting after which it was held",
                measure=count(_moved_and_held),
                needs=meeting,
                fires_at=1,
            ),
        ),
        told="Moves of a meeting that came with a new date: {moved_with_date:.0f}; kept after that: {moved_and_held:.0f}.",
        told_ru="Переносов с новой датой: {moved_with_date:.0f}; "
        "после них встреча состоялась: {moved_and_held:.0f}.",
        action="quick-call-or-next-week",
        advice="Respect the move and keep the new date; it is no brush-off.",
        advice_ru="Отнеситесь к переносу с уважением: это не отказ.",
        asks="What new date do you propose for the meeting that fell through?",
        asks_ru="Какую новую дату вы предлагаете для несостоявшейся встречи?",
    ),
    Heuristic(
        id="kept-commitment",
        title="Keeps appointments",
        title_ru="Держит слово о встрече",
        essay=("E3",),
        family="meetings",
        polarity="for",
        cues=("time-candour",),
        shown_by=lambda rows: meeting(rows) & rows.held,
        signals=(
            Signal(
                name="held_share",
                meaning="Share of the settled meetings that were held",
                measure=_held_share,
                needs=_settled_meeting,
                fires_at=0.75,
            ),
            Signal(
                name="meetings_held",
                meaning="Meetings held",
                measure=count(lambda rows: meeting(rows) & rows.held),
                needs=meeting,
                fires_at=2,
            ),
            said("time_candour", "Messages that say openly how much time there is", "time-candour"),
        ),
        told="Meetings held as agreed: {meetings_held:.0f}; share held: {held_share:.0%}; said openly how much time there is: {time_candour:.0f}.",
        told_ru="Состоялось встреч, как договорились: {meetings_held:.0f}; это {held_share:.0%}; открыто сказали о времени: {time_candour:.0f}.",
        action="take-control",
        advice="Propose the next step in the same call while they keep their word.",
        advice_ru="Предложите следующий шаг сразу, пока слово держат.",
        asks="By our own calendar: did the agreed meetings take place?",
        asks_ru="По нашему календарю: состоялись ли назначенные встречи?",
    ),
    Heuristic(
        id="short-slot",
        title="Half an hour where an hour is needed",
        title_ru="Полчаса там, где нужен час",
        essay=("E3",),
        family="meetings",
        polarity="against",
        shown_by=_short,
        signals=(
            Signal(
                name="short_slots",
                meaning="First meetings planned well below their usual length",
                measure=count(_short),
                needs=_first_plan,
                fires_at=1,
            ),
        ),
        told="First meetings squeezed below their usual length: {short_slots:.0f}.",
        told_ru="Первых встреч короче обычного: {short_slots:.0f}.",
        action="quick-call-or-next-week",
        advice="Move it to a proper hour rather than squeeze it.",
        advice_ru="Лучше перенести на полноценный час, чем ужимать.",
        asks="Can the first meeting be a full hour?",
        asks_ru="Может ли первая встреча длиться полный час?",
    ),
    Heuristic(
        id="orderly-start",
        title="Starts in good order",
        title_ru="Начинает по порядку",
        essay=("E0",),
        family="meetings",
        polarity="for",
        shown_by=lambda rows: (
            rows.own & rows.held_before_at.isnull() & (rows.held | _agreed_meeting(rows))
        ),
        signals=(
            Signal(
                name="orderly_steps",
                meaning="Steps of an orderly start seen in order: request, clarification, call, "
                "agreed meeting, what was agreed in writing",
                measure=_orderly_steps,
                needs=own(lambda rows: rows.inbound | rows.outbound),
                fires_at=5,  # four of them happen in most engagements
            ),
        ),
        told="Steps of an orderly start, in order: {orderly_steps:.0f} of 5.",
        told_ru="Шагов спокойного начала по порядку: {orderly_steps:.0f} из 5.",
        action="take-control",
        advice="Go on to goals, boundaries and risks, then cut the project into parts.",
        advice_ru="Переходите к целям, границам и рискам, затем делите проект на части.",
        asks="Shall we put goals, limits and risks in writing first?",
        asks_ru="Зафиксируем сначала письменно цели, границы и риски?",
    ),
)
