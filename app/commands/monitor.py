"""Is a model still fit for what it is asked?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.commands.asked import MODEL, store_options
from app.commands.opening import open_book
from app.commands.output import progress
from data.errors import ActionDue


@click.command(short_help="Say whether a model is still fit: drift, calibration, age.")
@store_options
@MODEL
@click.option(
    "--due-after",
    type=click.FloatRange(min=0, min_open=True),
    help="Days since the model's newest lesson from which it is due for training; default: half a "
    "year.",
)
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object.")
def monitor(
    book: Path, models: Path | None, model: str | None, due_after: float | None, as_json: bool
) -> None:
    """Compare new interactions and scores with training; exit code 5 when action is due.

    New are the engagements opened after the newest outcome the model learned from. Checked: the
    model's age, a shift of each signal and of the score beyond what chance explains, and
    calibration on new outcomes. Where there is too little to say, that is said; it asks for
    nothing.
    """
    from app.scoring import load_model
    from train.monitor import DUE_AFTER_DAYS
    from train.monitor import monitor as look

    opened = open_book(book)
    stored, label = load_model(model, book, models)
    with progress("signals") as advance:
        found = look(
            opened, stored, label, due_after_days=due_after or DUE_AFTER_DAYS, progress=advance
        )
    if as_json:
        click.echo(json.dumps(found.to_json(), allow_nan=False))
    else:
        for line in found.lines():
            click.echo(line)
    if found.due:
        checks = ", ".join(finding.check for finding in found.due)
        raise ActionDue(f"action is due: {checks}", where=label, next_step=found.due[0].next_step)
