"""What is asked of a model: which histories, which engagements, as of when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book, newest
from data.contract import TIME
from data.errors import ClientRiskError, DataRefused, UsageError
from data.logbook import Logbook
from data.mapping import find
from data.readers import RawKey, read_table, source_name
from data.recorded import with_recorded
from data.set_aside import Entry, set_aside_rows
from data.sources.csv_source import read_csv
from data.sources.raw import Raw
from train.snapshots import still_open

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Histories:
    """Both tables of the contract with what the book says of them; ``set_aside`` rows counted."""

    interactions: pa.Table
    engagements: pa.Table
    name: str
    book: Path | None = None
    digest: str = ""
    simulated: bool = False
    hourly_cost: float | None = None
    set_aside: pa.Table | None = None
    notes: tuple[str, ...] = ()

    @property
    def newest(self) -> datetime:
        """Latest moment on record (UTC): the "now" of a book. Raises `DataRefused` when empty."""
        return newest(self.interactions, self.name)

    def of_clients(self, clients: pa.Array) -> Histories:
        """The same of these clients only: what names one of them, or an engagement of theirs."""
        theirs = self.engagements.filter(pc.is_in(self.engagements["client_id"], clients))
        filed = pc.is_in(
            self.interactions["engagement_id"], theirs["engagement_id"].combine_chunks()
        )
        named = pc.is_in(self.interactions["client_id"], clients)
        own = self.interactions.filter(pc.or_(named, filed))
        return replace(self, interactions=own, engagements=theirs)


def from_book(path: Path) -> Histories:
    """Histories of a stored book; what people recorded as ended is no longer open.

    Without the logbook, where that cannot be read: the note says so.
    """
    stored, notes = Book.open(path), []
    try:
        book, _ = with_recorded(stored, Logbook.open(path))
    except ClientRiskError as problem:
        book = stored
        notes.append(f"without what people recorded: {problem.what}")
    return Histories(
        book.interactions,
        book.engagements,
        name=book.name,
        book=book.path,
        digest=stored.digest,
        simulated=book.simulated,
        hourly_cost=book.hourly_cost,
        notes=tuple(notes),
    )


def from_files(
    interactions: str,
    engagements: str,
    mapping: str | None = None,
    hourly_cost: float | None = None,
    progress: Advance | None = None,
) -> Histories:
    """Histories read from files or databases by the contract, nothing stored.

    ``hourly_cost``: the default where an engagement names none, as a book has it.
    Raises `DataRefused` when a source cannot be read, or the two bring different currencies.
    """
    known = find(mapping) if mapping else None
    raws: dict[RawKey, Raw] = {}
    happened = read_table(interactions, "interactions", known, progress, raws=raws)
    scored = read_table(
        engagements, "engagements", known, progress, currency=happened.currency, raws=raws
    )
    return Histories(
        happened.accepted,
        scored.accepted,
        name=source_name(interactions),
        hourly_cost=hourly_cost,
        set_aside=pa.concat_tables([happened.set_aside, scored.set_aside]),
        notes=(*happened.notes, *scored.notes),
    )


def moment(text: str) -> datetime:
    """An ISO 8601 moment with its zone, as UTC.

    >>> moment("2026-03-01T12:00:00+03:00").isoformat()
    '2026-03-01T09:00:00+00:00'
    """
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"{text!r} is no moment", next_step="write it as 2026-03-01T12:00:00Z"
        ) from None
    if parsed.tzinfo is None:
        raise UsageError(
            f"{text!r} names no time zone", next_step="write it as 2026-03-01T12:00:00Z"
        )
    try:
        return parsed.astimezone(UTC)
    except OverflowError:
        raise UsageError(
            f"{text!r} lies outside of time", next_step="write it as 2026-03-01T12:00:00Z"
        ) from None


def open_cutoffs(histories: Histories, as_of: datetime | None = None) -> pa.Table:
    """(engagement_id, as_of) for the engagements open at ``as_of`` (default: the newest moment)."""
    return still_open(histories.engagements, as_of or histories.newest)


def cutoffs_of(histories: Histories, engagements: list[str], as_of: datetime | None) -> pa.Table:
    """(engagement_id, as_of) for named engagements, open or closed.

    Raises `DataRefused` for one that is not there.
    """
    known = set(histories.engagements["engagement_id"].to_pylist())
    for engagement in engagements:
        if engagement not in known:
            raise DataRefused(
                f"there is no engagement {engagement!r}",
                where=histories.name,
                next_step="`clientrisk explain --all` lists the open ones",
            )
    return _cutoffs(pa.array(engagements, pa.string()), pa.scalar(as_of or histories.newest, TIME))


def _cutoffs(engagements: pa.Array, at: pa.Scalar) -> pa.Table:
    return pa.table(
        {"engagement_id": engagements, "as_of": pa.array([at.as_py()] * len(engagements), TIME)}
    )


def cutoffs_from_csv(histories: Histories, path: str) -> tuple[pa.Table, pa.Table]:
    """Cutoffs of a CSV file (engagement_id, as_of), and its rows that were set aside.

    Raises `DataRefused` when the file cannot be read, lacks a column, or has no good row at all.
    """
    raw = read_csv(Path(path))
    missing = {"engagement_id", "as_of"} - set(raw.columns)
    if missing:
        raise DataRefused(
            f"column {min(missing)} is missing",
            where=path,
            next_step="write the columns engagement_id and as_of",
        )
    known = set(histories.engagements["engagement_id"].to_pylist())
    rows: list[tuple[str, datetime]] = []
    aside: list[Entry] = list(raw.broken)
    for line, engagement, written in zip(
        raw.lines.to_pylist(),
        raw.columns["engagement_id"].to_pylist(),
        raw.columns["as_of"].to_pylist(),
        strict=True,
    ):
        if engagement not in known:
            aside.append((line, "engagement_id", engagement, "there is no such engagement"))
            continue
        try:
            rows.append((engagement, moment(written)))
        except UsageError:
            aside.append((line, "as_of", written, "is no moment with a time zone"))
    if aside and not rows:
        raise DataRefused(
            "no row of it names an engagement and a moment with its time zone",
            where=path,
            next_step="write them as in the histories, and the moment as 2026-03-01T12:00:00Z",
        )
    table = pa.table(
        {
            "engagement_id": pa.array([engagement for engagement, _ in rows], pa.string()),
            "as_of": pa.array([as_of for _, as_of in rows], TIME),
        }
    )
    return table, set_aside_rows(Path(path).name, "cutoffs", aside)


def places(set_aside: pa.Table, most: int = 5) -> list[str]:
    """Where the first of the set-aside rows stand and why, without their values."""
    told = [
        f"{row['source']} line {row['line']}: "
        + (f"{row['column']} {row['reason']}" if row["column"] else f"the row {row['reason']}")
        for row in set_aside.slice(0, most).to_pylist()
    ]
    rest = set_aside.num_rows - most
    return [*told, f"and {rest:,} more"] if rest > 0 else told
