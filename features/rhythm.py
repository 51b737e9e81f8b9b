"""The rhythm of a client's purchases, and when the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean, stdev

RHYTHM_DAYS = 30.0  # purchases within a month are parts of one job
FEWEST_GAPS = 2
EVEN = 0.85  # evenness of the gaps from which purchases keep a rhythm
LEAST_LEEWAY = 7.0  # days: nobody buys to the hour
LEEWAY = 0.1  # of the usual gap
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """When the next purchase is due: between ``first`` and ``last``, by purchases so far."""

    first: datetime
    last: datetime


@dataclass(frozen=True)
class Rhythm:
    """How a client buys: the usual gap in days, its evenness `EVEN` to 1, and what is next due."""

    usual_days: float
    evenness: float
    due: Due


def rhythm(bought: Sequence[datetime]) -> Rhythm | None:
    """The rhythm of purchases at these moments, None where they keep none.

    >>> from datetime import UTC
    >>> first = datetime(2025, 1, 1, tzinfo=UTC)
    >>> rhythm([first + timedelta(days=90 * number) for number in range(4)]).usual_days
    90.0
    """
    moments = sorted(bought)
    gaps = [(later - earlier) / DAY for earlier, later in pairwise(moments)]
    gaps = [gap for gap in gaps if gap >= RHYTHM_DAYS]
    if len(gaps) < FEWEST_GAPS:
        return None
    usual = fmean(gaps)
    evenness = 1.0 - stdev(gaps) / usual
    if evenness < EVEN:
        return None
    expected, leeway = moments[-1] + usual * DAY, max(LEAST_LEEWAY, LEEWAY * usual) * DAY
    return Rhythm(usual, evenness, Due(expected - leeway, expected + leeway))


def next_due(bought: Sequence[datetime]) -> Due | None:
    """The window of the next purchase after these, None where they keep no rhythm.

    >>> from datetime import UTC
    >>> first = datetime(2025, 1, 1, tzinfo=UTC)
    >>> due = next_due([first + timedelta(days=90 * number) for number in range(4)])
    >>> f"{due.first:%d %b %Y} to {due.last:%d %b %Y}"
    '18 Dec 2025 to 05 Jan 2026'
    >>> next_due([datetime(2025, 1, 1, tzinfo=UTC)]) is None
    True
    """
    found = rhythm(bought)
    return found.due if found else None


def tell_due(bought: Sequence[datetime], language: str) -> str:
    """When the next purchase is due, as a sentence; empty where that cannot be told."""
    due = next_due(bought)
    if due is None:
        return ""
    if language == "ru":
        return f"Следующая покупка ожидается с {due.first:%d.%m.%Y} по {due.last:%d.%m.%Y}."
    return f"The next purchase is due between {_day(due.first)} and {_day(due.last)}."


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def due_after(seen: Sequence[tuple[datetime, str | None]]) -> tuple[datetime, datetime] | None:
    """The window of the next purchase after these (moment, quote) rows, None without a rhythm."""
    due = next_due([moment for moment, _ in seen])
    return (due.first, due.last) if due else None
