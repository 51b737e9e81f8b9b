"""What is kept beside a person's word on a prospect, and what was said of it before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from app.prospects import Prospect
from app.viewer import _, day, moment, moment_of, money, percent, viewer
from data.entries import Entry, GutCall, Override, RecordedOutcome
from data.logbook import Logbook


def of_the_model(header: dict[str, Any], prospect: Prospect) -> dict[str, Any]:
    """What the model says of a prospect now: kept with every entry, so that both compare fairly."""
    return {
        "as_of": moment_of(header["as_of"]),
        "model_chance": prospect.chance,
        "model_verdict": prospect.verdict,
        "model_version": header["model_version"],
        "cut_off": prospect.cut_off,
        "base_rate": header["base_rate"],
    }


def owed(noted: Iterable[GutCall], by: str, engagements: Iterable[str]) -> set[str]:
    """The engagements on which a person has neither made a call nor asked for the score.

    ``noted``: calls taken back too, for the score has been seen since.
    """
    seen = {each.engagement_id for each in noted if each.by == by}
    return set(engagements) - seen


def closing_moment(ended: date, now: datetime) -> datetime:
    """When an engagement ended of which only the day is told: at its end in the viewer's zone.

    A gut call of the same morning was made before. Never later than ``now`` (UTC).

    >>> closing_moment(date(2026, 3, 5), datetime(2026, 3, 9, tzinfo=UTC)).isoformat()
    '2026-03-05T23:59:59+00:00'
    """
    last = datetime.combine(ended, time(23, 59, 59), viewer().zone)
    return min(last.astimezone(UTC), now)


@dataclass(frozen=True)
class Before:
    """Something said before, in the viewer's language; ``by`` and ``text`` are people's words.

    ``private``: only who said it may take it back.
    """

    id: str
    by: str
    when: str
    private: bool
    what: str
    text: str


def said_before(logbook: Logbook, engagement_id: str, currency: str | None) -> list[Before]:
    """What stands on record of an engagement, newest first. Raises `DataRefused`."""
    entries: list[Entry] = [*logbook.outcomes(), *logbook.overrides(), *logbook.gut_calls()]
    mine = [each for each in entries if each.engagement_id == engagement_id]
    return [
        Before(each.id, each.by, moment(each.at), isinstance(each, GutCall), *told)
        for each in sorted(mine, key=lambda each: each.at, reverse=True)
        if (told := _told(each, currency))
    ]


def _told(each: Entry, currency: str | None) -> tuple[str, str] | None:
    if isinstance(each, RecordedOutcome):
        how = _("It paid off") if each.paid_off else _("It did not pay off")
        if each.revenue is not None:
            how += f" · {money(float(each.revenue), currency)}"
        return f"{how} · {day(each.ended)}", each.reason
    if isinstance(each, Override):
        return _("Overridden: {verdict}").format(verdict=_(each.verdict)), each.reason
    if isinstance(each, GutCall) and each.chance is not None:
        told = _("Gut call: {chance}").format(chance=percent(each.chance))
        return told, each.note
    return None
