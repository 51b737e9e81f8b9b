"""Outcomes that people recorded, put into a book: what the next training learns from.

Overrides and gut calls are opinions and stay out: only how an engagement ended is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book, content_digest
from data.contract import ENGAGEMENTS
from data.entries import RecordedOutcome, latest
from data.logbook import Logbook
from data.outcome import outcomes


@dataclass(frozen=True)
class Told:
    """What became of the recorded outcomes, the last one of each engagement, counted."""

    used: int = 0
    agreed: int = 0
    disagreed: int = 0
    unknown: int = 0
    impossible: int = 0

    @property
    def line(self) -> str | None:
        """One line for the person; None where nobody recorded anything.

        >>> Told(used=3, disagreed=1).line
        '4 outcomes recorded by people: 3 used, 1 against the book, which wins'
        """
        counted = {
            "used": self.used,
            "known to the book already": self.agreed,
            "against the book, which wins": self.disagreed,
            "of engagements that the book does not know": self.unknown,
            "before the engagement began": self.impossible,
        }
        number = sum(counted.values())
        if not number:
            return None
        parts = ", ".join(f"{each:,} {words}" for words, each in counted.items() if each)
        return f"{number:,} outcome{'s' * (number != 1)} recorded by people: {parts}"


def open_recorded(path: str | Path) -> tuple[Book, Told]:
    """A stored book as a model learns from it and is judged on it: `with_recorded` of its logbook.

    Raises `DataRefused` where either cannot be read: learning from less would go unnoticed.
    """
    return with_recorded(Book.open(path), Logbook.open(path))


def with_recorded(book: Book, logbook: Logbook) -> tuple[Book, Told]:
    """The book with what people recorded of its open engagements, and what became of it.

    An engagement ends when it is said to have ended, but no later than the book's newest moment:
    what happened since is not in it, and would be read as the client's silence. Where the book
    itself knows an outcome, the book wins. The digest follows the content. Raises `DataRefused`
    where the logbook cannot be read.
    """
    said = latest(logbook.outcomes())
    if not said or not book.interactions.num_rows:
        return book, Told(unknown=len(said))
    engagements, told = closed_by_people(book, said)
    if not told.used:
        return book, told
    digest = content_digest(book.interactions, engagements, book.currency, book.hourly_cost)
    return replace(book, engagements=engagements, digest=digest), told


def closed_by_people(book: Book, said: Mapping[str, RecordedOutcome]) -> tuple[pa.Table, Told]:
    """The book's engagements with outcomes by engagement id, and what became of each."""
    ids = pa.array(list(said), pa.string())
    place = pc.index_in(ids, book.engagements["engagement_id"].combine_chunks())
    known = outcomes(book.interactions, book.engagements, book.hourly_cost)
    counted: dict[str, int] = {"unknown": place.null_count}
    rows: dict[int, dict[str, Any]] = {}
    for engagement, row in zip(said, place.to_pylist(), strict=True):
        if row is None:
            continue
        stood = book.engagements.slice(row, 1).to_pylist()[0]
        verdict = _verdict(said[engagement], stood, known["paid_off"][row].as_py())
        counted[verdict] = counted.get(verdict, 0) + 1
        if verdict == "used":
            rows[row] = _closed(said[engagement], stood, book.newest)
    return _changed(book.engagements, rows), Told(**counted)


def _verdict(said: RecordedOutcome, stood: dict[str, Any], known: bool | None) -> str:
    if known is not None:
        return "agreed" if known == said.paid_off else "disagreed"
    began = stood["opened_at"]
    return "used" if stood["closed_at"] or said.ended > began else "impossible"


def _closed(said: RecordedOutcome, stood: dict[str, Any], newest: datetime) -> dict[str, Any]:
    """The columns that change: the book's own closing and revenue stay where it has them."""
    revenue: Decimal | None = stood["revenue"] if said.revenue is None else said.revenue
    ended = max(min(said.ended, newest), stood["opened_at"])
    return {
        "closed_at": stood["closed_at"] or ended,
        "paid_off": said.paid_off,
        "revenue": revenue,
    }


def _changed(table: pa.Table, rows: Mapping[int, Mapping[str, Any]]) -> pa.Table:
    """The table with other values in some of its rows."""
    if not rows:
        return table
    mask = [False] * table.num_rows
    for row in rows:
        mask[row] = True
    for name in ("closed_at", "paid_off", "revenue"):
        field = ENGAGEMENTS.schema.field(name)
        values = pa.array([rows[row][name] for row in sorted(rows)], field.type)
        changed = pc.replace_with_mask(table[name].combine_chunks(), pa.array(mask), values)
        table = table.set_column(table.schema.get_field_index(name), field, changed)
    return table
