"""Hand-made health of models for the page's tests: small, exact, read from no store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.health import Health, Kept
from train.registry import Move, Version

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MADE = datetime(2026, 11, 23, 11, tzinfo=UTC)


def figure(value: float | None, low: float | None = None, high: float | None = None) -> dict:
    """A stored figure with its interval."""
    return {"value": value, "low": low, "high": high}


def figures(skill: dict) -> dict[str, Any]:
    """The figures of one model."""
    return {
        "auc": figure(0.73, 0.7, 0.78),
        "log_loss": figure(0.59, 0.55, 0.62),
        "log_loss_skill": skill,
        "brier": figure(0.2, 0.19, 0.22),
        "slope": figure(None),
        "calibration_error": figure(0.03, 0.0, 0.03),
        "lift": figure(1.5, 1.3, 1.6),
    }


def judgement(skill: dict | None = None, **more: Any) -> dict[str, Any]:
    """What a training kept, by default of a sound model."""
    base = figures(figure(0.0, 0.0, 0.0)) | {"auc": figure(0.5, 0.5, 0.5)}
    return {
        "engagements": 2000,
        "test_engagements": 500,
        "base_rate": 0.61,
        "figures": {
            "explained_model": figures(skill or figure(0.12, 0.08, 0.17)),
            "base_rate": base,
        },
        "reliability": [{"chance": 0.3, "share": figure(0.28, 0.2, 0.36), "weight": 50.0}],
        "slices": [
            {"by": "language", "label": "English", "engagements": 290, "figures": {}},
            {"by": "segment", "label": "<b>retail</b>", "engagements": 9, "figures": {}},
        ],
        "alarms": [],
        "unjudged": None,
        "trial": trial(),
    } | more


def trial() -> dict[str, Any]:
    """Two rules and a waiver on trial."""

    def tried(**more: Any) -> dict[str, Any]:
        compared = {
            "told": 610,
            "fired": 92,
            "with_it": figure(0.41),
            "without_it": figure(0.66),
            "difference": figure(-0.25, -0.35, -0.14),
        }
        return {"declared": "against", "comparison": compared} | more

    return {
        "simulated": False,
        "engagements": 610,
        "rules": [
            tried(heuristic="low-ball", verdict="supported"),
            tried(heuristic="late-payment", verdict="contradicted"),
        ],
        "waivers": [tried(exception="pays-up-front", rule="low-ball", verdict="too few to say")],
    }


def version(number: str, *aliases: str, **tags: str) -> Version:
    """A registered version."""
    return Version(number, f"run-{number}", MADE, aliases, {"sha256": f"sha-{number}"} | tags)


def kept(number: str = "3", *aliases: str, **more: Any) -> Kept:
    """A version with what is kept of it."""
    whole = {
        "version": version(number, *(aliases or ("champion",))),
        "judgement": judgement(),
        "settings": {"essays_weight": 1000.0},
        "verdict": None,
        "watched": None,
        "promoted": Move("2026-11-23T12:00:00Z", "promote", number, "2", "Ann", "It ranks better"),
    }
    return Kept(**whole | more)


def verdict(answer: str = "may be promoted", passed: bool | None = True) -> dict[str, Any]:
    """What a contest found of version 4."""
    return {
        "answer": answer,
        "conditions": [
            {"name": "better than the base rate", "passed": True, "told": ""},
            {"name": "calibrated", "passed": passed, "told": ""},
            {"name": "not worse than the champion", "passed": True, "told": ""},
        ],
        "figures": {"challenger": figures(figure(0.1)), "base_rate": figures(figure(0.0))},
        "differences": {"log_loss": figure(-0.01, -0.02, 0.0), "auc": figure(0.0, -0.01, 0.01)},
        "gaps": {"challenger": 2e-15},
    }


def health(**more: Any) -> Health:
    """The health of a book's models: version 3 serves, version 2 did before."""
    champion = more.get("champion", kept())
    moves = tuple(each for each in [champion and champion.promoted] if each)
    whole = {
        "address": "sqlite:////x/models/mlflow.db",
        "champion": champion,
        "challenger": None,
        "versions": (version("3", "champion"), version("2")),
        "moves": moves,
        "done": frozenset(each.at for each in moves),
        "before": "2",
        "rulings": (),
        "ruled_since": (),
    }
    return Health(**whole | more)
