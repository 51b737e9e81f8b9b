"""What commands print and write: results whole or not at all, the rest on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from data.errors import UsageError


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, quiet when that is no terminal."""
    from tqdm import tqdm

    with tqdm(
        desc=what, total=total, unit=" rows", file=sys.stderr, disable=None, leave=False
    ) as bar:
        yield lambda number: (bar.update(number), None)[1]


def say(line: str) -> None:
    """A line for the person, on standard error: standard output is for results."""
    click.echo(line, err=True)


def check_output(path: Path, *endings: str) -> None:
    """Refuse an output that cannot be written before any work is done."""
    if path.suffix.lower() not in endings:
        raise UsageError(
            f"the output {path.name!r} does not end in {' or '.join(endings)}",
            next_step="name it by its format",
        )
    folder = path.resolve().parent
    if not folder.is_dir():
        raise UsageError("the output's folder does not exist", where=str(path), next_step="make it")
    if not os.access(folder, os.W_OK):
        raise UsageError("the output's folder may not be written", where=str(path))


def write_lines(objects: list[dict[str, Any]], output: Path | None) -> None:
    """JSON Lines to a file (whole or not at all) or to standard output."""
    text = "".join(json.dumps(each, ensure_ascii=False, allow_nan=False) + "\n" for each in objects)
    if output is None:
        click.echo(text, nl=False)
    else:
        replace_file(output, lambda place: place.write_text(text, "utf-8"))


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside and rename: a reader sees the old file or the new one, never half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(beside)
        os.replace(beside, path)
    except OSError as error:
        raise UsageError(
            f"the output cannot be written ({error.strerror})", where=str(path)
        ) from error
    finally:
        beside.unlink(missing_ok=True)
