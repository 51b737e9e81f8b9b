"""The score may move only the way the essays say, whatever the data said."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest

from features.catalogue import HEURISTICS, SOFTENS
from features.heuristic import Heuristic
from features.matrix import columns
from model.payoff import PayoffClassifier

DECLARED = tuple(column for column in columns() if column.owner)
NAMES = tuple(column.name for column in DECLARED)
MARKS = {s.name: s.fires_at for h in HEURISTICS for s in h.signals}


@cache
def world() -> tuple[np.ndarray, PayoffClassifier]:
    """Random histories with gaps, outcomes against every declaration, and what was learned of them.

    Outcomes lean on each signal the WRONG way: only the declared signs can hold the score.
    """
    rng = np.random.default_rng(5)
    marks = np.array([MARKS[name] for name in NAMES])
    X = rng.gamma(1.0, size=(900, len(NAMES))) * marks * (rng.random((900, len(NAMES))) < 0.5)
    signs = np.array([column.sign for column in DECLARED])
    wrong_way = -(np.minimum(X / marks, 3) * signs).sum(axis=1)
    right_way = (np.minimum(X / marks, 3) * signs)[:, ::3].sum(axis=1)
    lean = wrong_way + 3 * right_way
    paid_off = rng.random(900) < 1 / (1 + np.exp(-(lean - lean.mean()) / lean.std()))
    X[rng.random(X.shape) < 0.1] = np.nan
    classifier = PayoffClassifier(
        signs=signs.tolist(),
        owners=[column.owner for column in DECLARED],
        softens=[list(pair) for pair in SOFTENS],
        max_iter=60,
        min_samples_leaf=10,
        calibration_folds=2,
    )
    return X, classifier.fit(X, paid_off)


def own_places(heuristic_id: str) -> list[int]:
    return [place for place, column in enumerate(DECLARED) if column.owner == heuristic_id]


def contexts(heuristic: Heuristic) -> np.ndarray:
    """A few of the random histories, each with the exceptions of the rule absent and in full."""
    X, _ = world()
    related = [e for e, rule in SOFTENS if rule == heuristic.id] + list(heuristic.softens)
    places = [place for each in related for place in own_places(each)]
    rows = []
    for row, times in product(X[:6], (None, 0.0, 3.0)):
        changed = row.copy()
        if times is not None:
            changed[places] = [times * MARKS[NAMES[place]] for place in places]
        rows.append(changed)
    return np.array(rows)


@pytest.mark.parametrize("heuristic", HEURISTICS, ids=lambda each: each.id)
def test_more_of_a_heuristic_moves_the_score_as_declared_or_not_at_all(
    heuristic: Heuristic,
) -> None:
    _, classifier = world()
    around = contexts(heuristic)
    for place in own_places(heuristic.id):
        steps = np.linspace(0.0, 4.0, 9) * MARKS[NAMES[place]]
        scores = []
        for step in steps:
            grown = around.copy()
            grown[:, place] = step
            scores.append(classifier.decision_function(grown))
        moves = np.diff(np.array(scores), axis=0) * heuristic.sign
        assert moves.min() >= -1e-12, NAMES[place]


def test_the_data_of_this_test_move_the_score_at_all() -> None:
    X, classifier = world()
    moving = 0
    for place in range(len(NAMES)):
        low, high = X[:50].copy(), X[:50].copy()
        low[:, place], high[:, place] = 0.0, 4 * MARKS[NAMES[place]]
        moved = classifier.decision_function(low) != classifier.decision_function(high)
        moving += bool(moved.any())
    assert moving > len(NAMES) / 4
