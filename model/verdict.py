"""What is decided of one engagement: ledger, cut-off, verdict, question, action, what turns it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from features.catalogue import BY_ID
from features.evidence import Evidence
from features.telling import Language
from model.action import Case, asks, recommend
from model.decision import EVEN, Standing, chance_of, would_change
from model.ledger import CANNOT_TELL, Accounts, Ledgers, Settings, open_ledgers, told
from model.past_money import Past
from model.question import Question, Tried, best_question


@dataclass(frozen=True)
class Known:
    """What is known of one engagement; ``low`` and ``high`` are None without an interval.

    ``values``: its signals; ``parts``: of its explanation; ``unknown``: heuristics of which nothing
    can be told; ``hourly_cost``: of an hour of ours.
    """

    log_odds: float
    low: float | None
    high: float | None
    values: dict[str, float]
    parts: list[dict[str, Any]]
    fired: Sequence[str]
    unknown: Sequence[str]
    evidence: Mapping[str, list[Evidence]]
    as_of: datetime
    hourly_cost: float | None


def decide(
    known: Known,
    tried: Tried,
    row: int,
    past: Past | None,
    settings: Settings,
    language: Language,
) -> dict[str, Any]:
    """The verdict and all that hangs on it, as it stands in an explanation (plain data).

    ``past``: what closed engagements brought and cost; ``tried``: the answers, of which ``row`` is
    this engagement's. Without a ledger the cut-off is an even chance, and the ledger says why.
    """
    accounts = Accounts.of(known.values, known.hourly_cost)
    opened = open_ledgers(past, accounts, settings)
    ledgers = opened if isinstance(opened, Ledgers) else None
    standing = Standing(
        known.log_odds,
        known.low,
        known.high,
        ledgers.as_it_is.cut_off if ledgers else EVEN,
        known.values["any_count"],
    )
    question = None
    if standing.why:
        question = best_question(tried, row, known.log_odds, known.fired, known.unknown)
    case = _case(known, standing, ledgers, question, language)
    chosen = recommend(case)
    both_sides = (
        told(ledgers, standing.chance, known.low, known.high, language)
        if ledgers
        else {"cannot_tell": CANNOT_TELL[str(opened)][language], "settings": settings.plain()}
    )
    return {
        "status": "abstained" if standing.why else "scored",
        "why": standing.why,
        "payoff_probability": standing.chance,
        "low": known.low,
        "high": known.high,
        "verdict": standing.verdict,
        "cut_off": standing.cut_off,
        "expected_gain": both_sides.get("expected_gain"),
        "ledger": both_sides,
        "question": _plain(question, language),
        "action": chosen.action,
        "advice": chosen.advice,
        "because": {"heuristic": chosen.heuristic, "told": chosen.because},
        "until": chosen.until.isoformat().replace("+00:00", "Z") if chosen.until else None,
        "would_change": would_change(
            standing,
            known.fired,
            tried,
            row,
            question,
            ledgers.prepaid.cut_off if ledgers else None,
            language,
        ),
    }


def _case(
    known: Known,
    standing: Standing,
    ledgers: Ledgers | None,
    question: Question | None,
    language: Language,
) -> Case:
    net: dict[str, float] = {}
    excuses: dict[str, float] = {}
    sentences: dict[str, str] = {}
    for part in known.parts:
        heuristic, softened = part["heuristic"], part["softens"]
        if heuristic is None:
            continue
        net[softened or heuristic] = net.get(softened or heuristic, 0.0) + part["log_odds"]
        excuses[heuristic] = excuses.get(heuristic, 0.0) + part["log_odds"]
        if softened is None:
            sentences[heuristic] = part["told"]
    return Case(
        standing=standing,
        net=net,
        excuses=excuses,
        told=sentences,
        fired=known.fired,
        evidence=known.evidence,
        as_of=known.as_of,
        under_way=known.values["kind_order_count"] > 0,
        ledgers=ledgers,
        question=question,
        language=language,
    )


def _plain(question: Question | None, language: Language) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "heuristic": question.heuristic,
        "text": asks(BY_ID[question.heuristic], language),
        "if_yes": chance_of(question.if_yes),
        "if_no": chance_of(question.if_no),
    }
