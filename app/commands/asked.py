"""The options by which commands take their histories, cutoffs and model, declared once."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.output import progress, say, write_output
from data.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from app.asking import Histories


class Cost(click.ParamType):
    """A cost per hour: a number that is neither negative nor endless."""

    name = "number"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """The number. Fails as click's own types do."""
        try:
            cost = float(value)
        except ValueError:
            self.fail(f"{value!r} is no number", param, ctx)
        if not 0 <= cost < math.inf:
            self.fail(f"{value!r} is no cost of an hour", param, ctx)
        return cost


BOOK = click.option(
    "--book", type=click.Path(path_type=Path), required=True, help="Folder of the book."
)
MODELS = click.option(
    "--models",
    type=click.Path(path_type=Path),
    help="Folder of the model store; default: MLFLOW_TRACKING_URI, or `models` beside the book.",
)
MODEL = click.option("--model", help="NAME@ALIAS, NAME/VERSION or a folder; default: champion.")


def store_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which commands take a store: a book, and a folder if it is not the book's."""
    return BOOK(MODELS(command))


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
            click.option(
                "--hourly-cost",
                type=Cost(),
                help="What an hour of ours costs, where the engagements do not say; with files.",
            ),
            click.option("--as-of", help="Moment with its zone; default: the newest on record."),
            click.option("--cutoffs", help="CSV with engagement_id, as_of: a moment for each."),
            MODEL,
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


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that people decide about and no data can tell; every output names them."""
    for option in reversed(
        (
            click.option(
                "--loss-aversion",
                type=click.FloatRange(1.0, 100.0),
                default=1.0,
                show_default=True,
                help="How much worse a loss counts than an equal gain: moves the cut-off.",
            ),
            click.option(
                "--booked",
                type=click.FloatRange(0.0, 1.0),
                default=0.5,
                show_default=True,
                help="Share of our hours that other work would fill.",
            ),
            click.option(
                "--late-rate",
                type=click.FloatRange(0.0, 10.0),
                default=0.1,
                show_default=True,
                help="What money that is late costs a year, as a share.",
            ),
        )
    ):
        command = option(command)
    return command


def read_histories(
    book: Path | None,
    interactions: str | None,
    engagements: str | None,
    mapping: str | None,
    hourly_cost: float | None,
) -> Histories:
    """Histories of a book or of two files."""
    from app.asking import from_book, from_files

    if book is not None and hourly_cost is not None:
        raise UsageError("a book knows its own hourly cost", next_step="leave --hourly-cost out")
    if book is not None and not (interactions or engagements or mapping):
        return from_book(book)
    if book is not None or not (interactions and engagements):
        raise UsageError(
            "give either --book, or both --interactions and --engagements",
            next_step="a file with both tables may be given twice",
        )
    with progress("reading") as advance:
        return from_files(interactions, engagements, mapping, hourly_cost, advance)


def ask_cutoffs(
    histories: Histories, ids: tuple[str, ...], as_of: str | None, cutoffs: str | None
) -> tuple[pa.Table, pa.Table | None]:
    """Which engagements as of when (named ones, a file of them, or all open ones), and the rows
    of that file that were set aside."""
    from app import asking

    if cutoffs and (as_of or ids):
        raise UsageError("--cutoffs already says which and when", next_step="leave the rest out")
    if cutoffs:
        return asking.cutoffs_from_csv(histories, cutoffs)
    at = asking.moment(as_of) if as_of else None
    if ids:
        return asking.cutoffs_of(histories, list(ids), at), None
    found = asking.open_cutoffs(histories, at)
    if not found.num_rows:
        say(f"note: no engagement is open as of {as_of or 'the newest moment on record'}")
    return found, None


def tell_set_aside(set_aside: pa.Table | None, output: Path | None) -> None:
    """Rows set aside while reading: counted, told by place and reason, kept beside the output.

    Their values stay in that file: they may be a client's words.
    """
    from app.asking import places

    beside = None if output is None else output.with_name(output.name + ".set_aside.csv")
    if set_aside is None or not set_aside.num_rows:
        if beside is not None:
            beside.unlink(missing_ok=True)  # of an earlier run, into the same output
        return
    for line in places(set_aside):
        say(f"set aside: {line}")
    kept = ""
    if beside is not None:
        from data.safe_csv import write_csv

        write_output(beside, lambda place: write_csv(set_aside, place))
        kept = f", with their reasons: {beside}"
    say(f"{set_aside.num_rows:,} rows were set aside{kept}")
