"""Rules on trial: does what the essays say of a client hold in this book?

A heuristic is tried on closed engagements with a known outcome, as they stood at the book's ages:
it has fired in an engagement when it had reached its mark at any of them. What paid off with and
without it is compared within the same age (`train.comparison`); an exception within the same age
and the same number of the rules it softens, for it can only show where there is something to
soften. A waiver (an exception beside one rule) is tried among those where the rule had fired.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from features.catalogue import HEURISTICS, SOFTENS
from features.heuristic import Heuristic, Polarity
from features.matrix import SignalMatrix
from model.decomposition import Decomposition
from train.comparison import Comparison, Draws, strictly
from train.judge import finite
from train.snapshots import Snapshots

Verdict = Literal["supported", "not seen here", "contradicted", "too few to say"]
WaiverVerdict = Literal["holds here", "does not hold here", "too few to say"]
Found = Literal["against", "for"]

#: A waiver that gives back less than this share of outcomes is none.
WORTH_WAIVING = 0.05
#: More softened rules than this at once are too rare to be strata of their own.
MOST_SOFTENED = 2


@dataclass(frozen=True)
class RuleOnTrial:
    """One heuristic: ``declared`` against ``found`` polarity (None: cannot tell).

    ``effect``: mean part of the score, in log-odds, where it fired; nan without a model.
    """

    heuristic: str
    declared: Polarity
    found: Found | None
    verdict: Verdict
    comparison: Comparison
    effect: float


@dataclass(frozen=True)
class WaiverOnTrial:
    """An exception beside one rule it softens, among engagements where that rule had fired."""

    exception: str
    rule: str
    verdict: WaiverVerdict
    comparison: Comparison
    effect: float


@dataclass(frozen=True)
class Trial:
    """All heuristics and all waivers, in the catalogue's order."""

    simulated: bool
    engagements: int
    clients: int
    base_rate: float
    ages: int
    rules: tuple[RuleOnTrial, ...]
    waivers: tuple[WaiverOnTrial, ...]

    @cached_property
    def by_id(self) -> dict[str, RuleOnTrial]:
        """The heuristics by their ids."""
        return {each.heuristic: each for each in self.rules}

    def contradicted(self, heuristic: str) -> bool:
        """Whether a ruling on it follows from the trial.

        A heuristic that is contradicted, or an exception of which no waiver holds and one does not.
        """
        verdicts = {each.verdict for each in self.waivers if each.exception == heuristic}
        idle = "does not hold here" in verdicts and "holds here" not in verdicts
        return self.by_id[heuristic].verdict == "contradicted" or idle

    def to_json(self) -> dict[str, Any]:
        """The trial as plain data; what cannot be told is null."""
        return finite(asdict(self))


def verdict_of(comparison: Comparison, sign: int) -> Verdict:
    """What the outcomes say of a heuristic declared -1 (against) or +1 (for, or an exception).

    - not seen here: it fired in no engagement.
    - supported: the 95 % interval of the difference lies on the declared side of zero. Of forty
      rules without any effect one would be called so by luck.
    - contradicted: the strict interval, which holds for all rules together, lies on the other side:
      in 19 of 20 books not a single rule is called so by luck.
    - too few to say: everything else; also where there are many and the interval still holds zero.
    """
    if not comparison.fired:
        return "not seen here"
    if comparison.enough and _above(comparison.difference.low, comparison.difference.high, sign):
        return "supported"
    if comparison.enough and _above(*comparison.strict, -sign):
        return "contradicted"
    return "too few to say"


def waiver_verdict_of(comparison: Comparison) -> WaiverVerdict:
    """What the outcomes say of a waiver.

    - holds here: where the rule fired, more paid off with the exception: the 95 % interval of the
      difference lies above zero.
    - does not hold here: the strict interval lies below 5 points, too little to be a waiver.
    - too few to say: everything else.
    """
    if comparison.enough and comparison.difference.low > 0:
        return "holds here"
    if comparison.enough and comparison.strict[1] < WORTH_WAIVING:
        return "does not hold here"
    return "too few to say"


def hold_trial(
    signals: SignalMatrix,
    rows: Snapshots,
    parts: Decomposition | None = None,
    *,
    simulated: bool = False,
) -> Trial:
    """Try every heuristic and every waiver of the catalogue on closed engagements.

    ``signals``: all columns of the catalogue at ``rows.cutoffs``, in that order; ``parts``: a
    model's parts of those same rows, None where there is no model.
    """
    draws = Draws(rows)
    state = {each.id: fired_and_known(each, signals) for each in HEURISTICS}
    compared = []
    for each in HEURISTICS:
        fired, known = state[each.id]
        softened = sum((state[rule][0].astype(int) for rule in each.softens), np.zeros(1, int))
        strata = draws.age * (MOST_SOFTENED + 1) + np.minimum(softened, MOST_SOFTENED)
        compared.append(draws.compare(fired, known, strata))
    beside = []
    for exception, rule in SOFTENS:
        fired, known = state[exception]
        beside.append(draws.compare(fired & state[rule][0], known & state[rule][0], draws.age))
    alone = {} if parts is None else parts.flags | parts.strengths
    waived = {} if parts is None else parts.waivers
    rules = tuple(
        RuleOnTrial(
            each.id,
            each.polarity,
            _found(comparison),
            verdict_of(comparison, each.sign),
            comparison,
            _mean(alone.get(each.id), state[each.id][0], rows.weight),
        )
        for each, comparison in zip(HEURISTICS, strictly(compared), strict=True)
    )
    waivers = tuple(
        WaiverOnTrial(
            exception,
            rule,
            waiver_verdict_of(comparison),
            comparison,
            _mean(
                waived.get((exception, rule)),
                state[exception][0] & state[rule][0],
                rows.weight,
            ),
        )
        for (exception, rule), comparison in zip(SOFTENS, strictly(beside), strict=True)
    )
    return Trial(
        simulated=simulated,
        engagements=rows.engagements,
        clients=len(np.unique(rows.clients)),
        base_rate=float(np.average(rows.paid_off, weights=rows.weight))
        if rows.engagements
        else np.nan,
        ages=int(draws.age.max(initial=-1)) + 1,
        rules=rules,
        waivers=waivers,
    )


def fired_and_known(heuristic: Heuristic, signals: SignalMatrix) -> tuple[np.ndarray, np.ndarray]:
    """Rows in which it fired, and rows that could tell: `Heuristic.fired` of a whole matrix."""
    values = signals.select([signal.name for signal in heuristic.signals]).values
    marks = np.array([signal.fires_at for signal in heuristic.signals])
    with np.errstate(invalid="ignore"):
        fired = np.asarray((values >= marks).any(axis=1))
    return fired, ~np.isnan(values).all(axis=1)


def _above(low: float, high: float, sign: int) -> bool:
    return low > 0 if sign > 0 else high < 0


def _found(comparison: Comparison) -> Found | None:
    low, high = comparison.difference.low, comparison.difference.high
    return "for" if low > 0 else "against" if high < 0 else None


def _mean(effect: np.ndarray | None, fired: np.ndarray, weight: np.ndarray) -> float:
    if effect is None or not fired.any():
        return np.nan
    return float(np.average(effect[fired], weights=weight[fired]))
