"""Sources into a book: rows are merged by id, and importing the same rows twice changes nothing."""

import csv
import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.book import SET_ASIDE, Book, is_book, update_book
from data.contract import TABLES, BookTable, TableContract
from data.errors import DataRefused, UsageError
from data.mapping import Mapping, find
from data.readers import RawKey, Read, read_table, source_name
from data.safe_csv import csv_text, rows_text
from data.set_aside import SCHEMA
from data.sources.raw import Raw


@dataclass(frozen=True)
class TableReport:
    """What became of the rows of one table: ``accepted + set_aside == read``."""

    table: str
    source: str
    read: int
    accepted: int
    set_aside: int
    new: int
    unchanged: int
    changed: int


@dataclass(frozen=True)
class ImportReport:
    """What an import did, table by table, and what a person should know of it."""

    book: Book
    tables: tuple[TableReport, ...]
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The report as lines to print."""
        told = [
            f"{each.table} from {each.source}: {each.read:,} read = {each.accepted:,} accepted"
            f" + {each.set_aside:,} set aside; {each.new:,} new, {each.changed:,} changed,"
            f" {each.unchanged:,} unchanged"
            for each in self.tables
        ]
        aside = sum(each.set_aside for each in self.tables)
        if aside:
            told.append(f"set aside rows, with their reasons: {self.book.path / SET_ASIDE}")
        return told + [f"note: {note}" for note in self.notes]

    def to_json(self) -> dict[str, Any]:
        """The report as plain data: what was read, table by table, and what the book now holds."""
        return {
            "tables": [asdict(each) for each in self.tables],
            "notes": list(self.notes),
            "interactions": self.book.interactions.num_rows,
            "engagements": self.book.engagements.num_rows,
        }


def import_into(
    book_path: str | Path,
    *,
    interactions: str | Path | None = None,
    engagements: str | Path | None = None,
    source: str | Path | None = None,
    mapping: Mapping | str | Path | None = None,
    name: str | None = None,
    hourly_cost: float | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import files into a book, making it when there is none.

    ``source`` is read through ``mapping`` for every table the mapping makes; ``interactions`` and
    ``engagements`` are one table each (through the mapping, too, if one is given). A row whose id
    the book has replaces that row. Raises DataRefused before anything is written, and UsageError
    for a mapping that gives signals instead of histories.
    """
    book_path = Path(book_path)
    if isinstance(mapping, str | Path):
        mapping = find(mapping)
    _refuse_signals(mapping)
    before = Book.open(book_path) if is_book(book_path) else None
    currency = before.currency if before else None
    reads: list[tuple[BookTable, Read, str]] = []
    raws: dict[RawKey, Raw] = {}
    for table, file in _inputs(interactions, engagements, source, mapping):
        read = read_table(file, table, mapping, progress, currency=currency, raws=raws)
        currency = read.currency or currency
        reads.append((table, read, source_name(file)))
    return _merge(book_path, reads, currency, name, hourly_cost)


def import_reads(book_path: str | Path, reads: list[tuple[BookTable, Read, str]]) -> ImportReport:
    """Put rows that were read elsewhere into a book: their table, what was read, their source.

    As `import_into`: rows are merged by id, and those set aside are kept beside the book. Raises
    DataRefused before anything is written.
    """
    currency = Book.open(book_path).currency
    return _merge(Path(book_path), reads, currency, None, None)


def _refuse_signals(mapping: Mapping | None) -> None:
    if mapping is not None and mapping.blocks_of("signals"):
        raise UsageError(
            f"the mapping {mapping.name} gives signals, not histories, and a book holds histories",
            where=mapping.where,
            next_step="map interactions and engagements to make a book; tests/benchmark/given.py "
            "judges a table of signals as it is",
        )


def _inputs(
    interactions: str | Path | None,
    engagements: str | Path | None,
    source: str | Path | None,
    mapping: Mapping | None,
) -> list[tuple[BookTable, str | Path]]:
    inputs: list[tuple[BookTable, str | Path]] = []
    if source is not None:
        is_url = "://" in str(source)
        tables = [table for table in TABLES if (mapping.blocks_of(table) if mapping else is_url)]
        if not tables:
            raise UsageError(
                "a source of both tables needs a mapping",
                where=source_name(source),
                next_step="name one",
            )
        inputs += [(table, source) for table in tables]
    if interactions is not None:
        inputs.append(("interactions", interactions))
    if engagements is not None:
        inputs.append(("engagements", engagements))
    if not inputs:
        raise UsageError(
            "there is nothing to import", next_step="name a file of interactions or engagements"
        )
    return inputs


def _merge(
    path: Path,
    reads: list[tuple[BookTable, Read, str]],
    currency: str | None,
    name: str | None,
    hourly_cost: float | None,
) -> ImportReport:
    reports: list[TableReport] = []
    notes = [note for _, read, _ in reads for note in read.notes]

    def change(book: Book | None) -> dict[str, Any]:
        if book and book.currency and book.currency != currency:
            raise DataRefused(
                f"a second currency: {currency}, but this book is in {book.currency}",
                where=str(path),
            )
        merged: dict[str, pa.Table] = {
            table: getattr(book, table) if book else TABLES[table].empty() for table in TABLES
        }
        for table, read, source in reads:
            merged[table], new, changed = merge(merged[table], read.accepted, TABLES[table])
            same = read.accepted.num_rows - new - changed
            counts = (
                read.read,
                read.accepted.num_rows,
                read.set_aside.num_rows,
                new,
                same,
                changed,
            )
            reports.append(TableReport(table, source, *counts))
        notes.extend(_unmatched(merged["interactions"], merged["engagements"]))
        return {
            **merged,
            "name": name or (book.name if book else path.resolve().name),
            "simulated": book.simulated if book else False,
            "currency": currency,
            "hourly_cost": hourly_cost
            if hourly_cost is not None
            else (book.hourly_cost if book else None),
            "set_aside": _set_aside_text(
                path / SET_ASIDE, [read.set_aside for _, read, _ in reads], reads
            ),
        }

    book = update_book(path, change)
    return ImportReport(book, tuple(reports), tuple(dict.fromkeys(notes)))


def merge(old: pa.Table, new: pa.Table, contract: TableContract) -> tuple[pa.Table, int, int]:
    """Put new rows among old ones by id; return all rows, how many are new, how many changed.

    >>> from data.contract import ENGAGEMENTS
    >>> merge(ENGAGEMENTS.empty(), ENGAGEMENTS.empty(), ENGAGEMENTS)[1:]
    (0, 0)
    """
    place = pc.index_in(new[contract.id], value_set=old[contract.id])
    known = new.filter(place.is_valid())
    held = old.take(place.drop_null())
    same = pa.chunked_array([pa.repeat(pa.scalar(True), known.num_rows)])
    for name in contract.names:
        one, other = known[name], held[name]
        equal = pc.fill_null(pc.equal(one, other), False)
        same = pc.and_(same, pc.or_(equal, pc.and_(one.is_null(), other.is_null())))
    changed = known.filter(pc.invert(same))
    fresh = new.filter(place.is_null())
    kept = old.filter(
        pc.invert(pc.is_in(old[contract.id], value_set=changed[contract.id].combine_chunks()))
    )
    return pa.concat_tables([kept, changed, fresh]), fresh.num_rows, changed.num_rows


def _unmatched(interactions: pa.Table, engagements: pa.Table) -> list[str]:
    ids = pc.unique(interactions["engagement_id"])
    lost = (
        len(ids) - pc.sum(pc.is_in(ids, value_set=pc.unique(engagements["engagement_id"]))).as_py()
        if len(ids)
        else 0
    )
    if not lost:
        return []
    return [
        f"{lost:,} engagements have interactions but no row of their own, so they are not scored"
    ]


def _set_aside_text(
    path: Path, tables: list[pa.Table], reads: list[tuple[BookTable, Read, str]]
) -> str:
    """The quarantine file: the latest rows of these sources, beside what others left there."""
    renewed = {(source, table) for table, _, source in reads}
    kept: list[list[str]] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))[1:]
        kept = [row for row in rows if (row[0], row[1]) not in renewed]
    fresh = csv_text(pa.concat_tables([SCHEMA.empty_table(), *tables]))
    header, *rows = csv.reader(io.StringIO(fresh, newline=""))
    rows = sorted(rows + kept, key=lambda row: (row[0], row[1], int(row[2])))
    return rows_text([header, *rows])
