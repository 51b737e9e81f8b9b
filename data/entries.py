"""What people say about engagements: gut calls, outcomes, overrides. Plain data, no database."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from data.errors import DataRefused, UsageError
from data.rulings import plain_words

LONGEST_TEXT, LONGEST_NAME, LONGEST_ID = 2000, 200, 1000
HOURS_OF_A_WEEK = 7 * 24
MOST_MONEY = Decimal(10) ** 14  # what the contract's amounts hold


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something a person said, with what the model said at that moment; moments are UTC.

    ``id`` is unique; ``as_of`` is the moment the model's figures stand for. None: the model showed
    no such figure. ``withdrawn_at``: when it was taken back, which deletes nothing.
    """

    id: str
    at: datetime
    by: str
    engagement_id: str
    as_of: datetime | None = None
    model_chance: float | None = None
    model_verdict: str | None = None
    model_version: str | None = None
    cut_off: float | None = None
    base_rate: float | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class GutCall(Entry):
    """A person's own chance that it pays off; None: the score was asked for without one.

    ``shown``: the score was on the screen already, so that it is no gut call any more.
    """

    chance: float | None
    shown: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordedOutcome(Entry):
    """How an engagement ended, as a person says; ``closed_at`` None: when it was recorded."""

    paid_off: bool
    revenue: Decimal | None = None
    closed_at: datetime | None = None
    reason: str = ""

    @property
    def ended(self) -> datetime:
        """When the engagement ended (UTC)."""
        return self.closed_at or self.at


@dataclass(frozen=True, kw_only=True)
class Override(Entry):
    """A person's verdict against the model's: a decision with a reason, never a label."""

    verdict: str
    reason: str


@dataclass(frozen=True)
class Preferences:
    """What a person wishes; None: nothing said."""

    gut_first: bool = False  # note a gut call before the score is shown
    hours_per_week: float | None = None
    language: str | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        """Refuse hours that no week has, with `UsageError`."""
        if self.hours_per_week is not None and not 0 <= self.hours_per_week <= HOURS_OF_A_WEEK:
            raise UsageError("no week has these hours", next_step="say a number from 0 to 168")


Said = TypeVar("Said", bound=Entry)


def latest(entries: Iterable[Said]) -> dict[str, Said]:
    """The last of each engagement, by its id, of entries that are oldest first."""
    return {each.engagement_id: each for each in entries}


def latest_of_each(entries: Iterable[Said]) -> dict[tuple[str, str], Said]:
    """The last of each person and engagement, of entries that are oldest first."""
    return {(each.by, each.engagement_id): each for each in entries}


def person(by: str) -> str:
    """Who speaks, on one line. Raises `UsageError` where nobody is named."""
    who = one_line(by, LONGEST_NAME)
    if not who:
        raise UsageError("nobody is named", next_step="say who you are")
    return who


def one_line(text: str, most: int = LONGEST_TEXT) -> str:
    r"""A text on one line, without what steers a terminal, cut where it goes on for ever.

    >>> one_line("  They paid\n\x07 at once ", most=9)
    'They paid'
    """
    return plain_words(text)[:most]


def engagement(engagement_id: str) -> str:
    """An id exactly as the book has it. Raises `DataRefused` where a database cannot hold it."""
    if not 0 < len(engagement_id) <= LONGEST_ID or "\0" in engagement_id:
        raise DataRefused(
            f"the engagement's id is empty, longer than {LONGEST_ID:,} signs or holds a sign that "
            "no database keeps",
            next_step="give it a shorter one where it comes from",
        )
    return engagement_id


def share(value: float | None, name: str) -> float | None:
    """A share, or nothing. Raises `UsageError` for what lies outside of 0 to 1."""
    if value is None:
        return None
    if not 0 <= value <= 1:  # not a number neither
        raise UsageError(f"{name} is no share", next_step="say it between 0 and 1")
    return float(value)


def in_utc(moment: datetime) -> datetime:
    """In UTC. Raises `UsageError` for a moment without its zone."""
    if moment.tzinfo is None:
        raise UsageError("a moment names no time zone", next_step="give it with one")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise UsageError("a moment lies outside of time", next_step="give another") from None


def money(amount: Decimal | float | None) -> Decimal | None:
    """An exact amount with four decimals. Raises `UsageError` for what is none.

    >>> money(0.1), money(None)
    (Decimal('0.1000'), None)
    """
    if amount is None:
        return None
    try:
        exact = Decimal(str(amount)).quantize(Decimal("0.0001"))
    except InvalidOperation:
        exact = Decimal("nan")
    if not math.isfinite(exact) or abs(exact) >= MOST_MONEY:
        raise UsageError("the revenue is no amount", next_step="write it as 1200.50")
    return exact
