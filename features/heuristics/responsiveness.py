"""Family 3: responsiveness."""

from typing import Any

from features.heuristic import Heuristic, Signal, client_text, count, days, said
from features.promised import promised_last

SILENT_DAYS = 14.0  # two weeks without an answer after a meeting is more than a busy week
USUAL_DAYS = 5.0  # a pause of a working week is usual, however quick the client was so far
CONFIRM_DAYS = 5.0  # a fair time to say that minutes came
CARRIED_DAYS = 1.0  # minutes and the mail that carries them are logged within a day
FAR_DAYS = 14.0  # a put-off that ends sooner was none
NEAR_DAYS = 10.0  # "in March" is not a day
AT_ALL_DAYS = 365.0
FEWEST_CALLS = 3
UNPROMPTED_DAYS = 7.0  # nothing from us for a week: they came by themselves


def _left_waiting(rows: Any) -> Any:
    """We wrote or called after a held meeting."""
    return rows.own & rows.ours & rows.held_before_at.notnull()


def _waited_days(rows: Any) -> Any:
    """Days until the next sign of life, or until now.

    Who buys at even distances owes none before the next purchase is due.
    """
    waited = days(rows.next_alive_at.fill_null(rows.as_of), rows.at) - rows.days_owed_nothing
    return waited.clip(lower=0.0)


def _silent(rows: Any) -> Any:
    return _left_waiting(rows) & (_waited_days(rows) >= SILENT_DAYS)


def _pause(rows: Any) -> Any:
    return rows.own & rows.alive & rows.alive_before_at.notnull()


def _against_rhythm(rows: Any) -> Any:
    """Unknown before there are three pauses: fewer show no rhythm."""
    pauses = _pause(rows)
    usual = days(rows.at, rows.alive_before_at).median(where=pauses).clip(lower=USUAL_DAYS)
    longest = _waited_days(rows).max(where=_left_waiting(rows))
    return (pauses.sum() >= 3).ifelse(longest / usual, None)


def _minutes(rows: Any) -> Any:
    """Minutes of ours that had a fair time to be confirmed.

    A mail that says so, a day before or after a row of minutes or about it, is what carried them:
    they count once.
    """
    before = days(rows.at, rows.minutes_row_before_at) <= CARRIED_DAYS
    after = days(rows.minutes_row_after_at, rows.at) <= CARRIED_DAYS
    carries = before.fill_null(False) | after.fill_null(False)
    sent = rows.minutes_row | (rows.cue_sends_minutes & rows.outbound & ~carries)
    return rows.own & sent & (days(rows.as_of, rows.at) > CONFIRM_DAYS)


def _unconfirmed(rows: Any) -> Any:
    """Nothing refers to them or to the mail, and nothing says within a fair time that they came."""
    told = days(rows.next_confirmed_at, rows.at) <= 2 * CONFIRM_DAYS
    mail_before = days(rows.at, rows.answered_minutes_mail_before_at) <= CARRIED_DAYS
    mail_after = days(rows.answered_minutes_mail_after_at, rows.at) <= CARRIED_DAYS
    confirmed = (
        rows.reply_at.notnull()
        | told.fill_null(False)
        | mail_before.fill_null(False)
        | mail_after.fill_null(False)
    )
    return _minutes(rows) & ~confirmed


def _our_call(rows: Any) -> Any:
    """A call we tried, not one that was only agreed.

    One that nobody takes before the next purchase of an even buyer is due is no try.
    """
    tried = (rows.status == "answered") | (
        (rows.status == "unanswered") & ~rows.before_purchase_is_due
    )
    return rows.own & (rows.kind == "call") & rows.outbound & tried


def _unanswered_share(rows: Any) -> Any:
    """Unknown before three tries: one call that nobody takes happens to everybody."""
    tried = _our_call(rows).sum()
    share = _unreached(rows).sum().cast("float64") / tried
    return (tried >= FEWEST_CALLS).ifelse(share, None)


def _unreached(rows: Any) -> Any:
    return _our_call(rows) & (rows.status == "unanswered")


def _missed_agreed_call(rows: Any) -> Any:
    """We called at a time that was agreed, within half a day, and nobody was there that day.

    A time that passed without a call of ours on record is not the client's doing.
    """
    since = days(rows.at, rows.agreed_call_at)
    there = (days(rows.next_answered_call_at, rows.at) <= 1.0).fill_null(False)
    return _unreached(rows) & since.between(-0.1, 0.5).fill_null(False) & ~there


def _far(rows: Any) -> Any:
    """Not to a time so soon that nothing is put off by it."""
    return ~(days(rows.promised_until, rows.at) < FAR_DAYS).fill_null(False)


def _broken(rows: Any) -> Any:
    """A put-off whose promised time is well over, and nothing was heard of them since."""
    latest = days(rows.promised_until, rows.at) * 1.25 + NEAR_DAYS
    silent = days(rows.next_alive_at.fill_null(rows.as_of), rows.at) > latest
    return rows.own & rows.cue_put_off & _far(rows) & silent.fill_null(False)


def _came_back(rows: Any) -> Any:
    """After a put-off they came back by themselves, about when they had said.

    Where they promised no time, any time up to a year will do.
    """
    waited = days(rows.at, rows.put_off_at)
    first = days(rows.promised_from_at, rows.put_off_at)
    last = days(rows.promised_until_at, rows.put_off_at)
    about = (waited >= first * 0.75 - NEAR_DAYS) & (waited <= last * 1.25 + NEAR_DAYS)
    # A time promised by an earlier put-off and over by now says nothing of this one.
    near = (last >= 0.0).ifelse(about, None).fill_null(waited <= AT_ALL_DAYS)
    after = (waited >= FAR_DAYS) & near
    unprompted = (days(rows.at, rows.reached_out_at) >= UNPROMPTED_DAYS).fill_null(True)
    first_since = (rows.alive_before_at <= rows.put_off_at).fill_null(True)
    # Who comes back to say no, or to be excused again, has not come back.
    no = (
        rows.status.isin(["rejected", "cancelled"])
        | rows.cue_gatekeeper
        | rows.cue_defers_to_others
    )
    back = rows.own & rows.inbound & ~rows.cue_put_off & ~no
    return back & after.fill_null(False) & unprompted & first_since


HEURISTICS = (
    Heuristic(
        id="silence-after-meeting",
        title="Silence after the meeting",
        title_ru="Молчание после встречи",
        essay=("E0",),
        family="responsiveness",
        polarity="against",
        shown_by=_silent,
        signals=(
            Signal(
                name="silent_days_after_meeting",
                meaning="Longest wait in days for a sign of life after we wrote or called, "
                "following a held meeting",
                measure=lambda rows: _waited_days(rows).max(where=_left_waiting(rows)),
                needs=_left_waiting,
                fires_at=30,
            ),
            Signal(
                name="silence_against_rhythm",
                meaning="That wait, divided by the client's own usual pause between signs of life",
                measure=_against_rhythm,
                needs=_left_waiting,
                fires_at=6,
            ),
        ),
        told="Days without a sign of life after a meeting: {silent_days_after_meeting:.0f}; that is {silence_against_rhythm:.1f} times their usual pause.",
        told_ru="Дней без признаков жизни после встречи: {silent_days_after_meeting:.0f}; в {silence_against_rhythm:.1f} раза дольше их обычной паузы.",
        action="step-back",
        advice="Send one last short note with a date of your own, then stop.",
        advice_ru="Отправьте одно короткое письмо со своей датой и остановитесь.",
        asks="Is the project still alive on your side, and what is its next date?",
        asks_ru="Жив ли ещё проект с вашей стороны и какая у него следующая дата?",
    ),
    Heuristic(
        id="minutes-unconfirmed",
        title="Minutes are never confirmed",
        title_ru="Протоколы не подтверждают",
        essay=("E0",),
        family="responsiveness",
        polarity="against",
        shown_by=_unconfirmed,
        signals=(
            Signal(
                name="unconfirmed_minutes",
                meaning="Minutes or summaries of ours whose receipt was not confirmed",
                measure=count(_unconfirmed),
                needs=_minutes,
                fires_at=1,
            ),
        ),
        told="Minutes sent without a word that they came: {unconfirmed_minutes:.0f}.",
        told_ru="Протоколов без подтверждения получения: {unconfirmed_minutes:.0f}.",
        action="take-control",
        advice="Ask for a yes by return: without it the minutes stand as agreed.",
        advice_ru="Попросите короткое «да»: без возражений протокол считается принятым.",
        asks="Did the minutes arrive, and are they right?",
        asks_ru="Дошёл ли протокол и всё ли в нём верно?",
    ),
    Heuristic(
        id="put-off",
        title="Puts us off",
        title_ru="Откладывает на потом",
        essay=("E4",),
        family="responsiveness",
        polarity="against",
        cues=("put-off",),
        heard_in=_far,
        signals=(
            said(
                "put_offs",
                "Messages that push the matter far away or without a date",
                "put-off",
                heard_in=_far,
            ),
            Signal(
                name="broken_promises",
                meaning="Times they had named themselves and let pass without a word",
                measure=count(_broken),
                needs=client_text,
                fires_at=1,
            ),
        ),
        told="Times they put us off: {put_offs:.0f}; times of their own they let pass: {broken_promises:.0f}.",
        told_ru="Нас отложили на потом {put_offs:.0f} раз; своих сроков пропустили молча: {broken_promises:.0f}.",
        awaits=promised_last,
        action="wait",
        advice="Take them at their word: note the date, wait, and call then.",
        advice_ru="Поверьте на слово: отметьте дату, подождите и позвоните тогда.",
        asks="On what date do you want to take it up?",
        asks_ru="Какого числа вы хотите к этому вернуться?",
    ),
    Heuristic(
        id="hard-to-reach",
        title="Cannot be reached",
        title_ru="Не дозвониться",
        essay=("E4",),
        family="responsiveness",
        polarity="against",
        shown_by=lambda rows: _unreached(rows) | _missed_agreed_call(rows),
        signals=(
            Signal(
                name="unanswered_calls",
                meaning="Our calls that nobody answered",
                measure=count(_unreached),
                needs=_our_call,
                fires_at=3,
            ),
            Signal(
                name="unanswered_call_share",
                meaning="Share of our calls that nobody answered",
                measure=_unanswered_share,
                needs=_our_call,
                fires_at=0.8,
            ),
            Signal(
                name="missed_agreed_calls",
                meaning="Calls at an agreed time with nobody there",
                # Several tries at one agreed time are one missed call.
                measure=lambda rows: rows.agreed_call_at.nunique(where=_missed_agreed_call(rows)),
                needs=_our_call,
                fires_at=1,
            ),
        ),
        told="Calls unanswered: {unanswered_calls:.0f}; share of all: {unanswered_call_share:.0%}; agreed calls missed: {missed_agreed_calls:.0f}.",
        told_ru="Звонков без ответа: {unanswered_calls:.0f}; это {unanswered_call_share:.0%}; пропущено оговорённых: {missed_agreed_calls:.0f}.",
        action="wait",
        advice="Ask for one fixed time and a second number; stop dialling in between.",
        advice_ru="Попросите одно твёрдое время и второй номер; в промежутке не звоните.",
        asks="At what hour and number are you sure to be reached?",
        asks_ru="В какой час и по какому номеру вас точно застать?",
    ),
    Heuristic(
        id="put-off-honoured",
        title="Came back when they said",
        title_ru="Вернулись, как обещали",
        essay=("E4",),
        family="responsiveness",
        polarity="exception",
        softens=("put-off", "silence-after-meeting", "hard-to-reach", "gatekeeper"),
        shown_by=_came_back,
        signals=(
            Signal(
                name="came_back",
                meaning="Times the client came back by himself after putting us off",
                measure=count(_came_back),
                needs=client_text,
                fires_at=1,
            ),
        ),
        told="Times they came back by themselves after putting us off: {came_back:.0f}.",
        told_ru="После «потом» они вернулись сами {came_back:.0f} раз.",
        action="wait",
        advice="Trust the next date they give, too.",
        advice_ru="Доверьтесь и следующей их дате.",
        asks="Among colleagues: did they ever come back by themselves when they had said?",
        asks_ru="У коллег: возвращались ли они сами, когда обещали?",
    ),
)
