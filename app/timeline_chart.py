"""Two charts over one time axis: the chance as it was then, and the history below it.

Plain Vega-Lite specifications, drawn from the data inside them. Tooltips hold texts only, under
names of ours: the page's tooltip shows a text as it is written, tags and all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from app.chart import COLOURS as PART_COLOURS
from app.moves import Move, Stretch, stretches, told_chance
from app.time_axis import AXIS, Span, clock, inks, time_axis, whole
from app.timeline import WHO, Event
from app.viewer import N_, _, moment, percent
from data.rulings import plain_words

if TYPE_CHECKING:
    from app.replay import Moment, Replay

#: Points that are no evidence; of more, every so many is drawn.
MOST_POINTS = 300
LONGEST_WORDS = 120
LANE = 46  # pixels
LABEL_FROM = 0.25  # share of the axis that a verdict must last for its name to fit on a phone
GLYPHS = {"flag": "−", "strength": "+", "waiver": "×"}
COLOURS = {
    "none": PART_COLOURS["chance"],
    "flag": PART_COLOURS["against"],
    "strength": PART_COLOURS["for"],
    "waiver": "#8a63b8",
}
#: Vega's name of a shape, as a letter, the kinds that have it, and what they are called together.
SHAPES = (
    ("circle", "●", ("message",), N_("messages")),
    ("square", "■", ("call", "meeting"), N_("calls and meetings")),
    ("diamond", "◆", ("proposal", "order"), N_("offers and orders")),
    ("triangle-up", "▲", ("invoice", "payment"), N_("invoices and payments")),
    ("triangle-right", "▶", ("delivery", "task"), N_("deliveries and tasks")),
    ("cross", "✚", ("complaint",), N_("complaints")),
    ("triangle-down", "▼", ("minutes", "note"), N_("minutes and notes")),
)
SHAPE_OF = {kind: shape for shape, _letter, kinds, _words in SHAPES for kind in kinds}
#: A text has no tooltip of its own: without a word on it the page would show its row of data.
TEXT = {"type": "text", "tooltip": None}
MONEY = ("invoice", "payment")
MONEY_LANE = N_("Money")


def drawn(on_record: Sequence[Event]) -> list[Event]:
    """All evidence, and of the rest at most `MOST_POINTS`, evenly chosen."""
    plain = [place for place, event in enumerate(on_record) if not event.marks]
    if len(plain) <= MOST_POINTS:
        return list(on_record)
    kept = {plain[i] for i in np.linspace(0, len(plain) - 1, MOST_POINTS).astype(int)}
    return [event for place, event in enumerate(on_record) if event.marks or place in kept]


def history_spec(
    on_record: Sequence[Event], moved: Sequence[Move], shown: Span, dark: bool
) -> dict[str, Any]:
    """Lanes of points: the kind is a shape, evidence is larger, coloured and has a sign.

    Empty lanes are left out; hollow points are of another engagement of the client's.
    """
    ink, faint = inks(dark)
    rows = [_point(event) for event in on_record]
    filled = {row["lane"] for row in rows}
    lanes = [name for name in (*map(_, WHO.values()), _(MONEY_LANE)) if name in filled]
    x, y = time_axis(shown, ink, faint), _lane(lanes)
    middle = {"yOffset": 8}
    colour = _scaled("polarity", COLOURS)
    shape = _scaled("shape", {name: name for name, *_rest in SHAPES})
    marks = {"type": "point", "filled": True, "strokeWidth": 1.5, **middle}
    point = {
        "x": x,
        "y": y,
        "shape": shape,
        "color": colour,
        "fillOpacity": {"field": "fill", "type": "quantitative", "scale": None},
        "tooltip": [
            {"field": "when", "title": _("When")},
            {"field": "what", "title": _("What")},
            {"field": "words", "title": _("Words")},
            {"field": "evidence", "title": _("Evidence for")},
        ],
    }
    quiet = [row for row in rows if row["polarity"] == "none"]
    telling = [row for row in rows if row["polarity"] != "none"]
    layers = [
        _rules(moved, x, faint),
        {
            "data": {"values": [{"lane": lane} for lane in lanes]},
            "mark": {**TEXT, "align": "left", "dy": -13, "dx": 2, "color": ink},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "lane"}},
        },
        # A group without a mark in it would be announced to a screen reader, as nothing.
        {
            "data": {"values": quiet},
            "mark": {**marks, "size": 55, "opacity": 0.75, "aria": bool(quiet)},
            "encoding": point,
        },
        {
            "data": {"values": telling},
            "mark": {**marks, "size": 150, "opacity": 1, "aria": bool(telling)},
            "encoding": point,
        },
        {
            "data": {"values": telling},
            "mark": {**TEXT, "dy": -5, "fontSize": 15, "fontWeight": 700},
            "encoding": {"x": x, "y": y, "text": {"field": "glyph"}, "color": colour},
        },
    ]
    return whole(layers, LANE * max(len(lanes), 1))


def score_spec(replayed: Replay, moved: Sequence[Move], shown: Span, dark: bool) -> dict[str, Any]:
    """The chance with its interval and the cut-off as steps, the verdicts above, moves numbered.

    A moment with too little on record has no chance, and the line has a gap.
    """
    ink, faint = inks(dark)
    x = time_axis(shown, ink, faint)
    x["axis"]["labels"] = False  # the history stands below, with the same dates
    axis = {"format": ".0%", "tickCount": 3, "title": None, "labelColor": ink, "domain": False}
    axis |= {"minExtent": AXIS, "maxExtent": AXIS, "gridColor": faint, "gridOpacity": 0.4}
    scale = {"domain": [0, 1.18]}
    y = {"field": "chance", "type": "quantitative", "scale": scale}
    y["axis"] = {**axis, "ticks": False, "values": [0, 0.25, 0.5, 0.75, 1]}
    steps = {"interpolate": "step-after"}
    blue = COLOURS["strength"]
    tooltip = [
        {"field": "when", "title": _("When")},
        {"field": "told", "title": _("Chance")},
        {"field": "range", "title": _("Four of five cases")},
        {"field": "from", "title": _("Worth it from")},
    ]
    layers = [
        _rules(moved, x, faint),
        *_verdicts(stretches(replayed), x, y, ink, shown),
        {
            "mark": {"type": "area", "opacity": 0.2, "color": blue, **steps},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "strokeDash": [5, 4], "color": ink, "size": 1.2, **steps},
            "encoding": {"x": x, "y": {**y, "field": "cut_off"}},
        },
        {
            "mark": {"type": "line", "color": blue, "size": 2.5, **steps},
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "point", "color": blue, "filled": True, "size": 30, "opacity": 1},
            "encoding": {"x": x, "y": y, "tooltip": tooltip},
        },
        {
            "data": {"values": _numbered(moved)},
            "mark": {**TEXT, "dy": -13, "fontWeight": 700, "fontSize": 13, "color": ink},
            "encoding": {"x": x, "y": y, "text": {"field": "number"}},
        },
    ]
    return {
        **whole(layers, 210),
        "data": {"values": [_standing(each) for each in replayed.moments]},
    }


def _standing(each: Moment) -> dict[str, Any]:
    """A moment of a replay as a point, without figures where too little is on record for any."""
    known = told_chance(each)
    return {
        "t": clock(each.as_of),
        "chance": each.chance if known else None,
        "low": each.low if known else None,
        "high": each.high if known else None,
        "cut_off": each.cut_off,
        "when": moment(each.as_of),
        "told": percent(each.chance) if known else _("too little on record"),
        "range": _range(each.low, each.high) if known else _("not known"),
        "from": percent(each.cut_off),
    }


def legend() -> str:
    """What the shapes and signs mean, in one line."""
    shapes = [f"{letter} {_(words)}" for _shape, letter, _kinds, words in SHAPES]
    signs = _("Evidence is larger and marked: − speaks against, + speaks for, × waives a flag.")
    return f"{'  '.join(shapes)}. {signs}"


def _point(event: Event) -> dict[str, Any]:
    mark = event.marks[0] if event.marks else None
    words = plain_words((event.text or "")[: 10 * LONGEST_WORDS])
    elsewhere = _("another engagement")
    cut = words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rstrip() + " …"
    return {
        "t": clock(event.at),
        "lane": _(MONEY_LANE if event.kind in MONEY else WHO[event.who]),
        "shape": SHAPE_OF.get(event.kind, "circle"),
        "polarity": mark.kind if mark else "none",
        "glyph": GLYPHS[mark.kind] if mark else "",
        "fill": 1 if event.own else 0,
        "when": moment(event.at),
        "what": event.what if event.own else f"{event.what} ({elsewhere})",
        "words": cut or _("nothing written"),
        "evidence": ", ".join(each.title for each in event.marks) or _("nothing that counts"),
    }


def _verdicts(
    found: Sequence[Stretch], x: dict[str, Any], y: dict[str, Any], ink: str, shown: Span
) -> list[dict[str, Any]]:
    """A line where each verdict begins, and its name above where there is room for it."""
    whole = (shown[1] - shown[0]).total_seconds()
    values = []
    for place, each in enumerate(found):
        end = shown[1] if place == len(found) - 1 else each.end
        wide = (end - each.begin).total_seconds() >= LABEL_FROM * whole
        name = _(each.verdict)
        values.append(
            {
                "t": clock(each.begin),
                "chance": 1.13,
                "name": name if wide else "",
                "when": moment(each.begin),
                "full": name,
            }
        )
    tooltip = [
        {"field": "when", "title": _("When")},
        {"field": "full", "title": _("Verdict")},
    ]
    data = {"values": values}
    return [
        {
            "data": data,
            "mark": {"type": "tick", "orient": "vertical", "color": ink, "height": 14},
            "encoding": {"x": x, "y": y, "tooltip": tooltip},
        },
        {
            "data": data,
            "mark": {**TEXT, "align": "left", "dx": 5, "color": ink, "fontSize": 12},
            "encoding": {"x": x, "y": y, "text": {"field": "name"}},
        },
    ]


def _rules(moved: Sequence[Move], x: dict[str, Any], faint: str) -> dict[str, Any]:
    """A line at each big move, in both charts."""
    return {
        "data": {"values": _numbered(moved)},
        "mark": {
            "type": "rule",
            "tooltip": None,
            "color": faint,
            "strokeDash": [2, 3],
            "size": 1.5,
        },
        "encoding": {"x": x},
    }


def _numbered(moved: Sequence[Move]) -> list[dict[str, Any]]:
    return [
        {"t": clock(move.at), "chance": move.after, "number": str(place)}
        for place, move in enumerate(moved, 1)
    ]


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return _("not known")
    return f"{percent(low)} – {percent(high)}"


def _scaled(field: str, known: dict[str, str]) -> dict[str, Any]:
    scale = {"domain": list(known), "range": list(known.values())}
    return {"field": field, "type": "nominal", "legend": None, "scale": scale}


def _lane(lanes: Sequence[str]) -> dict[str, Any]:
    """A lane for each; the axis has no words of its own, but the room of the score's axis."""
    axis = {"title": None, "labels": False, "ticks": False, "domain": False, "grid": False}
    return {
        "field": "lane",
        "type": "ordinal",
        "sort": list(lanes),
        "scale": {"domain": list(lanes)},
        "axis": {**axis, "minExtent": AXIS, "maxExtent": AXIS},
    }
