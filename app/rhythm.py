"""Clients who buy like clockwork: when each is due next, and a calendar of it.

The purchases and their rhythm are those of the heuristic "Buys like clockwork"
(`features.purchases`, `features.rhythm`); what is added here is what a calendar asks for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from app.viewer import N_
from data.rulings import plain_words

if TYPE_CHECKING:
    from app.asking import Histories

#: How a client stands, the ones to call first. Ids too; `_` translates them for a person.
STATES = (N_("Due now"), N_("Overdue"), N_("Due soon"), N_("Later"), N_("Lost"))
SOON = timedelta(days=30)
NINE_O_CLOCK = timedelta(hours=9)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Clockwork:
    """A client with a rhythm: what was bought when, and the window of the next purchase (UTC).

    ``bought``: moments and amounts (None: not named), oldest first; ``usual_days`` between two
    purchases; ``evenness`` of these gaps up to 1; ``open``: ids of what is under way already.
    """

    client_id: str
    segment: str | None
    owner: str | None
    bought: tuple[tuple[datetime, float | None], ...]
    usual_days: float
    evenness: float
    first: datetime
    last: datetime
    open: tuple[str, ...]

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Clockwork:
        """From a row of `rhythms`."""
        moments = {name: datetime.fromisoformat(plain[name]) for name in ("first", "last")}
        bought = [(datetime.fromisoformat(at), amount) for at, amount in plain["bought"]]
        return cls(**plain | moments | {"bought": tuple(bought), "open": tuple(plain["open"])})

    def state(self, now: datetime) -> str:
        """One of `STATES`: lost is who has missed a whole further turn."""
        if now > self.last + timedelta(days=self.usual_days):
            return "Lost"
        if now > self.last:
            return "Overdue"
        if now >= self.first:
            return "Due now"
        return "Due soon" if self.first - now <= SOON else "Later"

    @property
    def usual_amount(self) -> float | None:
        """The middle of what the purchases cost, as far as it is named."""
        named = sorted(amount for _, amount in self.bought if amount is not None)
        if not named:
            return None
        return (named[(len(named) - 1) // 2] + named[len(named) // 2]) / 2


def rhythms(histories: Histories, at: datetime) -> list[dict[str, Any]]:
    """Every client of the book who keeps a rhythm as of a moment (UTC): plain data."""
    from features.purchases import purchases
    from features.rhythm import rhythm
    from train.snapshots import still_open

    engagements = histories.engagements
    running = still_open(engagements, at)["engagement_id"].combine_chunks()
    latest: dict[str, dict[str, Any]] = {}
    under_way: dict[str, list[str]] = {}
    columns = ["engagement_id", "client_id", "opened_at", "segment", "owner"]
    facts = engagements.select(columns).append_column(
        "open", pc.is_in(engagements["engagement_id"], running)
    )
    for row in facts.sort_by(
        [("opened_at", "ascending"), ("engagement_id", "ascending")]
    ).to_pylist():
        latest[row["client_id"]] = row
        if row["open"]:
            under_way.setdefault(row["client_id"], []).append(row["engagement_id"])
    found = []
    for client, bought in purchases(histories.interactions, engagements, at).items():
        kept = rhythm([each.at for each in bought])
        if kept is not None:
            found.append(
                {
                    "client_id": client,
                    "segment": latest[client]["segment"],
                    "owner": latest[client]["owner"],
                    "bought": [[each.at.isoformat(), each.amount] for each in bought],
                    "usual_days": kept.usual_days,
                    "evenness": kept.evenness,
                    "first": kept.due.first.isoformat(),
                    "last": kept.due.last.isoformat(),
                    "open": under_way.get(client, []),
                }
            )
    return found


def by_state(clients: Iterable[Clockwork], now: datetime) -> list[Clockwork]:
    """The ones to call first; of each state the one whose window ends, or has ended, nearest."""
    return sorted(
        clients,
        key=lambda each: (STATES.index(each.state(now)), abs(each.last - now), each.client_id),
    )


def ahead(clients: Iterable[Clockwork], now: datetime) -> list[Clockwork]:
    """Those whose window has not ended: what a calendar is for."""
    return [each for each in clients if each.last >= now]


def shown_name(client_id: str) -> str:
    r"""A client's name for a calendar: one line, nothing unprintable, at most 200 characters.

    A backslash becomes a sign that looks like one, for readers take the two characters ``\N`` for
    a line break even where they were escaped.

    >>> shown_name("Smith\r\nATTENDEE:x\u202e & \\Nephew")
    'Smith ATTENDEE:x & ⧵Nephew'
    """
    return plain_words(client_id)[:LONGEST_NAME].replace("\\", "⧵")


def calendar(
    clients: Iterable[Clockwork],
    stamp: datetime,
    summary: Callable[[Clockwork], str],
    description: Callable[[Clockwork], str],
    *,
    name: str,
    zone: tzinfo = UTC,
    remind: bool = False,
) -> bytes:
    """An iCalendar file (RFC 5545) with one all-day event per window.

    ``stamp``: when the figures were made; ``name`` of the calendar; ``zone`` whose days are meant;
    ``remind``: at nine on the first day. The id of an event is the client's and the window's, so
    that importing twice makes no second event.
    """
    import icalendar

    whole = icalendar.Calendar()
    whole.add("prodid", "-//client risk//rhythm//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", shown_name(name))
    for each in clients:
        event = icalendar.Event()
        event.add("uid", _uid(each))
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("dtstart", each.first.astimezone(zone).date())
        event.add("dtend", each.last.astimezone(zone).date() + timedelta(days=1))  # exclusive
        event.add("summary", summary(each))
        event.add("description", description(each))
        event.add("transp", "TRANSPARENT")  # being due makes nobody busy
        if remind:
            event.add_component(_reminder(summary(each)))
        whole.add_component(event)
    return bytes(whole.to_ical())


def _reminder(words: str) -> Any:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", NINE_O_CLOCK)
    return alarm


def _uid(client: Clockwork) -> str:
    days = (f"{moment.astimezone(UTC):%Y%m%d}" for moment in (client.first, client.last))
    named = "\0".join((client.client_id, *days))
    return f"{hashlib.sha256(named.encode(errors='surrogatepass')).hexdigest()[:32]}@client-risk"
