"""What is asked of a model: which histories, which engagements, as of when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book
from data.contract import TIME
from data.errors import DataRefused, UsageError
from data.mapping import find
from data.readers import read_table
from data.sources.raw import Raw

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
        moments = [
            pc.max(self.interactions[name]).as_py() for name in ("occurred_at", "recorded_at")
        ]
        known = [moment for moment in moments if moment is not None]
        if not known:
            raise DataRefused("there are no interactions", where=self.name, next_step="import some")
        return max(known)


def from_book(path: Path) -> Histories:
    """Histories of a stored book."""
    book = Book.open(path)
    return Histories(
        book.interactions,
        book.engagements,
        name=book.name,
        book=book.path,
        digest=book.digest,
        simulated=book.simulated,
        hourly_cost=book.hourly_cost,
    )


def from_files(
    interactions: str, engagements: str, mapping: str | None = None, progress: Advance | None = None
) -> Histories:
    """Histories read from files or databases by the contract, nothing stored.

    Raises `DataRefused` when a source cannot be read, or the two bring different currencies.
    """
    known = find(mapping) if mapping else None
    raws: dict[tuple[str, str | None, str | None], Raw] = {}
    happened = read_table(interactions, "interactions", known, progress, raws=raws)
    scored = read_table(
        engagements, "engagements", known, progress, currency=happened.currency, raws=raws
    )
    return Histories(
        happened.accepted,
        scored.accepted,
        name=Path(interactions).name,
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
    return parsed.astimezone(UTC)


def open_cutoffs(histories: Histories, as_of: datetime | None = None) -> pa.Table:
    """(engagement_id, as_of) for the engagements open at ``as_of`` (default: the newest moment)."""
    at = pa.scalar(as_of or histories.newest, TIME)
    rows = histories.engagements
    opened = pc.less_equal(rows["opened_at"], at)
    still = pc.fill_null(pc.greater(rows["closed_at"], at), True)
    chosen = rows.filter(pc.and_(opened, still))["engagement_id"]
    return _cutoffs(chosen, at)


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


def cutoffs_from_csv(histories: Histories, path: str) -> tuple[pa.Table, list[str]]:
    """Cutoffs of a CSV file (engagement_id, as_of), and a line per row that was set aside.

    Raises `DataRefused` when the file cannot be read or lacks a column.
    """
    import csv

    known = set(histories.engagements["engagement_id"].to_pylist())
    rows: list[tuple[str, datetime]] = []
    aside: list[str] = []
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"engagement_id", "as_of"} - set(reader.fieldnames or ())
            if missing:
                raise DataRefused(
                    f"column {min(missing)} is missing",
                    where=path,
                    next_step="write the columns engagement_id and as_of",
                )
            for row in reader:
                where = f"{path} line {reader.line_num}"
                if row["engagement_id"] not in known:
                    aside.append(f"{where}: engagement_id: there is no such engagement")
                    continue
                try:
                    rows.append((row["engagement_id"], moment(row["as_of"] or "")))
                except UsageError as error:
                    aside.append(f"{where}: as_of: {error}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataRefused(
            "the file of cutoffs cannot be read",
            where=path,
            next_step="give a UTF-8 CSV file with engagement_id and as_of",
        ) from error
    table = pa.table(
        {
            "engagement_id": pa.array([engagement for engagement, _ in rows], pa.string()),
            "as_of": pa.array([as_of for _, as_of in rows], TIME),
        }
    )
    return table, aside
