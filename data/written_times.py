"""Times as people and their programs write them, in English and Russian: read, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from data.times import EARLIEST, LATEST

#: Why a written time is no moment.
Why = Literal["ambiguous", "clock change", "no year", "no time of day", "no date", "unreadable"]

LONGEST = 120  # characters; no written time is longer
_MONTHS_EN = "january february march april may june july august september october november december"
_MONTHS_RU = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
_MONTHS = {name: at for at, name in enumerate(_MONTHS_EN.split(), 1)}
_MONTHS |= {name[:3]: at for name, at in _MONTHS.items()} | {"sept": 9}
_DAYS_EN = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS_RU = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"]
_DAYS = {day: at for at, day in enumerate(_DAYS_EN)} | {day: at for at, day in enumerate(_DAYS_RU)}
_DAYS |= {day[:3]: at for at, day in enumerate(_DAYS_EN)} | {"tues": 1, "thu": 3, "thur": 3}
_DAYS |= {"thurs": 3} | {"пн": 0, "вт": 1, "ср": 2, "чт": 3, "пт": 4, "сб": 5, "вс": 6}
_DAYS |= {"среду": 2, "пятницу": 4, "субботу": 5}
_GLUE = {"at", "on", "of", "the", "г", "в", "во", "от", "год", "года"}

_UNSEEN = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)(\s*[ap]\.?m\b\.?)?"
)
_ZONE = re.compile(
    r"(?:\b(?:utc|gmt)\s*)([+-]\d{1,2})(?::?(\d{2}))?(?!\d)"
    r"|([+-]\d{2}):?(\d{2})(?!\d)|\b(utc|gmt|z)\b"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|-?го|-?е)\b")
_ISO_T = re.compile(r"(?<=\d)t(?=\d)")
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Written:
    """What a written time says: its moment in UTC, or why there is none.

    ``zoned``: it names its own zone, so no other zone was needed.
    """

    moment: datetime | None = None
    why: Why | None = None
    zoned: bool = False


@dataclass(frozen=True)
class _Date:
    year: int | None
    month: int
    day: int
    other: tuple[int, int] | None = None  # month and day if read in the other order


def folded(text: str) -> str:
    """Small letters, plain spaces, no invisible direction marks.

    >>> folded("[3/3/26, 10:12\\u202fAM]")
    '[3/3/26, 10:12 am]'
    """
    return " ".join(_UNSEEN.sub("", text).lower().split())


def zone_of(name: str) -> tzinfo:
    """The zone of that name, UTC where there is none.

    >>> str(zone_of("Europe/Berlin")), str(zone_of("nowhere"))
    ('Europe/Berlin', 'UTC')
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def read_written(text: str, zone: tzinfo, day_first: bool | None = None) -> Written:
    """Read a written time; ``zone`` holds where it names none.

    ``day_first`` decides dates such as 3/4/2026; without it they are "ambiguous", unless their day
    of the week fits only one reading. Dates with dots are written with the day first everywhere.

    >>> read_written("пн, 2 мар. 2026 г. в 10:12", UTC).moment.isoformat()
    '2026-03-02T10:12:00+00:00'
    >>> read_written("3/4/2026 10:12", UTC).why, read_written("3/4/26, 10:12", UTC, True).moment.day
    ('ambiguous', 3)
    """
    if len(text) > LONGEST:
        return Written(why="unreadable")
    clock, rest = _taken(_CLOCK, _ISO_T.sub(" ", folded(text)))
    date, rest = _numbered(rest)
    offset, rest = _offset(rest) if clock else (None, rest)
    words = _WORD.findall(_ORDINAL.sub("", re.sub(r"\([^)]*\)", " ", rest)))
    if date is None:
        date, words = _named(words)
    days = {_DAYS[word] for word in words if word in _DAYS}
    if any(word not in _GLUE and word not in _DAYS for word in words) or not (date or clock):
        return Written(why="unreadable")
    if date is None:
        return Written(why="no date")
    if date.year is None:
        return Written(why="no year")
    if clock is None:
        return Written(why="no time of day")
    return _moment(date, clock, offset, zone, day_first, days)


def date_order(texts: Iterable[str]) -> bool | None:
    """Whether the dates with slashes begin with the day, where one of them settles it.

    >>> date_order(["3/4/2026", "3/25/2026"]), date_order(["25/3/26"]), date_order(["3/4/26"])
    (False, True, None)
    """
    found = set()
    for text in texts:
        if (match := _NUMBERS.search(text[:LONGEST])) and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            found |= {True} if first > 12 >= second else {False} if second > 12 >= first else set()
    return found.pop() if len(found) == 1 else None


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    match = pattern.search(text)
    return match, f"{text[: match.start()]} {text[match.end() :]}" if match else text


def _numbered(text: str) -> tuple[_Date | None, str]:
    match, rest = _taken(_YEAR_FIRST, text)
    if match:
        return _Date(int(match[1]), int(match[3]), int(match[4])), rest
    match, rest = _taken(_NUMBERS, text)
    if match is None:
        return None, text
    first, second = int(match[1]), int(match[3])
    year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
    dotted = match[2] == "."
    if not dotted and first <= 12 < second:
        return _Date(year, first, second), rest
    open_order = not dotted and first <= 12 and second <= 12 and first != second
    return _Date(year, second, first, (first, second) if open_order else None), rest


def _named(words: list[str]) -> tuple[_Date | None, list[str]]:
    months = [at for word in words if (at := _month(word))]
    numbers = [word for word in words if word.isdecimal()]
    small = [int(word) for word in numbers if len(word) <= 2]
    years = [int(word) for word in numbers if len(word) == 4]
    if len(months) != 1 or len(small) != 1 or len(years) > 1 or len(small + years) != len(numbers):
        return None, words
    rest = [word for word in words if not word.isdecimal() and not _month(word)]
    return _Date(years[0] if years else None, months[0], small[0]), rest


def _month(word: str) -> int | None:
    if word in _MONTHS:
        return _MONTHS[word]
    if word in ("май", "мая"):
        return 5
    if len(word) > 9 or word in _DAYS:
        return None
    return next(
        (at for at, begins in enumerate(_MONTHS_RU, 1) if at != 5 and word.startswith(begins)), None
    )


def _offset(text: str) -> tuple[tzinfo | None, str]:
    match, rest = _taken(_ZONE, text)
    if match is None:
        return None, text
    if match[5]:
        return UTC, rest
    hours, minutes = match[1] or match[3], match[2] or match[4] or "00"
    sign = -1 if hours.startswith("-") else 1
    size = timedelta(hours=abs(int(hours)), minutes=int(minutes))
    if size > timedelta(hours=14) or int(minutes) > 59:
        return None, text
    return timezone(sign * size), rest


def _moment(
    date: _Date,
    clock: re.Match[str],
    offset: tzinfo | None,
    zone: tzinfo,
    day_first: bool | None,
    days: set[int],
) -> Written:
    readings = {(date.month, date.day)} | ({date.other} if date.other else set())
    if days and len(readings) == 2:
        fitting = {one for one in readings if _weekday(date.year, one) in days}
        readings = fitting if len(fitting) == 1 else readings
    if len(readings) == 2:
        if day_first is None:
            return Written(why="ambiguous")
        readings = {(date.month, date.day) if day_first else date.other or (0, 0)}
    (month, day) = readings.pop()
    hour, half = int(clock[1]), (clock[4] or "").strip()[:1]
    if half and not 1 <= hour <= 12:
        return Written(why="unreadable")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        local = datetime(date.year or 0, month, day, hour, int(clock[2]), int(clock[3] or 0))
        moment = local.replace(tzinfo=offset or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return Written(why="unreadable")
    if not EARLIEST <= moment <= LATEST:
        return Written(why="unreadable")
    if offset is None and _skipped_or_twice(local, zone):
        return Written(why="clock change")
    return Written(moment, zoned=offset is not None)


def _weekday(year: int | None, month_and_day: tuple[int, int]) -> int | None:
    try:
        return datetime(year or 0, *month_and_day).weekday()
    except ValueError:
        return None


def _skipped_or_twice(local: datetime, zone: tzinfo) -> bool:
    """Whether the clocks of the zone never showed this time, or showed it twice."""
    early, late = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return early != late
