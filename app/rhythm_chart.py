"""The rhythm of clients as a picture: what was bought when, and the window of the next purchase.

A plain Vega-Lite specification, as in `app.chart`: nothing is imported to make it, and nothing is
fetched to draw it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.chart import inks
from app.rhythm import Clockwork
from app.viewer import _, day
from app.words import shorten

ROW = 46
LONGEST_NAME = 40
#: Of a window and a purchase; the words beside them say the same.
COLOURS = {"window": "#d1762f", "bought": "#2f7fb5"}


def spec(clients: Sequence[Clockwork], now: datetime, dark: bool) -> dict[str, Any]:
    """One row per client, whose name stands above it, so that a phone has room."""
    ink, faint = inks(dark)
    rows = [_row(place, each, now) for place, each in enumerate(clients)]
    bought = [
        {"place": place, "at": at.isoformat(), "told": day(at)}
        for place, each in enumerate(clients)
        for at, _amount in each.bought
    ]
    y = {"field": "place", "type": "ordinal", "axis": None}
    x_axis = {
        "title": None,
        "format": "%Y",
        "tickCount": "year",
        "grid": True,
        "gridColor": faint,
        "gridOpacity": 0.4,
        "labelColor": ink,
        "domain": False,
        "ticks": False,
    }
    words = {"type": "text", "dy": -8, "color": ink, "fontSize": 13}
    return {
        "height": {"step": ROW},
        "layer": [
            {
                "data": {"values": [{"at": now.isoformat()}]},
                "mark": {"type": "rule", "color": ink, "strokeDash": [3, 3], "opacity": 0.6},
                "encoding": {"x": {"field": "at", "type": "temporal", "axis": x_axis}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "height": 14, "yOffset": 9, "opacity": 0.75},
                "encoding": {
                    "y": y,
                    "x": {"field": "first", "type": "temporal"},
                    "x2": {"field": "last"},
                    "color": {"value": COLOURS["window"]},
                    "tooltip": {"field": "window"},
                },
            },
            {
                "data": {"values": bought},
                "mark": {"type": "point", "filled": True, "size": 70, "yOffset": 9, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {"field": "at", "type": "temporal"},
                    "color": {"value": COLOURS["bought"]},
                    "tooltip": {"field": "told"},
                },
            },
            {
                "data": {"values": rows},
                "mark": {**words, "align": "left", "limit": 210},
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "name"}},
            },
            {
                "data": {"values": rows},
                "mark": {**words, "align": "right", "fontWeight": 600},
                "encoding": {"y": y, "x": {"value": "width"}, "text": {"field": "state"}},
            },
        ],
        "config": {"view": {"stroke": None}},
        "autosize": {"type": "fit-x", "contains": "padding"},
    }


def _row(place: int, each: Clockwork, now: datetime) -> dict[str, Any]:
    return {
        "place": place,
        "name": shorten(each.client_id, LONGEST_NAME),
        "state": _(each.state(now)),
        "first": each.first.isoformat(),
        "last": each.last.isoformat(),
        "window": window(each),
    }


def window(each: Clockwork) -> str:
    """When the next purchase is due, from day to day."""
    return _("{first} to {last}").format(first=day(each.first), last=day(each.last))
