"""The waterfall: from a usual client's chance to this one's, in bars that visibly sum.

Positions are log-odds, where parts add up; the axis names the chances that they mean. A plain
Vega-Lite specification: nothing is imported to make it, and nothing is fetched to draw it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.reasons import Reason, reasons
from app.viewer import _, ngettext, number, percent
from app.words import chance, signed, title

MOST = 7  # bars between start and end: more is a wall
LEAST = 0.005  # log-odds: a bar that nobody would see
EDGES = (0.01, 0.05, 0.95, 0.99)
TENS = tuple(share / 10 for share in range(1, 10))
FIVES = tuple(share / 20 for share in range(2, 19))
ONES = tuple(share / 100 for share in range(1, 100))
NARROWEST = 0.8  # log-odds: a small difference must not fill the figure
COLOURS = {"against": "#d1762f", "for": "#2f7fb5", "chance": "#7b8794"}


@dataclass(frozen=True)
class Step:
    """One bar: where it begins and ends in log-odds, and what to call it."""

    label: str
    figure: str
    begin: float
    end: float
    kind: str  # "chance", "for" or "against"
    part: tuple[str | None, str] | None = None  # heuristic and kind; None: no single part


def steps(explanation: dict[str, Any]) -> list[Step]:
    """Start, the heaviest parts one by one, the rest together, and the sum.

    >>> [step.figure for step in steps({"start": 0, "log_odds": 0.5, "fired": [], "parts": [
    ...     {"heuristic": "pays-up-front", "kind": "strength", "log_odds": 0.5, "told": ""}]})]
    ['50%', '+0.50', '62%']
    """
    at = explanation["start"]
    shown = [Step(_("A usual client of this book"), percent(chance(at)), at, at, "chance")]
    ordered = reasons(explanation)
    heavy, light = _split(ordered)
    for reason in heavy:
        shown.append(_bar(_name(reason), at, reason.log_odds, (reason.heuristic, reason.kind)))
        at += reason.log_odds
    if light:
        rest = sum(reason.log_odds for reason in light)
        shown.append(_bar(_together(len(light)), at, rest))
        at += rest
    total = explanation["log_odds"]
    shown.append(Step(_("This prospect"), percent(chance(total)), total, total, "chance"))
    return shown


def moves(before: float, moved: Sequence[tuple[str | None, float]], after: float) -> list[Step]:
    """From a score to another by what moved between them: heuristics with their log-odds.

    >>> [step.figure for step in moves(0, [("low-ball", -0.5), (None, 0.1)], -0.4)]
    ['50%', '−0.50', '+0.10', '40%']
    """
    heavy = [each for each in moved if abs(each[1]) >= LEAST][:MOST]
    light = [each for each in moved if each not in heavy and each[1]]
    at = before
    shown = [Step(_("Now"), percent(chance(at)), at, at, "chance")]
    for heuristic, log_odds in heavy:
        shown.append(_bar(title(heuristic), at, log_odds))
        at += log_odds
    if light:
        shown.append(_bar(_together(len(light)), at, sum(each[1] for each in light)))
    return [*shown, Step(_("Then"), percent(chance(after)), after, after, "chance")]


def _together(count: int) -> str:
    told = ngettext("{count} smaller part together", "{count} smaller parts together", count)
    return told.format(count=number(count))


def _split(ordered: list[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Flags with their waivers, then strengths, then the rest; only the heaviest by themselves."""
    bars: list[Reason] = []
    rank = {"flag": 0, "waiver": 1, "strength": 2, "other": 3}
    for reason in sorted(ordered, key=lambda reason: rank.get(reason.kind, 3)):
        bars += [reason, *reason.waivers]
    weights = sorted(((abs(bar.log_odds), -place) for place, bar in enumerate(bars)), reverse=True)
    heavy = {-place for weight, place in weights[:MOST] if weight >= LEAST}
    return (
        [bar for place, bar in enumerate(bars) if place in heavy],
        [bar for place, bar in enumerate(bars) if place not in heavy and bar.log_odds],
    )


def _name(reason: Reason) -> str:
    if reason.kind != "waiver":
        name = title(reason.heuristic)
        return _("Less than usual: {name}").format(name=name) if reason.less else name
    if not reason.fired:
        how = _("Beside it: {name}")
    else:
        how = _("Waived by: {name}") if reason.log_odds > 0 else _("Overlaps with: {name}")
    return how.format(name=title(reason.heuristic))


def _bar(
    label: str, at: float, log_odds: float, part: tuple[str | None, str] | None = None
) -> Step:
    kind = "for" if log_odds > 0 else "against"
    return Step(label, signed(log_odds), at, at + log_odds, kind, part)


def _ticks(low: float, high: float) -> list[float]:
    """Log-odds of the round chances in a range: as few as make three, and beyond 1% or 99% none."""
    found: list[float] = []
    for shares in (EDGES + TENS, EDGES + FIVES, ONES):
        found = [place for share in shares if low <= (place := _log_odds(share)) <= high]
        if len(found) >= 3:
            break
    return found


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def inks(dark: bool) -> tuple[str, str]:
    """The colour of words, and of lines that stand back, on a theme."""
    return ("#e6eaee", "#55606b") if dark else ("#1d2733", "#c3cad1")


def spec(bars: list[Step], dark: bool) -> dict[str, Any]:
    """The Vega-Lite specification; each name stands above its bar, so that a phone has room."""
    low = min(min(bar.begin, bar.end) for bar in bars)
    high = max(max(bar.begin, bar.end) for bar in bars)
    room = max((high - low) * 0.08, (NARROWEST - (high - low)) / 2)
    low, high = low - room, high + room
    ink, faint = inks(dark)
    values = [
        {
            "place": place,
            "name": bar.label,
            "figure": bar.figure,
            "begin": bar.begin,
            "end": bar.end,
            "next": bars[place + 1].begin if place + 1 < len(bars) else None,
            "kind": bar.kind,
        }
        for place, bar in enumerate(bars)
    ]
    y = {"field": "place", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.1}}
    x_axis = {
        "values": _ticks(low, high),
        "labelExpr": "round(100 / (1 + exp(-datum.value))) + '%'",
        "title": _("chance that it pays off"),
        "grid": True,
        "gridColor": faint,
        "gridOpacity": 0.4,
        "labelColor": ink,
        "titleColor": ink,
        "domain": False,
        "ticks": False,
    }
    x = {
        "field": "begin",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": x_axis,
    }
    colour = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())},
    }
    words = {"type": "text", "dy": -7, "color": ink, "fontSize": 13}
    return {
        "height": {"step": 42},
        "layer": [
            {
                "params": [{"name": "bar", "select": {"type": "point", "fields": ["place"]}}],
                "mark": {
                    "type": "bar",
                    "height": 12,
                    "yOffset": 9,
                    "cornerRadius": 2,
                    "cursor": "pointer",
                },
                "transform": [{"filter": "datum.kind != 'chance'"}],
                "encoding": {"y": y, "x": x, "x2": {"field": "end"}, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 110, "yOffset": 9, "opacity": 1},
                "transform": [{"filter": "datum.kind == 'chance'"}],
                "encoding": {"y": y, "x": x, "color": colour},
            },
            {
                "mark": {**words, "align": "left", "limit": 280},
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "name"}},
            },
            {
                "mark": {**words, "align": "right", "fontWeight": 600},
                "encoding": {
                    "y": y,
                    "x": {"value": "width"},
                    "text": {"field": "figure"},
                },
            },
        ],
        "config": {"view": {"stroke": None}},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
    }
