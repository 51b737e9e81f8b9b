"""Two figures of a judgement: chances against what came, and the model beside the others.

Plain Vega-Lite specifications with the data inside; nothing is fetched to draw them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.chart import inks
from app.health_told import MODELS
from app.viewer import _
from train.report import MODEL

OURS, OTHERS = "#2f7fb5", "#7b8794"
Figures = Mapping[str, Mapping[str, Mapping[str, float | None]]]


def reliability(points: Sequence[Mapping[str, Any]], dark: bool) -> dict[str, Any]:
    """Mean chance of each tenth beside the share that paid off (95 %); the line is honesty."""
    values = [
        {
            "chance": each["chance"],
            "share": each["share"]["value"],
            "low": each["share"]["low"],
            "high": each["share"]["high"],
        }
        for each in points
        if each["share"]["value"] is not None
    ]
    honest = [{"chance": 0.0, "share": 0.0}, {"chance": 1.0, "share": 1.0}]
    whole = {"domain": [0, 1]}
    x = _axis("chance", _("the chance it gave"), dark, scale=whole)
    y = _axis("share", _("share that paid off"), dark, scale=whole)
    return _spec(
        [
            {
                "data": {"values": honest},
                "mark": {"type": "line", "color": OTHERS, "strokeDash": [4, 4]},
                "encoding": {"x": x, "y": y},
            },
            {
                "mark": {"type": "rule", "color": OURS, "strokeWidth": 2},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "color": OURS, "opacity": 1},
                "encoding": {"x": x, "y": y},
            },
        ],
        values,
        height=300,
    )


def beside(figures: Figures, dark: bool) -> dict[str, Any]:
    """The AUC of the model and of the others, each with its 95 % interval; 0.5 tells nothing."""
    values = [
        {"place": place, "name": _(MODELS[name]), "kind": name == MODEL, **figures[name]["auc"]}
        for place, name in enumerate(MODELS)
        if name in figures and figures[name]["auc"]["value"] is not None
    ]
    ink = inks(dark)[0]
    y = {"field": "place", "type": "ordinal", "axis": None}
    x = _axis("value", _("AUC: how often it ranks the better one higher"), dark, share=False)
    x["scale"] = {"domain": [0.4, 1.0]}
    colour = {"condition": {"test": "datum.kind", "value": OURS}, "value": OTHERS}
    words = {"type": "text", "dy": -9, "color": ink, "fontSize": 13, "align": "left"}
    return _spec(
        [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "yOffset": 8},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "low"},
                    "x2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "yOffset": 8},
                "encoding": {"y": y, "x": x, "color": colour},
            },
            {
                "mark": words,
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "name"}},
            },
        ],
        values,
        height={"step": 46},
    )


def _axis(field: str, title: str, dark: bool, *, share: bool = True, **more: Any) -> dict[str, Any]:
    ink, faint = inks(dark)
    axis = {
        "title": title,
        "gridColor": faint,
        "gridOpacity": 0.4,
        "labelColor": ink,
        "titleColor": ink,
        "domain": False,
        "ticks": False,
        "format": ".0%" if share else ".1f",
        "tickCount": 6,
    }
    return {"field": field, "type": "quantitative", "axis": axis, **more}


def _spec(layer: list[dict[str, Any]], values: list[dict[str, Any]], height: Any) -> dict[str, Any]:
    return {
        "height": height,
        "layer": layer,
        "config": {"view": {"stroke": None}},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
    }
