"""The score taken apart, exactly: start, flags, strengths, waivers, other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted, validate_data

from data.errors import ClientRiskError
from model.payoff import PayoffClassifier

TOLERANCE = 1e-9
CHUNK = 8192


@dataclass(frozen=True)
class Decomposition:
    """Log-odds of n rows in parts; every array is float64 (n,), ``start`` is one number.

    A part of 0 means "as in a usual client". ``waivers`` are keyed (exception, rule).
    """

    start: float
    flags: dict[str, np.ndarray]
    strengths: dict[str, np.ndarray]
    waivers: dict[tuple[str, str], np.ndarray]
    other: np.ndarray
    log_odds: np.ndarray

    def total(self) -> np.ndarray:
        """Return start + every part (n,), which is the log-odds."""
        parts = [*self.flags.values(), *self.strengths.values(), *self.waivers.values()]
        return self.start + self.other + sum(parts, np.zeros(len(self.log_odds)))


def decompose(classifier: PayoffClassifier, X: ArrayLike) -> Decomposition:
    """Split the calibrated log-odds of X (n, columns) by rule, exception and pair of the two.

    Let f be the log-odds, u the usual client, and D(S) = f(x on the columns S, u elsewhere) - f(u).
    A flag is D(rule), a strength D(exception), a waiver D(both) - D(exception) - D(rule), other is
    D(all columns without an owner). Why these sum to f(x) - f(u) without a remainder: a leaf's
    indicator depends only on the columns of its path, and a path never leaves one group, so
    f = constant + sum of one function per group. In a group of one block its share of f(x) - f(u)
    is that block's D; in a pair's group h(e, r) - h(u, u) = [h(e, u) - h(u, u)] +
    [h(u, r) - h(u, u)] + [the mixed difference of h]. Sum over the groups: the single terms add
    up to the D of each block, and the mixed difference of a pair is in no other group, so it is the
    pair's waiver. Holds for any trees and any NaN; calibration is a straight line and keeps it.

    Raises ClientRiskError when the parts of any row miss its log-odds by more than 1e-9.
    """
    check_is_fitted(classifier)
    X = validate_data(
        classifier,
        X,
        dtype=np.float64,
        ensure_all_finite="allow-nan",
        ensure_min_samples=0,
        reset=False,
    )
    structure, reference = classifier.structure(), classifier.reference_
    boosting, slope = classifier.boosting_, classifier.slope_
    start = float(boosting.decision_function(reference[None, :])[0])
    differs = (X != reference) & ~(np.isnan(X) & np.isnan(reference))

    def moved(columns: Sequence[int], rows: np.ndarray) -> np.ndarray:
        """D(columns), evaluated for the rows where it can be other than zero."""
        effect, where = np.zeros(len(X)), np.flatnonzero(rows)
        # Many clients share the values of one block (mostly "not seen"): each is asked once.
        distinct, back = _distinct(X[np.ix_(where, columns)])
        answer = np.empty(len(distinct))
        for first in range(0, len(distinct), CHUNK):
            block = distinct[first : first + CHUNK]
            asked = np.tile(reference, (len(block), 1))
            asked[:, columns] = block
            answer[first : first + CHUNK] = boosting.decision_function(asked)
        effect[where] = slope * (answer[back] - start)
        return effect

    def alone(columns: tuple[int, ...]) -> np.ndarray:
        return moved(columns, differs[:, columns].any(axis=1))

    flags = {rule: alone(columns) for rule, columns in structure.rules.items()}
    strengths = {owner: alone(columns) for owner, columns in structure.strengths.items()}
    waivers = {}
    for exception, rule in structure.pairs:
        e, r = structure.strengths[exception], structure.rules[rule]
        both = differs[:, e].any(axis=1) & differs[:, r].any(axis=1)
        single = strengths[exception] + flags[rule]
        waivers[exception, rule] = np.where(both, moved((*e, *r), both) - single, 0.0)
    other = alone(structure.other)
    log_odds = np.empty(len(X))
    for first in range(0, len(X), CHUNK):
        here = slice(first, first + CHUNK)
        # Same line as PayoffClassifier.decision_function, which would warn of missing names.
        log_odds[here] = slope * boosting.decision_function(X[here]) + classifier.intercept_
    parts = Decomposition(
        slope * start + classifier.intercept_, flags, strengths, waivers, other, log_odds
    )
    wrong = int((~(np.abs(parts.total() - log_odds) <= TOLERANCE)).sum())
    if wrong:
        raise ClientRiskError(
            f"the reasons of {wrong} of {len(X)} rows do not sum to their score",
            where="explanation",
            next_step="this is our fault: do not use these scores, report it",
        )
    return parts


def _distinct(block: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct rows of a block and where each row went; NaN equals NaN."""
    if not len(block):
        return block, np.zeros(0, dtype=np.intp)
    # Rows as opaque bytes: -0.0 and 0.0 stay apart, which only costs one evaluation more.
    opaque = np.ascontiguousarray(block).view(np.dtype((np.void, block.itemsize * block.shape[1])))
    _, first, back = np.unique(opaque.ravel(), return_index=True, return_inverse=True)
    return block[first], back
