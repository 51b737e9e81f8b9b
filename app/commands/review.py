"""Rules on trial, and what the data team rules on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.asked import store_options
from app.commands.opening import open_book
from app.commands.output import progress, say
from data.errors import ModelRefused, UsageError

if TYPE_CHECKING:
    from data.book import Book
    from data.rulings import Kind, Ruling
    from model.store import StoredModel
    from train.trial import Trial

#: Each option that rules, and the ruling it makes.
RULINGS: dict[str, Kind] = {"release": "released", "switch_off": "off", "restore": "restored"}


@click.command(short_help="Put the heuristics on trial; release, switch off or restore one.")
@store_options
@click.option("--model", help="Folder, NAME@ALIAS or NAME/VERSION; default: the champion, if any.")
@click.option("--json", "as_json", is_flag=True, help="The trial as one JSON object.")
@click.option("--release", metavar="ID", help="Ruling: its signals lose their declared direction.")
@click.option("--switch-off", metavar="ID", help="Ruling: its signals are left out of the model.")
@click.option("--restore", metavar="ID", help="Ruling: it counts again as it is declared.")
@click.option("--reason", help="Why; kept with the ruling and told in every explanation.")
@click.option("--by", help="Who rules; default: the name you are logged in with.")
@click.option("--even-so", is_flag=True, help="Rule although the trial does not contradict it.")
def review(
    book: Path,
    models: Path | None,
    model: str | None,
    as_json: bool,
    reason: str | None,
    by: str | None,
    even_so: bool,
    **ruled: str | None,
) -> None:
    """Try every heuristic on a book's closed engagements: does what the essays say hold here?

    Per heuristic: how often it fired, what share paid off with and without it at the same age, its
    effect in the model, and a verdict: supported, not seen here, contradicted, too few to say.
    Exceptions also beside each rule they soften. A contradicted heuristic can be ruled on; the
    ruling is added to `rulings.jsonl` beside the book and used by the next training.
    """
    asked = _asked(ruled, reason, by, even_so)
    from data.rulings import current, record, shared
    from train.trial_table import lines

    opened = open_book(book)
    in_force = current(book)
    if asked:
        _check(asked, in_force)
    stored, label = _model(model, book, models)
    with progress("signals") as advance:
        trial, seen_until = _hold(opened, stored, advance)
    if asked:
        ruling = _made(asked, trial, opened, seen_until)
        record(book, ruling)
        in_force = current(book)
    if as_json:
        rulings = {name: each.to_json() for name, each in in_force.items()}
        plain = {**trial.to_json(), "model_version": label, "rulings": rulings}
        click.echo(json.dumps(plain, ensure_ascii=False, allow_nan=False))
    else:
        for line in lines(trial, only=asked["heuristic"] if asked else None):
            click.echo(line)
        for line in _told(in_force):
            click.echo(line)
    if asked:
        say(f"{asked['heuristic']}: {asked['ruling']}; the next `clientrisk train` goes by it")
    if in_force and (also := shared(book)):
        say(also)


def _asked(
    ruled: dict[str, str | None], reason: str | None, by: str | None, even_so: bool
) -> dict[str, Any] | None:
    """The ruling that is asked for, without its figures; None when only the trial is."""
    from data.rulings import plain_words

    named = {name: each for name, each in ruled.items() if each is not None}
    if not named:
        if reason or even_so:
            raise UsageError(
                "there is a reason but no ruling",
                next_step="name a heuristic with --release, --switch-off or --restore",
            )
        return None
    if len(named) > 1:
        raise UsageError("one ruling at a time", next_step="run the command once for each")
    [(option, heuristic)] = named.items()
    from app.commands.catalogue import known

    known(heuristic)
    words = {"reason": plain_words(reason or ""), "by": plain_words(_login() if by is None else by)}
    for name, given in words.items():
        if not given:
            raise UsageError(f"a ruling needs its --{name}", next_step="say it in words")
    return {
        "heuristic": heuristic,
        "ruling": RULINGS[option],
        "even_so": even_so,
        **words,
    }


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError("nobody is logged in", next_step="say who rules with --by") from None


def _check(asked: dict[str, Any], in_force: dict[str, Ruling]) -> None:
    """Refuse a ruling that would change nothing."""
    heuristic, ruling = asked["heuristic"], asked["ruling"]
    now = in_force[heuristic].ruling if heuristic in in_force else "restored"
    if ruling == now:
        stands = "stands as declared" if ruling == "restored" else f"is {ruling} already"
        raise UsageError(
            f"{heuristic} {stands}", next_step="`clientrisk review` shows the rulings in force"
        )


def _model(
    reference: str | None, book: Path, models: Path | None
) -> tuple[StoredModel | None, str | None]:
    """The model whose effects are shown; none is no trouble unless it was asked for by name."""
    from app.scoring import load_model

    try:
        return load_model(reference, book, models)
    except ModelRefused as refused:
        if reference:
            raise
        say(f"without effects in a model: {refused.what}")
        return None, None


def _hold(
    book: Book, stored: StoredModel | None, advance: Callable[[int], None]
) -> tuple[Trial, str | None]:
    """The trial on all closed engagements, and the newest outcome (ISO, UTC) it has seen."""
    from data.outcome import outcomes
    from features import matrix
    from features.engine import prepare
    from features.usual import Usual, learn
    from model.decomposition import decompose
    from train.snapshots import snapshots
    from train.trial import hold_trial

    found = outcomes(book.interactions, book.engagements, book.hourly_cost)
    rows = snapshots(book.engagements, found)
    usual = Usual.from_json(stored.usual) if stored else learn(book.interactions)
    inputs = prepare(
        book.interactions,
        book.engagements,
        rows.cutoffs,
        usual,
        book.hourly_cost,
        stored.reader if stored else None,
    )
    signals = matrix.compute(inputs, advance)
    parts = decompose(stored.classifier, signals.select(stored.names).values) if stored else None
    newest = f"{rows.closed.max()}Z" if len(rows.closed) else None
    return hold_trial(signals, rows, parts, simulated=book.simulated), newest


def _made(asked: dict[str, Any], trial: Trial, book: Book, seen_until: str | None) -> Ruling:
    """The ruling with the trial's figures. Raises `UsageError` where the trial speaks otherwise."""
    from data.rulings import Ruling
    from model.explanation import iso
    from train.judge import finite

    heuristic = asked["heuristic"]
    tried = trial.by_id[heuristic]
    follows = asked["ruling"] == "restored" or trial.contradicted(heuristic)
    if not follows and not asked["even_so"]:
        raise UsageError(
            f"the trial says of {heuristic}: {tried.verdict}",
            next_step="rule all the same with --even-so; that is kept with the ruling",
        )
    difference = tried.comparison.difference
    figures = {
        "verdict": tried.verdict,
        "waivers": {
            each.rule: each.verdict for each in trial.waivers if each.exception == heuristic
        },
        "fired": tried.comparison.fired,
        "told": tried.comparison.told,
        "difference": difference.value,
        "low": difference.low,
        "high": difference.high,
        "book_digest": book.digest,
        # Figures taken on outcomes the ruling has seen flatter the model that goes by it.
        "seen_until": seen_until,
    }
    at = iso(datetime.now(UTC).replace(microsecond=0))
    return Ruling(**{**asked, "even_so": not follows}, at=at, figures=finite(figures))


def _told(in_force: dict[str, Ruling]) -> list[str]:
    from features.ruled import tell_ruling

    told = [f"{name}: {tell_ruling(each.to_json())}" for name, each in in_force.items()]
    return ["", "Rulings in force:", *told] if told else []
