"""Histories that tell family 3, responsiveness: who does not answer."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

CASES = (
    fires(
        "silence-after-meeting",
        "a month without a word after the burning meeting",
        """
        2026-03-02 10:00 fact meeting held
        2026-03-03 10:00 us message id=first
            "Thank you for the talk. The drawings are on their way."
            "Спасибо за разговор. Чертежи скоро будут."
        2026-03-10 10:00 us call unanswered id=second
        """,
        as_of="2026-04-05T10:00",
        evidence=["first", "second"],
        silent_days_after_meeting=33,
    ),
    quiet(
        "silence-after-meeting",
        "the silence is ours: they wrote last",
        """
        2026-03-02 10:00 fact meeting held
        2026-03-03 10:00 us message
            "Thank you for the talk. The drawings are on their way."
            "Спасибо за разговор. Чертежи скоро будут."
        2026-03-04 10:00 client message
            "Thank you for the visit."
            "Спасибо, что приехали."
        """,
        as_of="2026-05-05T10:00",
        silent_days_after_meeting=1,
    ),
    fires(
        "silence-after-meeting",
        "a silence that ended is remembered",
        """
        2026-03-02 10:00 fact meeting held
        2026-03-03 10:00 us message id=first
        2026-04-10 10:00 client message
            "Good morning."
            "Доброе утро."
        """,
        evidence=["first"],
        silent_days_after_meeting=38,
    ),
    quiet(
        "silence-after-meeting",
        "they always write every three weeks",
        """
        2026-01-01 10:00 client message
            "The first batch is here."
            "Первая партия пришла."
        2026-01-22 10:00 client message
            "The second batch is here."
            "Вторая партия пришла."
        2026-02-12 10:00 client message
            "The third part is in use."
            "Третья часть в работе."
        2026-03-05 10:00 fact meeting held
        2026-03-06 10:00 us message
        """,
        as_of="2026-03-30T10:00",
        silence_against_rhythm=24 / 21,
    ),
    quiet(
        "silence-after-meeting",
        "buys every six months: five silent months are none",
        """
        2024-09-02 10:00 client order in=a amount=500
        2025-03-02 10:00 client order in=b amount=500
        2025-09-02 10:00 client order in=c amount=500
        2026-03-02 10:00 client order amount=500
            "Same as last time, please."
            "Как в прошлый раз, пожалуйста."
        2026-03-03 10:00 fact meeting held
        2026-03-04 10:00 us message
            "Here is something else that may be of use to you."
            "Вот ещё кое-что, может пригодиться."
        """,
        as_of="2026-08-04T10:00",
        silent_days_after_meeting=0,
    ),
    fires(
        "silence-after-meeting",
        "buys every six months, and is two months past it",
        """
        2024-09-02 10:00 client order in=a amount=500
        2025-03-02 10:00 client order in=b amount=500
        2025-09-02 10:00 client order in=c amount=500
        2026-03-02 10:00 client order amount=500
        2026-03-03 10:00 fact meeting held
        2026-03-04 10:00 us message id=note
            "Here is something else that may be of use to you."
            "Вот ещё кое-что, может пригодиться."
        """,
        as_of="2026-11-04T10:00",
        evidence=["note"],
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
            "Please find attached the minutes of our meeting."
            "Во вложении протокол встречи."
        2026-03-04 10:00 client message about=talk
            "When do you start?"
            "Когда вы начнёте?"
        """,
        as_of="2026-03-12T10:00",
        evidence=["sent"],
    ),
    quiet(
        "minutes-unconfirmed",
        "one answered by name, one received in words, one sent only yesterday",
        """
        2026-03-02 15:00 us minutes id=one
            "Please find attached the minutes of our meeting."
            "Во вложении протокол встречи."
        2026-03-03 10:00 client message about=one
            "Point three is missing."
            "Не хватает третьего пункта."
        2026-03-12 15:00 us minutes id=two
        2026-03-13 10:00 client message
            "Got the minutes, thanks."
            "Протокол получили, спасибо."
        2026-03-22 15:00 us minutes id=three
        """,
    ),
    fires(
        "minutes-unconfirmed",
        "a receipt of something else confirms nothing",
        """
        2026-03-02 15:00 us minutes id=sent
        2026-03-03 15:00 us invoice issued amount=90 id=bill
        2026-03-04 10:00 client message about=bill
            "Got the invoice, thanks."
            "Счёт получили, спасибо."
        """,
        as_of="2026-03-12T10:00",
        evidence=["sent"],
    ),
    fires(
        "minutes-unconfirmed",
        "minutes and the mail that carries them are one",
        """
        2026-03-02 15:00 us minutes id=sent
        2026-03-02 15:01 us message
            "Please find attached the minutes of our meeting."
            "Во вложении протокол встречи."
        """,
        as_of="2026-03-12T10:00",
        evidence=["sent"],
        unconfirmed_minutes=1,
    ),
    quiet(
        "minutes-unconfirmed",
        "the mail that carried them was answered",
        """
        2026-03-02 15:00 us minutes
        2026-03-02 15:01 us message id=mail
            "Please find attached the minutes of our meeting."
            "Во вложении протокол встречи."
        2026-03-04 10:00 client message about=mail
            "Point three is missing."
            "Не хватает третьего пункта."
        """,
        as_of="2026-03-12T10:00",
        unconfirmed_minutes=0,
    ),
    unknown(
        "minutes-unconfirmed",
        "no fair time has passed since",
        "2026-03-02 15:00 us minutes",
    ),
    fires(
        "hard-to-reach",
        "not there at the time they named",
        """
        2026-03-02 10:00 client call scheduled for=2026-03-05T10:00
            "You can reach me on Thursday at ten."
            "Звоните мне в четверг в десять."
        2026-03-05 10:00 us call unanswered id=one
        2026-03-05 10:30 us call unanswered id=two
        """,
        evidence=["one", "two"],
        missed_agreed_calls=1,
    ),
    quiet(
        "hard-to-reach",
        "reached on the second try of the agreed day",
        """
        2026-03-02 10:00 client call scheduled for=2026-03-05T10:00
            "You can reach me on Thursday at ten."
            "Звоните мне в четверг в десять."
        2026-03-05 10:00 us call unanswered
        2026-03-05 11:00 us call answered
        """,
        missed_agreed_calls=0,
    ),
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
    unknown(
        "hard-to-reach",
        "buys every six months, and we called in between",
        """
        2024-09-02 10:00 client order in=a amount=500
        2025-03-02 10:00 client order in=b amount=500
        2025-09-02 10:00 client order in=c amount=500
        2026-03-02 10:00 client order amount=500
        2026-04-03 10:00 us call unanswered
        2026-05-03 10:00 us call unanswered
        2026-06-03 10:00 us call unanswered
        """,
    ),
    fires(
        "hard-to-reach",
        "buys every six months, and takes no call when it is due",
        """
        2024-09-02 10:00 client order in=a amount=500
        2025-03-02 10:00 client order in=b amount=500
        2025-09-02 10:00 client order in=c amount=500
        2026-03-02 10:00 client order amount=500
        2026-09-01 10:00 us call unanswered id=one
        2026-09-02 10:00 us call unanswered id=two
        2026-09-03 10:00 us call unanswered id=three
        """,
        evidence=["one", "two", "three"],
        unanswered_calls=3,
    ),
    unknown(
        "hard-to-reach",
        "we never called",
        """
        2026-03-02 10:00 client message
            "You can reach me on Thursday at ten."
            "Звоните мне в четверг в десять."
        """,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
