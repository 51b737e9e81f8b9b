"""Histories that tell family 1, time and meetings: what speaks against a client."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

CASES = (
    fires(
        "ultimatum-meeting",
        "a condition of time is made, and our other times are waved away",
        """
        2026-03-02 10:00 client message id=threat
            "We meet tomorrow or not at all."
            "Встречаемся завтра или никогда."
        2026-03-02 11:00 us message
            "Tomorrow is taken. How about Tuesday at three instead?"
            "Завтра всё занято. Может, во вторник в три?"
        """,
        evidence=["threat"],
    ),
    quiet(
        "ultimatum-meeting",
        "a deadline named without a threat, and a time that suits all",
        """
        2026-03-02 10:00 client message
            "The permit expires on Friday, so we need the drawings by then."
            "Разрешение действует до пятницы, поэтому чертежи нужны к четвергу."
        2026-03-02 11:00 us message
            "Tomorrow is taken. How about Tuesday at three instead?"
            "Завтра всё занято. Может, во вторник в три?"
        2026-03-02 12:00 client message
            "Tuesday at three works for us."
            "Вторник в три нам подходит."
        """,
    ),
    fires(
        "ultimatum-meeting",
        "burning requests again and again",
        """
        2026-03-02 10:00 client meeting requested for=2026-03-03T10:00 id=first
        2026-03-09 10:00 client meeting requested for=2026-03-10T18:00 id=second
        """,
        evidence=["first", "second"],
    ),
    quiet(
        "ultimatum-meeting",
        "one near request, and our own haste",
        """
        2026-03-02 10:05 client meeting requested for=2026-03-03T10:00
        2026-03-05 10:00 us meeting requested for=2026-03-06T10:00
        2026-03-07 10:00 us meeting requested for=2026-03-08T10:00
        """,
    ),
    fires(
        "ultimatum-meeting",
        "answers our other times with a reproach",
        """
        2026-03-02 11:00 us message
            "Tomorrow is taken. How about Tuesday at three instead?"
            "Завтра всё занято. Может, во вторник в три?"
        2026-03-02 12:00 client message id=reproach
            "Clearly you are not interested enough."
            "Видимо, вам это не очень интересно."
        """,
        evidence=["reproach"],
        other_times_refused=1,
    ),
    quiet(
        "ultimatum-meeting",
        "a reproach at first, but then a day that suits",
        """
        2026-03-02 11:00 us message
            "Tomorrow is taken. How about Tuesday at three instead?"
            "Завтра всё занято. Может, во вторник в три?"
        2026-03-02 12:00 client message
            "Clearly you are not interested enough."
            "Видимо, вам это не очень интересно."
        2026-03-03 12:00 client message
            "Tuesday at three works for us."
            "Вторник в три нам подходит."
        """,
        other_times_refused=0,
    ),
    unknown(
        "ultimatum-meeting",
        "nobody wrote and no meeting has a time",
        "2026-03-02 10:00 us message",
    ),
    fires(
        "channel-rigidity",
        "refuses the call that we offered",
        """
        2026-03-02 09:00 us message
            "We could have a short call today."
            "Можем созвониться сегодня."
        2026-03-02 10:00 client message id=refusal
            "We don't discuss such things over the phone, come to our office."
            "По телефону такие вопросы не решаем, приезжайте к нам в офис."
        """,
        evidence=["refusal"],
        in_person_demands=1,
        remote_offers_refused=1,
    ),
    fires(
        "channel-rigidity",
        "asks for a visit tomorrow all the same",
        """
        2026-03-02 09:00 us message
            "We could talk about it on Zoom."
            "Можем обсудить это по видео."
        2026-03-02 10:00 client meeting requested for=2026-03-03T10:00 channel=in_person id=visit
        """,
        evidence=["visit"],
        remote_offers_refused=1,
    ),
    fires(
        "channel-rigidity",
        "never was offered a call, and refuses it beforehand",
        """
        2026-03-02 10:00 client message id=refusal
            "We don't discuss such things over the phone, come to our office."
            "По телефону такие вопросы не решаем, приезжайте к нам в офис."
        """,
        evidence=["refusal"],
        in_person_demands=1,
        remote_offers_refused=0,
    ),
    quiet(
        "channel-rigidity",
        "invites us without refusing a call",
        """
        2026-03-02 09:00 us message
            "We could have a short call today."
            "Можем созвониться сегодня."
        2026-03-02 10:00 client message
            "Come and see us in the new office."
            "Приезжайте в гости в новый офис."
        """,
    ),
    unknown(
        "channel-rigidity",
        "only we wrote",
        """
        2026-03-02 10:00 us message
            "Shall we talk on the phone?"
            "Поговорим по телефону?"
        """,
    ),
    fires(
        "no-show",
        "half of the announced people do not come",
        """
        2026-03-01 10:00 client message
            "Four of us will be there."
            "Нас будет четверо."
        2026-03-02 10:00 fact meeting held invited=4 attended=2 id=half
        """,
        evidence=["half"],
    ),
    quiet(
        "no-show",
        "one of four stays away",
        """
        2026-03-01 10:00 client message
            "Four of us will be there."
            "Нас будет четверо."
        2026-03-02 10:00 fact meeting held invited=4 attended=3
        """,
    ),
    fires(
        "no-show",
        "the client misses a meeting",
        "2026-03-02 10:00 fact meeting missed by=client id=gone",
        evidence=["gone"],
    ),
    quiet(
        "no-show",
        "we missed one, an unknown hand another",
        """
        2026-03-02 10:00 fact meeting missed by=us
        2026-03-03 10:00 fact meeting missed
        """,
    ),
    unknown(
        "no-show",
        "no meeting yet",
        """
        2026-03-02 10:00 client message
            "Four of us will be there."
            "Нас будет четверо."
        """,
    ),
    fires(
        "cancelled-meetings",
        "two meetings cancelled with no new date",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 10:00 client meeting cancelled about=one id=off1
            "I have to cancel tomorrow."
            "Завтра придётся отменить."
        2026-03-09 10:00 us meeting scheduled for=2026-03-12T10:00 id=two
        2026-03-11 10:00 fact meeting cancelled by=client about=two id=off2
        """,
        evidence=["off1", "off2"],
    ),
    quiet(
        "cancelled-meetings",
        "we cancelled, an unknown hand cancelled, and the client gave another time",
        """
        2026-03-01 10:00 fact meeting held
        2026-03-02 10:00 us meeting cancelled
        2026-03-03 10:00 fact meeting cancelled
        2026-03-03 12:00 fact meeting cancelled by=us
        2026-03-09 10:00 client meeting cancelled
            "Please move our meeting to Wednesday at three."
            "Просьба перенести встречу на среду в три."
        2026-03-16 09:30 client message
            "Please move our meeting to Wednesday at three."
            "Просьба перенести встречу на среду в три."
        2026-03-16 10:00 fact meeting cancelled by=client
        2026-03-23 10:00 client meeting cancelled
        2026-03-24 10:00 client meeting requested for=2026-03-27T10:00
        """,
    ),
    fires(
        "cancelled-meetings",
        "only we answer with a new date, which was not held yet",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 10:00 client meeting cancelled about=one id=off1
        2026-03-04 11:00 us meeting rescheduled by=client about=one for=2026-03-11T10:00
        2026-03-10 10:00 client meeting cancelled about=one id=off2
        2026-03-10 11:00 us meeting rescheduled about=one for=2026-03-20T10:00
        """,
        evidence=["off1", "off2"],
    ),
    quiet(
        "cancelled-meetings",
        "held in the end, on the date that we gave",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 10:00 client meeting cancelled about=one
        2026-03-04 11:00 us meeting rescheduled about=one for=2026-05-11T10:00
        2026-05-11 10:00 fact meeting held about=one
        """,
    ),
    unknown(
        "cancelled-meetings",
        "no meeting",
        """
        2026-03-02 10:00 client message
            "Good morning, we saw your work at the fair."
            "Доброе утро, видели вашу работу на выставке."
        """,
    ),
    fires(
        "short-slot",
        "grants half an hour for a first meeting",
        """
        2026-03-02 10:00 client meeting scheduled for=2026-03-05T10:00 minutes=30 id=squeezed
            "I put you down for half past nine till ten."
            "Записал вас с половины десятого до десяти."
        """,
        evidence=["squeezed"],
    ),
    quiet(
        "short-slot",
        "grants an hour",
        """
        2026-03-02 10:00 client meeting scheduled for=2026-03-05T10:00 minutes=60
            "I put you down for nine till ten."
            "Записал вас с девяти до десяти."
        """,
    ),
    quiet(
        "short-slot",
        "we planned half an hour ourselves, and a later meeting may be short",
        """
        2026-03-02 10:00 us meeting requested for=2026-03-05T10:00 minutes=30 id=ours
        2026-03-02 12:00 client meeting scheduled about=ours for=2026-03-05T10:00 minutes=30
        2026-03-05 10:00 fact meeting held about=ours
        2026-03-06 10:00 client meeting scheduled for=2026-03-09T10:00 minutes=15
        """,
    ),
    unknown(
        "short-slot",
        "no plan says how long",
        "2026-03-02 10:00 client meeting scheduled for=2026-03-05T10:00",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
