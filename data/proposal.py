"""What a file's columns most likely are, and what only a person can tell of them.

A proposal is a choice for each column of the contract; `data.hand_mapping` makes a mapping of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from data.column_names import SCALES, column_for, plain, word_for
from data.contract import ENGAGEMENTS, INTERACTIONS, MONEY, STATUSES, TIME, Column
from data.parse import parse
from data.reading import Reading, as_text
from data.sources.raw import Raw

#: What a person maps, in the order asked; what tells the outcome is not asked for an open prospect.
MUSTS = ("occurred_at", "kind", "direction")
MAYS = (
    "text", "engagement_id", "client_id", "interaction_id", "status", "contact", "channel", "role",
    "party", "scheduled_for", "duration_minutes", "effort_hours", "amount",
)  # fmt: skip
OF_ENGAGEMENT = ("opened_at", "expected_value", "owner", "segment", "source", "industry")
ASKED = (*MUSTS, *MAYS, *OF_ENGAGEMENT)

COLUMNS: dict[str, Column] = {column.name: column for column in ENGAGEMENTS.columns}
COLUMNS |= {column.name: column for column in INTERACTIONS.columns}
SAMPLE = 500  # rows looked at for a proposal
MOST_WORDS = 30  # different words a column may have to be mapped word by word

_DATES = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d.%m.%y",
          "%d/%m/%y", "%m/%d/%y", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y")  # fmt: skip
_CLOCKS = ("", " %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
FORMATS = (None, *(date + clock for date in _DATES for clock in _CLOCKS), "unix_s", "unix_ms")
MARKS = ((".", None), (".", ","), (",", None), (",", "."), (",", " "), (",", "\u00a0"), (".", " "))


@dataclass(frozen=True)
class Chosen:
    """How one column of the contract is made: a column of the file, or one value for every row.

    ``words``: what the file's words stand for; ``status`` has them as "kind: word". ``readings``:
    other ways in which its values can be read as well, so that a person must choose.
    """

    column: str | None = None
    value: str | None = None
    reading: Reading = field(default_factory=Reading)
    words: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()


Choices = Mapping[str, Chosen]


def propose(raw: Raw, timezone: str) -> dict[str, Chosen]:
    """What the file's columns most likely are; what cannot be told is left open.

    ``timezone`` (IANA name) holds for times without one.
    """
    headings = list(raw.columns)
    found = {name: column_for(name, headings) for name in ASKED}
    found |= _not_twice(found)
    proposal = {
        name: chosen(raw, name, column, timezone)
        for name, column in found.items()
        if column is not None
    }
    kind = proposal.get("kind")
    if kind is None:
        proposal["kind"] = Chosen(value="message")
    elif not kind.words:
        proposal.pop("kind")
    direction = proposal.get("direction")
    if kind and (direction is None or not any(direction.words.values())):
        # HubSpot says both in one word: EMAIL and INCOMING_EMAIL.
        both = chosen(raw, "direction", kind.column or "", timezone)
        if any(both.words.values()):
            proposal["direction"] = both
    if "status" in proposal:
        proposal["status"] = with_status_words(raw, proposal)
    return proposal


def _not_twice(found: Mapping[str, str | None]) -> dict[str, str | None]:
    """A column is one thing: the first that asked for it keeps it, but a kind may tell more."""
    taken: set[str] = set()
    left: dict[str, str | None] = {}
    for name in ASKED:
        column = found[name]
        if column in taken and name not in ("direction", "status"):
            left[name] = None
        elif column is not None:
            taken.add(column)
    return left


def chosen(raw: Raw, name: str, column: str, timezone: str) -> Chosen:
    """One column of the file for one of ours, with the words and the form its values have."""
    target = COLUMNS[name]
    if name == "status":
        return Chosen(column)
    if target.words:
        words = distinct(raw, column)
        return Chosen(column, words={word: word_for(name, word) or "" for word in words})
    readings = fitting(target, raw.columns[column].slice(0, SAMPLE), timezone)
    scale = SCALES.get(plain(column)) if name == "duration_minutes" else None
    first = replace(readings[0], timezone=None, scale=scale) if readings else Reading(scale=scale)
    others = tuple(replace(each, timezone=None, scale=scale) for each in readings[1:])
    return Chosen(column, reading=first, readings=others)


def distinct(raw: Raw, column: str) -> list[str]:
    """The different words of a column, none where there are too many to be words of a kind."""
    words = as_text(raw.columns[column]).unique().drop_null().to_pylist()
    return sorted(words) if len(words) <= MOST_WORDS else []


def with_status_words(raw: Raw, choices: Choices) -> Chosen:
    """The status column with what each of its words stands for, by kind of row."""
    status, kind = choices["status"], choices["kind"] if "kind" in choices else Chosen()
    written = as_text(raw.columns[status.column or ""]).to_pylist()
    kinds = as_text(raw.columns[kind.column]).to_pylist() if kind.column else [""] * raw.rows
    pairs = {
        (kind.words.get(word or "", "") if kind.column else kind.value or "", said)
        for word, said in zip(kinds, written, strict=True)
        if said
    }
    pairs = {(of, said) for of, said in pairs if of in STATUSES}
    if len(pairs) > 2 * MOST_WORDS:
        return replace(status, words={})
    words = {f"{of}: {said}": word_for("status", said, of) or "" for of, said in sorted(pairs)}
    return replace(status, words=words)


def fitting(target: Column, values: pa.Array, timezone: str) -> list[Reading]:
    """The ways to read a column that fit most of its values and say different things.

    More than one: only a person can tell which (3/4/2026; 1,234).

    >>> days = pa.array(["3/4/2026", "5/4/2026"])
    >>> [reading.format for reading in fitting(COLUMNS["occurred_at"], days, "UTC")]
    ['%d/%m/%Y', '%m/%d/%Y']
    """
    if target.type == TIME:
        candidates = [Reading(format=each, timezone=timezone) for each in FORMATS]
    elif target.type in (MONEY, pa.float64(), pa.int64()):
        candidates = [Reading(decimal=point, thousands=part) for point, part in MARKS]
    else:
        return []
    values = as_text(values).drop_null().unique()
    best: list[tuple[Reading, list[Any]]] = []
    most = 0
    for reading in candidates if len(values) else ():
        read, faults = parse(target, values, reading)
        fits = len(values) - len(faults)
        if fits > most:
            best, most = [], fits
        if fits == most and fits and read.to_pylist() not in [same for _, same in best]:
            best.append((reading, read.to_pylist()))
    return [reading for reading, _ in best]


def unsettled(choices: Choices) -> list[str]:
    """What still must be chosen before anything can be read, in the order asked."""
    names = [name for name in MUSTS if name not in choices or not _says(name, choices[name])]
    return names + [name for name in ASKED if name in choices and choices[name].readings]


def _says(name: str, choice: Chosen) -> bool:
    worded = bool(COLUMNS[name].words) and choice.column is not None
    return any(choice.words.values()) if worded else bool(choice.value or choice.column)
