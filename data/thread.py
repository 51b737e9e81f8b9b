"""A pasted thread of mails or of a chat, into its messages: who wrote, when, and what.

Nothing in it is executed, followed or fetched. What cannot be told is told so, message by message.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from data.errors import DataRefused
from data.thread_marks import Mark, Sender, mark_at
from data.written_times import Written, date_order, read_written

LONGEST = 1_000_000  # characters of one thread
MOST = 5_000  # messages of one thread
#: A quotation tells the time by its writer's clock, which may be a day away from ours.
SAME_MESSAGE = timedelta(hours=26)

_QUOTED = re.compile(r"(?:[>|]\s?)+")
_ANSWERS = re.compile(
    r"(?:(?:re|fw|fwd|aw|отв|ответ|на|пер|пересл)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)


@dataclass(frozen=True)
class Message:
    """One message: ``text`` without what it quotes; ``written`` is its time as it stands there."""

    sender: Sender
    time: Written
    text: str
    subject: str = ""
    written: str = ""
    chat: bool = False

    @property
    def moment(self) -> datetime | None:
        """When it was written (UTC), as far as it can be told."""
        return self.time.moment


@dataclass(frozen=True)
class Thread:
    """The messages of a thread, oldest first, those without a moment last.

    ``repeated``: messages that stood there more than once, as quotations do, and were taken once.
    ``unsigned``: quoted lines of which nothing says who wrote them; they are left out.
    """

    messages: tuple[Message, ...]
    repeated: int = 0
    unsigned: int = 0
    notes: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether somebody must say if the day or the month comes first."""
        return any(each.time.why == "ambiguous" for each in self.messages)

    @property
    def senders(self) -> dict[Sender, int]:
        """Everybody who is named, with the number of their messages, most first."""
        counts: dict[Sender, int] = defaultdict(int)
        for each in self.messages:
            if each.sender.shown:
                counts[each.sender] += 1
        return dict(sorted(counts.items(), key=lambda one: -one[1]))


@dataclass
class _Piece:
    """A message while its lines are gathered; ``signed`` is False for quotations without author."""

    mark: Mark
    lines: list[str] = field(default_factory=list)
    signed: bool = True


def read_thread(
    text: str, zone: tzinfo, day_first: bool | None = None, top: Message | None = None
) -> Thread:
    """Read a thread, newest or oldest first, English and Russian marks mixed freely.

    ``zone`` holds for times that name none; ``day_first`` decides dates such as 3/4/2026, which
    otherwise leave their messages without a moment. ``top``: who wrote what stands before the first
    mark, where a mail file says it. Raises DataRefused when there is nothing to read, or too much.

    >>> from datetime import UTC
    >>> thread = read_thread("Yes.\\nOn 2 Mar 2026 at 10:12, Ann <a@b.org> wrote:\\n> Now?", UTC)
    >>> [(each.sender.name, each.time.why, each.text) for each in thread.messages]
    [('Ann', None, 'Now?'), ('', 'unreadable', 'Yes.')]
    """
    if not text.strip():
        raise DataRefused("there is nothing to read", next_step="paste the mails or the chat")
    refuse_length(len(text))
    if "\0" in text:
        raise DataRefused("this is no text", next_step="paste the words, or upload the mail itself")
    pieces, unsigned = _pieces(text)
    order = day_first
    if order is None:
        order = date_order(piece.mark.when for piece in pieces)
    messages = [_message(piece, zone, order) for piece in pieces]
    if top is not None:
        messages[0] = replace(top, text=messages[0].text)
    messages = [each for each in messages if each.text or each.sender.shown]
    if not messages:
        raise DataRefused("there is no message in it", next_step="paste the mails or the chat")
    return gathered(messages, unsigned)


def refuse_length(characters: int) -> None:
    """Raise DataRefused for a thread that is too long."""
    if characters > LONGEST:
        raise DataRefused(
            f"the thread has {characters:,} characters, more than {LONGEST:,}",
            next_step="take its last months, or import it as a table",
        )


def gathered(messages: Iterable[Message], unsigned: int = 0, notes: tuple[str, ...] = ()) -> Thread:
    """Messages as one thread: each once, the oldest first. Raises DataRefused for too many."""
    whole = _named(list(messages))
    if len(whole) > MOST:
        raise DataRefused(
            f"the thread has {len(whole):,} messages, more than {MOST:,}",
            next_step="take its last months, or import it as a table",
        )
    kept = _once(whole)
    kept.sort(key=lambda each: (each.moment is None, each.moment.timestamp() if each.moment else 0))
    return Thread(tuple(kept), len(whole) - len(kept), unsigned, notes)


def subject_of(subject: str) -> str:
    """A subject without what programs put before it when one answers.

    >>> subject_of("Re: FW: Ответ: The roof")
    'The roof'
    """
    return _ANSWERS.sub("", subject.strip(), count=1).strip()


def _pieces(text: str) -> tuple[list[_Piece], int]:
    """The thread cut at its marks; every line belongs to who wrote at that depth of quotation."""
    lines = [_depth(line) for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))]
    pieces = [_Piece(Mark(Sender(), "", 0))]
    owners: dict[int, _Piece] = {0: pieces[0]}
    at = unsigned = 0
    while at < len(lines):
        depth, line = lines[at]
        mark = mark_at(lines, at)
        if mark is None:
            owner = owners.get(depth)
            if owner is None:
                unsigned += bool(line.strip())
            else:
                owner.lines.append(line)
            at += 1
            continue
        at += mark.lines
        piece = _Piece(mark, [mark.words] if mark.words else [])
        pieces.append(piece)
        within = depth if mark.chat else _depth_of_words(lines, at, depth)
        owners = {each: owner for each, owner in owners.items() if each < within}
        owners[within] = piece
    return pieces, unsigned


def _depth(line: str) -> tuple[int, str]:
    match = _QUOTED.match(line)
    if match is None:
        return 0, line
    marks = match[0].count(">") + match[0].count("|")
    return marks, line[match.end() :]


def _depth_of_words(lines: list[tuple[int, str]], at: int, depth: int) -> int:
    """A quoted message stands one deeper than its mark; some programs do not indent it."""
    for deeper, line in lines[at : at + 50]:
        if line.strip():
            return depth + 1 if deeper > depth else depth
    return depth


def _message(piece: _Piece, zone: tzinfo, day_first: bool | None) -> Message:
    mark = piece.mark
    time = read_written(mark.when, zone, day_first)
    text = "\n".join(line.rstrip() for line in piece.lines).strip()
    return Message(mark.sender, time, text, mark.subject, mark.when.strip(), mark.chat)


def _named(messages: list[Message]) -> list[Message]:
    """One person, one sender: a name seen with one address only has that address everywhere."""
    addresses: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for each in messages:
        sender = each.sender
        if sender.name and sender.address:
            addresses[sender.name.casefold()].add(sender.address)
        if sender.address and (sender.name or sender.address not in names):
            names.setdefault(sender.address, sender.name)
            names[sender.address] = names[sender.address] or sender.name

    def whole(sender: Sender) -> Sender:
        known = addresses.get(sender.name.casefold(), set()) if sender.name else set()
        address = sender.address or (next(iter(known)) if len(known) == 1 else "")
        return Sender(names.get(address, sender.name), address)

    return [replace(each, sender=whole(each.sender)) for each in messages]


def _once(messages: list[Message]) -> list[Message]:
    """Without the copies: the same words of the same sender within about a day, or on no day."""
    kept: list[Message] = []
    places: dict[tuple[Sender, str], list[int]] = defaultdict(list)
    for each in messages:
        key = (each.sender, " ".join(each.text.split()).casefold())
        copy_of = next((at for at in places[key] if _copies(kept[at], each)), None)
        if copy_of is None or not each.sender.shown:
            places[key].append(len(kept))
            kept.append(each)
        elif _worth(each) > _worth(kept[copy_of]):
            kept[copy_of] = each
    return kept


def _copies(one: Message, other: Message) -> bool:
    if one.chat or other.chat:
        return one.moment == other.moment  # who says "ok" twice a day has said it twice
    if one.moment is None or other.moment is None:
        return True
    return abs(one.moment - other.moment) < SAME_MESSAGE


def _worth(message: Message) -> int:
    """A moment with its own zone tells more than one without, and that more than none."""
    return 0 if message.moment is None else 2 if message.time.zoned else 1
