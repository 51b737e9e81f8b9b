"""Histories that tell family 1, time and meetings: what speaks for a client."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

CASES = (
    fires(
        "honest-reschedule",
        "says why, moves it to another day, and comes",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 10:00 client meeting rescheduled about=one for=2026-03-06T10:00 id=moved
            "I can't come on Thursday because my daughter is ill. Could we do Friday at ten?"
            "В четверг не смогу: заболела дочь. Можно в пятницу в десять?"
        2026-03-06 10:00 fact meeting held about=one
        """,
        evidence=["moved"],
        moved_and_held=1,
    ),
    quiet(
        "honest-reschedule",
        "the same meeting put off with no other day",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 10:00 client meeting cancelled about=one
            "I have to cancel tomorrow."
            "Завтра придётся отменить."
        """,
    ),
    fires(
        "honest-reschedule",
        "we move it and say why",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 09:00 us message
            "Your day is full; a proper hour next week serves you better."
            "У вас тяжёлый день, спокойный час на той неделе будет полезнее."
        2026-03-04 10:00 us meeting rescheduled about=one for=2026-03-12T10:00 id=moved
        """,
        evidence=["moved"],
    ),
    quiet(
        "honest-reschedule",
        "we move it without a word, they cancel, and we set a date alone",
        """
        2026-03-02 10:00 us meeting scheduled for=2026-03-05T10:00 id=one
        2026-03-04 10:00 us meeting rescheduled about=one for=2026-03-12T10:00
        2026-03-11 10:00 client meeting cancelled about=one
        2026-03-11 12:00 us meeting rescheduled by=client about=one for=2026-03-20T10:00
        """,
    ),
    unknown("honest-reschedule", "no meeting and no text", "2026-03-02 10:00 us message"),
    fires(
        "kept-commitment",
        "says openly how little time there is, and comes all the same",
        """
        2026-03-02 09:00 client message id=open
            "I only have half an hour today, then my train leaves."
            "У меня сегодня только полчаса, потом поезд."
        2026-03-02 10:00 fact meeting held id=came
        """,
        evidence=["open", "came"],
        time_candour=1,
    ),
    quiet(
        "kept-commitment",
        "nothing said, and nobody came",
        """
        2026-03-02 09:00 client message
            "See you at ten."
            "До встречи в десять."
        2026-03-02 10:00 fact meeting held
        2026-03-09 10:00 fact meeting missed by=client
        """,
        held_share=0.5,
    ),
    fires(
        "kept-commitment",
        "every meeting held as agreed",
        """
        2026-03-02 10:00 fact meeting held id=one
        2026-03-09 10:00 fact meeting held id=two
        """,
        evidence=["one", "two"],
    ),
    unknown("kept-commitment", "only we wrote", "2026-03-02 10:00 us message"),
    fires(
        "orderly-start",
        "request, clarification, call, meeting, minutes",
        """
        2026-03-02 10:00 client message
            "We know exactly what we need: forty desks in oak."
            "Нам нужны сорок столов из дуба, размеры во вложении."
        2026-03-02 15:00 us message
            "Thank you. Which height do you need?"
            "Спасибо. Какая нужна высота?"
        2026-03-03 10:00 us call answered
        2026-03-03 11:00 us meeting scheduled for=2026-03-10T10:00 id=agreed
        2026-03-10 18:00 us minutes
            "Please find attached the minutes of our meeting."
            "Во вложении протокол встречи."
        """,
        evidence=["agreed"],
        orderly_steps=5,
    ),
    quiet(
        "orderly-start",
        "a price before anything was asked",
        """
        2026-03-02 10:00 us proposal sent amount=900
        2026-03-03 10:00 us call unanswered
        2026-03-04 10:00 client message
            "We know exactly what we need: forty desks in oak."
            "Нам нужны сорок столов из дуба, размеры во вложении."
        """,
    ),
    unknown("orderly-start", "nothing but a note", "2026-03-02 10:00 fact note"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
