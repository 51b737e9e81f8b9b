"""What commands print and write: results whole or not at all, the rest on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from data.errors import UsageError
from data.whole_file import replace_file


class Advance(Protocol):
    """How far it went since the last call, and of how many where only the work itself knows."""

    def __call__(self, number: int, total: int | None = None) -> None:
        """Move on."""


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Advance]:
    """A progress bar on standard error, quiet when that is no terminal; told steps, and a total."""
    from tqdm import tqdm

    with tqdm(
        desc=what, total=total, unit=" rows", file=sys.stderr, disable=None, leave=False
    ) as bar:

        def advance(number: int, total: int | None = None) -> None:
            bar.total = total or bar.total
            bar.update(number)

        yield advance


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
        write_output(output, lambda place: place.write_text(text, "utf-8"))


def write_output(path: Path, write: Callable[[Path], object]) -> None:
    """Write an output, whole or not at all. Raises `UsageError` where it cannot be written."""
    try:
        replace_file(path, write)
    except OSError as error:
        raise UsageError(
            f"the output cannot be written ({error.strerror})", where=str(path)
        ) from error
