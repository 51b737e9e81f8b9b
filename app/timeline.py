"""What is on record of one client, in its order and in words, marked where it is evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import pyarrow as pa

from app.viewer import N_, _, day, moment, ngettext, number
from app.words import SLIGHT, happened, title

Who = Literal["client", "us", "record"]
WHO: dict[Who, str] = {"client": N_("Client"), "us": N_("We"), "record": N_("On record")}
BY_DIRECTION: dict[str, Who] = {"inbound": "client", "outbound": "us", "internal": "record"}
#: Where whose doing it was is worth a word. A meeting that was held is nobody's alone.
DONE_BY = {
    ("meeting", each) for each in ("requested", "scheduled", "rescheduled", "cancelled", "missed")
} | {("task", each) for each in ("done", "moved", "withdrawn", "blocked")}
BY = {"client": N_("{what} by the client"), "us": N_("{what} by us")}
#: A complaint's party is whose fault it was, a task's is who has to do it.
FAULT = {"client": N_("the client's own fault"), "us": N_("our fault")}
FOR = {"client": N_("for the client to do"), "us": N_("for us to do")}
#: What an agreed or promised time means, by kind.
AGREED = {
    "invoice": N_("due {when}"),
    "task": N_("due {when}"),
    "delivery": N_("agreed for {when}"),
    "message": N_("promised for {when}"),
    "meeting": N_("for {when}"),
    "call": N_("for {when}"),
}
TO_THE_HOUR = ("meeting", "call")
NO_LONGER_AHEAD = ("held", "missed", "cancelled", "done", "withdrawn", "answered", "unanswered")
#: What is recorded later than this is said to be: only then could it count.
LATE_RECORD = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """A part of the explanation that an event is evidence for; ``weight`` in log-odds."""

    heuristic: str
    kind: str  # "flag", "strength" or "waiver"
    title: str
    weight: float


@dataclass(frozen=True)
class Event:
    """Something on record; ``at`` when it happened and ``known`` when it could count, both UTC.

    ``what`` says it in the viewer's language; ``text`` is what was written, as written. ``own``:
    of this engagement, not of another one of the client's.
    """

    interaction_id: str
    at: datetime
    known: datetime
    who: Who
    kind: str
    what: str
    channel: str | None
    text: str | None
    amount: float | None
    own: bool
    marks: tuple[Mark, ...] = ()


def events(rows: pa.Table, explanation: dict[str, Any]) -> list[Event]:
    """What is on record, oldest first, marked with the parts it is evidence for.

    ``rows``: interactions of one client (the contract's table). A part that hardly weighs
    (`app.words.SLIGHT`) marks nothing.
    """
    marks = evidence_marks(explanation)
    records = rows.to_pylist()
    by_id = {row["interaction_id"]: row for row in records}
    found = [
        Event(
            interaction_id=row["interaction_id"],
            at=row["occurred_at"],
            known=max(row["occurred_at"], row["recorded_at"] or row["occurred_at"]),
            who=_who(row),
            kind=row["kind"],
            what=told(row, by_id.get(row["refers_to"])),
            channel=row["channel"],
            text=row["text"] or None,
            amount=None if row["amount"] is None else float(row["amount"]),
            own=row["engagement_id"] == explanation["engagement_id"],
            marks=marks.get(row["interaction_id"], ()),
        )
        for row in records
    ]
    return sorted(found, key=lambda event: (event.at, event.interaction_id))


def evidence_marks(explanation: dict[str, Any]) -> dict[str, tuple[Mark, ...]]:
    """Interaction id -> what it is evidence for, the heaviest part first, each heuristic once."""
    marks: dict[str, dict[str, Mark]] = {}
    for part in sorted(explanation["parts"], key=lambda part: -abs(part["log_odds"])):
        name = part["heuristic"]
        if name is None or abs(part["log_odds"]) < SLIGHT:
            continue
        mark = Mark(name, part["kind"], title(name), float(part["log_odds"]))
        for each in part.get("evidence") or []:
            marks.setdefault(each["interaction_id"], {}).setdefault(name, mark)
    return {key: tuple(of.values()) for key, of in marks.items()}


def told(row: dict[str, Any], about: dict[str, Any] | None = None) -> str:
    """What an interaction was, in short words; ``about``: the one it refers to.

    >>> from data.contract import INTERACTIONS
    >>> blank = dict.fromkeys(INTERACTIONS.names)
    >>> told(blank | {"kind": "meeting", "status": "rescheduled", "direction": "inbound"})
    'Meeting moved by the client'
    >>> told(blank | {"kind": "complaint", "status": "open", "party": "us"})
    'Complaint raised, our fault'
    """
    kind, status, party = row["kind"], row["status"], row["party"]
    words = happened(kind, status)
    doer = party or {"inbound": "client", "outbound": "us"}.get(row["direction"])
    if (kind, status) in DONE_BY and doer in BY:
        words = _(BY[doer]).format(what=words)
    details = [
        _(FAULT[party]) if kind == "complaint" and party in FAULT else "",
        _(FOR[party]) if (kind, status) == ("task", "open") and party in FOR else "",
        _agreed(row),
        _came(row),
        _paid(row, about),
        _recorded_late(row),
    ]
    return ", ".join([words, *filter(None, details)])


def _who(row: dict[str, Any]) -> Who:
    if row["kind"] == "meeting" and row["party"] in ("client", "us"):
        found: Who = row["party"]
        return found
    return BY_DIRECTION.get(row["direction"], "record")


def _agreed(row: dict[str, Any]) -> str:
    when, kind = row["scheduled_for"], row["kind"]
    if when is None or kind not in AGREED or row["status"] in NO_LONGER_AHEAD:
        return ""
    return _(AGREED[kind]).format(when=moment(when) if kind in TO_THE_HOUR else day(when))


def _came(row: dict[str, Any]) -> str:
    invited, attended = row["invited"], row["attended"]
    if not invited or attended is None:
        return ""
    return _("{attended} of {invited} came").format(
        attended=number(attended), invited=number(invited)
    )


def _paid(row: dict[str, Any], invoice: dict[str, Any] | None) -> str:
    """How a payment stands to the due date, where the record says which invoice it pays."""
    if row["kind"] != "payment" or invoice is None or invoice["kind"] != "invoice":
        return ""
    due = invoice["scheduled_for"]
    if due is None:
        return ""
    late = (row["occurred_at"] - due).days if row["occurred_at"] >= due else 0
    early = (due - row["occurred_at"]).days
    if late >= 1:
        return ngettext("{count} day late", "{count} days late", late).format(count=number(late))
    if early >= 1:
        return ngettext(
            "{count} day before it was due", "{count} days before it was due", early
        ).format(count=number(early))
    return _("on time")


def _recorded_late(row: dict[str, Any]) -> str:
    recorded = row["recorded_at"]
    if recorded is None or recorded - row["occurred_at"] <= LATE_RECORD:
        return ""
    return _("recorded {when}").format(when=day(recorded))
