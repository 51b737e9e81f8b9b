"""What moved the chance of an engagement, and which verdicts stood when, read from its replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from app.timeline import Event
from app.viewer import N_, _, moment_of
from app.words import title, verdict

if TYPE_CHECKING:  # a replay is made with the model's libraries, and read without them
    from app.replay import Change, Moment, Replay

#: How a part moved, by its kind: down, up.
MOVED = {
    "flag": (N_("“{title}” speaks more against it"), N_("“{title}” speaks less against it")),
    "strength": (N_("“{title}” speaks less for it"), N_("“{title}” speaks more for it")),
    "waiver": (N_("“{title}” waives less"), N_("“{title}” waives more")),
    "other": (N_("“{title}” speaks more against it"), N_("“{title}” speaks more for it")),
}
#: A chance that moved by less than two points did not move to a person.
MOVED_FROM = 0.02
MOST_MOVES = 5


@dataclass(frozen=True)
class Move:
    """A change of the chance between two moments of a replay, and what was new in between.

    ``reason``: the part that moved most and its way, in words; empty where none stands out.
    """

    at: datetime
    before: float
    after: float
    reason: str
    news: tuple[Event, ...]


@dataclass(frozen=True)
class Stretch:
    """From when until when a replay gave the same verdict (of `app.words.VERDICTS`), UTC."""

    begin: datetime
    end: datetime
    verdict: str


def moves(replayed: Replay, on_record: list[Event]) -> list[Move]:
    """The biggest moves of the chance, in the order of their dates; at most `MOST_MOVES`.

    Between moments of which one has too little on record for a number, there is no move.
    """
    found = [
        Move(
            at=_moment(after),
            before=before.chance,
            after=after.chance,
            reason=_reason(after.change) if after.change else "",
            news=_news(on_record, before, after),
        )
        for before, after in pairwise(replayed.moments)
        if told_chance(before) and told_chance(after)
        if abs(after.chance - before.chance) >= MOVED_FROM
    ]
    biggest = sorted(found, key=lambda move: -abs(move.after - move.before))[:MOST_MOVES]
    return sorted(biggest, key=lambda move: move.at)


def _news(on_record: list[Event], before: Moment, after: Moment) -> tuple[Event, ...]:
    """What came to be known between two moments, evidence of the part that moved first."""
    part = after.change.heuristic if after.change else None
    new = [event for event in on_record if _moment(before) < event.known <= _moment(after)]
    return tuple(sorted(new, key=lambda event: all(part != m.heuristic for m in event.marks)))


def _reason(change: Change) -> str:
    """Which part moved, and which way: a rule may come to speak less against a client."""
    more = change.log_odds > 0
    return _(MOVED.get(change.kind, MOVED["other"])[more]).format(title=title(change.heuristic))


def stretches(replayed: Replay) -> list[Stretch]:
    """The verdicts in their order, each from when until when it stood."""
    found: list[Stretch] = []
    for each, after in pairwise([*replayed.moments, replayed.moments[-1]]):
        words = verdict({"verdict": each.verdict, "why": each.why})
        begin, end = _moment(each), _moment(after)
        if found and found[-1].verdict == words:
            begin = found.pop().begin
        found.append(Stretch(begin, end, words))
    return found


def told_chance(each: Moment) -> bool:
    """Whether there is enough on record at a moment for its chance to be shown."""
    return verdict({"verdict": each.verdict, "why": each.why}) != "No verdict"


def _moment(each: Moment) -> datetime:
    found = moment_of(each.as_of)
    assert found is not None, "a replay's moments are ISO 8601"
    return found
