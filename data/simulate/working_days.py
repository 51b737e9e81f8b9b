"""The fixed calendar of a simulated book: it never looks at the real clock."""

from datetime import UTC, datetime, timedelta
from math import floor

LAST_DAY = datetime(2026, 10, 30, 18, 0, tzinfo=UTC)
"""The moment the book ends; open engagements are in flight then."""

YEARS = 3.0
FIRST_DAY = LAST_DAY - timedelta(days=round(365.25 * YEARS))
"""Roughly when the first engagement opens."""

DAYS_IN_THE_BOOK = (LAST_DAY - FIRST_DAY).days


def at(start: datetime, working_days: float) -> datetime:
    """The time that lies `working_days` after a start: Monday to Friday, 6:00 to 16:00 UTC.

    Later in working days is never earlier in time, so an order of events survives.

    >>> from datetime import datetime, UTC
    >>> at(datetime(2026, 10, 30, tzinfo=UTC), 1.5).isoformat()  # from a Friday to a Monday
    '2026-11-02T11:00:00+00:00'
    """
    day = floor(working_days)
    weekday = min(start.weekday(), 4)
    monday = start.replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(
        days=start.weekday()
    )
    weeks, rest = divmod(weekday + day, 5)
    seconds = floor((working_days - day) * 36_000)
    return monday + timedelta(days=7 * weeks + rest, seconds=seconds)
