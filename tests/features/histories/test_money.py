"""Histories that tell family 4, money: prices and purchases. The book's usual amount is 1,000."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"

CASES = (
    fires(
        "low-ball",
        "asks for less in three messages",
        """
        2026-03-02 10:00 client message id=a
            "Could you do the fence for 15% less?"
            "Можете сделать забор на 15% дешевле?"
        2026-03-03 10:00 client message id=b
            "Can you come down on the price?"
            "А подешевле можно?"
        2026-03-04 10:00 client message id=c
            "Is there any discount if we order forty pieces?"
            "Какую скидку дадите, если возьмём сорок штук?"
        """,
        evidence=["a", "b", "c"],
        discount_asks=3,
    ),
    quiet(
        "low-ball",
        "asks once, and is content with the answer",
        """
        2026-03-02 10:00 client message
            "Is there any discount if we order forty pieces?"
            "Какую скидку дадите, если возьмём сорок штук?"
        2026-03-03 10:00 client message
            "What does the oak version cost?"
            "Сколько стоит вариант из дуба?"
        """,
        discount_asks=1,
    ),
    fires(
        "low-ball",
        "one counter far below",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal countered amount=600 about=p id=low
        """,
        evidence=["low"],
        deepest_cut=0.4,
    ),
    quiet(
        "low-ball",
        "one counter a tenth below is negotiating; a cut of ours or of another part is not his",
        """
        2026-03-01 10:00 us proposal sent amount=9000 id=whole
        2026-03-02 10:00 us proposal sent amount=1000 id=part
        2026-03-03 10:00 client proposal countered amount=900 about=part
        2026-03-04 10:00 us proposal countered amount=500 about=part
        """,
        deepest_cut=0.1,
        low_counters=1,
    ),
    fires(
        "low-ball",
        "a tenth, and again, and again",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal countered amount=900 about=p id=c1
        2026-03-04 10:00 client proposal countered amount=880 about=p id=c2
        2026-03-05 10:00 client proposal countered amount=890 about=p id=c3
        """,
        evidence=["c1", "c2", "c3"],
    ),
    unknown("low-ball", "no price and no text", ONLY_US),
    fires(
        "small-steps",
        "just the door, for now",
        """
        2026-03-02 10:00 client message id=door
            "Let's just repaint the door for now."
            "Пока просто покрасьте дверь."
        """,
        evidence=["door"],
    ),
    quiet(
        "small-steps",
        "the whole in parts, and a small extra after it",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client order amount=400 about=p
            "Phase one is the door, then the rest as planned."
            "Первый этап - дверь, остальное по плану."
        2026-04-03 10:00 client order amount=600 about=p
        2026-05-03 10:00 client order amount=50
        """,
        ordered_below_offer=0,
    ),
    fires(
        "small-steps",
        "orders a tenth of what was proposed",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client order amount=100 about=p id=small
        """,
        evidence=["small"],
        ordered_below_offer=0.9,
    ),
    unknown("small-steps", "nothing ordered, nothing written", ONLY_US),
    fires(
        "price-reopened",
        "back to the price that was signed",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal accepted about=p
        2026-03-09 10:00 client message id=again
            "We'd like to renegotiate the price."
            "Хотим вернуться к вопросу о цене."
        """,
        evidence=["again"],
    ),
    quiet(
        "price-reopened",
        "a first negotiation, and one about a new proposal",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal countered amount=900 about=p
            "What would the price be for two floors?"
            "Какая цена будет за два этажа?"
        2026-03-04 10:00 client proposal accepted about=p
        2026-04-02 10:00 us proposal sent amount=3000 id=q
        2026-04-03 10:00 client proposal countered amount=2800 about=q
        """,
    ),
    fires(
        "price-reopened",
        "a counter-offer after acceptance",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
        2026-03-03 10:00 client proposal accepted about=p
        2026-03-09 10:00 client proposal countered amount=950 about=p id=again
        """,
        evidence=["again"],
    ),
    unknown("price-reopened", "nothing agreed, nothing written", ONLY_US),
    fires(
        "growing-jobs",
        "a couple of hundred becomes ten thousand",
        """
        2025-01-02 10:00 client order in=past amount=200 id=small
            "We would like to order a new sign."
            "Хотим заказать новую вывеску."
        2026-03-02 10:00 client order amount=10000 id=large
            "Now we would like to order the whole front."
            "Теперь хотим заказать весь фасад."
        """,
        evidence=["small", "large"],
        purchase_growth=50,
    ),
    quiet(
        "growing-jobs",
        "the second is smaller",
        """
        2025-01-02 10:00 client order in=past amount=200
            "We would like to order a new sign."
            "Хотим заказать новую вывеску."
        2026-03-02 10:00 client order amount=180
            "Now we would like to order a letter box."
            "Теперь хотим заказать почтовый ящик."
        """,
        purchase_growth=0.9,
    ),
    unknown("growing-jobs", "one purchase only", "2026-03-02 10:00 client order amount=200"),
    fires(
        "clockwork-buyer",
        "every six months to the day, a minute on the phone, then the invoice",
        """
        2024-09-02 10:00 us invoice issued in=a amount=500 id=one
            "The invoice for the update is attached."
            "Счёт за обновление во вложении."
        2025-03-02 10:00 us invoice issued in=b amount=500 id=two
        2025-09-02 10:00 us invoice issued in=c amount=500 id=three
        2025-09-04 10:00 us invoice issued in=c amount=20
        2026-03-02 09:50 us call answered
        2026-03-02 10:00 us invoice issued amount=500 id=four
            "The invoice for the update is attached."
            "Счёт за обновление во вложении."
        """,
        evidence=["one", "two", "three", "four"],
    ),
    quiet(
        "clockwork-buyer",
        "now and then",
        """
        2024-09-02 10:00 us invoice issued in=a amount=500
            "The invoice for the update is attached."
            "Счёт за обновление во вложении."
        2024-11-02 10:00 client order in=b amount=500
        2025-09-02 10:00 client order in=c amount=500
        2025-11-20 10:00 client order amount=500
        """,
    ),
    unknown(
        "clockwork-buyer",
        "two purchases show no rhythm",
        """
        2024-09-02 10:00 client order in=a amount=500
        2025-03-02 10:00 client order amount=500
        """,
    ),
    fires(
        "serious-contract",
        "three times the usual",
        """
        2026-03-02 10:00 us proposal sent amount=3000 id=large
            "Our price for the whole building is attached."
            "Наша цена за всё здание во вложении."
        """,
        evidence=["large"],
        size_against_usual=3,
    ),
    quiet(
        "serious-contract",
        "as usual",
        """
        2026-03-02 10:00 us proposal sent amount=1000
            "Our price for the ground floor is attached."
            "Наша цена за первый этаж во вложении."
        """,
        size_against_usual=1,
    ),
    unknown("serious-contract", "no price yet", ONLY_US),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
