"""One engagement told again, moment by moment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.asked import MODEL, store_options
from app.commands.output import check_output, progress, say, write_lines, write_output

if TYPE_CHECKING:
    from app.replay import Replay
    from features.telling import Language

OUTPUT = click.Path(path_type=Path, dir_okay=False)


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
    from app.replay_page import done, lines
    from app.scoring import load_model

    spoken: Language = "ru" if language == "ru" else "en"
    histories = from_book(book)
    stored, label = load_model(model, book, models)
    with progress("scoring") as advance:
        told = tell(
            histories,
            engagement_id,
            stored,
            label,
            twin=judged_twin(model, book, models),
            language=spoken,
            progress=advance,
        )
    if output is not None:
        _write(told, output)
    if as_json:
        click.echo(json.dumps(told.to_json(), ensure_ascii=False, allow_nan=False))
    elif output is None:
        for line in lines(told, spoken):
            click.echo(line)
    say(done(told, spoken) + (f": {output}" if output else ""))


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
