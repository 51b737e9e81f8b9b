"""The contract's checks: a draft in, rows that keep it and rows that are set aside out.

A row with several faults is one set-aside row: the first fault in the order of the columns gives
column, value and reason; the further ones follow in the reason.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import STATUSES, TableContract
from data.errors import DataRefused
from data.parse import parse
from data.reading import Reading, as_text
from data.set_aside import Entry
from data.times import NAIVE


@dataclass(frozen=True)
class Draft:
    """Columns under the contract's names, not yet checked, with the source line of every row."""

    columns: Mapping[str, pa.Array]
    lines: pa.Array
    readings: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """Rows of the contract's schema with their source lines, and what was set aside."""

    accepted: pa.Table
    lines: pa.Array
    set_aside: list[Entry]


def check_draft(
    draft: Draft, contract: TableContract, source: str, timezone: str | None = None
) -> Checked:
    """Parse and check every column of a draft.

    ``timezone`` holds for times without one whose reading names none. Raises DataRefused when a
    must-column is missing.
    """
    refuse_missing_columns(draft.columns, contract, source)
    count = len(draft.lines)
    faults: dict[int, list[tuple[str, str]]] = {}
    arrays: list[pa.Array] = []
    for column in contract.columns:
        raw = draft.columns.get(column.name)
        if raw is None:
            arrays.append(pa.nulls(count, column.type))
            continue
        reading = draft.readings.get(column.name, Reading())
        if reading.timezone is None and timezone is not None:
            reading = replace(reading, timezone=timezone)
        values, wrong = parse(column, raw, reading)
        if column.need == "must" and values.null_count:
            for row in np.flatnonzero(values.is_null().to_numpy(zero_copy_only=False)).tolist():
                wrong.setdefault(row, "is empty, but every row must have it")
        for row, reason in wrong.items():
            faults.setdefault(row, []).append((column.name, reason))
        arrays.append(values)
    table = pa.Table.from_arrays(arrays, schema=contract.schema)
    _check_between_columns(table, contract, faults)
    return _split(table, draft, faults)


def _split(table: pa.Table, draft: Draft, faults: dict[int, list[tuple[str, str]]]) -> Checked:
    bad = sorted(faults)
    entries: list[Entry] = []
    lines = draft.lines.to_numpy(zero_copy_only=False)
    texts: dict[str, pa.Array] = {}
    for row in bad:
        (column, reason), *more = faults[row]
        if column not in texts:
            texts[column] = as_text(draft.columns[column])
        further = "".join(f"; also {other} {why}" for other, why in more)
        entries.append((int(lines[row]), column, texts[column][row].as_py(), reason + further))
    good = np.ones(table.num_rows, bool)
    good[bad] = False
    keep = pa.array(good)
    return Checked(table.filter(keep), draft.lines.filter(keep), entries)


def refuse_missing_columns(
    columns: Mapping[str, object], contract: TableContract, source: str
) -> None:
    """Raise DataRefused naming the must-columns that are absent and what is there instead."""
    missing = [name for name in contract.musts if name not in columns]
    if not missing:
        return
    near = difflib.get_close_matches(missing[0], list(columns), 1, 0.7)
    hint = f"did you mean {near[0]}? " if near else ""
    has = ", ".join(list(columns)[:30]) or "none"
    raise DataRefused(
        f"the {contract.name} lack the column {', '.join(missing)}",
        where=source,
        next_step=f"{hint}rename the column or write a mapping; columns found: {has}",
    )


def _check_between_columns(
    table: pa.Table, contract: TableContract, faults: dict[int, list[tuple[str, str]]]
) -> None:
    def note(mask: pa.Array, column: str, reason: str) -> None:
        if isinstance(mask, pa.ChunkedArray):
            mask = mask.combine_chunks()
        for row in np.flatnonzero(
            pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
        ).tolist():
            if all(named != column for named, _ in faults.get(row, [])):
                faults.setdefault(row, []).append((column, reason))

    if contract.name == "engagements":
        note(pc.less(table["closed_at"], table["opened_at"]), "closed_at", "is before opened_at")
    if contract.name != "interactions":
        return
    status, kind = table["status"], table["kind"]
    if status.null_count < len(status):
        for each in pc.unique(kind).drop_null().to_pylist():
            allowed = STATUSES.get(each, ())
            fits = pc.is_in(status, value_set=pa.array(allowed, pa.string()))
            wrong = pc.and_(pc.and_(pc.equal(kind, each), status.is_valid()), pc.invert(fits))
            article = "an" if each[0] in "aeio" else "a"
            words = f"may be: {', '.join(allowed)}" if allowed else "has none"
            note(wrong, "status", f"does not fit the kind: the status of {article} {each} {words}")
    currency = table["currency"]
    if currency.null_count < len(currency):
        coded = pc.match_substring_regex(currency, "^[A-Z]{3}$")
        note(pc.invert(coded), "currency", "is not a three-letter ISO 4217 code")


def check_whole(parts: Sequence[Checked], contract: TableContract) -> Checked:
    """Join the parts of one source and set aside every later row with an id already seen."""
    accepted = pa.concat_tables([part.accepted for part in parts] or [contract.empty()])
    accepted = accepted.combine_chunks()
    lines = pa.chunked_array([part.lines for part in parts] or [pa.array([], pa.int64())])
    entries = [entry for part in parts for entry in part.set_aside]
    order = pc.sort_indices(pa.table({"line": lines}), [("line", "ascending")])
    accepted, lines = accepted.take(order), lines.combine_chunks().take(order)
    ids = accepted[contract.id].combine_chunks() if accepted.num_rows else pa.array([], pa.string())
    codes = ids.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    repeated = first[inverse] != np.arange(len(codes))
    for row in np.flatnonzero(repeated).tolist():
        before = lines[int(first[inverse[row]])].as_py()
        reason = f"was already used on line {before}; an id must be unique within a source"
        entries.append((lines[row].as_py(), contract.id, ids[row].as_py(), reason))
    keep = pa.array(~repeated)
    return Checked(accepted.filter(keep), lines.filter(keep), entries)


def refuse_if_all_naive(checked: Checked, source: str) -> None:
    """Raise DataRefused when every single row was set aside for a time without a zone."""
    if checked.accepted.num_rows or not checked.set_aside:
        return
    if all(NAIVE in reason for _, _, _, reason in checked.set_aside):
        line = min(entry[0] for entry in checked.set_aside)
        raise DataRefused(
            f"no time in it has a time zone (the first row is on line {line})",
            where=source,
            next_step='declare its zone in a mapping, for example timezone = "Europe/Berlin"',
        )


def refuse_second_currency(checked: Checked, source: str, expected: str | None) -> str | None:
    """Return the one currency of the rows (or ``expected``); raise DataRefused at a second one."""
    if "currency" not in checked.accepted.column_names:
        return expected
    codes = checked.accepted["currency"]
    for code in pc.unique(codes).drop_null().to_pylist():
        if expected is None:
            expected = code
        elif code != expected:
            row = pc.index(codes, code).as_py()
            line = checked.lines[row].as_py()
            raise DataRefused(
                f"a second currency: {code} on line {line}, but this book is in {expected}",
                where=source,
                next_step="convert the amounts, or import this source into a book of its own",
            )
    return expected
