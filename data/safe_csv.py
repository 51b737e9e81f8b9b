"""CSV that a spreadsheet cannot take for formulas (OWASP, CSV injection)."""

import csv
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pyarrow as pa

# A cell, or a line inside it, that begins (after blanks) with a sign a spreadsheet computes on.
_FORMULA = re.compile(r"(^|[\r\n])[ \u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def escape_cell(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would compute.

    >>> escape_cell("=1+1"), escape_cell("plain"), escape_cell("'=1+1")
    ("'=1+1", 'plain', "'=1+1")
    """
    if not _FORMULA.search(text):
        return text
    quoted = re.sub(r"([\r\n]+)([ \u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20])", r"\1'\2", text)
    return f"'{quoted}" if _FORMULA.match(quoted) else quoted


def csv_text(table: pa.Table, raw: bool = False) -> str:
    """The table as CSV text with a header; numbers stay numbers, times are ISO 8601 in UTC."""
    header = [name if raw else escape_cell(name) for name in table.column_names]
    return rows_text(chain([header], _cells(table, raw)))


def rows_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV text, written as they are, with a line feed after each.

    >>> rows_text([["a", 1], ["b\\r", None]])
    'a,1\\n"b\\r",\\n'
    """
    lines: list[str] = []

    class Lines:
        """Takes one record a time; csv quotes a lone CR only when its own lines end in one."""

        def write(self, record: str) -> None:
            """Keep the record with a plain line feed."""
            lines.append(record[:-2] + "\n")

    csv.writer(Lines(), lineterminator="\r\n").writerows(rows)
    return "".join(lines)


def _cells(table: pa.Table, raw: bool) -> Iterator[list[object]]:
    for batch in table.to_batches(max_chunksize=10_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [_cell(value, raw) for value in row]


def _cell(value: object, raw: bool) -> object:
    if isinstance(value, str):
        return value if raw else escape_cell(value)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return moment.isoformat().replace("+00:00", "Z")
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def write_csv(table: pa.Table, path: str | Path, raw: bool = False) -> None:
    """Write the table as CSV, whole or not at all; ``raw`` leaves formulas as they are."""
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(csv_text(table, raw), encoding="utf-8", newline="")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
