"""The whole line on the simulated book, and the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.output import progress, say
from data.errors import DataRefused, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from data.book import Book

PROJECT = Path(__file__).resolve().parents[2]
DEMO = PROJECT / "demo"
SHOWN = 20
SIZE = click.IntRange(1, 1_000_000)
PORT = click.IntRange(1, 65535)


@click.command(short_help="Serve the app on this machine only.")
@click.option(
    "--book",
    type=click.Path(path_type=Path),
    help="Folder of the book; default: the demo's.",
)
@click.option("--port", type=PORT, default=8501, show_default=True)
def app(book: Path | None, port: int) -> None:
    """Serve the app for a book on this machine only."""
    from app.serve import serve
    from data.book import is_book

    book = book or DEMO / "book"
    if not is_book(book):
        raise DataRefused(
            "there is no book here", where=str(book), next_step="run `make demo`, or import one"
        )
    _check_free(port)
    raise click.exceptions.Exit(serve(book, port))


@click.command(short_help="Simulate, train, score, serve: the whole line.")
@click.option(
    "--closed", type=SIZE, default=2000, show_default=True, help="Closed engagements to simulate."
)
@click.option("--open", "still_open", type=SIZE, default=150, show_default=True, help="Open ones.")
@click.option("--seed", default=7, show_default=True, help="Of the simulation.")
@click.option("--folder", type=click.Path(path_type=Path), help="Default: demo in the project.")
@click.option("--serve/--no-serve", default=True, help="Serve the app at the end.")
@click.option("--port", type=PORT, default=8501, show_default=True)
def demo(
    closed: int, still_open: int, seed: int, folder: Path | None, serve: bool, port: int
) -> None:
    """Simulate a book, train, promote by the gate, score the open prospects, serve the app.

    The folder's earlier book gives way to the new one. Its models stay; a champion of another book
    is overruled, which is recorded, one of the same book only by a model that is no worse.
    """
    folder = folder or DEMO
    if serve:
        _check_free(port)
    book_path = folder / "book"
    say(f"1/4 simulating {closed:,} closed and {still_open:,} open engagements")
    from data.book import write_book
    from data.simulate import CURRENCY, HOURLY_COST, simulate

    interactions, engagements = simulate(seed=seed, closed=closed, open=still_open)
    book = write_book(
        book_path,
        interactions,
        engagements,
        name="simulated book",
        simulated=True,
        hourly_cost=HOURLY_COST,
        currency=CURRENCY,
    )
    say(f"    {interactions.num_rows:,} interactions: {book_path}")
    say("2/4 training (every figure below is of SIMULATED clients)")
    from train import run

    with progress("    signals") as advance:
        report = run.train(
            book, folder / "models", say=lambda line: say(f"    {line}"), progress=advance
        )
    for line in report.lines():
        click.echo(line)
    _promote(book, folder / "models", report.registered.version)
    say("3/4 scoring the open prospects")
    from app.score_book import score_book
    from app.scores import save_scores

    sheet = score_book(book_path, models=folder / "models")
    save_scores(book_path, sheet)
    _print_table(sheet.explanations["en"], book.engagements)
    if serve:
        from app.serve import serve as serve_app

        say(f"4/4 the app: http://localhost:{port} (Ctrl+C stops it)")
        raise click.exceptions.Exit(serve_app(book_path, port))
    say("4/4 not serving; `clientrisk app` opens the app")


def _promote(book: Book, models: Path, number: str) -> None:
    """Promote by the gate that everybody passes; only a champion of another book is overruled."""
    from train import gate, promotion, registry, tracking

    def tell(line: str) -> None:
        say(f"    {line}")

    place = tracking.locate(book.path, models)
    champion = promotion.serving(place)
    found = promotion.promote(place, book, number, say=tell)
    for line in found.lines():
        tell(line)
    if found.promoted:
        return
    if champion is None:
        raise promotion.gate_refused(found)
    of_another = registry.load(champion).facts.get("book_digest") != book.digest
    if of_another and all(gate.compares(each) for each in found.conditions if not each.passed):
        reason = "demo: the champion is of another simulated book"
        promotion.promote(place, book, number, reason=reason, say=tell)
    else:
        tell("the champion of the earlier demo stays")


def _check_free(port: int) -> None:
    """Refuse a port that another server holds, before minutes of work."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise UsageError(
                f"port {port} cannot be had, another server may hold it",
                next_step="name another one with --port",
            ) from None


def _print_table(explanations: list[dict[str, Any]], engagements: pa.Table) -> None:
    from app.scoring import predictions

    rows = predictions(explanations, engagements).to_pylist()
    rows.sort(key=lambda row: -row["payoff_probability"])
    click.echo("open prospects of the SIMULATED book, the likeliest first and last")
    click.echo(f"{'prospect':12}{'client':12}{'chance':>8}  {'next':24}main reasons")
    half = SHOWN // 2
    for position, row in enumerate(rows):
        if half <= position < len(rows) - half:
            if position == half:
                click.echo(f"… {len(rows) - 2 * half} more …")
            continue
        chance = "-" if row["status"] == "abstained" else f"{row['payoff_probability']:.0%}"
        click.echo(
            f"{row['engagement_id']:12}{row['client_id']:12}{chance:>8}  {row['action']:24}"
            f"{row['top_reasons']}"
        )
