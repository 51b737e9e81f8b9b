"""Histories that tell family 3, responsiveness."""

# A line of a history stays one line.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

CASES = (
    fires(
        "silence-after-meeting",
        "a month without a word after the burning meeting",
        """
        2026-03-02 10:00 fact meeting held
        2026-03-03 10:00 us message "Here is what we agreed." id=first
        2026-03-10 10:00 us call unanswered id=second
        """,
        as_of="2026-04-05T10:00",
        evidence=["first", "second"],
        silent_days_after_meeting=33,
    ),
    fires(
        "silence-after-meeting",
        "a silence that ended is remembered",
        """
        2026-03-02 10:00 fact meeting held
        2026-03-03 10:00 us message id=first
        2026-04-10 10:00 client message "Hello there."
        """,
        evidence=["first"],
        silent_days_after_meeting=38,
    ),
    quiet(
        "silence-after-meeting",
        "the silence is ours: they wrote last",
        """
        2026-03-02 10:00 fact meeting held
        2026-03-03 10:00 us message
        2026-03-04 10:00 client message "Thank you, a good talk."
        """,
        as_of="2026-05-05T10:00",
        silent_days_after_meeting=1,
    ),
    quiet(
        "silence-after-meeting",
        "they always write every three weeks",
        """
        2026-01-01 10:00 client message "One."
        2026-01-22 10:00 client message "Two."
        2026-02-12 10:00 client message "Three."
        2026-03-05 10:00 fact meeting held
        2026-03-06 10:00 us message
        """,
        as_of="2026-03-30T10:00",
        silence_against_rhythm=24 / 21,
    ),
    unknown(
        "silence-after-meeting",
        "no meeting was held",
        """
        2026-03-02 10:00 us message
        2026-03-20 10:00 us message
        """,
    ),
    fires(
        "minutes-unconfirmed",
        "a week, and no word of the minutes",
        """
        2026-03-02 10:00 fact meeting held id=talk
        2026-03-02 15:00 us minutes about=talk id=sent
        2026-03-04 10:00 client message "When do you start?" about=talk
        """,
        as_of="2026-03-12T10:00",
        evidence=["sent"],
    ),
    fires(
        "minutes-unconfirmed",
        "a receipt of something else confirms nothing",
        """
        2026-03-02 15:00 us minutes id=sent
        2026-03-03 15:00 us invoice issued amount=90 id=bill
        2026-03-04 10:00 client message "Счёт получили, спасибо." about=bill
        """,
        as_of="2026-03-12T10:00",
        evidence=["sent"],
    ),
    quiet(
        "minutes-unconfirmed",
        "one answered by name, one received in words, one sent only yesterday",
        """
        2026-03-02 15:00 us minutes id=one
        2026-03-03 10:00 client message "Point three is missing." about=one
        2026-03-12 15:00 us minutes id=two
        2026-03-13 10:00 client message "Got the minutes, thanks."
        2026-03-22 15:00 us minutes id=three
        """,
    ),
    unknown(
        "minutes-unconfirmed",
        "no fair time has passed since",
        "2026-03-02 15:00 us minutes",
    ),
    fires(
        "put-off",
        "in three months, then in spring",
        '2026-03-02 10:00 client message "Наберите нас месяца через три, а лучше весной." id=later',
        evidence=["later"],
    ),
    quiet(
        "put-off",
        "a concrete date soon",
        '2026-03-02 10:00 client message "Сейчас не могу, перезвоните завтра в девять."',
    ),
    unknown("put-off", "only we wrote", '2026-03-02 10:00 us message "Call us in three months."'),
    fires(
        "hard-to-reach",
        "three calls nobody takes",
        """
        2026-03-02 10:00 us call unanswered id=one
        2026-03-03 10:00 us call unanswered id=two
        2026-03-04 10:00 us call unanswered id=three
        """,
        evidence=["one", "two", "three"],
        unanswered_call_share=1,
    ),
    fires(
        "hard-to-reach",
        "not there at the time they named",
        """
        2026-03-02 10:00 client call scheduled for=2026-03-05T10:00
        2026-03-05 10:00 us call unanswered id=one
        2026-03-05 10:30 us call unanswered id=two
        """,
        evidence=["one", "two"],
        missed_agreed_calls=1,
    ),
    quiet(
        "hard-to-reach",
        "an agreed time at which we never called, and two calls missed",
        """
        2026-03-02 10:00 client call scheduled for=2026-03-05T10:00
        2026-03-10 10:00 us call unanswered
        2026-03-11 10:00 us call unanswered
        2026-03-11 16:00 client call unanswered
        """,
        missed_agreed_calls=0,
    ),
    quiet(
        "hard-to-reach",
        "reached on the second try of the agreed day",
        """
        2026-03-02 10:00 client call scheduled for=2026-03-05T10:00
        2026-03-05 10:00 us call unanswered
        2026-03-05 11:00 us call answered
        """,
        missed_agreed_calls=0,
    ),
    unknown("hard-to-reach", "we never called", '2026-03-02 10:00 client message "Hello there."'),
    fires(
        "put-off-honoured",
        "back by themselves after the months they named",
        """
        2026-03-02 10:00 client message "Ring us again in half a year or in a few months." id=later
        2026-06-01 10:00 client message "Hello there, we are ready now." id=back
        """,
        evidence=["back"],
    ),
    fires(
        "put-off-honoured",
        "back about the promised date",
        """
        2026-03-02 10:00 client message "Наберите нас месяца через три, а лучше весной." for=2026-06-01T10:00
        2026-06-08 10:00 client call answered id=back
        """,
        evidence=["back"],
    ),
    quiet(
        "put-off-honoured",
        "half a year after the promised date",
        """
        2026-03-02 10:00 client message "Ring us again in half a year or in a few months." for=2026-04-01T10:00
        2026-10-08 10:00 client message "Hello there."
        """,
    ),
    quiet(
        "put-off-honoured",
        "back only because we wrote, or with another put-off",
        """
        2026-03-02 10:00 client message "Ring us again in half a year or in a few months."
        2026-05-30 10:00 us message
        2026-06-01 10:00 client message "Yes, now."
        2026-06-02 10:00 client message "Ring us again in half a year or in a few months."
        2026-09-02 10:00 client message "Ring us again in half a year or in a few months."
        """,
    ),
    unknown("put-off-honoured", "only we wrote", "2026-03-02 10:00 us message"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
