"""Written times: each usual form comes back, and what cannot be known is said, not guessed."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.written_times import read_written

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 2 Mar 2026 at 10:12",
        "Mon, Mar 2, 2026 at 10:12 AM",
        "Monday, March 2, 2026 10:12 AM",
        "Monday, 2 March 2026 10:12",
        "2 Mar 2026, at 10:12",
        "2026-03-02 10:12",
        "2026-03-02T10:12:00",
        "02.03.2026, 10:12:00",
        "2.3.26 10:12",
        "пн, 2 мар. 2026 г. в 10:12",
        "понедельник, 2 марта 2026 г. 10:12",
        "2 марта 2026, 10:12:00",
        "\u200e3/2/26, 10:12\u202fAM",
        "Mon 2/3/2026 10:12",
        "Mon, 2 Mar 2026 12:12:00 +0300",
        "Понедельник, 2 марта 2026, 12:12 +03:00",
        "2 March 2026 12:12 (UTC+3)",
        "2026-03-02T09:12:00Z",
    ],
)
def test_a_usual_form_is_read_in_its_own_zone_or_the_viewers(written):
    if written.startswith("\u200e"):
        read = read_written(written, BERLIN, day_first=False)
    else:
        read = read_written(written, BERLIN)
    assert read.why is None
    assert read.moment == datetime(2026, 3, 2, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("3/4/2026 10:12", "ambiguous"),
        ("03-04-2026, 10:12", "ambiguous"),
        ("Mar 3, 10:12 AM", "no year"),
        ("3 марта 2026", "no time of day"),
        ("10:12 AM (2 hours ago)", "no date"),
        ("29 March 2026 02:30", "clock change"),
        ("25.10.2026 02:30", "clock change"),
        ("32.13.2026 10:12", "unreadable"),
        ("30 Feb 2026 10:12", "unreadable"),
        ("10:72, 3 Mar 2026", "unreadable"),
        ("13:12 PM 3 Mar 2026", "unreadable"),
        ("3 Mar 2026 10:12 the roof", "unreadable"),
        ("yesterday", "unreadable"),
        ("", "unreadable"),
        ("3 Mar 2026 10:12" + " " * 200, "unreadable"),
    ],
)
def test_what_cannot_be_known_says_why(written, why):
    read = read_written(written, BERLIN)
    assert (read.moment, read.why) == (None, why)


def test_a_choice_of_order_settles_an_ambiguous_date_and_only_that():
    assert read_written("3/4/2026 10:12", UTC, True).moment.month == 4
    assert read_written("3/4/2026 10:12", UTC, False).moment.month == 3
    assert read_written("3/25/2026 10:12", UTC, True).moment.month == 3
    assert read_written("3.4.2026 10:12", UTC, False).moment.month == 4


FORMS = (
    "%a, %d %b %Y %H:%M:%S %z",
    "%A, %B %d, %Y %I:%M:%S %p %z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%d.%m.%Y, %H:%M:%S (UTC%z)",
)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2099, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=3)))
)


@given(MOMENTS, st.sampled_from(FORMS))
def test_what_we_write_comes_back(moment, form):
    assert read_written(moment.strftime(form), UTC).moment == moment


@given(st.text() | st.text("0123456789:./- ,+apmutcмарянв", max_size=40))
def test_any_text_is_a_moment_or_says_why_not(text):
    read = read_written(text, BERLIN)
    assert (read.moment is None) == (read.why is not None)
