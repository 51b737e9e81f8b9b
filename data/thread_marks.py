"""Where a message begins in a pasted thread: the marks that mail and chat programs leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from data.written_times import folded, read_written

LONGEST_MARK = 400  # characters; a longer line is somebody's text
MOST_RECIPIENTS = 3  # fields of recipients in one block: to, copies, hidden copies
#: Lines as (depth of quotation, the line without its quotation marks).
Lines = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Sender:
    """Who wrote a message, as far as the thread says; both empty: nobody is named."""

    name: str = ""
    address: str = ""

    @property
    def shown(self) -> str:
        """Name and address as one would write them.

        >>> Sender("Ann", "ann@b.org").shown, Sender("", "ann@b.org").shown
        ('Ann <ann@b.org>', 'ann@b.org')
        """
        if self.name and self.address:
            return f"{self.name} <{self.address}>"
        return self.name or self.address


@dataclass(frozen=True)
class Mark:
    """The beginning of a message: ``lines`` of the text it takes, ``words`` that stand on it."""

    sender: Sender
    when: str
    lines: int
    subject: str = ""
    words: str = ""
    chat: bool = False


_FIELDS = {
    "from": "from", "от": "from", "от кого": "from", "отправитель": "from",
    "date": "date", "sent": "date", "дата": "date", "отправлено": "date", "дата отправки": "date",
    "to": "to", "cc": "to", "bcc": "to", "reply-to": "to", "кому": "to", "копия": "to",
    "скрытая копия": "to", "получатель": "to",
    "subject": "subject", "тема": "subject",
    "importance": "other", "важность": "other", "attachments": "other", "вложения": "other",
}  # fmt: skip
_FIELD = re.compile(r"\*{0,2}([^\W\d_][\w -]{1,15}?)\s?:\*{0,2}(?:\s+(.*))?$")
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:@]{1,64}@[^\s<>\[\]()\"',;:@]{1,190}")
_WROTE = re.compile(r"[\s,]*(?:wrote|writes|написал(?:а|\(а\))?|пишет|писал(?:а|\(а\))?)\s*:$")
_WROTE_ON = re.compile(
    r"(.{1,120}?)\s(?:wrote on|wrote at|писал(?:а|\(а\))?|написал(?:а|\(а\))?)\s(.{6,60}):$"
)
_CLOCK_END = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[APap]\.?[Mm]\b\.?)?(?:\s?(?:(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?|UTC|GMT)\b)?"
    r"(?:\s?\((?:UTC|GMT)[^()]{0,8}\))?"
)
_BEGINS_TIME = re.compile(
    r"(?:on\s|\d|(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|поне|втор|четв|пятн|субб|воск))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"[-_=*\s]*(?:original message|forwarded message|begin forwarded message|исходное сообщение"
    r"|пересылаемое сообщение|пересланное сообщение|начало пересылаемого сообщения"
    r"|перенаправленное сообщение|конец пересылаемого сообщения)\s*:?[-_=*\s]*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_-]{8,}\s*$")
_BRACKET_CHAT = re.compile(r"\[([^\[\]]{6,40})\]\s?([^:\[\]]{1,80}):(?:\s(.*))?$", re.DOTALL)
_DASH_CHAT = re.compile(
    r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[APap]\.?[Mm]\.?)?)\s[-–]\s(.*)$"
)
_NAME_CHAT = re.compile(r"([^\[\]:]{1,80}),\s\[([^\[\]]{6,40})\]:?\s*$")
_TO_LINE = re.compile(r"(?:to|кому)\b:?\s.{1,200}$", re.IGNORECASE)


def sender_of(written: str) -> Sender:
    """Name and address of a sender as a mail program writes them.

    >>> sender_of('"Lee, Ann" <ANN@b.org>'), sender_of("Анна")
    (Sender(name='Lee, Ann', address='ann@b.org'), Sender(name='Анна', address=''))
    """
    written = " ".join(written[:LONGEST_MARK].split())
    found = _ADDRESS.search(written)
    if found is None:
        return Sender(written.strip(" \"'<>[]:,;*"))
    name = re.split(r"[<\[(]", written[: found.start()], maxsplit=1)[0].strip(" \"'<>[]:,;*")
    return Sender(name.removesuffix("mailto").strip(), found[0].lower())


def mark_at(lines: Lines, at: int) -> Mark | None:
    """The mark that begins on this line, None where it is somebody's text."""
    line = lines[at][1].strip()
    if not line or len(line) > LONGEST_MARK:
        return None
    return (
        _separated(lines, at)
        or _fields(lines, at)
        or _chat(line)
        or _attribution(lines, at)
        or _person(lines, at)
    )


def _is_time(text: str) -> bool:
    return read_written(text, UTC).why != "unreadable"


def _separated(lines: Lines, at: int) -> Mark | None:
    line = lines[at][1].strip()
    worded = bool(_SEPARATOR.match(line))
    if not worded and not _RULE.match(line):
        return None
    after = at + 1
    while after < min(at + 4, len(lines)) and not lines[after][1].strip():
        after += 1
    block = _fields(lines, after) if after < len(lines) else None
    if block is not None:
        return Mark(block.sender, block.when, after - at + block.lines, block.subject)
    return Mark(Sender(), "", 1) if worded else None


def _fields(lines: Lines, at: int) -> Mark | None:
    """A block such as From, Sent, To, Subject on lines of their own."""
    found: dict[str, str] = {}
    place, last, depth, recipients = at, "", lines[at][0], 0
    while place < len(lines) and place - at < 30 and lines[place][0] == depth:
        line = lines[place][1]
        field = _FIELD.match(line.strip()) if len(line) <= LONGEST_MARK * 5 else None
        kind = _FIELDS.get(folded(field[1])) if field else None
        if field and kind:
            if kind in found and (kind != "to" or recipients > MOST_RECIPIENTS):
                break  # another block begins, or it is none
            recipients += kind == "to"
            found.setdefault(kind, (field[2] or "").strip(" *"))
            last = kind
        elif last == "to" and line.strip() and ("@" in line or line[:1].isspace()):
            pass  # a long list of recipients goes on
        elif last == "subject" and line[:1].isspace() and line.strip():
            found["subject"] += " " + line.strip()
        else:
            break
        place += 1
    if "from" not in found or len(found) < 2 or not sender_of(found["from"]).shown:
        return None
    if "date" in found or len(found) > 2 or sender_of(found["from"]).address:
        subject = found.get("subject", "")
        return Mark(sender_of(found["from"]), found.get("date", ""), place - at, subject)
    return None


def _chat(line: str) -> Mark | None:
    line = line.lstrip("\u200e\u200f\ufeff")
    if (match := _BRACKET_CHAT.match(line)) and _is_time(match[1]):
        return Mark(sender_of(match[2]), match[1], 1, words=match[3] or "", chat=True)
    if (match := _NAME_CHAT.match(line)) and _is_time(match[2]):
        return Mark(sender_of(match[1]), match[2], 1, chat=True)
    if (match := _DASH_CHAT.match(line)) and _is_time(match[1]):
        who, colon, words = match[2].partition(":")
        if colon and 0 < len(who.strip()) <= 80:
            return Mark(sender_of(who), match[1], 1, words=words.strip(), chat=True)
        # What the chat program itself notes has no sender.
        return Mark(Sender(), match[1], 1, words=match[2], chat=True)
    return None


def _attribution(lines: Lines, at: int) -> Mark | None:
    """A line such as "On 3 Mar 2026 at 10:12, Ann <a@b.org> wrote:", or up to three of them."""
    depth, joined = lines[at][0], ""
    for taken in range(1, 4):
        if at + taken > len(lines) or (taken > 1 and lines[at + taken - 1][0] != depth):
            return None
        joined = f"{joined} {lines[at + taken - 1][1].strip()}".strip()
        if len(joined) > LONGEST_MARK:
            return None
        if joined.endswith(":"):
            return _attributed(joined, taken)
        if not _BEGINS_TIME.match(joined):
            return None
    return None


def _attributed(joined: str, taken: int) -> Mark | None:
    reversed_order = _WROTE_ON.match(joined)
    if reversed_order and _is_time(reversed_order[2]):
        return Mark(sender_of(reversed_order[1]), reversed_order[2], taken)
    if not _BEGINS_TIME.match(joined):
        return None
    wrote = _WROTE.search(joined)
    body = joined[: wrote.start()] if wrote else joined[:-1]
    clock = _CLOCK_END.search(body)
    if clock is None:
        return None
    when = re.sub(r"^on\s+", "", body[: clock.end()], flags=re.IGNORECASE)
    who = sender_of(re.sub(r"^[\s,]*(?:от\s|by\s|from\s)?", "", body[clock.end() :]))
    if not who.shown or not (wrote or who.address) or not _is_time(when):
        return None
    return Mark(who, when, taken)


def _person(lines: Lines, at: int) -> Mark | None:
    """A line "Ann <a@b.org>" with the time behind or below it, as a mail page shows it."""
    line = lines[at][1].strip()
    name, bracket, behind = line.rpartition(">")
    if not bracket or not _ADDRESS.search(name) or not name[:1].strip(" <"):
        return None
    taken, when = 1, behind.strip()
    if not when and at + 1 < len(lines):
        taken, when = 2, lines[at + 1][1].strip()
    when = re.sub(r"\([^)]{0,40}\)\s*$", "", when).strip()
    if not when or not _is_time(when):
        return None
    if at + taken < len(lines) and _TO_LINE.match(lines[at + taken][1].strip()):
        taken += 1
    return Mark(sender_of(line[: len(name) + 1]), when, taken)
