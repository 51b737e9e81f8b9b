"""The life of models: judge, promote, roll back, list, and look after their store."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.commands.asked import store_options
from app.commands.opening import open_book
from app.commands.output import check_output, say, write_output
from data.errors import ActionDue

VERSION = click.option("--version", "number", help="Number of a version; default: the challenger.")
BY = click.option("--by", help="Who decides; default: the name you are logged in by.")


@click.command(short_help="Compare the challenger with the champion.")
@store_options
@VERSION
@click.option("--json", "as_json", is_flag=True, help="The verdict as one JSON object.")
def judge(book: Path, models: Path | None, number: str | None, as_json: bool) -> None:
    """Compare the challenger with the champion on the newest engagements, which neither has seen.

    Paired: both on the same engagements, intervals from the same clients drawn with replacement.
    The verdict is kept with the version; nothing is promoted.
    """
    from train import promotion, tracking

    opened = open_book(book)
    verdict = promotion.judge(tracking.locate(opened.path, models), opened, number)
    if as_json:
        click.echo(json.dumps(verdict.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        for line in verdict.lines():
            click.echo(line)


@click.command(short_help="Make the challenger the champion, if the gate lets it.")
@store_options
@VERSION
@click.option("--reason", help="Overrides the gate where it refuses; recorded with the version.")
@BY
def promote(
    book: Path, models: Path | None, number: str | None, reason: str | None, by: str | None
) -> None:
    """Make the challenger the champion.

    The gate refuses one that is worse than the champion, no better than the base rate,
    uncalibrated, leaky, or explains less exactly: one line for each, and exit code 6. It loads and
    re-scores the model before the alias moves.
    """
    from train import promotion, tracking

    opened = open_book(book)
    place = tracking.locate(opened.path, models)
    found = promotion.promote(place, opened, number, reason=reason, by=by, say=say)
    for line in found.lines():
        click.echo(line)
    if not found.promoted:
        raise promotion.gate_refused(found)
    say(f"champion: {found.registered.label}")


@click.command(short_help="Go back to the champion before.")
@store_options
@click.option("--reason", help="Why; recorded with the move.")
@BY
def rollback(book: Path, models: Path | None, reason: str | None, by: str | None) -> None:
    """Give the champion's alias back to the champion before, once that one was loaded again.

    Twice goes back by two; `clientrisk promote --version` goes forward again.
    """
    from train import promotion, registry, tracking

    move = promotion.rollback(tracking.locate(book, models), reason=reason, by=by)
    say(f"champion: {registry.labelled(move.version)}, in place of version {move.before}")


@click.command(short_help="List the versions of a store and the champion's moves.")
@store_options
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
def models(book: Path, models: Path | None, as_json: bool) -> None:
    """List every version: who serves, how it was judged, what was overridden; then the moves."""
    from train import lineage, tracking

    told = lineage.lineage(tracking.locate(book, models))
    if as_json:
        click.echo(json.dumps(told.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        for line in told.lines():
            click.echo(line)


@click.command(short_help="Look for damage and leftovers in a store; repair it.")
@store_options
@click.option("--repair", is_flag=True, help="Sweep what is left over; no version's files.")
@click.option("--now", is_flag=True, help="Leftovers younger than an hour too: nothing is running.")
@click.option("--json", "as_json", is_flag=True, help="The findings as a JSON array.")
def doctor(book: Path, models: Path | None, repair: bool, now: bool, as_json: bool) -> None:
    """Look for damage and for what a killed process left: database, models, runs, folders, files.

    Exit code 5 while something is to be done.
    """
    from app.scores import sheet_path
    from train import doctor as looking
    from train import tracking

    place = tracking.locate(book, models)
    findings = looking.examine(place, (book, sheet_path(book)), now=now)
    if repair:
        findings = looking.repair(place, findings)
    if as_json:
        click.echo(json.dumps([each.to_json() for each in findings], ensure_ascii=False))
    else:
        for each in findings:
            click.echo(each.line())
    due = [each for each in findings if each.due]
    if due:
        swept = any(each.sweep for each in due)
        raise ActionDue(
            f"{len(due)} of {len(findings)} findings need somebody",
            where=str(place.folder or place.uri),
            next_step="`clientrisk doctor --repair` sweeps leftovers" if swept else None,
        )
    say("nothing is to be done")


@click.command(short_help="Write the model card of a version.")
@store_options
@click.option("--version", "number", help="Number of a version; default: the champion.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=".html or .md",
)
def card(book: Path, models: Path | None, number: str | None, output: Path) -> None:
    """Write the model card of a version, with the verdicts and overrides it has met so far.

    What it is for and not for, what it learned from, how it was judged and for whom it holds, the
    rules on trial, the rulings, the known limits. The HTML asks nothing of the network.
    """
    check_output(output, ".html", ".md")
    from train import registry, tracking
    from train.page import html, markdown
    from train.registered_card import registered_card

    place = tracking.locate(book, models)
    chosen = registry.numbered(place, number) if number else tracking.resolve(place)
    page = registered_card(place, chosen)
    text = html(page) if output.suffix.lower() == ".html" else markdown(page)
    write_output(output, lambda beside: beside.write_text(text, "utf-8"))
    say(f"card of {chosen.label}: {output}")
