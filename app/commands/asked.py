"""The options by which commands take their histories, cutoffs and model, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app.commands.output import progress, say
from data.errors import UsageError


def histories_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which every command takes its histories: a book, or two files."""
    for option in reversed(
        (
            click.option(
                "--book", type=click.Path(path_type=Path), help="Folder of a stored book."
            ),
            click.option("--interactions", help="File or database URL, in place of a book."),
            click.option("--engagements", help="File or database URL, in place of a book."),
            click.option("--mapping", help="TOML file, or the name of a shipped mapping."),
            click.option("--as-of", help="Moment with its zone; default: the newest on record."),
            click.option("--cutoffs", help="CSV with engagement_id, as_of: a moment for each."),
            click.option(
                "--model", help="NAME@ALIAS, NAME/VERSION or a folder; default: champion."
            ),
            click.option(
                "--models",
                type=click.Path(path_type=Path),
                help="Folder of the model store; default: MLFLOW_TRACKING_URI, `models` beside the "
                "book, or the demo's.",
            ),
        )
    ):
        command = option(command)
    return command


def read_histories(
    book: Path | None, interactions: str | None, engagements: str | None, mapping: str | None
) -> Any:
    """Histories of a book or of two files; says what was set aside."""
    from app.asking import from_book, from_files

    if book is not None and not (interactions or engagements or mapping):
        return from_book(book)
    if book is not None or not (interactions and engagements):
        raise UsageError(
            "give either --book, or both --interactions and --engagements",
            next_step="a file with both tables may be given twice",
        )
    with progress("reading") as advance:
        return from_files(interactions, engagements, mapping, advance)


def ask_cutoffs(
    histories: Any, ids: tuple[str, ...], as_of: str | None, cutoffs: str | None
) -> Any:
    """Which engagements as of when: named ones, a file of them, or all open ones."""
    from app import asking

    if cutoffs and (as_of or ids):
        raise UsageError("--cutoffs already says which and when", next_step="leave the rest out")
    if cutoffs:
        table, aside = asking.cutoffs_from_csv(histories, cutoffs)
        for line in aside:
            say(f"set aside: {line}")
        return table
    at = asking.moment(as_of) if as_of else None
    if ids:
        return asking.cutoffs_of(histories, list(ids), at)
    return asking.open_cutoffs(histories, at)


def tell_set_aside(histories: Any, output: Path | None) -> None:
    """Rows set aside while reading files: counted, and kept beside the output."""
    for note in histories.notes:
        say(f"note: {note}")
    if histories.set_aside is None or not histories.set_aside.num_rows:
        return
    place = ""
    if output is not None:
        from data.safe_csv import write_csv

        beside = output.with_name(output.name + ".set_aside.csv")
        write_csv(histories.set_aside, beside)
        place = f", with their reasons: {beside}"
    say(f"{histories.set_aside.num_rows:,} rows were set aside{place}")
