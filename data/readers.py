"""Any source to rows that keep the contract: read, map, check."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from data.check import (
    Checked,
    Draft,
    check_draft,
    check_whole,
    refuse_if_all_naive,
    refuse_missing_columns,
    refuse_second_currency,
)
from data.contract import TABLES, BookTable, TableContract, TableName
from data.errors import DataRefused
from data.mapped import drafts
from data.rules import Block, Mapping
from data.set_aside import set_aside_rows
from data.sources.craigslist_bargain import read_bargains
from data.sources.csv_source import read_csv
from data.sources.json_lines import read_json_lines
from data.sources.parquet import read_parquet
from data.sources.raw import Progress, Raw
from data.sources.xes import read_xes

#: A source, and the table or query where it is a database.
RawKey = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Read:
    """What became of one source: ``accepted.num_rows + set_aside.num_rows == read``, always."""

    accepted: pa.Table
    set_aside: pa.Table
    read: int
    notes: tuple[str, ...] = ()
    currency: str | None = None


def read_table(
    source: str | Path,
    table: BookTable,
    mapping: Mapping | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    currency: str | None = None,
    raws: dict[RawKey, Raw] | None = None,
) -> Read:
    """Read one table of a file or database URL, through a mapping or by the contract's names.

    ``progress`` is called with the number of rows read since its last call. ``currency`` is the
    book's, if it has one. ``raws`` keeps what was read for the next table of the same source.
    Raises DataRefused when the source as a whole cannot be read, lacks a
    must-column, has no time with a zone at all, or brings a second currency.
    """
    contract = TABLES[table]
    name = source_name(source)
    if mapping is not None and not mapping.blocks_of(table):
        raise DataRefused(
            f"the mapping makes no {table}",
            where=mapping.where,
            next_step=f"add a [[{table}]] block",
        )
    parts: list[Checked] = []
    notes: list[str] = []
    if mapping is None:
        raw = read_raw(source, table, None, None, progress)
        notes += [*raw.notes, *_unknown_columns(raw, contract, name)]
        parts.append(Checked(contract.empty(), pa.array([], pa.int64()), raw.broken))
        refuse_missing_columns(raw.columns, contract, name)
        parts.append(check_draft(Draft(raw.columns, raw.lines), contract, name))
    else:
        for group in _same_rows(mapping, table):
            key = (str(source), group[0].sql_table, group[0].sql_query)
            raw = (raws or {}).get(key) or read_raw(source, table, mapping, group[0], progress)
            if raws is not None:
                raws[key] = raw
            notes += raw.notes
            made, untaken = drafts(raw, mapping, group, table, name)
            parts.append(Checked(contract.empty(), pa.array([], pa.int64()), raw.broken + untaken))
            parts += [check_draft(draft, contract, name, mapping.timezone) for draft in made]
    checked = check_whole(parts, contract)
    refuse_if_all_naive(checked, name)
    declared = mapping.currency if mapping else None
    if declared and currency and declared != currency:
        raise DataRefused(
            f"a second currency: this source is in {declared}, but this book is in {currency}",
            where=name,
            next_step="convert the amounts, or import this source into a book of its own",
        )
    found = refuse_second_currency(checked, name, declared or currency)
    set_aside = set_aside_rows(name, table, checked.set_aside)
    read = checked.accepted.num_rows + set_aside.num_rows
    return Read(checked.accepted, set_aside, read, tuple(dict.fromkeys(notes)), found)


def _same_rows(mapping: Mapping, table: TableName) -> list[list[Block]]:
    """Blocks of a table, together where they read the same rows of the source."""
    groups: dict[tuple[str | None, str | None], list[Block]] = {}
    for block in mapping.blocks_of(table):
        groups.setdefault((block.sql_table, block.sql_query), []).append(block)
    return list(groups.values())


def source_name(source: str | Path) -> str:
    """The name a source is known by: a file's own name, or a database's without its password.

    >>> source_name("mail/2024.csv"), source_name("postgresql://ann:secret@host/crm")
    ('2024.csv', 'crm')
    """
    if "://" in str(source):
        # Imported only here and below: SQLAlchemy takes half a second that no file needs.
        from data.sources.sql import database_name

        return database_name(str(source))
    return Path(source).name


def read_raw(
    source: str | Path,
    table: TableName,
    mapping: Mapping | None,
    block: Block | None,
    progress: Progress | None,
) -> Raw:
    """Read the columns of a source as written, by the mapping's format or the file's ending."""
    if "://" in str(source):
        from data.sources.sql import read_sql

        named = (block.sql_table, block.sql_query) if block else (table, None)
        return read_sql(str(source), named[0], named[1], progress=progress)
    path = Path(source)
    kind = (mapping.format if mapping else None) or _format_by_ending(path)
    if kind == "parquet":
        return read_parquet(path, progress=progress)
    if kind == "xes":
        return read_xes(path, progress=progress)
    if kind == "craigslist_bargain":
        return read_bargains(path, progress=progress)
    if kind == "sql":
        raise DataRefused(
            "the mapping is for a database", where=str(path), next_step="give its URL"
        )
    delimiter, encoding = (mapping.delimiter, mapping.encoding) if mapping else (None, None)
    if kind == "jsonl":
        return read_json_lines(path, encoding=encoding, progress=progress)
    return read_csv(path, delimiter=delimiter, encoding=encoding, progress=progress)


def _format_by_ending(path: Path) -> str:
    endings = [ending.lower() for ending in path.suffixes if ending.lower() != ".gz"]
    last = endings[-1] if endings else ""
    return {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xes": "xes"}.get(
        last, "csv"
    )


def _unknown_columns(raw: Raw, contract: TableContract, source: str) -> list[str]:
    """Refuse a column that is nearly one of the contract's; note the others as not read."""
    unknown = [name for name in raw.columns if name not in contract.names]
    for name in unknown:
        near = difflib.get_close_matches(name.lower(), contract.names, 1, 0.85)
        if near and near[0] not in raw.columns:
            raise DataRefused(
                f"the column {name!r} is not in the contract",
                where=source,
                next_step=f"did you mean {near[0]}? rename it or write a mapping",
            )
    return [f"{source}: columns not read: {', '.join(unknown)}"] if unknown else []
