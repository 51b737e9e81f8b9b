"""Histories that tell family 3, responsiveness: what is put off, and what comes of it."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

CASES = (
    fires(
        "put-off",
        "in three months, and then without a date",
        """
        2026-03-02 10:00 client message id=later
            "Let's come back to this in three months."
            "Давайте вернёмся к этому через три месяца."
        2026-06-02 10:00 us call answered
        2026-06-02 11:00 client message id=again
            "This is not a priority for us right now."
            "Сейчас нам не до этого."
        """,
        evidence=["later", "again"],
        put_offs=2,
    ),
    quiet(
        "put-off",
        "a concrete date soon",
        """
        2026-03-02 10:00 client message
            "I can't talk right now, call me tomorrow at nine."
            "Сейчас не могу говорить, перезвоните завтра в девять."
        """,
    ),
    fires(
        "put-off",
        "in spring, and spring went by without a word",
        """
        2025-11-20 10:00 client message id=later
            "Let's come back to it in spring."
            "Вернёмся к этому весной."
        """,
        as_of="2026-09-01T10:00",
        evidence=["later"],
        put_offs=1,
        broken_promises=1,
    ),
    unknown(
        "put-off",
        "only we wrote",
        """
        2026-03-02 10:00 us message
            "Call us in three months."
            "Позвоните нам через три месяца."
        """,
    ),
    fires(
        "put-off-honoured",
        "back by themselves after the months they named",
        """
        2026-03-02 10:00 client message
            "Let's come back to this in three months."
            "Давайте вернёмся к этому через три месяца."
        2026-06-01 10:00 client message id=back
            "Good morning, we are ready now."
            "Доброе утро, теперь мы готовы."
        """,
        evidence=["back"],
    ),
    quiet(
        "put-off-honoured",
        "back only because we wrote, or with another put-off",
        """
        2026-03-02 10:00 client message
            "Let's come back to this in three months."
            "Давайте вернёмся к этому через три месяца."
        2026-05-30 10:00 us message
        2026-06-01 10:00 client message
            "Good morning, we are ready now."
            "Доброе утро, теперь мы готовы."
        2026-06-02 10:00 client message
            "Let's come back to this in three months."
            "Давайте вернёмся к этому через три месяца."
        2026-09-02 10:00 client message
            "Let's come back to this in three months."
            "Давайте вернёмся к этому через три месяца."
        """,
    ),
    fires(
        "put-off-honoured",
        "back about the date that was noted down",
        """
        2026-03-02 10:00 client message for=2026-06-01T10:00
            "This is not a priority for us right now."
            "Сейчас нам не до этого."
        2026-06-08 10:00 client call answered id=back
        """,
        evidence=["back"],
    ),
    quiet(
        "put-off-honoured",
        "half a year after the date that was noted down",
        """
        2026-03-02 10:00 client message for=2026-04-01T10:00
            "This is not a priority for us right now."
            "Сейчас нам не до этого."
        2026-10-08 10:00 client message
            "Good morning, we are ready now."
            "Доброе утро, теперь мы готовы."
        """,
    ),
    fires(
        "put-off-honoured",
        "put off until spring in autumn, and there they are in April",
        """
        2025-11-20 10:00 client message
            "Let's come back to it in spring."
            "Вернёмся к этому весной."
        2026-04-14 10:00 client message id=back
            "Good morning, we are ready now."
            "Доброе утро, теперь мы готовы."
        """,
        evidence=["back"],
    ),
    quiet(
        "put-off-honoured",
        "put off until spring in autumn, and back in the next autumn",
        """
        2025-11-20 10:00 client message
            "Let's come back to it in spring."
            "Вернёмся к этому весной."
        2026-11-14 10:00 client message
            "Good morning, we are ready now."
            "Доброе утро, теперь мы готовы."
        """,
    ),
    unknown("put-off-honoured", "only we wrote", "2026-03-02 10:00 us message"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
