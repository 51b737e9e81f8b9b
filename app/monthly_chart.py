"""Brier scores by month: a Vega-Lite specification of gut, model and base rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from app.chart import inks
from app.gut import Month
from app.viewer import _, language, number

LINE = {"field": "line", "type": "nominal"}
#: Colours that differ in lightness too, and a sign of each line's own.
LINES = {"gut": ("#d1762f", "circle"), "model": ("#2f7fb5", "square"), "base": ("#7b8794", "cross")}


def names() -> dict[str, str]:
    """What each line is called, in the viewer's language."""
    return {"gut": _("Gut"), "model": _("Model"), "base": _("Base rate")}


def spec(months: Sequence[Month], dark: bool) -> dict[str, Any]:
    """The specification: a line each, oldest month first."""
    called = names()
    values = [
        {
            "month": "/".join(reversed(each.month.split("-"))),
            "line": called[line],
            "score": score,
            "calls": each.calls,
            "told": number(score, 3),
        }
        for each in months
        for line in LINES
        if math.isfinite(score := getattr(each, line))
    ]
    ink, faint = inks(dark)
    domain = list(called.values())
    colours, signs = zip(*LINES.values(), strict=True)
    # One legend: both name the same field, have the same domain, and it shows sign and colour.
    legend = {"orient": "top", "title": None, "labelColor": ink, "labelFontSize": 13}
    colour = {**LINE, "legend": legend, "scale": {"domain": domain, "range": list(colours)}}
    shape = {**LINE, "legend": legend, "scale": {"domain": domain, "range": list(signs)}}
    axis = {"labelColor": ink, "titleColor": ink, "gridColor": faint, "gridOpacity": 0.4}
    x = {"field": "month", "type": "ordinal", "axis": {**axis, "title": None, "labelAngle": 0}}
    figures = "format(datum.value, '.2f')"
    if language() == "ru":
        figures = f"replace({figures}, '.', ',')"
    title = _("Brier score: lower is better")
    y = {
        "field": "score",
        "type": "quantitative",
        "axis": {**axis, "title": title, "tickCount": 4, "labelExpr": figures},
    }
    tooltip = [
        {"field": "line", "title": _("Whose")},
        {"field": "told", "title": _("Brier score")},
        {"field": "calls", "title": _("Calls")},
    ]
    return {
        "height": 260,
        "data": {"values": values},
        "encoding": {"x": x, "y": y, "color": colour},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}},
            {
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {"shape": shape, "tooltip": tooltip},
            },
        ],
        "config": {"view": {"stroke": None}},
        "autosize": {"type": "fit-x", "contains": "padding"},
    }
