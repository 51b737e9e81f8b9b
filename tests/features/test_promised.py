"""Times that people promise in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from features.promised import promised

SAID = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("english", "russian", "first", "last"),
    [
        ("Call me in three months.", "Позвоните через три месяца.", "2027-02-19", "2027-02-19"),
        ("Call me in 3 months.", "Наберите месяца через 3.", "2027-02-19", "2027-02-19"),
        ("Try again in half a year.", "Попробуйте через полгода.", "2027-05-22", "2027-05-22"),
        ("Maybe in a year.", "Может, через год.", "2027-11-20", "2027-11-20"),
        ("In a couple of weeks.", "Через пару недель.", "2026-12-04", "2026-12-04"),
        ("Let's talk in spring.", "Поговорим весной.", "2027-03-01", "2027-05-31"),
        ("Not before the autumn.", "Не раньше осени.", "2026-11-20", "2026-11-30"),
        ("We return in September.", "Вернёмся в сентябре.", "2027-09-01", "2027-09-30"),
        ("Write after the summer.", "Пишите после лета.", "2027-08-31", "2027-09-30"),
        ("After the holidays, please.", "Давайте после праздников.", "2027-01-09", "2027-02-08"),
        ("After New Year.", "После нового года.", "2027-01-09", "2027-02-08"),
        ("Next quarter.", "В следующем квартале.", "2027-01-01", "2027-03-31"),
        ("Early next year.", "В начале следующего года.", "2027-01-01", "2027-02-28"),
        ("At the end of the year.", "В конце года.", "2026-12-01", "2026-12-31"),
        ("Next week.", "На следующей неделе.", "2026-11-23", "2026-11-30"),
        ("In March or in April.", "В марте или апреле.", "2027-03-01", "2027-04-30"),
    ],
)
def test_the_same_time_is_heard_in_both_languages(
    english: str, russian: str, first: str, last: str
) -> None:
    for text in (english, russian):
        heard = promised(text, SAID)
        assert heard is not None, text
        assert [f"{day:%Y-%m-%d}" for day in heard] == [first, last], text


@pytest.mark.parametrize(
    "text",
    [
        "We may call you.",
        "This is not a priority for us.",
        "Сейчас нам не до этого.",
        "Как-нибудь в другой раз.",
        "The march was long.",
        "In forty thousand years.",
        "",
    ],
)
def test_no_time_is_made_up(text: str) -> None:
    assert promised(text, SAID) is None


def test_a_month_that_is_not_over_is_this_one_and_an_earlier_one_is_next_years() -> None:
    assert promised("Let us meet in November.", SAID) == (
        SAID,
        datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC),
    )
    october = promised("Let us meet in October.", SAID)
    assert october is not None
    assert october[0] == datetime(2027, 10, 1, tzinfo=UTC)


def test_nothing_is_promised_before_it_was_said() -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for month in range(1, 13):
        said = day.replace(month=month, day=28)
        for text in ("in spring", "летом", "after the holidays", "next quarter", "через месяц"):
            heard = promised(text, said)
            assert heard is not None
            assert said <= heard[0] <= heard[1]
