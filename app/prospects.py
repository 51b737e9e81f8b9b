"""Open prospects as the pages list them, and what the book's files say of one client.

Reads the book's files with pyarrow alone, and only the columns it needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.tables import table, texts
from app.viewer import _, day, moment_of
from app.words import VERDICTS, action, happened, recorded
from data.errors import DataRefused
from data.safe_csv import escape_cell, rows_text
from features.telling import Language

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class BookFacts:
    """What the pages take from a book's manifest; ``hourly_cost`` is its default, None: unknown."""

    path: Path
    name: str
    digest: str
    simulated: bool
    currency: str | None
    hourly_cost: float | None
    interactions: Path
    engagements: Path


@dataclass(frozen=True)
class Prospect:
    """One open engagement: what the book says of it, and its score in the viewer's language.

    ``chance``: None where too little is on record for any number to be shown; ``before``: a week
    earlier, None for one that was not open then; ``hours_ahead``: of ours, as expected at this
    chance, None: cannot tell; ``until``: the date to wait for, None: nothing to wait for.
    """

    engagement_id: str
    client_id: str
    segment: str | None
    owner: str | None
    source: str | None
    industry: str | None
    opened_at: datetime | None
    expected_value: float | None
    last_heard: datetime | None
    verdict: str
    chance: float | None
    low: float | None
    high: float | None
    cut_off: float
    expected_gain: float | None
    action: str | None
    until: datetime | None
    before: float | None
    hours_ahead: float | None
    reason: str
    question: str | None
    search: str

    @classmethod
    def of(cls, row: dict[str, Any], language: Language) -> Prospect:
        """From a row of `listing`."""
        known = {field.name: row.get(field.name) for field in fields(cls)} | row["told"][language]
        for name in ("opened_at", "last_heard", "until"):
            known[name] = moment_of(known[name])
        return cls(**known)

    @property
    def next_step(self) -> str:
        """What to do, in a few words of the viewer's language."""
        return action(self.action)


def book_facts(book_path: str | Path) -> BookFacts:
    """Read a book's manifest; raises DataRefused where there is none that can be read."""
    path = Path(book_path)
    try:
        manifest = json.loads((path / "book.json").read_bytes())
        return BookFacts(
            path,
            str(manifest["name"]),
            str(manifest["digest"]),
            bool(manifest["simulated"]),
            manifest.get("currency"),
            manifest.get("hourly_cost"),
            path / Path(manifest["interactions"]["file"]).name,
            path / Path(manifest["engagements"]["file"]).name,
        )
    except FileNotFoundError:
        raise DataRefused(
            "there is no book here",
            where=str(path),
            next_step="run `make demo`, or `clientrisk import --book DIR …` for your own data",
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise DataRefused(
            "the book's manifest cannot be read",
            where=str(path / "book.json"),
            next_step="import the data again with `clientrisk import`",
        ) from None


def by_urgency(found: Iterable[Prospect]) -> list[Prospect]:
    """The ones that need a decision first, and of those the ones with most money at stake."""
    return sorted(
        found,
        key=lambda one: (
            VERDICTS.index(one.verdict),
            -(one.expected_value or 0.0),
            one.engagement_id,
        ),
    )


def found_by(prospect: Prospect, words: str) -> bool:
    """Whether all words occur in what a person would look for: client, id, owner, reasons."""
    names = f"{prospect.client_id} {prospect.engagement_id} {prospect.owner or ''}".casefold()
    hay = f"{names} {prospect.search}"
    return all(word in hay for word in words.casefold().split())


#: The export's columns: the names are stable, whatever the viewer's language.
EXPORTED: dict[str, Callable[[Prospect], object]] = {
    "client": lambda one: one.client_id,
    "prospect": lambda one: one.engagement_id,
    "verdict": lambda one: one.verdict,
    "chance": lambda one: _rounded(one.chance),
    "low": lambda one: None if one.chance is None else _rounded(one.low),
    "high": lambda one: None if one.chance is None else _rounded(one.high),
    "chance_a_week_ago": lambda one: None if one.chance is None else _rounded(one.before),
    "cut_off": lambda one: _rounded(one.cut_off),
    "expected_gain": lambda one: _rounded(one.expected_gain),
    "main_reason": lambda one: one.reason,
    "next_step": lambda one: one.next_step,
    "until": lambda one: one.until and one.until.isoformat(),
    "question": lambda one: one.question,
    "expected_value": lambda one: one.expected_value,
    "last_heard_from": lambda one: one.last_heard and one.last_heard.isoformat(),
    "segment": lambda one: one.segment,
    "owner": lambda one: one.owner,
}


def as_csv(found: list[Prospect]) -> bytes:
    """The list for a spreadsheet, escaped; UTF-8 with the mark that spreadsheets look for."""
    rows: list[list[object]] = [list(EXPORTED)]
    for one in found:
        cells = [column(one) for column in EXPORTED.values()]
        rows.append([escape_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return ("\ufeff" + rows_text(rows)).encode()


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def sources(book: BookFacts, client_id: str) -> dict[str, str]:
    """For each interaction of a client: when, by what channel, and who acted; plain text.

    Of the client and not of one engagement, because evidence may come from an earlier one.
    """
    columns = ["interaction_id", "client_id", "occurred_at", "kind", "status"]
    columns += ["direction", "channel"]
    rows = rows_of(book.interactions, columns, [client_id], by="client_id").to_pylist()
    return {row["interaction_id"]: source_of(row) for row in rows}


def source_of(row: dict[str, Any]) -> str:
    """When an interaction of `rows_of` happened, what it was, its channel, who acted; plain."""
    by = {
        "inbound": _("from the client"),
        "outbound": _("from us"),
        "internal": _("on record"),
    }
    what = "" if row["kind"] == "message" else happened(row["kind"], row.get("status"))
    way = recorded(row["channel"]) if row.get("channel") else ""
    said = [day(moment_at(row["occurred_at"])), what, way, by.get(row["direction"])]
    return " · ".join(word for word in said if word)


def rows_of(path: Path, columns: list[str], ids: list[str], by: str = "engagement_id") -> pa.Table:
    """Those columns of the rows with those ids; moments as whole microseconds since 1970, UTC.

    Arrow turns a moment into a Python one by way of pandas, a second of import (see app/tables.py).
    """
    try:
        with pq.ParquetFile(path) as file:
            found = file.read(columns=columns)
    except (OSError, pa.ArrowException):
        raise DataRefused(
            "a table of the book cannot be read",
            where=str(path),
            next_step="import the data again with `clientrisk import`",
        ) from None
    wanted = table(texts("id"), [(one,) for one in ids])["id"].combine_chunks()
    found = found.filter(pc.is_in(found[by], value_set=wanted))
    for place, column in enumerate(found.schema):
        if pa.types.is_timestamp(column.type):
            whole = found[column.name].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
            found = found.set_column(place, column.name, whole)
    return found


def moment_at(microseconds: int | None) -> datetime | None:
    """A moment of `rows_of`, UTC; None where there is none."""
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)
