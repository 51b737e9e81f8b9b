"""Family 1: time and meetings. The client who must meet at once, and only in person."""

from typing import Any

from features.heuristic import DAY, Heuristic, Signal, client_text, count, days, said

SOON = 2 * DAY  # "today or tomorrow"
OFFER_DAYS = 7.0  # what they say within the week answers our offer


def meeting(rows: Any) -> Any:
    """A row of a meeting of the engagement."""
    return rows.own & (rows.kind == "meeting")


def _burning_request(rows: Any) -> Any:
    near = (rows.due - rows.at).cast("float64").between(0.0, SOON)
    return meeting(rows) & rows.by_client & (rows.status == "requested") & near


def _refused(rows: Any, insists: Any, offered_at: Any) -> Any:
    """Answers an offer of ours by insisting, and gives no other time of his own in the week after.

    Asking for a meeting within 48 hours all the same is insisting, too.
    """
    answers = (days(rows.at, offered_at) <= OFFER_DAYS).fill_null(False)
    comes_round = (days(rows.next_dated_at, rows.at) <= OFFER_DAYS).fill_null(False)
    return rows.own & insists & answers & ~comes_round


def _time_refused(rows: Any) -> Any:
    return _refused(rows, rows.insists | _burning_request(rows), rows.other_time_offered_at)


def _remote_refused(rows: Any) -> Any:
    visit = _burning_request(rows) & ~rows.channel.isin(["phone", "video"]).fill_null(False)
    insists = rows.insists | (rows.inbound & rows.cue_in_person_only) | visit
    return _refused(rows, insists, rows.remote_offered_at)


HEURISTICS = (
    Heuristic(
        id="ultimatum-meeting",
        title="Tomorrow, or not at all",
        title_ru="Завтра или никогда",
        essay=("E0",),
        family="meetings",
        polarity="against",
        cues=("ultimatum",),
        shown_by=lambda rows: _burning_request(rows) | _time_refused(rows),
        signals=(
            said("ultimatums", "Messages that make now or tomorrow a condition", "ultimatum"),
            Signal(
                name="burning_meeting_requests",
                meaning="Meetings the client asked for within 48 hours",
                measure=count(_burning_request),
                needs=lambda rows: meeting(rows) & rows.due.notnull(),
                fires_at=2,  # one urgent request happens to everybody
            ),
            Signal(
                name="other_times_refused",
                meaning="Offers of other times that the client met by insisting",
                # Several answers to one offer are one refusal.
                measure=lambda rows: rows.other_time_offered_at.nunique(where=_time_refused(rows)),
                needs=lambda rows: client_text(rows) | _time_refused(rows),
                fires_at=1,
            ),
        ),
        told="Conditions of time set in messages: {ultimatums:.0f}; meetings asked for within 48 hours: {burning_meeting_requests:.0f}; other times of ours refused: {other_times_refused:.0f}.",
        told_ru="Сообщений «сейчас или никогда»: {ultimatums:.0f}; встреч просили в течение 48 часов: {burning_meeting_requests:.0f}; отвергли другое наше время: {other_times_refused:.0f}.",
        action="quick-call-or-next-week",
        advice="Offer a short call today or a proper hour next week, and move no other client for it.",
        advice_ru="Предложите короткий звонок сегодня или полный час на следующей неделе.",
        asks="Would an hour next week do as well, and if not, what happens until then?",
        asks_ru="Подойдёт ли час на следующей неделе, а если нет, что случится до тех пор?",
    ),
    Heuristic(
        id="channel-rigidity",
        title="In person only",
        title_ru="Только лично",
        essay=("E0",),
        family="meetings",
        polarity="against",
        cues=("in-person-only",),
        shown_by=_remote_refused,
        signals=(
            said("in_person_demands", "Messages that refuse a call or video", "in-person-only"),
            Signal(
                name="remote_offers_refused",
                meaning="Offers of a call or video that the client met by insisting",
                measure=lambda rows: rows.remote_offered_at.nunique(where=_remote_refused(rows)),
                needs=lambda rows: client_text(rows) | _remote_refused(rows),
                fires_at=1,
            ),
        ),
        told="Calls or video refused: {in_person_demands:.0f}; of those that we had offered: {remote_offers_refused:.0f}.",
        told_ru="От звонка или видео отказались {in_person_demands:.0f} раз; из предложенных нами: {remote_offers_refused:.0f}.",
        action="quick-call-or-next-week",
        advice="Ask for a ten-minute call first; visit only when the aims are on paper.",
        advice_ru="Попросите сначала десятиминутный звонок; поездка только после письменных целей.",
        asks="Can the first talk be a call or a video of ten minutes?",
        asks_ru="Можно ли первый разговор провести по телефону или видео, минут десять?",
    ),
)
