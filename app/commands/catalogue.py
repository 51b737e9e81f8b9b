"""The heuristics as declared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from data.errors import UsageError
from features.heuristic import MARKS

if TYPE_CHECKING:
    from features.heuristic import Heuristic


@click.command(short_help="List the heuristics, or show one in full.")
@click.argument("heuristic_id", required=False)
@click.option("--json", "as_json", is_flag=True, help="The whole declarations as JSON.")
def catalogue(heuristic_id: str | None, as_json: bool) -> None:
    """List the heuristics of the essays, or show one of them in full."""
    from features.catalogue import HEURISTICS, described

    chosen = [known(heuristic_id)] if heuristic_id else list(HEURISTICS)
    if as_json:
        plain = [described(heuristic) for heuristic in chosen]
        shown = plain[0] if heuristic_id else plain
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    elif heuristic_id:
        for name, value in described(chosen[0]).items():
            click.echo(f"{name:10} {_shown(value)}")
    else:
        for heuristic in chosen:
            sign, essays = MARKS[heuristic.polarity], ", ".join(heuristic.essay)
            click.echo(f"{sign} {heuristic.id:26} {heuristic.title} ({essays})")


def known(heuristic_id: str) -> Heuristic:
    """The heuristic of that id. Raises `UsageError`, naming the nearest, when there is none."""
    from difflib import get_close_matches

    from features.catalogue import BY_ID

    if heuristic_id not in BY_ID:
        near = get_close_matches(heuristic_id, BY_ID, 1)
        raise UsageError(
            f"there is no heuristic {heuristic_id!r}",
            next_step=f"did you mean {near[0]}?" if near else "`clientrisk catalogue` lists them",
        )
    return BY_ID[heuristic_id]


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return "\n           ".join(_shown(each) for each in value) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    return str(value)
