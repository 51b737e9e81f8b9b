"""The score taken apart, exactly: start, flags, strengths, waivers, other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data.errors import ClientRiskError
from model.payoff import PayoffClassifier
from model.steps import to_steps

TOLERANCE = 1e-9
# Rows asked at once: a chunk that stays in the processor's cache is twice as fast as a large one.
CHUNK = 1024


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
    # The trees see steps, and so do we: whatever is on the usual client's step has no effect.
    steps = classifier.steps(X)
    usual = to_steps(classifier.reference_[None, :], classifier.cuts_)[0]
    differs = (steps != usual) & ~(np.isnan(steps) & np.isnan(usual))
    structure = classifier.structure()
    owned = structure.rules | structure.strengths
    rows_of = {owner: differs[:, columns].any(axis=1) for owner, columns in owned.items()}
    # Columns that are the row's own while all others stay usual, and the rows it is asked for.
    asked = [(columns, rows_of[owner]) for owner, columns in owned.items()]
    asked.append((structure.other, differs[:, structure.other].any(axis=1)))
    for exception, rule in structure.pairs:
        columns = (*structure.strengths[exception], *structure.rules[rule])
        asked.append((columns, rows_of[exception] & rows_of[rule]))
    log_odds, start, *effects = _effects(classifier, steps, usual, asked)
    alone = dict(zip(owned, effects, strict=False))
    waivers = {
        (exception, rule): np.where(
            rows_of[exception] & rows_of[rule], both - (alone[exception] + alone[rule]), 0.0
        )
        for (exception, rule), both in zip(structure.pairs, effects[len(owned) + 1 :], strict=True)
    }
    parts = Decomposition(
        float(start[0]),
        {rule: alone[rule] for rule in structure.rules},
        {strength: alone[strength] for strength in structure.strengths},
        waivers,
        effects[len(owned)],
        log_odds,
    )
    wrong = int((~(np.abs(parts.total() - parts.log_odds) <= TOLERANCE)).sum())
    if wrong:
        raise ClientRiskError(
            f"the reasons of {wrong} of {len(steps)} rows do not sum to their score",
            where="explanation",
            next_step="this is our fault: do not use these scores, report it",
        )
    return parts


def _effects(
    classifier: PayoffClassifier,
    steps: np.ndarray,
    usual: np.ndarray,
    asked: list[tuple[tuple[int, ...], np.ndarray]],
) -> list[np.ndarray]:
    """The log-odds f(x) of all rows, f(u), and D of each (columns, rows) asked, 0 elsewhere."""
    # Many clients share the steps of one block (mostly "not seen"): each is asked once.
    different = [distinct(steps[rows][:, columns]) for columns, rows in asked]

    def blocks() -> Iterator[np.ndarray]:
        yield steps
        yield usual[None, :]
        for (columns, _), (block, _) in zip(asked, different, strict=True):
            around = np.tile(usual, (len(block), 1))
            around[:, columns] = block
            yield around

    log_odds, start, *answers = log_odds_of_each(classifier, blocks())
    effects = []
    for (_, rows), (_, back), answer in zip(asked, different, answers, strict=True):
        effect = np.zeros(len(steps))
        effect[rows] = (answer - start)[back]
        effects.append(effect)
    return [log_odds, start, *effects]


def log_odds_of_each(
    classifier: PayoffClassifier, blocks: Iterable[np.ndarray]
) -> Iterator[np.ndarray]:
    """The log-odds of each block; small blocks are asked together, for asking has its price."""
    waiting: list[np.ndarray] = []
    for block in blocks:
        waiting.append(block)
        if sum(map(len, waiting)) >= CHUNK:
            yield from _log_odds(classifier, waiting)
            waiting = []
    yield from _log_odds(classifier, waiting)


def _log_odds(classifier: PayoffClassifier, blocks: list[np.ndarray]) -> list[np.ndarray]:
    if not blocks:
        return []
    steps = np.concatenate(blocks)
    chunks = [steps[first : first + CHUNK] for first in range(0, len(steps), CHUNK)]
    found = np.concatenate([np.empty(0), *map(classifier.log_odds_of_steps, chunks)])
    return np.split(found, np.cumsum([len(block) for block in blocks])[:-1])


def distinct(block: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct rows of a block of steps, and which of them each row is."""
    if not block.size:
        return block[:1], np.zeros(len(block), dtype=np.intp)
    # A step fits one byte (STEPS <= 255), NaN is 255; whole rows are compared as opaque bytes.
    small = np.ascontiguousarray(np.nan_to_num(block, nan=255).astype(np.uint8))
    opaque = small.view(np.dtype((np.void, block.shape[1]))).ravel()
    _, first, back = np.unique(opaque, return_index=True, return_inverse=True)
    return block[first], back
