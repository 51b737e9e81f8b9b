"""Hand-made books and score sheets for the pages' tests: small, exact, written without a model."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from app.scores import LANGUAGES, ScoreSheet, save_scores
from data.book import write_book
from data.contract import ENGAGEMENTS, INTERACTIONS

AS_OF = datetime(2026, 3, 31, 12, tzinfo=UTC)


def evidence(interaction_id: str, quote: str = "", days_ago: int = 10) -> dict[str, Any]:
    """One piece of evidence, some days before the sheet's moment."""
    moment = AS_OF - timedelta(days=days_ago)
    return {"interaction_id": interaction_id, "occurred_at": moment.isoformat(), "quote": quote}


def part(
    heuristic: str | None,
    kind: str,
    log_odds: float,
    told: str = "",
    quoted: tuple[dict[str, Any], ...] = (),
    softens: str | None = None,
) -> dict[str, Any]:
    """One part of an explanation."""
    return {
        "heuristic": heuristic,
        "kind": kind,
        "softens": softens,
        "log_odds": log_odds,
        "told": told,
        "evidence": list(quoted),
    }


def explanation(
    engagement_id: str,
    parts: list[dict[str, Any]],
    *,
    start: float = 0.2,
    status: str = "scored",
    cannot_tell: tuple[str, ...] = (),
    action: str = "pursue",
    advice: str = "Offer two dates for the next call.",
    why: str | None = None,
    cut_off: float = 0.45,
    ledger: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An explanation whose parts sum to its log-odds."""
    log_odds = math.fsum([start, *(one["log_odds"] for one in parts)])
    chance = 1 / (1 + math.exp(-log_odds))
    why = why or ("too little history" if status == "abstained" else None)
    return {
        "engagement_id": engagement_id,
        "as_of": AS_OF.isoformat(),
        "model_version": "7",
        "status": status,
        "start": start,
        "parts": parts,
        "log_odds": log_odds,
        "payoff_probability": chance,
        "low": max(chance - 0.1, 0.01),
        "high": min(chance + 0.1, 0.99),
        "why": why,
        "verdict": "none" if why else "go on" if chance >= cut_off else "decline",
        "cut_off": cut_off,
        "expected_gain": None if ledger is None else ledger["expected_gain"],
        "ledger": ledger or {"cannot_tell": "No money on record.", "settings": {}},
        "question": QUESTION if why else None,
        "because": {"heuristic": None, "told": "It was seen."},
        "until": None,
        "would_change": {
            "kind": "distance",
            "heuristic": None,
            "chance": chance,
            "told": "Another chance would.",
        },
        "fired": [one["heuristic"] for one in parts if one["heuristic"]],
        "cannot_tell": list(cannot_tell),
        "action": action,
        "advice": advice,
    }


QUESTION = {
    "heuristic": "no-decision-authority",
    "text": "Who signs, and who else must agree?",
    "if_yes": 0.4,
    "if_no": 0.6,
}


def engagement(engagement_id: str, client_id: str, **more: Any) -> dict[str, Any]:
    """A row of the book's engagements."""
    row = {"opened_at": AS_OF - timedelta(days=60), "expected_value": Decimal(10000), **more}
    return {"engagement_id": engagement_id, "client_id": client_id, **row}


def interaction(
    interaction_id: str, engagement_id: str, client_id: str, **more: Any
) -> dict[str, Any]:
    """A row of the book's interactions: a mail from the client unless told otherwise."""
    row = {"kind": "message", "direction": "inbound", "channel": "email"}
    row |= {"occurred_at": AS_OF - timedelta(days=10), **more}
    ids = {"interaction_id": interaction_id, "engagement_id": engagement_id, "client_id": client_id}
    return ids | row


def write_rows(
    folder: Path,
    engagements: list[dict[str, Any]],
    interactions: list[dict[str, Any]],
    simulated: bool = False,
) -> Path:
    """Write a book with these rows in `folder`/book; returns its path."""
    tables = (
        pa.Table.from_pylist(rows, schema=contract.schema)
        for rows, contract in ((interactions, INTERACTIONS), (engagements, ENGAGEMENTS))
    )
    return write_book(
        folder / "book", *tables, name="Hand-made", simulated=simulated, currency="EUR"
    ).path


def sheet(
    book: Path,
    explanations: list[dict[str, Any]],
    before: dict[str, float] | None = None,
    extras: dict[str, Any] | None = None,
    **header: Any,
) -> ScoreSheet:
    """A sheet that belongs to a book as it is now, the same words in both languages."""
    known = {
        "book_name": "Hand-made",
        "book_digest": json.loads((book / "book.json").read_text("utf-8"))["digest"],
        "model_version": "7",
        "as_of": AS_OF.isoformat(),
        "simulated": False,
        "base_rate": 0.55,
        "cautions": [],
        "settings": {"loss_aversion": 1.0, "booked": 0.5, "late_rate": 0.1},
        "made_at": AS_OF.isoformat(),
    }
    told = dict.fromkeys(LANGUAGES, explanations)
    return ScoreSheet(known | header, told, before or {}, extras or {})


QUOTE = "Либо сегодня, либо мы ищем других — today or not at all!"


def four_prospects() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Engagements, interactions and explanations: one prospect for each verdict."""
    engagements = [
        engagement("P-1", "Harbour & Sons", segment="retail", owner="Ann"),
        engagement("P-2", "Северный мост", segment="logistics", owner="Ben"),
        engagement("P-3", "Quiet GmbH", segment="retail", owner="Ben"),
        engagement("P-4", "Kiosk 24", segment="logistics", owner="Ann", expected_value=None),
    ]
    interactions = [
        interaction("i-1", "P-1", "Harbour & Sons", text=QUOTE),
        interaction("i-2", "P-1", "Harbour & Sons", text="Thursday at ten, then", channel="chat"),
        interaction("i-3", "P-2", "Северный мост", text="We transfer the whole sum today"),
        interaction(
            "i-4",
            "P-2",
            "Северный мост",
            direction="outbound",
            occurred_at=AS_OF - timedelta(days=1),
        ),
    ]
    flag = part(
        "ultimatum-meeting",
        "flag",
        -1.6,
        "Demanded a meeting at once and refused two other dates.",
        (evidence("i-1", QUOTE),),
    )
    waiver = part(
        "honest-reschedule",
        "waiver",
        0.4,
        "Moved once, said why, and kept the new date.",
        (evidence("i-2", "Thursday at ten, then"),),
        softens="ultimatum-meeting",
    )
    up_front = part(
        "pays-up-front", "strength", 1.3, "Pays before the work starts.", (evidence("i-3"),)
    )
    explanations = [
        explanation(
            "P-1",
            [flag, waiver, part(None, "other", -0.2)],
            cannot_tell=("late-payment", "growing-jobs"),
            action="step-back",
            advice="Offer one hour next week, once.",
        ),
        explanation("P-2", [up_front, part(None, "other", 0.1)]),
        explanation(
            "P-3", [part(None, "other", 0.9)], status="abstained", cannot_tell=("late-payment",)
        ),
        explanation(
            "P-4",
            [part("low-ball", "flag", -0.2, "Countered every price twice.")],
            status="abstained",
            why="could go either way",
        ),
    ]
    return engagements, interactions, explanations


def write_four(folder: Path, **header: Any) -> Path:
    """A book of four prospects with its sheet; returns the book's path."""
    engagements, interactions, explanations = four_prospects()
    book = write_rows(folder, engagements, interactions, bool(header.get("simulated")))
    save_scores(book, sheet(book, explanations, **header))
    return book
