"""The trial as a person reads it: lines for a terminal, Markdown for the model card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np

from features.catalogue import BY_ID
from features.heuristic import MARKS
from train.comparison import Comparison
from train.judge import Figure
from train.trial import RuleOnTrial, Trial, WaiverOnTrial

HEADINGS = ("fired of told", "fired", "quiet", "difference", "model", "verdict")
WIDTHS = (13, 6, 6, 17, 7)
NAME = 25
#: What asks for a decision comes first.
ORDER = (
    *("contradicted", "does not hold here"),
    *("supported", "holds here", "too few to say", "not seen here"),
)
LEGEND = {
    "fired of told": "engagements in which it fired, of those for which it could be told",
    "fired, quiet": "share that paid off where it fired and where it did not, at the same age",
    "difference": "in points, 95 % interval; an association: other rules are not held still",
    "model": "mean part of the score, in log-odds, where it fired; 0: the model does not use it",
    "(N)": "a difference of 10 points would show from N engagements",
    "under 10": "the difference, if there is any, is smaller than 10 points",
}


def lines(trial: Trial, only: str | None = None) -> list[str]:
    """The trial at 100 columns; ``only``: the id of the one heuristic that is shown."""
    rules = [each for each in _ordered(trial.rules) if only in (None, each.heuristic)]
    waivers = [each for each in trial.waivers if only in (None, each.exception, each.rule)]
    shown = [*_head(trial), "", _line("  this client shows", HEADINGS)]
    shown += [_line(f"{MARKS[each.declared]} {each.heuristic}", _cells(each)) for each in rules]
    if waivers:
        shown += ["", _line("an exception softens", HEADINGS)]
    for exception, its in groupby(waivers, lambda each: each.exception):
        shown.append(exception)
        shown += [_line(f"  {each.rule}", _cells(each)) for each in its]
    return [*shown, "", *(f"{name:14} {meaning}" for name, meaning in LEGEND.items())]


def markdown(trial: Trial) -> str:
    """Both tables and what they were made of, as Markdown; only ids and figures, no client text."""
    parts = [" ".join(_head(trial)), ""]
    parts += _table(
        ["this client shows", "declared", *HEADINGS],
        ([f"`{each.heuristic}`", each.declared, *_cells(each)] for each in _ordered(trial.rules)),
    )
    parts += ["", "Exceptions, among engagements where the rule they soften had fired:", ""]
    parts += _table(
        ["exception", "softens", *HEADINGS],
        ([f"`{each.exception}`", f"`{each.rule}`", *_cells(each)] for each in trial.waivers),
    )
    parts += ["", *(f"- *{name}*: {meaning}" for name, meaning in LEGEND.items()), ""]
    return "\n".join(parts)


def _head(trial: Trial) -> Iterator[str]:
    if trial.simulated:
        yield "SIMULATED book: what is supported here is what was simulated, not what clients do."
    if not trial.engagements:
        yield "No closed engagement with an outcome: nothing can be tried yet."
        return
    yield (
        f"{trial.engagements:,} closed engagements of {trial.clients:,} clients at {trial.ages} "
        f"ages; {trial.base_rate:.1%} paid off."
    )
    verdicts: list[str] = [each.verdict for each in trial.rules]
    verdicts += [each.verdict for each in trial.waivers]
    told = (f"{verdicts.count(each)} {each}" for each in ORDER if each in verdicts)
    yield f"{len(trial.rules)} heuristics, {len(trial.waivers)} waivers: {', '.join(told)}."


def _ordered(rules: Iterable[RuleOnTrial]) -> list[RuleOnTrial]:
    return sorted(rules, key=lambda each: ORDER.index(each.verdict))


def _cells(each: RuleOnTrial | WaiverOnTrial) -> tuple[str, ...]:
    found = each.comparison
    return (
        f"{found.fired:,}/{found.told:,}",
        _share(found.with_it.value),
        _share(found.without_it.value),
        _points(found.difference),
        _effect(each.effect),
        each.verdict + _remark(each.verdict, found, _sign(each)),
    )


def _remark(verdict: str, found: Comparison, sign: int) -> str:
    """Why it is too few, in a few words: which way it leans, or how many it would take."""
    if verdict != "too few to say":
        return ""
    low, high = found.difference.low, found.difference.high
    if (high < 0) if sign > 0 else (low > 0):
        return ", leans against" if sign > 0 else ", leans for"
    if found.needed and found.needed > found.smaller:
        return f" ({found.needed:,})"
    return ", under 10" if max(-low, high) < 0.1 else ""


def _sign(each: RuleOnTrial | WaiverOnTrial) -> int:
    return BY_ID[each.heuristic].sign if isinstance(each, RuleOnTrial) else 1


def _share(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.0%}"


def _effect(effect: float) -> str:
    """A mean part; 0 where the model makes no use of it at all, which is not a small part."""
    return "-" if np.isnan(effect) else f"{effect:+.2f}" if effect else "0"


def _points(difference: Figure) -> str:
    """A difference of shares in points.

    >>> _points(Figure(-0.141, -0.2, 0.051)), _points(Figure(0.25, np.nan, np.nan))
    ('-14 [-20, +5]', '+25')
    """
    if np.isnan(difference.value):
        return "-"
    if np.isnan(difference.low):
        return f"{round(100 * difference.value):+d}"
    value, low, high = (
        round(100 * each) for each in (difference.value, difference.low, difference.high)
    )
    return f"{value:+d} [{low:+d}, {high:+d}]"


def _line(name: str, cells: Iterable[str]) -> str:
    *figures, verdict = cells
    aligned = "".join(f"{each:>{width}}" for each, width in zip(figures, WIDTHS, strict=True))
    return f"{name:{NAME}}{aligned}  {verdict}"


def _table(headings: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(each)} |" for each in (headings, ["---"] * len(headings), *rows)]
