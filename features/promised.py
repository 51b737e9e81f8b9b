"""What somebody who puts us off says of when: "in three months", "весной", "after the holidays"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from features.cues.fold import fold

Span = tuple[datetime, datetime]  # the first and the last moment that is meant

NUMBERS = {
    "полтор[аы]": 1.5,
    "half an?|пол": 0.5,
    "a couple of|two|две|двух|два|пар[уы]": 2,
    "an?|one|одну|один": 1,
    "a few|few|several|three|несколько|трех|три": 3,
    "four|четырех|четыре": 4,
    "five|пять|пяти": 5,
    "six|шесть|шести": 6,
    "eight|восемь": 8,
    "nine|девять": 9,
    "ten|десять": 10,
}
UNITS = {
    r"days?|дн[яей]+|день": 1.0,
    r"weeks?|недел[яиюье]+": 7.0,
    r"months?|месяц(?:а|ев|е)?": 30.4,
    r"quarters?|квартал(?:а|ов|е)?": 91.3,
    r"years?|год[ау]?|лет": 365.25,
}
#: First month, how many, name in English (after a preposition: "we may call" is none), in Russian.
MONTHS = (
    (1, 1, "january", "январ[ьяею]+"),
    (2, 1, "february", "феврал[ьяею]+"),
    (3, 1, "march", "март[аеу]?"),
    (4, 1, "april", "апрел[ьяею]+"),
    (5, 1, "may", "ма[йяею]"),
    (6, 1, "june", "июн[ьяею]+"),
    (7, 1, "july", "июл[ьяею]+"),
    (8, 1, "august", "август[аеу]?"),
    (9, 1, "september", "сентябр[ьяею]+"),
    (10, 1, "october", "октябр[ьяею]+"),
    (11, 1, "november", "ноябр[ьяею]+"),
    (12, 1, "december", "декабр[ьяею]+"),
    (3, 3, "spring", "весн(?:ой|ы|е|у)"),
    (6, 3, "summer", "лет(?:ом|а|у|о)"),
    (9, 3, "autumn|fall", "осен(?:ью|и|ь)"),
    (12, 3, "winter", "зим(?:ой|ы|е|у)"),
)
#: What is over by a month and a day of the year; where there are several, the next one is meant.
HOLIDAYS = {
    "after (?:the )?(?:new year|christmas)|после (?:нового года|новогодних)": [(1, 9)],
    "после майских": [(5, 11)],
    "after (?:the |our )?holidays|после праздников": [(1, 9), (5, 11), (9, 1)],
}
AFTERWARDS = timedelta(days=30)  # "after the holidays" is within the month that follows


def promised(text: str, said: datetime) -> Span | None:
    """The first and last moment (UTC) that a putting-off message names, None where it names none.

    Where it names several, all of them are meant.

    >>> said = datetime(2026, 11, 20, tzinfo=UTC)
    >>> [f"{day:%d %b %Y}" for day in promised("Вернёмся к этому весной.", said)]
    ['01 Mar 2027', '31 May 2027']
    >>> promised("We have no time for it.", said) is None
    True
    """
    folded = fold(text).text
    spans = [
        span
        for pattern, meant in WORDINGS
        for found in pattern.finditer(folded)
        if (span := meant(found, said)) is not None
    ]
    if not spans:
        return None
    return max(said, min(first for first, _ in spans)), max(last for _, last in spans)


def promised_last(seen: Sequence[tuple[datetime, str | None]]) -> Span | None:
    """The time that the latest of these (moment, quote) rows names, None where it names none.

    >>> said = datetime(2026, 11, 20, tzinfo=UTC)
    >>> first, _ = promised_last([(said, "In May."), (said + timedelta(9), "In two weeks.")])
    >>> f"{first:%d %b %Y}"
    '13 Dec 2026'
    """
    if not seen:
        return None
    moment, quote = max(seen, key=lambda each: each[0])
    return promised(quote, moment) if quote else None


def _day(year: int, month: int, day: int = 1) -> datetime:
    """A day at midnight UTC; a month beyond the twelfth falls into the years that follow."""
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, day, tzinfo=UTC)


def _months(said: datetime, first: int, number: int) -> Span:
    """The next time that ``number`` months from the month ``first`` on are not over yet."""
    for year in (said.year - 1, said.year, said.year + 1):
        last = _day(year, first + number) - timedelta(seconds=1)
        if last > said:
            return _day(year, first), last
    raise AssertionError("a year has every month")


def _value(table: dict[str, float], word: str) -> float:
    return next(value for names, value in table.items() if re.fullmatch(names, word))


def _length(found: re.Match[str], said: datetime) -> Span | None:
    """A length of time from now, as exact as such words are."""
    number, unit = found["number"], found["unit"]
    many = 1.0 if not number else float(number) if number.isdigit() else _value(NUMBERS, number)
    if many * _value(UNITS, unit) > 3_660:
        return None  # ten years are no promise
    then = said + timedelta(days=many * _value(UNITS, unit))
    return then, then


def _next(found: re.Match[str], said: datetime) -> Span:
    """The next whole week, month, quarter or year."""
    days = _value(UNITS, found["unit"])
    if days <= 7.0:
        monday = _day(said.year, said.month, said.day) + timedelta(days=7 - said.weekday())
        return monday, monday + timedelta(days=7)
    length = {30.4: 1, 91.3: 3}.get(days, 12)
    first = (said.month - 1) // length * length + 1 + length
    return _day(said.year, first), _day(said.year, first + length) - timedelta(seconds=1)


def _over(ends: list[tuple[int, int]]) -> Callable[[re.Match[str], datetime], Span]:
    def meant(_: re.Match[str], said: datetime) -> Span:
        days = [_day(year, *end) for year in (said.year, said.year + 1) for end in ends]
        first = min(day for day in days if day > said)
        return first, first + AFTERWARDS

    return meant


def _in_months(first: int, number: int) -> Callable[[re.Match[str], datetime], Span]:
    return lambda _, said: _months(said, first, number)


def _after_months(first: int, number: int) -> Callable[[re.Match[str], datetime], Span]:
    def meant(_: re.Match[str], said: datetime) -> Span:
        over = _months(said, first, number)[1]
        return over, over + AFTERWARDS

    return meant


def _any(table: dict[str, float]) -> str:
    return "|".join(table)


def _wordings() -> list[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Span | None]]]:
    number = rf"(?P<number>{_any(NUMBERS)}|\d{{1,3}})"
    unit = rf"(?P<unit>{_any(UNITS)})"
    before = r"(?:in|until|till|by|before|from|of|to|early|mid|late|around|next|this)(?: the)?"
    plain: list[tuple[str, Callable[[re.Match[str], datetime], Span | None]]] = [
        (rf"(?:in|for|another) (?:about |maybe )?{number} {unit}", _length),
        (rf"{number} {unit} (?:from now|later)", _length),
        (rf"(?:через|спустя) (?:{number} ?)?{unit}", _length),
        (rf"{unit} через {number}", _length),
        (rf"(?<!early )(?<!начале )(?:next|coming|following|следующ\w+) {unit}", _next),
        (r"(?:end of|late) (?:the |this )?year|(?:конц[еау]) года", _in_months(12, 1)),
        (r"early next year|начале следующего года", _in_months(1, 2)),
        *((names, _over(ends)) for names, ends in HOLIDAYS.items()),
    ]
    for first, length, english, russian in MONTHS:
        plain += [
            (rf"{before} (?:{english})|(?<!после ){russian}", _in_months(first, length)),
            (rf"after (?:the )?(?:{english})|после {russian}", _after_months(first, length)),
        ]
    return [(re.compile(rf"\b(?:{words})\b"), meant) for words, meant in plain]


WORDINGS = _wordings()
