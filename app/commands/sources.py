"""Sources into a book."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.commands.asked import Cost
from app.commands.output import progress, say
from data.errors import UsageError


@click.command("import", short_help="Import files or a database into a book.")
@click.argument("source", required=False)
@click.option("--book", type=click.Path(path_type=Path), required=True, help="Folder of the book.")
@click.option("--interactions", help="File or database URL with the interactions.")
@click.option("--engagements", help="File or database URL with the engagements.")
@click.option("--mapping", help="TOML file, or the name of a shipped mapping.")
@click.option("--name", help="What the book is called; default: the source's name.")
@click.option("--hourly-cost", type=Cost(), help="What an hour of ours costs, for the whole book.")
@click.option("--json", "as_json", is_flag=True, help="The counts as one JSON object.")
def import_(
    source: str | None,
    book: Path,
    interactions: str | None,
    engagements: str | None,
    mapping: str | None,
    name: str | None,
    hourly_cost: float | None,
    as_json: bool,
) -> None:
    """Import a source of both tables (with a mapping), or the two tables by the contract.

    Rows that break the contract go to the book's set_aside.csv with source, line, column,
    value and reason; importing the same rows twice changes nothing.

    \b
    Examples:
      clientrisk import --interactions i.csv --engagements e.csv --book ours/book
      clientrisk import log.xes.gz --mapping bpic2012 --book loans/book
    """
    from data.importing import import_into

    if not (source or interactions or engagements):
        raise UsageError("nothing to import", next_step="name a SOURCE, or give --interactions")
    with progress("importing") as advance:
        report = import_into(
            book,
            interactions=interactions,
            engagements=engagements,
            source=source,
            mapping=mapping,
            name=name,
            hourly_cost=hourly_cost,
            progress=advance,
        )
    if as_json:
        click.echo(json.dumps(report.to_json()))
    for line in report.lines():
        say(line)
    say(
        f"the book holds {report.book.interactions.num_rows:,} interactions of "
        f"{report.book.engagements.num_rows:,} engagements: {book}"
    )
