"""The time axis that the charts of a history share, in the viewer's zone and language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel.dates import format_datetime

from app.timeline import Event
from app.viewer import language, moment_of, viewer

if TYPE_CHECKING:
    from app.replay import Replay

AXIS = 44  # pixels for the axis of both charts, so that their moments stand above each other
TICKS = 4  # dates on the axis: more do not fit on a phone
SHORT = 120  # days
Span = tuple[datetime, datetime]


def span(replayed: Replay | None, on_record: Sequence[Event], as_of: datetime) -> Span:
    """What both charts show: from the opening to now, with a little room, UTC."""
    own = [event.at for event in on_record if event.own and event.at <= as_of]
    begin = moment_of(replayed.opened_at) if replayed else None
    begin = min([*([begin] if begin else []), *own], default=as_of)
    room = max((as_of - begin) * 0.03, timedelta(hours=6))
    return begin - room, as_of + room


def within(on_record: Sequence[Event], shown: Span) -> list[Event]:
    """The events of a span."""
    return [event for event in on_record if shown[0] <= event.at <= shown[1]]


def time_axis(shown: Span, ink: str, faint: str) -> dict[str, Any]:
    """The axis in the viewer's zone and language, neither of which the chart itself knows."""
    ticks = _ticks(shown)
    places = [clock(each) for each in ticks]
    pattern = "d MMM" if ticks[0].year == ticks[-1].year else "d MMM y"
    names = [format_datetime(each, pattern, viewer().zone, language()) for each in ticks]
    return {
        "field": "t",
        "type": "quantitative",
        "scale": {"domain": [clock(each) for each in shown], "nice": False, "zero": False},
        "axis": {
            "values": places,
            "labelExpr": f"{json.dumps(names)}[indexof({json.dumps(places)}, datum.value)]",
            "labelOverlap": True,
            "labelBound": True,
            "title": None,
            "labelColor": ink,
            "gridColor": faint,
            "gridOpacity": 0.25,
        },
    }


def _ticks(shown: Span) -> list[datetime]:
    """Some midnights of the viewer's, evenly spaced: firsts of months where the span is long."""
    begin, end = (each.astimezone(viewer().zone) for each in shown)
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (end - begin).days
    if days < SHORT:
        step = max(-(-days // TICKS), 1)
        found = [midnight + timedelta(days=each) for each in range(step, days + 1, step)]
        return found or [midnight + timedelta(days=1)]
    months = [
        midnight.replace(year=begin.year + number // 12, month=number % 12 + 1, day=1)
        for number in range(begin.month, begin.month + days // 28 + 1)
    ]
    inside = [each for each in months if each <= end]
    return inside[:: -(-len(inside) // TICKS)]


def clock(when: str | datetime) -> float:
    """Milliseconds on the viewer's wall clock."""
    known = moment_of(when)
    assert known is not None, "a moment on record is one"
    return known.astimezone(viewer().zone).replace(tzinfo=UTC).timestamp() * 1000


def inks(dark: bool) -> tuple[str, str]:
    """The colours of words and of thin lines, on a dark page or a light one."""
    return ("#e6eaee", "#8b97a3") if dark else ("#1d2733", "#8d98a3")


def whole(layers: list[dict[str, Any]], height: int) -> dict[str, Any]:
    """A specification as wide as its place, with this height in pixels."""
    return {
        "height": height,
        "layer": layers,
        "config": {"view": {"stroke": None}},
        "autosize": {"type": "fit-x", "contains": "padding"},
    }
