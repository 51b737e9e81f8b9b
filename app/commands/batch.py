"""Scores, explanations and cues for many at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.commands.asked import ask_cutoffs, histories_options, read_histories, tell_set_aside
from app.commands.output import open_output, progress, replace_file, say, write_lines
from data.errors import DataRefused, UsageError

OUTPUT = click.Path(path_type=Path, dir_okay=False)


def _explained(
    ids: tuple[str, ...], output: Path | None, language: str, asked: dict[str, Any]
) -> tuple[Any, list[dict[str, Any]]]:
    """Histories and the explanations of what was asked for, with progress."""
    from app.scoring import explain_cutoffs, load_model

    histories = read_histories(
        asked["book"], asked["interactions"], asked["engagements"], asked["mapping"]
    )
    tell_set_aside(histories, output)
    cutoffs = ask_cutoffs(histories, ids, asked["as_of"], asked["cutoffs"])
    stored, label = load_model(asked["model"], histories.book, asked["models"])
    with progress("scoring", cutoffs.num_rows) as advance:
        explanations = explain_cutoffs(
            histories,
            cutoffs,
            stored,
            label,
            language="ru" if language == "ru" else "en",
            progress=advance,
        )
    if stored.facts.get("simulated") and not histories.simulated:
        say("note: the model was trained on a SIMULATED book; train one on your own outcomes")
    return histories, explanations


@click.command()
@histories_options
@click.option("-o", "--output", type=OUTPUT, required=True, help=".csv, .parquet or .jsonl")
@click.option("--raw", is_flag=True, help="CSV cells as they are, not escaped for spreadsheets.")
def predict(output: Path, raw: bool, **asked: Any) -> None:
    """Score the open engagements of a book (or of two files), a row each.

    Example: clientrisk predict --book demo/book -o scores.csv
    """
    open_output(output)
    histories, explanations = _explained((), output, "en", asked)
    from app.scoring import predictions

    table = predictions(explanations, histories.engagements)
    if output.suffix == ".jsonl":
        write_lines(table.to_pylist(), output)
    elif output.suffix == ".parquet":
        import pyarrow.parquet as pq

        replace_file(output, lambda place: pq.write_table(table, place))
    else:
        from data.safe_csv import write_csv

        replace_file(output, lambda place: write_csv(table, place, raw=raw))
    abstained = sum(each["status"] == "abstained" for each in explanations)
    say(f"{table.num_rows:,} engagements scored, {abstained:,} of them without a verdict: {output}")


@click.command()
@click.argument("engagement_id", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All open engagements.")
@histories_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option("--language", type=click.Choice(["en", "ru"]), default="en", show_default=True)
@click.option("-o", "--output", type=OUTPUT, help="File for the JSON lines; default: print.")
def explain(
    engagement_id: tuple[str, ...],
    everything: bool,
    as_json: bool,
    language: str,
    output: Path | None,
    **asked: Any,
) -> None:
    """Say why: start, flags, waivers and strengths that sum to each score, with their evidence.

    Example: clientrisk explain --all --book demo/book --json -o explanations.jsonl
    """
    if bool(engagement_id) == (everything or bool(asked["cutoffs"])):
        raise UsageError("name engagements, or say --all (or give --cutoffs)")
    _, explanations = _explained(engagement_id, output, language, asked)
    if as_json or output:
        write_lines(explanations, output)
    else:
        for each in explanations:
            click.echo(_page(each))
    say(f"{len(explanations):,} engagements explained")


def _page(explanation: dict[str, Any]) -> str:
    """An explanation to read in a terminal; control characters shown, not run."""
    from features.catalogue import BY_ID

    chance = explanation["payoff_probability"]
    verdict = (
        "no verdict yet" if explanation["status"] == "abstained" else f"{chance:.0%} to pay off"
    )
    lines = [
        f"{explanation['engagement_id']} as of {explanation['as_of']}: {verdict}",
        f"  {explanation['start']:+.2f}  a usual client",
    ]
    for part in explanation["parts"]:
        name = BY_ID[part["heuristic"]].title if part["heuristic"] else "Other signals"
        lines.append(f"  {part['log_odds']:+.2f}  {part['kind']}: {name}. {part['told']}")
        lines += [
            f"           {each['occurred_at'][:10]}  {each['quote'] or each['what']!r}"
            for each in part["evidence"][-3:]
        ]
    lines.append(f"  {explanation['log_odds']:+.2f}  log-odds")
    lines.append(f"  next: {explanation['action']}. {explanation['advice']}")
    return "\n".join(_printable(line) for line in lines) + "\n"


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() else "·" for letter in line)


@click.command()
@click.argument("messages", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=OUTPUT, required=True, help="CSV: message_id, cues, quotes.")
@click.option("--raw", is_flag=True, help="CSV cells as they are, not escaped for spreadsheets.")
def cues(messages: Path, output: Path, raw: bool) -> None:
    """Read the text cues of messages: a CSV with message_id, direction, text."""
    import json

    import pyarrow as pa

    from data.safe_csv import write_csv
    from data.sources.csv_source import read_csv
    from features.cues.reader import read_cues

    if output.suffix != ".csv":
        raise UsageError("the output of cues is a .csv file", where=str(output))
    with progress("reading") as advance:
        source = read_csv(messages, progress=advance)
    for name in ("message_id", "direction", "text"):
        if name not in source.columns:
            raise DataRefused(
                f"column {name} is missing",
                where=messages.name,
                next_step="write the columns message_id, direction and text",
            )
    ids = source.columns["message_id"]
    place = pa.array([str(row) for row in range(len(ids))], pa.string())
    heard = read_cues(
        pa.table(
            {
                "interaction_id": place,
                "direction": source.columns["direction"],
                "text": source.columns["text"],
            }
        )
    )
    found: dict[str, dict[str, str]] = {}
    for row, cue, quote in zip(
        *(heard[name].to_pylist() for name in ("interaction_id", "cue", "quote")), strict=True
    ):
        found.setdefault(row, {})[cue] = quote
    spoken = [found.get(row, {}) for row in place.to_pylist()]
    table = pa.table(
        {
            "message_id": ids,
            "cues": pa.array([" ".join(each) for each in spoken], pa.string()),
            "quotes": pa.array([json.dumps(each, ensure_ascii=False) for each in spoken]),
        }
    )
    replace_file(output, lambda beside: write_csv(table, beside, raw=raw))
    aside = len(source.broken)
    say(f"{table.num_rows:,} messages read, {aside:,} rows set aside: {output}")
