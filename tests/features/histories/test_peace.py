"""Histories that tell family 5, partnership: its exceptions, by which the trouble ends."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

CASES = (
    fires(
        "new-contact",
        "Steve retires, and the trouble with him",
        """
        2025-03-02 10:00 client complaint open contact=Steve in=past
            "The export button doesn't work since your update."
            "После обновления не работает выгрузка."
        2025-03-09 10:00 client message contact=Steve in=past
            "We need it urgently, by tonight!"
            "Нужно срочно, к вечеру!"
        2026-04-09 10:00 client message contact=Ann id=new1
            "Good morning, this is Ann, I have taken over from Steve."
            "Доброе утро, это Анна, я теперь вместо Степана."
        2026-04-12 10:00 client message contact=Ann id=new2
            "The drawings are fine."
            "С чертежами всё в порядке."
        """,
        evidence=["new1", "new2"],
        relief_since_new_contact=1,
    ),
    quiet(
        "new-contact",
        "the trouble came with the new person",
        """
        2025-03-02 10:00 client message contact=Steve in=past
            "Good morning, this is Steve."
            "Доброе утро, это Степан."
        2025-03-09 10:00 client message contact=Steve in=past
            "The drawings are fine."
            "С чертежами всё в порядке."
        2026-04-09 10:00 client complaint open contact=Ann
            "The export button doesn't work since your update."
            "После обновления не работает выгрузка."
        2026-04-12 10:00 client message contact=Ann
            "We need it urgently, by tonight!"
            "Нужно срочно, к вечеру!"
        """,
        relief_since_new_contact=0,
    ),
    quiet(
        "new-contact",
        "what Steve complained of was our late delivery",
        """
        2025-03-01 10:00 us delivery sent for=2025-02-01T10:00 in=past id=late
        2025-03-02 10:00 client complaint open contact=Steve in=past about=late
            "The export button doesn't work since your update."
            "После обновления не работает выгрузка."
        2026-04-09 10:00 client message contact=Ann
            "Good morning, this is Ann, I have taken over from Steve."
            "Доброе утро, это Анна, я теперь вместо Степана."
        """,
        relief_since_new_contact=0,
    ),
    quiet(
        "new-contact",
        "a colleague wrote once, Steve goes on",
        """
        2026-03-02 10:00 client complaint open contact=Steve
        2026-04-09 10:00 client message contact=Ann
            "Good morning, this is Ann."
            "Доброе утро, это Анна."
        2026-04-12 10:00 client message contact=Steve
            "This is Steve."
            "Это Степан."
        2026-04-13 10:00 client message contact=Steve
            "Steve here, as ever."
            "Это Степан, как всегда."
        """,
        relief_since_new_contact=0,
    ),
    quiet(
        "new-contact",
        "one person all the time",
        """
        2026-03-02 10:00 client message contact=Ann
            "Good morning, this is Ann."
            "Доброе утро, это Анна."
        """,
        relief_since_new_contact=0,
    ),
    unknown("new-contact", "who wrote is not known", "2026-03-02 10:00 client complaint open"),
    fires(
        "high-road",
        "complaint, calm answer with an offer of help, settled by the client",
        """
        2026-03-02 10:00 client complaint open id=c
            "This happened because of your mistake."
            "Это произошло из-за вашей ошибки."
        2026-03-03 10:00 us message about=c
            "My apologies, we should have told you. Our team is ready to help you enter the data."
            "Приносим извинения, надо было предупредить. Наша команда готова помочь внести данные."
        2026-03-06 10:00 client message about=c id=settled
            "Agreed, let's do it your way."
            "Согласны, давайте по-вашему."
        """,
        evidence=["settled"],
        settled_calmly=1,
    ),
    quiet(
        "high-road",
        "the same quarrel, closed by ourselves",
        """
        2026-03-02 10:00 client complaint open id=c
            "This happened because of your mistake."
            "Это произошло из-за вашей ошибки."
        2026-03-03 10:00 us message about=c
            "My apologies, we should have told you. Our team is ready to help you enter the data."
            "Приносим извинения, надо было предупредить. Наша команда готова помочь внести данные."
        2026-03-06 10:00 us complaint resolved about=c
        """,
        settled_calmly=0,
    ),
    quiet(
        "high-road",
        "settled without a calm word before",
        """
        2026-04-02 10:00 client complaint open id=d
        2026-04-03 10:00 us message about=d
            "That is how it was agreed."
            "Так было договорено."
        2026-04-06 10:00 client complaint resolved about=d
        """,
    ),
    fires(
        "high-road",
        "settled on record by the client",
        """
        2026-03-02 10:00 client complaint open id=c
        2026-03-03 10:00 us message about=c
            "I should have told you; my apologies."
            "Мне надо было вас предупредить, приношу извинения."
        2026-03-06 10:00 client complaint resolved about=c id=settled
        """,
        evidence=["settled"],
        settled_calmly=1,
    ),
    unknown("high-road", "no quarrel on record, and nobody wrote", "2026-03-02 10:00 us message"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
