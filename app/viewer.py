"""Who is looking: the language a page speaks and the zone its times are in.

Texts are written in English where they are used and marked by gettext's own names (`_`,
`ngettext`, `N_`); the Russian ones stand in app/russian/, one file for each module.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from features.telling import Language, percent

__all__ = [
    "N_",
    "_",
    "day",
    "language",
    "look_as",
    "moment",
    "moment_of",
    "money",
    "ngettext",
    "number",
    "percent",
    "speaking",
]

RUSSIAN = Path(__file__).parent / "russian"


@dataclass(frozen=True)
class Viewer:
    """The language and the zone of whoever is looking."""

    language: Language = "en"
    zone: tzinfo = UTC


_VIEWER: ContextVar[Viewer | None] = ContextVar("viewer", default=None)


def look_as(told_in: str, zone: str | None = None) -> None:
    """Set the viewer of this run; an unknown language is English, an unknown zone UTC.

    >>> look_as("ru", "Europe/Moscow"); language(), moment("2026-03-05T22:00:00Z")
    ('ru', '6 мар. 2026, 01:00')
    >>> look_as("en"); _("Search")
    'Search'
    """
    try:
        known: tzinfo = ZoneInfo(zone) if zone else UTC
    except (KeyError, ValueError, OSError):
        known = UTC
    _VIEWER.set(Viewer("ru" if told_in == "ru" else "en", known))


@contextmanager
def speaking(told_in: Language) -> Iterator[None]:
    """For a while say everything in that language, whoever is looking."""
    before = _VIEWER.set(Viewer(told_in, viewer().zone))
    try:
        yield
    finally:
        _VIEWER.reset(before)


def viewer() -> Viewer:
    """Whoever is looking: an English reader in UTC until `look_as` says otherwise."""
    return _VIEWER.get() or Viewer()


def language() -> Language:
    """The viewer's language."""
    return viewer().language


def _(text: str) -> str:
    """An English text in the viewer's language."""
    return russian().gettext(text) if language() == "ru" else text


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that goes with a number, in the viewer's language.

    >>> ngettext("{count} day", "{count} days", 2).format(count=2)
    '2 days'
    """
    if language() == "ru":
        return russian().ngettext(one, many, count)
    return one if count == 1 else many


def N_(text: str) -> str:  # noqa: N802 (gettext's own name)
    """Mark a text of a constant: it is translated where it is shown."""
    return text


@cache
def russian() -> gettext.GNUTranslations:
    """All Russian texts."""
    whole = Catalog(locale="ru")
    for path in sorted(RUSSIAN.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="ru"):
                if message.id:
                    whole[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def moment_of(when: str | datetime | None) -> datetime | None:
    """A stored moment, in UTC; None where there is none or it is not one.

    >>> moment_of("2026-03-05T22:00:00Z").isoformat()
    '2026-03-05T22:00:00+00:00'
    """
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            return None
    if when is None:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def day(when: str | datetime | None) -> str:
    """A moment as a date in the viewer's zone.

    >>> day("2026-03-05T22:00:00+00:00")
    '5 Mar 2026'
    """
    return _written(when, "d MMM y")


def moment(when: str | datetime | None) -> str:
    """A moment with its time in the viewer's zone.

    >>> moment("2026-03-05T22:00:00+00:00")
    '5 Mar 2026, 22:00'
    """
    return _written(when, "d MMM y, HH:mm")


def _written(when: str | datetime | None, pattern: str) -> str:
    known = moment_of(when)
    if known is None:
        return _("date not known")
    there = viewer()
    return format_datetime(known, pattern, there.zone, locale=there.language)


def number(value: float, digits: int = 0) -> str:
    """A figure with the viewer's separators.

    >>> number(12500.4), number(0.736, 2)
    ('12,500', '0.74')
    """
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(round(value, digits) + 0.0, pattern, locale=language())


def money(amount: float | None, currency: str | None) -> str:
    """An amount rounded to whole units.

    >>> money(12500.4, "EUR"), money(None, "EUR")
    ('12,500 EUR', 'not known')
    """
    if amount is None:
        return _("not known")
    return f"{number(amount)} {currency or ''}".strip()
