"""One engagement told again, moment by moment."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.asked import MODEL, store_options
from app.commands.output import check_output, progress, say, write_lines, write_output

if TYPE_CHECKING:
    from app.replay import Moment, Replay

OUTPUT = click.Path(path_type=Path, dir_okay=False)
BAR = 20  # letters from a chance of 0 to one of 1
TITLE = 36
WIDTH = 100


@click.command(short_help="Score every past moment with what was known then.")
@click.argument("engagement_id")
@store_options
@MODEL
@click.option("--language", type=click.Choice(["en", "ru"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The whole replay as one JSON object.")
@click.option("-o", "--output", type=OUTPUT, help=".csv or .jsonl: the moments, a row each.")
def replay(
    engagement_id: str,
    book: Path,
    models: Path | None,
    model: str | None,
    language: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Score an engagement at each past moment with what was known then: when was the first warning?

    Shown are the chance with its interval (= low to high, ● the chance, | the cut-off) and the
    reason that moved it most since the moment before; then the first warning, whether it stayed,
    how long before the end it came, and what hours we spent after it.

    Example: clientrisk replay E-00042 --book demo/book
    """
    if output is not None:
        check_output(output, ".csv", ".jsonl")
    from app.asking import from_book
    from app.judged_twin import judged_twin
    from app.replay import replay as tell
    from app.scoring import load_model

    histories = from_book(book)
    stored, label = load_model(model, book, models)
    with progress("scoring") as advance:
        told = tell(
            histories,
            engagement_id,
            stored,
            label,
            twin=judged_twin(model, book, models),
            language="ru" if language == "ru" else "en",
            progress=advance,
        )
    if output is not None:
        _write(told, output)
    if as_json:
        click.echo(json.dumps(told.to_json(), ensure_ascii=False, allow_nan=False))
    elif output is None:
        for line in lines(told):
            click.echo(line)
    say(f"{len(told.moments):,} moments of {engagement_id}" + (f": {output}" if output else ""))


def lines(told: Replay) -> list[str]:
    """A replay to read in a terminal."""
    ended = "closed" if told.closed else "still open on"
    outcome = {True: ", paid off", False: ", did not pay off", None: ""}[told.paid_off]
    shown = ["SIMULATED book; it says nothing of real clients"] * told.simulated
    shown.append(
        f"{told.engagement_id} by {told.model_version}: opened {told.opened_at[:10]}, {ended} "
        f"{told.ended_at[:10]}{outcome}"
    )
    shown += [f"note: {note}" for note in told.notes]
    shown += [_row(moment) for moment in told.moments]
    for line in _told(told):
        shown += textwrap.wrap(line, WIDTH, subsequent_indent="  ")
    return [_printable(line) for line in shown]


def _row(moment: Moment) -> str:
    change = moment.change
    moved = "" if change is None else f"{change.log_odds:+.2f} {change.title[:TITLE]}"
    when = moment.as_of[:16].replace("T", " ")
    news = f"{moment.new:+d}" if moment.new else ""
    return (
        f"{when} {news:>3} {bar(moment)} {moment.chance:4.0%} {moment.verdict:8} {moved}".rstrip()
    )


def bar(moment: Moment) -> str:
    """The chance, its interval and the cut-off as text of one width."""

    def place(chance: float) -> int:
        return round(chance * BAR)

    letters = ["·"] * (BAR + 1)
    if moment.low is not None and moment.high is not None:
        for position in range(place(moment.low), place(moment.high) + 1):
            letters[position] = "="
    letters[place(moment.cut_off)] = "|"
    letters[place(moment.chance)] = "●"
    return "".join(letters)


def _told(told: Replay) -> list[str]:
    warned = told.warned
    if warned is None:
        if told.first_below is None:
            return ["no warning: the chance never lay below the cut-off"]
        return [
            f"no warning: from {told.first_below[:10]} the chance lay below the cut-off, too "
            "unsure for a verdict"
        ]
    end = "before the end" if told.closed else "ago"
    stayed = "but the last verdict was to go on"
    if warned.lasted_from is not None:
        again = warned.lasted_from != warned.at
        stayed = f"and lasting from {warned.lasted_from[:10]}" if again else "and it stayed"
    hours = sum(warned.hours_after.values())
    cost = "" if warned.cost_after is None else f", which cost {warned.cost_after:,.0f}"
    kinds = ", ".join(f"{kind} {each:.1f}" for kind, each in warned.hours_after.items())
    shown = [
        f"first warning: {warned.at[:10]}, {warned.lead_days:.0f} days {end}, {stayed}",
        f"hours of ours after it: {hours:.1f}{cost}" + (f" ({kinds})" if kinds else ""),
    ]
    if told.paid_off:
        shown.append("it paid off all the same: a false alarm")
    return shown


def _write(told: Replay, output: Path) -> None:
    rows = [
        {
            "engagement_id": told.engagement_id,
            "as_of": each.as_of,
            "chance": each.chance,
            "low": each.low,
            "high": each.high,
            "cut_off": each.cut_off,
            "verdict": each.verdict,
            "new_interactions": each.new,
            "moved_most": each.change and each.change.heuristic,
            "moved_most_title": each.change and each.change.title,
            "moved_log_odds": each.change and each.change.log_odds,
            "model_version": told.model_version,
        }
        for each in told.moments
    ]
    if output.suffix.lower() == ".jsonl":
        write_lines(rows, output)
        return
    import pyarrow as pa

    from data.safe_csv import write_csv

    table = pa.Table.from_pylist(rows)
    write_output(output, lambda place: write_csv(table, place))


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() else "·" for letter in line)
