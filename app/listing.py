"""The list that scoring makes for the pages: one row of plain data per open engagement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.prospects import EPOCH, BookFacts, moment_at, rows_of
from app.reasons import main_reason
from app.viewer import moment_of, speaking
from app.words import title, verdict
from features.telling import Language

FACTS = (
    *("client_id", "segment", "owner", "source", "industry"),
    *("opened_at", "expected_value", "hourly_cost"),
)


def listing(
    book: BookFacts,
    as_of: str,
    explanations: Mapping[Language, list[dict[str, Any]]],
    before: Mapping[str, float],
) -> list[dict[str, Any]]:
    """A row of plain data per explained engagement, in their order: all that a list needs.

    Raises DataRefused where a file of the book cannot be read.
    """
    ids = [line["engagement_id"] for line in explanations["en"]]
    facts = rows_of(book.engagements, ["engagement_id", *FACTS], ids)
    known = {row["engagement_id"]: row for row in facts.to_pylist()}
    heard = _last_heard(book, ids, as_of)
    return [
        {
            **_facts(known.get(line["engagement_id"], {})),
            **_score(line),
            "last_heard": _iso(heard.get(line["engagement_id"])),
            "before": before.get(line["engagement_id"]),
            "hours_ahead": _hours_ahead(book, line, known.get(line["engagement_id"], {})),
            "told": {
                language: _told(lines[place], language) for language, lines in explanations.items()
            },
        }
        for place, line in enumerate(explanations["en"])
    ]


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    value = row.get("expected_value")
    return {
        **{name: row.get(name) for name in ("segment", "owner", "source", "industry")},
        "client_id": row.get("client_id") or "not known",
        "opened_at": _iso(moment_at(row.get("opened_at"))),
        "expected_value": None if value is None else float(value),
    }


def _score(line: dict[str, Any]) -> dict[str, Any]:
    found = verdict(line)
    return {
        **{name: line[name] for name in ("engagement_id", "low", "high", "cut_off", "action")},
        "verdict": found,
        "chance": None if found == "No verdict" else float(line["payoff_probability"]),
        "expected_gain": None if found == "No verdict" else line["expected_gain"],
        "until": line["until"],
    }


def _told(line: dict[str, Any], language: Language) -> dict[str, Any]:
    seen = [part for part in line["parts"] if part["heuristic"] in line["fired"]]
    with speaking(language):
        reason = main_reason(line)
        words = [f"{title(part['heuristic'])} {part.get('told') or ''}" for part in seen]
    return {
        "reason": reason,
        "question": (line["question"] or {}).get("text"),
        "search": " ".join([reason, *words]).casefold(),
    }


def _hours_ahead(book: BookFacts, line: dict[str, Any], row: dict[str, Any]) -> float | None:
    """The ledger's line of hours, back from money into hours."""
    hourly = row.get("hourly_cost") if row.get("hourly_cost") is not None else book.hourly_cost
    chance = line["payoff_probability"]
    for entry in line["ledger"].get("lines", []):
        if entry["what"] == "hours" and hourly:
            cost = chance * entry["if_pays_off"] + (1 - chance) * entry["if_not"]
            return max(-cost / float(hourly), 0.0)
    return None


def _last_heard(book: BookFacts, ids: list[str], as_of: str) -> dict[str, datetime]:
    """When each engagement was last heard of from the client's side, as of the sheet's moment."""
    rows = rows_of(book.interactions, ["engagement_id", "occurred_at", "direction"], ids)
    cutoff = moment_of(as_of)
    until = (cutoff - EPOCH) // timedelta(microseconds=1) if cutoff else None
    latest: dict[str, int] = {}
    columns = (rows[name].to_pylist() for name in ("engagement_id", "occurred_at", "direction"))
    for engagement, moment, direction in zip(*columns, strict=True):
        if direction != "outbound" and (until is None or moment <= until):
            latest[engagement] = max(moment, latest.get(engagement, moment))
    return {engagement: EPOCH + timedelta(microseconds=at) for engagement, at in latest.items()}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
