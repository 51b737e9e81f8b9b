"""Own outcomes and the essays: who is heard how much, and that nothing of the book's end leaks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from features import matrix
from features.matrix import SignalMatrix
from train.estimator import Recipe
from train.mix import FEWEST, STEADYING, USUAL_WEIGHT, WEIGHTS, Mix, choose, learn, stack
from train.prior import Prior, spoken
from train.snapshots import Snapshots
from train.split import forward_folds

NAMES = tuple(column.name for column in matrix.columns())
PLACE = {name: place for place, name in enumerate(NAMES)}
QUICK = Recipe({"max_iter": 15, "learning_rate": 0.2, "max_features": 1.0})
START = np.datetime64("2024-01-01", "us")
RULE, OTHER = "vague_messages", "age_days"


def book(number: int, seed: int = 0, sign: float = -1.5) -> tuple[SignalMatrix, Snapshots]:
    """Engagements a day apart, each closed after five, told by one rule and one count."""
    rng = np.random.default_rng(seed)
    values = np.full((number, len(NAMES)), np.nan)
    values[:, PLACE[RULE]] = rng.integers(0, 4, number)
    values[:, PLACE[OTHER]] = rng.normal(size=number)
    log_odds = 1 + sign * values[:, PLACE[RULE]] + 0.5 * values[:, PLACE[OTHER]]
    paid_off = rng.random(number) < 1 / (1 + np.exp(-log_odds))
    opened = START + np.arange(number) * np.timedelta64(1, "D")
    rows = Snapshots(
        pa.table({"engagement_id": [f"e{n}" for n in range(number)]}),
        paid_off,
        np.array([f"c{n}" for n in range(number)]),
        opened,
        opened + np.timedelta64(5, "D"),
        np.ones(number),
    )
    return SignalMatrix(NAMES, values, rows.cutoffs), rows


def prior(number: int = 400, sign: float = -1.5) -> Prior:
    signals, rows = book(number, seed=99, sign=sign)
    chosen = [PLACE[name] for name in spoken()]
    client = np.arange(number, dtype="<i4")
    weight = np.full(number, 1 / number)
    return Prior(signals.values[:, chosen], rows.paid_off, client, weight)


def auc_of(learned, number: int = 500, sign: float = -1.5) -> float:
    signals, rows = book(number, seed=7, sign=sign)
    chance = learned.classifier.predict_proba(signals.select(learned.rows.names).values)[:, 1]
    return float(roc_auc_score(rows.paid_off, chance))


def test_without_an_outcome_the_essays_alone_speak():
    signals, rows = book(0)
    mix = choose(signals, rows, prior(), QUICK)
    learned = learn(signals, rows, prior(), mix, QUICK)
    assert (mix.own_share, mix.tried) == (0.0, {})
    assert mix.told() == "0 % your own 0 outcomes, 100 % the essays"
    assert set(learned.rows.names) <= set(spoken())
    assert learned.classifier.calibrated_
    assert auc_of(learned) > 0.75


def test_too_few_outcomes_leave_the_essays_their_usual_weight():
    signals, rows = book(FEWEST - 1)
    mix = choose(signals, rows, prior(), QUICK)
    assert (mix.weight, mix.tried) == (USUAL_WEIGHT, {})


def test_essays_that_foretell_the_book_keep_their_weight_and_contrary_ones_lose_it():
    signals, rows = book(60)
    agreeing = choose(signals, rows, prior(), QUICK)
    assert agreeing.weight >= 300
    assert set(agreeing.tried) == set(WEIGHTS)
    signals, rows = book(400)
    contrary = choose(signals, rows, prior(sign=2.0), QUICK)
    assert contrary.weight < agreeing.weight
    assert contrary.tried[max(WEIGHTS)] > contrary.tried[0.0]


def test_fifty_outcomes_and_the_essays_beat_fifty_outcomes():
    def gain(seed: int) -> float:
        signals, rows = book(50, seed=seed)
        with_them = learn(signals, rows, prior(), choose(signals, rows, prior(), QUICK), QUICK)
        alone = learn(signals, rows, None, Mix(50, 0.0, {}), QUICK)
        return auc_of(with_them) - auc_of(alone)

    assert np.mean([gain(seed) for seed in range(4)]) > 0.005


def test_pseudo_engagements_pay_off_as_often_as_the_book_does():
    signals, rows = book(200)
    rare = rows.paid_off & (np.arange(200) % 4 == 0)
    thinned = Snapshots(rows.cutoffs, rare, *(getattr(rows, n) for n in FIELDS))
    known = prior()
    mixed = stack(signals, thinned, known, 100.0, QUICK)
    weight = mixed.weight[mixed.own :]
    found = weight[mixed.paid_off[mixed.own :]].sum() / weight.sum()
    own = rare.mean()
    expected = (200 * own + STEADYING * known.rate) / (200 + STEADYING)
    assert found == pytest.approx(expected)
    assert weight.sum() == pytest.approx(100.0)


FIELDS = ("clients", "opened", "closed", "weight")


def test_outside_the_essays_pseudo_engagements_are_drawn_from_the_book():
    signals, rows = book(30)
    mixed = stack(signals, rows, prior(), 300.0, QUICK)
    age = mixed.X[:, mixed.names.index(OTHER)]
    assert set(age[mixed.own :]) <= set(age[: mixed.own])


def test_what_was_switched_off_is_not_learned_from_and_what_was_released_may_turn():
    signals, rows = book(300, sign=1.5)
    off = Recipe(QUICK.settings, off=frozenset({"vague-goals"}))
    assert RULE not in learn(signals, rows, None, Mix(300, 0.0, {}), off).rows.names
    held = learn(signals, rows, None, Mix(300, 0.0, {}), QUICK)
    free = Recipe(QUICK.settings, released=("vague-goals",))
    freed = learn(signals, rows, None, Mix(300, 0.0, {}), free)
    assert freed.classifier.released == ["vague-goals"]
    assert auc_of(freed, sign=1.5) > auc_of(held, sign=1.5) + 0.05


def test_neither_outcomes_nor_essays_are_nothing_to_learn_from():
    signals, rows = book(0)
    with pytest.raises(ValueError, match=r".*"):
        learn(signals, rows, None, choose(signals, rows, None, QUICK), QUICK)


LIVES = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 90), st.integers(0, 12)), min_size=1, max_size=60
)


@settings(deadline=None)
@given(LIVES)
def test_a_window_is_foretold_by_what_had_closed_before_it_began(lives):
    opened = START + np.array([day for day, _, _ in lives]) * np.timedelta64(1, "D")
    closed = opened + np.array([length for _, length, _ in lives]) * np.timedelta64(1, "D")
    rows = Snapshots(
        pa.table({"engagement_id": [f"e{n}" for n in range(len(lives))]}),
        np.ones(len(lives), bool),
        np.array([f"c{client}" for *_, client in lives]),
        opened,
        closed,
        np.ones(len(lives)),
    )
    seen = np.zeros(len(lives), int)
    for rest, held in forward_folds(rows, 4):
        assert not (rest & held).any()
        if rest.any():
            assert closed[rest].max() < opened[held].min()
        seen += held
    assert seen.max() <= 1
    assert seen[opened == opened.max()].all()
