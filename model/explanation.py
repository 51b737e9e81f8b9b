"""From a score to its reasons: parts that sum to the log-odds, told, with their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from data.errors import ClientRiskError
from features.catalogue import BY_ID, HEURISTICS
from features.evidence import Evidence
from features.matrix import SignalMatrix
from features.ruled import tell_ruling
from features.telling import QUIET, UNKNOWN, Language, tell
from model.decision import interval
from model.decomposition import decompose
from model.ledger import PLAIN, Settings
from model.past_money import Past
from model.question import try_answers
from model.store import StoredModel
from model.verdict import Known, decide

EXACT = 1e-9
OTHER_TOLD = {
    "en": "Signals no essay speaks of, together: counts, pauses, amounts, age, our own effort.",
    "ru": "Сигналы вне эссе, вместе: количество, паузы, суммы, возраст, наши усилия.",
}
SOFTENED = {"en": "Softens “{}”. ", "ru": "Смягчает «{}». "}
#: An exception and a rule whose goods are partly the same: a waiver below 0.
OVERLAPS = {
    "en": "Overlaps with “{}”: the two weigh less than their sum. ",
    "ru": "Пересекается с «{}»: вместе они весят меньше суммы. ",
}
#: An exception that has not reached its mark, beside a rule.
BESIDE = {
    "en": "Beside “{}”, without reaching its mark: ",
    "ru": "Рядом с «{}», не доходя до порога: ",
}
#: Where a part moves the score against its declared way: there is less of it than usual.
LESS = {"en": "Less of it than with a usual client. ", "ru": "Меньше, чем у обычного клиента. "}


def iso(moment: datetime) -> str:
    """UTC moment as ISO 8601 with a Z.

    >>> from datetime import UTC
    >>> iso(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05Z'
    """
    return moment.isoformat().replace("+00:00", "Z")


def explain(
    stored: StoredModel,
    model_version: str,
    matrix: SignalMatrix,
    evidence: Sequence[dict[str, list[Evidence]]],
    language: Language = "en",
    *,
    hourly_cost: Sequence[float | None] | None = None,
    settings: Settings = PLAIN,
) -> list[dict[str, Any]]:
    """One explanation (the JSON object of `clientrisk explain`) per row of the matrix.

    ``evidence`` is `features.evidence.collect` for the same cutoffs; ``hourly_cost``: what an hour
    of ours costs in each row, None where that is not known; ``settings`` of the ledger. Raises
    `ClientRiskError` when the parts of any row do not sum to its log-odds within 1e-9: such a row
    is never shown.
    """
    return explain_in(
        (language,),
        stored,
        model_version,
        matrix,
        evidence,
        hourly_cost=hourly_cost,
        settings=settings,
    )[language]


def explain_in(
    languages: Sequence[Language],
    stored: StoredModel,
    model_version: str,
    matrix: SignalMatrix,
    evidence: Sequence[dict[str, list[Evidence]]],
    *,
    hourly_cost: Sequence[float | None] | None = None,
    settings: Settings = PLAIN,
) -> dict[Language, list[dict[str, Any]]]:
    """`explain` in several languages at once: what takes time is asked of the model once."""
    X = matrix.select(stored.names).values
    found = decompose(stored.classifier, X)
    rulings = stored.facts.get("rulings", {})
    steps = stored.classifier.steps(X)
    ends = None
    if stored.refits is not None:
        ends = interval(found.log_odds, stored.refits.spread(steps))
    answers = stored.facts.get("answers", {})
    tried = try_answers(stored.classifier, stored.names, steps, answers)
    past = Past.of(stored.facts.get("money", {}))
    engagements = matrix.cutoffs["engagement_id"].to_pylist()
    moments = matrix.cutoffs["as_of"].to_pylist()
    hourly = hourly_cost or [None] * len(engagements)
    ruled = {
        language: {name: tell_ruling(each, language) for name, each in rulings.items()}
        for language in languages
    }
    explained: dict[Language, list[dict[str, Any]]] = {language: [] for language in languages}
    for row, (engagement, as_of) in enumerate(zip(engagements, moments, strict=True)):
        values = matrix.row(row)
        fired = [heuristic.id for heuristic in HEURISTICS if heuristic.fired(values)]
        unknown = [heuristic.id for heuristic in HEURISTICS if heuristic.unknown(values)]
        start, log_odds = float(found.start), float(found.log_odds[row])
        for language in languages:
            parts = _parts(row, found, values, fired, evidence[row], ruled[language], language)
            if abs(start + sum(part["log_odds"] for part in parts) - log_odds) > EXACT:
                raise ClientRiskError(
                    "an explanation does not sum to its score",
                    where=f"engagement {engagement}",
                    next_step="this is a fault of the program: report it with the model's version",
                )
            decided = decide(
                Known(
                    log_odds=log_odds,
                    low=None if ends is None else float(ends[row, 0]),
                    high=None if ends is None else float(ends[row, 1]),
                    values=values,
                    parts=parts,
                    fired=fired,
                    unknown=unknown,
                    evidence=evidence[row],
                    as_of=as_of,
                    hourly_cost=hourly[row],
                ),
                tried,
                row,
                past,
                settings,
                language,
            )
            explained[language].append(
                {
                    "engagement_id": engagement,
                    "as_of": iso(as_of),
                    "model_version": model_version,
                    "status": decided["status"],
                    "start": start,
                    "parts": parts,
                    "log_odds": log_odds,
                    "payoff_probability": decided["payoff_probability"],
                    "fired": fired,
                    "cannot_tell": unknown,
                    "ruled": [
                        {"heuristic": name, "ruling": rulings[name]["ruling"], "told": told}
                        for name, told in ruled[language].items()
                    ],
                    "action": decided["action"],
                    "advice": decided["advice"],
                    **decided,
                }
            )
    return explained


def _parts(
    row: int,
    found: Any,
    values: dict[str, float],
    fired: list[str],
    evidence: dict[str, list[Evidence]],
    ruled: dict[str, str],
    language: Language,
) -> list[dict[str, Any]]:
    def part(heuristic_id: str, kind: str, effect: float, softens: str | None) -> dict[str, Any]:
        told = tell(BY_ID[heuristic_id], values, language)
        if softens:
            rule = BY_ID[softens]
            name = rule.title if language == "en" else rule.title_ru
            how = BESIDE if heuristic_id not in fired else SOFTENED if effect >= 0 else OVERLAPS
            told = how[language].format(name) + told
        elif effect * BY_ID[heuristic_id].sign < 0 and told not in (
            UNKNOWN[language],
            QUIET[language],
        ):
            told = LESS[language] + told
        foretells = BY_ID[heuristic_id].foretells
        if foretells and heuristic_id in fired:
            moments = [each.occurred_at for each in evidence.get(heuristic_id, [])]
            told = f"{told} {foretells(moments, language)}".rstrip()
        if heuristic_id in ruled:
            told = f"{told} {ruled[heuristic_id]}"
        return {
            "heuristic": heuristic_id,
            "kind": kind,
            "softens": softens,
            "log_odds": effect,
            "told": told,
            "evidence": [
                {
                    "interaction_id": each.interaction_id,
                    "occurred_at": iso(each.occurred_at),
                    "quote": each.quote,
                    "what": each.what,
                }
                for each in evidence.get(heuristic_id, [])
            ],
        }

    parts = [
        part(heuristic_id, kind, float(effect[row]), None)
        for kind, effects in (("flag", found.flags), ("strength", found.strengths))
        for heuristic_id, effect in effects.items()
        if effect[row] != 0 or heuristic_id in fired
    ]
    parts += [
        part(exception, "waiver", float(effect[row]), rule)
        for (exception, rule), effect in found.waivers.items()
        if effect[row] != 0
    ]
    parts.sort(key=lambda each: -abs(each["log_odds"]))
    parts.append(
        {
            "heuristic": None,
            "kind": "other",
            "softens": None,
            "log_odds": float(found.other[row]),
            "told": OTHER_TOLD[language],
            "evidence": [],
        }
    )
    return parts


def main_reasons(explanation: dict[str, Any], most: int = 3) -> str:
    """The heaviest told parts of an explanation as text: ids with their signs.

    >>> main_reasons({"parts": [{"heuristic": "put-off", "softens": None, "log_odds": -0.5}]})
    'put-off (-0.50)'
    """
    named = [part for part in explanation["parts"] if part["heuristic"] and part["log_odds"]]
    named.sort(key=lambda part: -abs(part["log_odds"]))
    return "; ".join(
        part["heuristic"]
        + (f" softens {part['softens']}" if part["softens"] else "")
        + f" ({part['log_odds']:+.2f})"
        for part in named[:most]
    )


def golden_rows(values: np.ndarray, most: int = 8) -> np.ndarray:
    """Evenly chosen rows of a matrix, stored with a model to be scored again when it is loaded."""
    return values[np.linspace(0, len(values) - 1, min(most, len(values))).astype(int)]
