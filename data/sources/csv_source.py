"""CSV files: any of four delimiters, quoted fields over several lines, exact line numbers."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from data.set_aside import Entry
from data.sources.files import LONGEST_LINE, open_text, refuse
from data.sources.raw import Columns, Progress, Raw

DELIMITERS = (",", ";", "\t", "|")
_field_limit = Lock()


def read_csv(
    path: Path,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Raw:
    """Read a CSV file with a header line; rows of another width are set aside.

    Raises DataRefused for a file without a readable header, a binary file or an endless line.
    """
    with open_text(path, encoding) as (text, notes), _field_limit:
        before = csv.field_size_limit(LONGEST_LINE)
        try:
            return _rows(text, path, delimiter, notes, progress)
        finally:
            csv.field_size_limit(before)


def _rows(
    text: Iterator[str],
    path: Path,
    delimiter: str | None,
    notes: tuple[str, ...],
    progress: Progress | None,
) -> Raw:
    skipped, first = next((found for found in enumerate(text) if found[1].strip()), (0, ""))
    delimiter = delimiter or sniffed_delimiter(first)
    reader = csv.reader(_again(first, text), delimiter=delimiter, strict=False)
    begins = skipped + 1
    try:
        names = _header(next(reader, []), path)
        columns, broken = Columns(names, progress), list[Entry]()
        width, begins = len(names), skipped + reader.line_num + 1
        for row in reader:
            if len(row) == width:
                columns.add_row(begins, row)
            elif row:
                broken.append(
                    (begins, None, None, f"has {len(row)} fields, the header names {width}")
                )
            begins = skipped + reader.line_num + 1
    except csv.Error:
        raise refuse(
            f"the record that begins on line {begins} never ends",
            str(path),
            "look for a stray quote there",
        ) from None
    return columns.raw(broken, notes)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def sniffed_delimiter(header: str) -> str:
    """The delimiter that occurs most often outside quotes in the header line.

    >>> sniffed_delimiter('"a,b";kind;when')
    ';'
    """
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)


def _header(names: list[str], path: Path) -> list[str]:
    named = [name.strip() or f"(column {place})" for place, name in enumerate(names, 1)]
    for name in named:
        if named.count(name) > 1:
            raise refuse(f"two columns are called {name[:60]}", str(path), "rename one of them")
    if not named:
        raise refuse("the file is empty", str(path), "export it again")
    return named
