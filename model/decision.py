"""Go on, decline, or no verdict: where a chance stands beside its cut-off, and what would move it.

A person is told three things of a verdict: the cut-off it follows from, whether the chance is known
well enough for it, and the lightest single change that would turn it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.special import expit

from features.catalogue import BY_ID
from features.telling import Language, percent
from model.payoff import NEVER_CERTAIN, chances
from model.question import Question, Tried

Verdict = Literal["go on", "decline", "none"]
Why = Literal["too little history", "could go either way"]

#: Fewer interactions than this tell too little: programs get the number, people no verdict.
FEWEST_INTERACTIONS = 3
#: The cut-off where money cannot tell one.
EVEN = 0.5
#: 80 % of a normal distribution lie within so many standard deviations of its middle.
Z80 = 1.2815515655446004

WOULD_CHANGE = {
    "quiet": {
        "en": "If “{title}” were cleared up, the chance would be {chance} (cut-off {cut_off}).",
        "ru": "Если «{title}» отпадёт, шанс станет {chance} (порог {cut_off}).",
    },
    "shows": {
        "en": "If “{title}” showed, the chance would be {chance} (cut-off {cut_off}).",
        "ru": "Если появится «{title}», шанс станет {chance} (порог {cut_off}).",
    },
    "prepayment": {
        "en": "Half paid up front would lower the cut-off to {cut_off}; the chance is {chance}.",
        "ru": "Половина вперёд снизила бы порог до {cut_off}, а шанс {chance}.",
    },
    "nearest quiet": {
        "en": "No single answer would: even without “{title}” the chance would be {chance} only "
        "(cut-off {cut_off}).",
        "ru": "Ни один ответ сам по себе: даже без «{title}» шанс станет лишь {chance} (порог "
        "{cut_off}).",
    },
    "nearest shows": {
        "en": "No single answer would: even “{title}” would bring the chance to {chance} only "
        "(cut-off {cut_off}).",
        "ru": "Ни один ответ сам по себе: даже «{title}» приведёт шанс лишь к {chance} (порог "
        "{cut_off}).",
    },
    "distance": {
        "en": "No single answer would: the chance is {chance}, the cut-off {cut_off}.",
        "ru": "Ни один ответ сам по себе: шанс {chance}, порог {cut_off}.",
    },
    "answer": {
        "en": "The answer to the question; the cut-off is {cut_off}.",
        "ru": "Ответ на вопрос; порог {cut_off}.",
    },
    "history": {
        "en": "More on record: a verdict takes {fewest} interactions at least.",
        "ru": "Больше записей: для вывода нужно не менее {fewest} взаимодействий.",
    },
}


@dataclass(frozen=True)
class Standing:
    """One engagement beside its cut-off.

    ``low`` and ``high``: ends of the 80 % interval of the chance, None where it cannot be told;
    ``interactions`` on record.

    >>> Standing(0.0, 0.4, 0.6, 0.3, 9).verdict, Standing(0.0, 0.4, 0.6, 0.5, 9).why
    ('go on', 'could go either way')
    """

    log_odds: float
    low: float | None
    high: float | None
    cut_off: float
    interactions: float

    @property
    def chance(self) -> float:
        """The chance that it pays off, never 0 or 1."""
        return chance_of(self.log_odds)

    @property
    def why(self) -> Why | None:
        """Why there is no verdict, None where there is one."""
        if not self.interactions >= FEWEST_INTERACTIONS:
            return "too little history"
        if self.low is not None and self.high is not None and self.low < self.cut_off <= self.high:
            return "could go either way"
        return None

    @property
    def verdict(self) -> Verdict:
        """Go on from the cut-off on; no verdict where it abstains."""
        if self.why:
            return "none"
        return "go on" if self.chance >= self.cut_off else "decline"


def chance_of(log_odds: float) -> float:
    """The chance behind log-odds, never 0 or 1."""
    return min(max(float(expit(log_odds)), NEVER_CERTAIN), 1 - NEVER_CERTAIN)


def interval(log_odds: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Ends (n, 2) of the 80 % interval of the chance; ``spread`` (n,) of the log-odds.

    >>> interval(np.array([0.0]), np.array([0.3])).round(2)
    array([[0.41, 0.59]])
    """
    ends = [chances(log_odds + side * Z80 * spread)[:, 1] for side in (-1, 1)]
    return np.column_stack(ends)


def would_change(
    standing: Standing,
    fired: Collection[str],
    tried: Tried,
    row: int,
    question: Question | None,
    prepaid_cut_off: float | None,
    language: Language = "en",
) -> dict[str, Any]:
    """The lightest single change that turns the verdict, found by trying the answers.

    One heuristic that shows falls quiet, or one that does not shows; else an advance that moves
    the cut-off below the chance; else the answer that comes nearest. Lightest is what moves the
    log-odds least. Who pays up front changes both: the chance, and the cut-off to
    ``prepaid_cut_off``. ``kind`` says which, ``chance`` what the chance would then be.
    """

    def told(kind: str, chance: float, cut_off: float, heuristic: str | None) -> dict[str, Any]:
        title = ""
        if heuristic:
            title = BY_ID[heuristic].title if language == "en" else BY_ID[heuristic].title_ru
        words = WOULD_CHANGE[kind][language].format(
            title=title,
            chance=percent(chance),
            cut_off=percent(cut_off),
            fewest=FEWEST_INTERACTIONS,
        )
        return {"kind": kind, "heuristic": heuristic, "chance": chance, "told": words}

    here, cut_off = standing.chance, standing.cut_off
    if standing.why:
        if question:
            return told("answer", here, cut_off, question.heuristic)
        kind = "history" if standing.why == "too little history" else "distance"
        return told(kind, here, cut_off, None)
    turns: list[tuple[float, tuple[str, str, float, float]]] = []
    stays: list[tuple[float, tuple[str, str, float, float]]] = []
    for column, identifier in enumerate(tried.heuristics):
        heuristic = BY_ID[identifier]
        shows = identifier in fired
        change = float((tried.no if shows else tried.yes)[row, column])
        then = chance_of(standing.log_odds + change)
        pays = heuristic.sign > 0 and heuristic.action == "prepayment" and not shows
        needed = prepaid_cut_off if pays and prepaid_cut_off is not None else cut_off
        turned = (then >= needed) != (here >= cut_off)
        found = (identifier, "quiet" if shows else "shows", then, needed)
        (turns if turned else stays).append((abs(change) if turned else abs(then - needed), found))
    if turns:
        identifier, kind, then, needed = min(turns)[1]
        return told(kind, then, needed, identifier)
    if standing.verdict == "decline" and prepaid_cut_off is not None and here >= prepaid_cut_off:
        return told("prepayment", here, prepaid_cut_off, None)
    if stays:
        identifier, kind, then, needed = min(stays)[1]
        return told(f"nearest {kind}", then, needed, identifier)
    return told("distance", here, cut_off, None)
