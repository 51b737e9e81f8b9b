"""Scores, explanations and cues for many at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.asked import (
    ask_cutoffs,
    histories_options,
    read_histories,
    settings_options,
    tell_set_aside,
)
from app.commands.output import check_output, progress, say, write_lines, write_output
from data.errors import DataRefused, UsageError

if TYPE_CHECKING:
    from app.asking import Histories
    from features.telling import Language

OUTPUT = click.Path(path_type=Path, dir_okay=False)


def _explained(
    ids: tuple[str, ...], output: Path | None, language: str, asked: dict[str, Any]
) -> tuple[Histories, list[dict[str, Any]]]:
    """Histories and the explanations of what was asked for, with progress."""
    histories = read_histories(
        asked["book"],
        asked["interactions"],
        asked["engagements"],
        asked["mapping"],
        asked["hourly_cost"],
    )
    for note in histories.notes:
        say(f"note: {note}")
    told_in: Language = "ru" if language == "ru" else "en"
    cutoffs, aside = ask_cutoffs(histories, ids, asked["as_of"], asked["cutoffs"])

    import pyarrow as pa

    from app.scoring import explain_cutoffs, load_model
    from model.caution import cautions
    from model.ledger import Settings

    settings = Settings(asked["loss_aversion"], asked["booked"], asked["late_rate"])
    stored, label = load_model(asked["model"], histories.book, asked["models"])
    with progress("scoring", cutoffs.num_rows) as advance:
        explanations = explain_cutoffs(
            histories,
            cutoffs,
            stored,
            label,
            language=told_in,
            settings=settings,
            progress=advance,
        )
    both = [table for table in (histories.set_aside, aside) if table is not None]
    tell_set_aside(pa.concat_tables(both) if both else None, output)
    if histories.simulated:
        say("note: a SIMULATED book; the figures say nothing of real clients")
    elif stored.facts.get("simulated"):
        say("note: the model was trained on a SIMULATED book; train one on your own outcomes")
    for caution in cautions(stored.facts, told_in):
        say(f"note: {caution}")
    say("note: settings of the ledger: " + _named(settings.plain()))
    return histories, explanations


def _named(settings: dict[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in settings.items())


@click.command(short_help="Score open engagements, a row each.")
@histories_options
@settings_options
@click.option("-o", "--output", type=OUTPUT, required=True, help=".csv, .parquet or .jsonl")
@click.option("--raw", is_flag=True, help="CSV cells as they are, not escaped for spreadsheets.")
def predict(output: Path, raw: bool, **asked: Any) -> None:
    """Score the open engagements of a book, or of two files, a row each.

    Columns: engagement_id, client_id, as_of, status, payoff_probability, low, high, log_odds,
    top_reasons, action, model_version, verdict, cut_off, expected_gain, question. status is
    `scored`, or `abstained` where too little is on record or the chance could go either way; the
    number is there all the same. low and high hold it in four of five cases; empty where the model
    cannot tell. The verdict is `go on` from cut_off on, else `decline`; without one (`none`), the
    question is the one to ask. expected_gain is of going on, in the book's money; empty where an
    expected value or an hourly cost is missing, and then cut_off is 0.5.

    \b
    Examples:
      clientrisk predict --book demo/book -o scores.csv
      clientrisk predict --interactions i.csv --engagements e.csv -o scores.jsonl
    """
    check_output(output, ".csv", ".parquet", ".jsonl")
    histories, explanations = _explained((), output, "en", asked)
    from app.scoring import predictions

    table = predictions(explanations, histories.engagements)
    ending = output.suffix.lower()
    if ending == ".jsonl":
        write_lines(table.to_pylist(), output)
    elif ending == ".parquet":
        import pyarrow.parquet as pq

        write_output(output, lambda place: pq.write_table(table, place))
    else:
        from data.safe_csv import write_csv

        write_output(output, lambda place: write_csv(table, place, raw=raw))
    abstained = sum(each["status"] == "abstained" for each in explanations)
    say(f"{_counted(table.num_rows)} scored, {abstained:,} of them without a verdict: {output}")


def _counted(number: int, what: str = "engagement") -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@click.command(short_help="Say why: parts that sum to each score.")
@click.argument("engagement_id", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All open engagements.")
@histories_options
@settings_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option("--language", type=click.Choice(["en", "ru"]), default="en", show_default=True)
@click.option("-o", "--output", type=OUTPUT, help=".jsonl for the JSON lines; default: print.")
def explain(
    engagement_id: tuple[str, ...],
    everything: bool,
    as_json: bool,
    language: str,
    output: Path | None,
    **asked: Any,
) -> None:
    """Say why: start, flags, waivers and strengths that sum to each score, with their evidence.

    \b
    Examples:
      clientrisk explain E-02099 --book demo/book
      clientrisk explain --all --book demo/book --json -o explanations.jsonl
    """
    if bool(engagement_id) + everything + bool(asked["cutoffs"]) != 1:
        raise UsageError(
            "which engagements?", next_step="name some, or say --all, or give --cutoffs"
        )
    if output is not None:
        check_output(output, ".jsonl", ".json")
    _, explanations = _explained(tuple(dict.fromkeys(engagement_id)), output, language, asked)
    if as_json or output:
        write_lines(explanations, output)
    else:
        from app.page import page

        for each in explanations:
            click.echo(page(each, told_in=language))
    say(f"{_counted(len(explanations))} explained" + (f": {output}" if output else ""))


@click.command(short_help="Read the text cues of messages.")
@click.argument("messages", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=OUTPUT, required=True, help="CSV: message_id, cues, quotes.")
@click.option("--raw", is_flag=True, help="CSV cells as they are, not escaped for spreadsheets.")
def cues(messages: Path, output: Path, raw: bool) -> None:
    """Read the text cues of messages: a CSV with message_id, direction, text.

    direction is inbound, outbound or internal. The output has message_id, cues (their ids, with a
    space between) and quotes (a JSON object: cue, the sentence that carries it), a row per message.

    Example: clientrisk cues messages.csv -o cues.csv
    """
    check_output(output, ".csv")
    import json

    import pyarrow as pa
    import pyarrow.compute as pc

    from data.contract import DIRECTIONS
    from data.safe_csv import write_csv
    from data.set_aside import set_aside_rows
    from data.sources.csv_source import read_csv
    from features.cues.stored import shipped_reader

    with progress("reading") as advance:
        source = read_csv(messages, progress=advance)
    for name in ("message_id", "direction", "text"):
        if name not in source.columns:
            raise DataRefused(
                f"column {name} is missing",
                where=messages.name,
                next_step="write the columns message_id, direction and text",
            )
    said = pa.table(source.columns).select(["message_id", "direction", "text"])
    no_direction = pc.invert(pc.is_in(said["direction"], pa.array(DIRECTIONS)))
    nameless = pc.equal(pc.utf8_trim_whitespace(said["message_id"]), "")
    aside = list(source.broken)
    for bad, column, reason in (
        (nameless, "message_id", "is empty"),
        (
            pc.and_(no_direction, pc.invert(nameless)),
            "direction",
            f"is none of {', '.join(DIRECTIONS)}",
        ),
    ):
        lines, values = source.lines.filter(bad.combine_chunks()), said[column].filter(bad)
        aside += [
            (line, column, value, reason)
            for line, value in zip(lines.to_pylist(), values.to_pylist(), strict=True)
        ]
    said = said.filter(pc.invert(pc.or_(no_direction, nameless)))
    # Read by their place: a source may use one message_id twice.
    place = [str(row) for row in range(said.num_rows)]
    heard = shipped_reader().reader.read(
        pa.table(
            {
                "interaction_id": pa.array(place, pa.string()),
                "direction": said["direction"],
                "text": said["text"],
            }
        )
    )
    found: dict[str, dict[str, str]] = {}
    for row, cue, quote in zip(
        *(heard[name].to_pylist() for name in ("interaction_id", "cue", "quote")), strict=True
    ):
        found.setdefault(row, {})[cue] = quote
    spoken = [found.get(row, {}) for row in place]
    table = pa.table(
        {
            "message_id": said["message_id"],
            "cues": pa.array([" ".join(each) for each in spoken], pa.string()),
            "quotes": pa.array(
                [json.dumps(each, ensure_ascii=False) for each in spoken], pa.string()
            ),
        }
    )
    write_output(output, lambda beside: write_csv(table, beside, raw=raw))
    tell_set_aside(set_aside_rows(messages.name, "messages", aside), output)
    say(
        f"{source.rows + len(source.broken):,} messages = {table.num_rows:,} read + "
        f"{len(aside):,} set aside: {output}"
    )
