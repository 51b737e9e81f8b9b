"""Training, of models and of the reader that hears for them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.commands.asked import store_options
from app.commands.opening import open_book
from app.commands.output import check_output, progress, say


@click.command(short_help="Train a challenger: fit, judge, register.")
@store_options
@click.option(
    "--reader",
    type=click.Path(path_type=Path),
    help="Cue reader that `train-cues` wrote; default: the one that comes with the product.",
)
@click.option("--json", "as_json", is_flag=True, help="The judgement as one JSON object.")
def train(book: Path, models: Path | None, reader: Path | None, as_json: bool) -> None:
    """Train on a book's closed engagements, judge forward in time, register as the challenger.

    The challenger alias moves only after the stored model was loaded again and re-scored. It
    serves nobody before `clientrisk promote`, but where no champion loads: then at once, if the
    gate lets it.
    """
    from features.cues.stored import read_reader
    from train import run

    heard_by = read_reader(reader) if reader else None
    lessons = open_book(book)
    with progress("signals") as advance:
        report = run.train(lessons, models, reader=heard_by, say=say, progress=advance)
    if as_json:
        click.echo(json.dumps(report.to_json(), allow_nan=False))
    else:
        for line in report.lines():
            click.echo(line)


@click.command("train-cues", short_help="Train the reader that hears what messages say.")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="Folder of labelled messages (*.jsonl); default: data/cues, which comes with the product.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Where the reader is written; `clientrisk train --reader` takes it.",
)
@click.option(
    "--models",
    type=click.Path(path_type=Path),
    help="Folder of the model store to log to; default: MLFLOW_TRACKING_URI, or nowhere.",
)
@click.option(
    "--semantic",
    is_flag=True,
    help="Hear English by sentence embeddings too (`make semantic` installs them).",
)
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
def train_cues(
    corpus: Path | None, output: Path, models: Path | None, semantic: bool, as_json: bool
) -> None:
    """Train the cue reader on labelled messages and judge it on hands it has not seen.

    Prints precision, recall and F1 per cue and language with 95 % intervals. Three minutes; with
    --semantic some minutes more, and what embeddings gained.
    """
    check_output(output, ".npz")
    from data.corpus import CORPUS, read_corpus
    from features.cues.stored import write_reader
    from train import cues

    labelled = read_corpus(corpus or CORPUS, cues.CUE_IDS)
    reader, report = cues.train_reader(labelled, say=say, semantic=semantic)
    stored = write_reader(reader, output)
    cues.log(report, stored, output, models)
    click.echo(json.dumps(report.to_json(), allow_nan=False) if as_json else report.text)
    say(f"reader of {len(stored.data):,} bytes: {output}")
