"""Training and the life of models."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.commands.output import progress, say


@click.command(short_help="Train, judge, register and promote a model.")
@click.option("--book", type=click.Path(path_type=Path), required=True, help="Folder of the book.")
@click.option(
    "--models",
    type=click.Path(path_type=Path),
    help="Folder of the model store; default: MLFLOW_TRACKING_URI, or `models` beside the book.",
)
@click.option("--json", "as_json", is_flag=True, help="The judgement as one JSON object.")
def train(book: Path, models: Path | None, as_json: bool) -> None:
    """Train on a book's closed engagements, judge forward in time, register, promote.

    The champion alias moves only after the stored model was loaded again and re-scored.
    """
    from data.book import Book
    from train import run

    with progress("signals") as advance:
        report = run.train(Book.open(book), models, say=say, progress=advance)
    if as_json:
        click.echo(json.dumps(report.to_json(), allow_nan=False))
    else:
        for line in report.lines():
            click.echo(line)
    say(f"champion: {report.registered.label}")
