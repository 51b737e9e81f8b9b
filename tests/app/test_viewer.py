from datetime import UTC, datetime

import pytest

from app import viewer
from app.viewer import _, day, language, look_as, moment, money, ngettext, number, speaking


@pytest.fixture(autouse=True)
def english_again():
    yield
    look_as("en")


def test_whoever_says_nothing_reads_english_in_utc():
    assert language() == "en"
    assert moment(datetime(2026, 3, 5, 22, tzinfo=UTC)) == "5 Mar 2026, 22:00"


@pytest.mark.parametrize("told", ["", "de", "русский", "__"])
def test_an_unknown_language_is_english(told):
    look_as(told, "Nowhere/At_all")
    assert (language(), moment("2026-03-05T22:00:00Z")) == ("en", "5 Mar 2026, 22:00")


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/passwd", "", "\x00", "Europe", None])
def test_a_zone_that_is_none_is_utc(zone):
    look_as("en", zone)
    assert moment("2026-03-05T22:00:00Z") == "5 Mar 2026, 22:00"


def test_a_day_is_the_viewers_day():
    look_as("en", "Asia/Vladivostok")
    assert day("2026-03-05T22:00:00Z") == "6 Mar 2026"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1 клиент"), (3, "3 клиента"), (11, "11 клиентов"), (0, "0 клиентов")],
)
def test_russian_has_three_forms(count, expected):
    look_as("ru")
    assert ngettext("{count} prospect", "{count} prospects", count).format(count=count) == expected


def test_russian_figures_have_russian_separators():
    look_as("ru")
    assert [number(1234.5, 1), money(12500.4, "EUR")] == ["1\xa0234,5", "12\xa0500 EUR"]


def test_what_has_no_russian_text_is_said_in_english():
    look_as("ru")
    assert [_("All"), _("never heard of")] == ["Все", "never heard of"]


def test_speaking_another_language_lasts_as_long_as_it_is_meant_to():
    with speaking("ru"):
        assert viewer.language() == "ru"
    assert viewer.language() == "en"


def test_a_moment_that_is_none_is_said_to_be_unknown():
    assert [day(None), day("soon")] == ["date not known"] * 2
