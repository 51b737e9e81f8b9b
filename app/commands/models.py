"""Training, of models and of the reader that hears for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.asked import store_options
from app.commands.opening import open_book
from app.commands.output import check_output, progress, say

if TYPE_CHECKING:
    from app.training_progress import ProgressFile
    from data.book import Book
    from train.contest import Verdict
    from train.tracking import Registered


@click.command(short_help="Train a challenger: fit, judge, register.")
@store_options
@click.option(
    "--reader",
    type=click.Path(path_type=Path),
    help="Cue reader that `train-cues` wrote; default: the one that comes with the product.",
)
@click.option("--judge", is_flag=True, help="Then compare it with the champion, as `judge` does.")
@click.option(
    "--progress",
    "progress_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that is told how far it is, a line of JSON each; the last says how it ended.",
)
@click.option("--json", "as_json", is_flag=True, help="The judgement as one JSON object.")
def train(
    book: Path,
    models: Path | None,
    reader: Path | None,
    judge: bool,
    progress_file: Path | None,
    as_json: bool,
) -> None:
    """Train on a book's closed engagements, judge forward in time, register as the challenger.

    The challenger alias moves only after the stored model was loaded again and re-scored. It
    serves nobody before `clientrisk promote`, but where no champion loads: then at once, if the
    gate lets it.
    """
    if progress_file is None:
        _train(book, models, reader, judge, as_json)
        return
    from signal import SIGTERM, default_int_handler, signal

    from app.training_progress import ProgressFile

    # Who cancels it terminates it: it must still sweep up what it has begun.
    signal(SIGTERM, default_int_handler)
    told = ProgressFile(progress_file)
    try:
        _train(book, models, reader, judge, as_json, told)
    except BaseException as error:
        told.fail(error)
        raise


def _train(
    book: Path,
    models: Path | None,
    reader: Path | None,
    judge: bool,
    as_json: bool,
    told: ProgressFile | None = None,
) -> None:
    from features.cues.stored import read_reader
    from train import run
    from train.stages import COMPARING, Stage

    def begun(stage: Stage) -> None:
        if told:
            told.begin(stage)

    heard_by = read_reader(reader) if reader else None
    opened = open_book(book)
    with progress("signals") as advance:

        def advanced(number: int, total: int) -> None:
            advance(number, total)
            if told:
                told.advance(number, total)

        report = run.train(opened, models, reader=heard_by, say=say, progress=advanced, begun=begun)
    plain, lines = report.to_json(), report.lines()
    answer, against = "not compared", tuple[str, ...]()
    if judge:
        begun(COMPARING)
        verdict, answer, against = _compared(opened, models, report.registered)
        plain["verdict"] = verdict and verdict.to_json()
        lines += ["", *(verdict.lines() if verdict else [f"{answer}: {'; '.join(against)}"])]
    for line in [json.dumps(plain, ensure_ascii=False, allow_nan=False)] if as_json else lines:
        click.echo(line)
    if told:
        told.end(report.registered.version, answer, against)


def _compared(
    book: Book, models: Path | None, registered: Registered
) -> tuple[Verdict | None, str, tuple[str, ...]]:
    """The verdict on a new version (None: there is none), the answer, and what is against it."""
    from train import gate, promotion, registry, tracking
    from train.contest import CannotJudge

    place = tracking.locate(book.path, models)
    if registry.standing(place, registry.CHAMPION) == registered.version:
        return None, "serves", ()
    try:
        verdict = promotion.judge(place, book, registered.version)
    except CannotJudge as error:
        return None, "cannot tell", (error.what,)
    refused = gate.refused(list(verdict.conditions), verdict.champion is not None)
    return verdict, verdict.answer, tuple(each.name for each in refused)


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
