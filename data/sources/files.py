"""Opening files safely: gzip, encodings, and the kinds of file that are refused at the door."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from data.errors import DataRefused

LONGEST_LINE = 10_000_000
BLOCK = 1 << 20

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"PAR1", "a Parquet file"),
    (b"PK\x03\x04", "a zip or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "an SQLite database"),
)


def refuse(what: str, where: str, next_step: str | None = None) -> DataRefused:
    """Shorthand that keeps raising to one line."""
    return DataRefused(what, where=where, next_step=next_step)


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, through gzip when it ends in .gz; every failure is a DataRefused."""
    name = str(path)
    try:
        if path.stat().st_size == 0:
            raise refuse("the file is empty", name, "export it again")
        with path.open("rb") as plain:
            is_gzip = path.suffix.lower() == ".gz"
            yield cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if is_gzip else plain
    except FileNotFoundError:
        raise refuse("there is no such file", name, "check the path") from None
    except IsADirectoryError:
        raise refuse("this is a folder, not a file", name, "name one file in it") from None
    except PermissionError:
        raise refuse(
            "the file may not be read by you", name, "ask for the right to read it"
        ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise refuse(
            "the gzip file is damaged or cut off", name, "fetch or export it again"
        ) from None


@contextmanager
def open_text(
    path: Path, encoding: str | None = None, *, longest: int = LONGEST_LINE
) -> Iterator[tuple[io.TextIOWrapper, tuple[str, ...]]]:
    """Open text in its encoding, with notes a person should see.

    The encoding is the declared one, else a byte order mark, else strict UTF-8, else Windows-1252
    with a note. Refuses binary files and lines longer than ``longest`` characters before any of
    the text is kept.
    """
    chosen, notes = _choose_encoding(path, encoding, longest)
    with open_bytes(path) as stream:
        yield io.TextIOWrapper(stream, encoding=chosen, newline=""), notes


def _choose_encoding(path: Path, declared: str | None, longest: int) -> tuple[str, tuple[str, ...]]:
    with open_bytes(path) as stream:
        start = stream.read(16)
    for magic, what in MAGIC:
        if start.startswith(magic):
            raise refuse(
                f"this is {what}, not text", str(path), "export it as CSV, or give its format"
            )
    marked = next((encoding for mark, encoding in BOMS if start.startswith(mark)), None)
    if declared or marked:
        encoding = declared or marked or ""
        if not _decodes(path, encoding, longest):
            raise refuse(
                f"the text is not {encoding}", str(path), "declare its real encoding in a mapping"
            )
        return encoding, ()
    if _decodes(path, "utf-8", longest):
        return "utf-8", ()
    if _decodes(path, "cp1252", longest):
        return "cp1252", (
            f"{path.name} is not UTF-8 and was read as Windows-1252: check accented letters",
        )
    raise refuse(
        "this is a binary file, or text in no known encoding", str(path), "export it as UTF-8"
    )


def _decodes(path: Path, encoding: str, longest: int) -> bool:
    try:
        _scan(path, encoding, longest)
    except UnicodeError:
        return False
    return True


def _scan(path: Path, encoding: str, longest: int) -> None:
    """Decode the whole file once without keeping it; raise at what no text file has."""
    decoder = codecs.getincrementaldecoder(encoding)()
    since_newline, line, anything = 0, 1, False
    with open_bytes(path) as stream:
        while block := stream.read(BLOCK):
            text = decoder.decode(block)
            if "\0" in text:
                raise refuse(
                    "this is a binary file, not text", str(path), "export it as CSV or Parquet"
                )
            anything = anything or not text.isspace()
            last = max(text.rfind("\n"), text.rfind("\r"))
            since_newline = since_newline + len(text) if last < 0 else len(text) - last - 1
            line += text.count("\n")
            if since_newline > longest:
                what = f"line {line} is longer than {longest:,} characters"
                raise refuse(what, str(path), "this is hardly a table; export it again")
    decoder.decode(b"", final=True)
    if not anything:
        raise refuse("the file is empty", str(path), "export it again")
