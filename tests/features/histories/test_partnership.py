"""Histories that tell family 5, partnership: the rules. Its exceptions stand in test_peace.py."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"

CASES = (
    fires(
        "blame-shifting",
        "blames us for the data that they were to enter",
        """
        2026-03-01 10:00 us task open by=client id=data
        2026-03-09 10:00 client complaint open about=data id=blame
            "This happened because of your mistake."
            "Это произошло из-за вашей ошибки."
        """,
        evidence=["blame"],
        blames=1,
        own_fault_complaints=1,
    ),
    quiet(
        "blame-shifting",
        "the same report, told as a fact; another fault has no known hand",
        """
        2026-03-02 10:00 client complaint open id=c1
            "The export button doesn't work since your update."
            "После обновления не работает выгрузка."
        2026-03-05 10:00 us complaint resolved by=us about=c1
        2026-03-09 10:00 client complaint open
        """,
        own_fault_complaints=0,
    ),
    fires(
        "blame-shifting",
        "complains of what turned out to be his own doing",
        """
        2026-03-02 10:00 client complaint open id=c1
        2026-03-05 10:00 us complaint resolved by=client about=c1 id=judged
        """,
        evidence=["judged"],
        own_fault_complaints=1,
    ),
    quiet(
        "blame-shifting",
        "blames us for a delivery that really was late, by name and without one",
        """
        2026-03-10 10:00 us delivery sent for=2026-03-02T10:00 id=late
        2026-03-11 10:00 client complaint open about=late
            "We lost the client because of your delay."
            "Из-за вашей задержки мы потеряли клиента."
        2026-03-12 10:00 client message
            "This happened because of your mistake."
            "Это произошло из-за вашей ошибки."
        """,
        blames=0,
    ),
    fires(
        "blame-shifting",
        "blames us for a delivery that came in time",
        """
        2026-03-02 10:00 us delivery sent for=2026-03-02T10:00 id=there
        2026-03-11 10:00 client complaint open about=there id=blame
            "We lost the client because of your delay."
            "Из-за вашей задержки мы потеряли клиента."
        """,
        evidence=["blame"],
        blames=1,
    ),
    quiet(
        "blame-shifting",
        "blames us after we had cancelled the meeting",
        """
        2026-03-10 10:00 us meeting cancelled
        2026-03-11 10:00 client message
            "This happened because of your mistake."
            "Это произошло из-за вашей ошибки."
        """,
        blames=0,
    ),
    unknown(
        "blame-shifting",
        "whose fault it was is not known, and nobody wrote",
        "2026-03-02 10:00 client complaint open",
    ),
    fires(
        "client-tasks-undone",
        "past its date, once moved",
        """
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=data
            "Please enter the data of the year into the table."
            "Пожалуйста, внесите данные за год в таблицу."
        2026-03-09 10:00 client task moved by=client about=data for=2026-03-20T10:00
            "We will enter the data by the twentieth."
            "Внесём данные к двадцатому."
        """,
        as_of="2026-03-25T10:00",
        evidence=["data"],
        undone_tasks=1,
    ),
    quiet(
        "client-tasks-undone",
        "the same task done, though late",
        """
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=data
            "Please enter the data of the year into the table."
            "Пожалуйста, внесите данные за год в таблицу."
        2026-03-15 10:00 client task done about=data
            "The data are entered."
            "Данные внесли."
        """,
        as_of="2026-03-25T10:00",
        undone_tasks=0,
    ),
    quiet(
        "client-tasks-undone",
        "moved to a later date, withdrawn, waiting for us, or ours",
        """
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=b
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=c
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=d
        2026-03-01 10:00 us task open by=us for=2026-03-10T10:00 id=e
        2026-03-15 10:00 client task moved about=b for=2026-04-10T10:00
        2026-03-15 10:00 us task withdrawn about=c
        2026-03-15 10:00 fact task blocked by=us about=d
        """,
        as_of="2026-03-25T10:00",
        undone_tasks=0,
    ),
    unknown(
        "client-tasks-undone",
        "no task of theirs, as far as we know",
        """
        2026-03-01 10:00 us task open for=2026-03-10T10:00
        2026-03-01 10:00 us task open by=us for=2026-03-10T10:00
        """,
    ),
    fires(
        "recurring-complaints",
        "finds a fault each time",
        """
        2026-03-01 10:00 us delivery sent id=d
        2026-03-02 10:00 client message id=c1
            "Half of the boxes arrived damaged."
            "Половина коробок пришла повреждённой."
        2026-03-09 10:00 client message id=c2
            "The export button doesn't work since your update."
            "После обновления не работает выгрузка."
        """,
        evidence=["c1", "c2"],
        complaints_voiced=2,
    ),
    quiet(
        "recurring-complaints",
        "the faults were ours, as it turned out later",
        """
        2026-03-01 10:00 us delivery sent id=d
        2026-03-02 10:00 client complaint open about=d id=c1
        2026-03-02 11:00 client message about=c1
            "Half of the boxes arrived damaged."
            "Половина коробок пришла повреждённой."
        2026-03-04 10:00 us complaint resolved by=us about=c1
        2026-03-05 10:00 client complaint open by=us about=d id=c2
        2026-03-05 11:00 client message about=c2
            "The export button doesn't work since your update."
            "После обновления не работает выгрузка."
        2026-03-09 10:00 client complaint open about=d
        """,
        complaints_voiced=0,
        complaints_recorded=1,
    ),
    fires(
        "recurring-complaints",
        "one after the other on record",
        """
        2026-03-01 10:00 us delivery sent id=d
        2026-03-02 10:00 client complaint open about=d id=c1
        2026-03-04 10:00 us complaint resolved about=c1
        2026-03-05 10:00 client complaint open about=d id=c2
        """,
        evidence=["c1", "c2"],
        complaints_recorded=2,
    ),
    unknown("recurring-complaints", "nothing delivered, nothing written", ONLY_US),
    fires(
        "rush-demands",
        "as soon as possible, and again",
        """
        2026-03-02 10:00 client message id=r1
            "We need the banners as soon as possible!"
            "Баннеры нужны как можно скорее!"
        2026-03-09 10:00 client message id=r2
            "We need it urgently, by tonight!"
            "Нужно срочно, к вечеру!"
        """,
        evidence=["r1", "r2"],
        rushes=2,
    ),
    quiet(
        "rush-demands",
        "one rush in months, a normal deadline, and our own haste",
        """
        2026-03-02 10:00 client message
            "We need the banners as soon as possible!"
            "Баннеры нужны как можно скорее!"
        2026-05-09 10:00 client message
            "The banners are needed by the end of May."
            "Баннеры нужны к концу мая."
        2026-05-10 10:00 us message
            "We need it urgently, by tonight!"
            "Нужно срочно, к вечеру!"
        """,
        rushes=1,
    ),
    fires(
        "rush-demands",
        "one wish after the other within the month",
        """
        2026-03-02 10:00 client message id=w1
            "While you're there, please paint the back door too."
            "Заодно покрасьте и заднюю дверь."
        2026-03-09 10:00 client message id=w2
            "Could you add another report to the package?"
            "Добавьте, пожалуйста, ещё один отчёт."
        """,
        evidence=["w1", "w2"],
        additions_a_month=2,
    ),
    quiet(
        "rush-demands",
        "in a hurry because our delivery is late",
        """
        2026-03-10 10:00 us delivery sent for=2026-03-02T10:00 id=late
        2026-03-11 10:00 client message about=late
            "We need the banners as soon as possible!"
            "Баннеры нужны как можно скорее!"
        2026-03-12 10:00 client message
            "We need it urgently, by tonight!"
            "Нужно срочно, к вечеру!"
        """,
        rushes=0,
    ),
    unknown("rush-demands", "only we wrote", ONLY_US),
    fires(
        "one-sided-concessions",
        "cheaper, then something on top",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
            "Here is our price."
            "Вот наша цена."
        2026-03-03 10:00 us proposal sent amount=900 about=p id=down
        2026-03-04 10:00 us message id=extra
            "We will include the delivery at no extra cost."
            "Включим доставку без доплаты."
        """,
        evidence=["down", "extra"],
        concession_balance=2,
    ),
    quiet(
        "one-sided-concessions",
        "each gives something",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p
            "Here is our price."
            "Вот наша цена."
        2026-03-03 10:00 us proposal sent amount=900 about=p
        2026-03-04 10:00 us message
            "We will include the delivery at no extra cost."
            "Включим доставку без доплаты."
        2026-03-05 10:00 client message
            "You're right, let's do it your way."
            "Хорошо, давайте по-вашему."
        2026-03-06 10:00 client order amount=900 about=p
        """,
        concession_balance=0,
    ),
    unknown("one-sided-concessions", "we wrote nothing", "2026-03-02 10:00 client message"),
    fires(
        "subordinate-tone",
        "you will, no discussion",
        """
        2026-03-02 10:00 client message id=order
            "You will send three people at nine, no discussion."
            "Вы пришлёте троих к девяти, без обсуждений."
        2026-03-03 10:00 client message id=guilt
            "Clearly you are not interested enough."
            "Видимо, вам это не очень интересно."
        """,
        evidence=["order", "guilt"],
        commands=2,
    ),
    quiet(
        "subordinate-tone",
        "a polite imperative, and our own orders",
        """
        2026-03-02 10:00 client message
            "Please send three people at nine."
            "Пришлите, пожалуйста, троих к девяти."
        2026-03-03 10:00 us message
            "You will send three people at nine, no discussion."
            "Вы пришлёте троих к девяти, без обсуждений."
        """,
        commands=0,
    ),
    unknown("subordinate-tone", "only we wrote", ONLY_US),
    fires(
        "effort-imbalance",
        "we write, they do not",
        """
        2026-03-02 10:00 client message
            "We saw your work at the fair."
            "Видели вашу работу на выставке."
        2026-03-03 10:00 us message id=a
            "The samples are on their way."
            "Образцы уже едут."
        2026-03-04 10:00 us message id=b
            "The drawings are attached."
            "Чертежи во вложении."
        2026-03-05 10:00 us call unanswered id=c
        2026-03-06 10:00 us message id=d
        """,
        evidence=["a", "b", "c", "d"],
        effort_ratio=4,
    ),
    quiet(
        "effort-imbalance",
        "word for word",
        """
        2026-03-02 10:00 client message
            "We saw your work at the fair."
            "Видели вашу работу на выставке."
        2026-03-03 10:00 us message
            "The samples are on their way."
            "Образцы уже едут."
        2026-03-04 10:00 client message
            "They look good on the wall."
            "На стене смотрятся хорошо."
        2026-03-05 10:00 us message
            "The drawings are attached."
            "Чертежи во вложении."
        2026-03-06 10:00 us message
        2026-03-07 10:00 us message
        2026-03-08 10:00 client message
            "The door opens to the left."
            "Дверь открывается влево."
        2026-03-09 10:00 client payment amount=100
        """,
        effort_ratio=1,
    ),
    unknown("effort-imbalance", "we have hardly begun", ONLY_US),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
