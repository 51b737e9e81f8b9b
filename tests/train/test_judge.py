"""Figures with known answers, and baselines that do what they say."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from features import matrix
from features.catalogue import HEURISTICS
from model.payoff import PayoffClassifier
from train.baselines import fit_baselines, rules_alone, votes
from train.judge import judge, reliability
from train.reliability_plot import draw


@pytest.fixture
def sample():
    rng = np.random.default_rng(3)
    chance = rng.uniform(0.05, 0.95, 400)
    y = rng.uniform(size=400) < chance
    return y, chance, rng.uniform(0.1, 1, 400), np.repeat(np.arange(100), 4)


def test_figures_agree_with_scikit_learn(sample):
    y, chance, weight, clients = sample
    found = judge(y, {"m": chance}, weight, clients, draws=5)["m"]
    assert found["auc"].value == pytest.approx(roc_auc_score(y, chance, sample_weight=weight))
    assert found["log_loss"].value == pytest.approx(log_loss(y, chance, sample_weight=weight))
    assert found["brier"].value == pytest.approx(brier_score_loss(y, chance, sample_weight=weight))


def test_an_interval_holds_the_figure_and_is_the_same_every_time(sample):
    y, chance, weight, clients = sample
    first, second = (judge(y, {"m": chance}, weight, clients)["m"] for _ in range(2))
    assert first == second
    for figure in first.values():
        assert figure.low < figure.value < figure.high


def test_a_perfect_and_a_constant_chance_are_seen_as_such(sample):
    y, _, weight, clients = sample
    found = judge(y, {"sure": y.astype(float), "flat": np.full(400, 0.5)}, weight, clients)
    assert found["sure"]["auc"].low == found["sure"]["auc"].value == 1
    assert found["flat"]["auc"].low == found["flat"]["auc"].high == 0.5
    assert found["sure"]["brier"].high == 0


def test_rows_of_one_client_do_not_narrow_the_interval(sample):
    y, chance, weight, clients = sample
    again = np.tile(np.arange(400), 5)
    once = judge(y, {"m": chance}, weight, clients)["m"]["brier"]
    five = judge(y[again], {"m": chance[again]}, weight[again], clients[again])["m"]["brier"]
    assert five.high - five.low == pytest.approx(once.high - once.low)


def test_reliability_points_are_the_weighted_means_of_tenths(sample):
    y, chance, weight, _ = sample
    points = reliability(y, chance, weight)
    assert len(points) == 10
    chances, shares, weights = np.array(points).T
    assert (np.diff(chances) > 0).all()
    assert weights.sum() == pytest.approx(weight.sum())
    assert shares @ weights / weights.sum() == pytest.approx(np.average(y, weights=weight))
    assert "simulated" in draw(points, simulated=True).axes[0].get_title()


def test_each_rule_has_one_vote_in_its_declared_direction():
    names = tuple(column.name for column in matrix.columns())
    column = {name: place for place, name in enumerate(names)}
    quiet = np.full((1, len(names)), np.nan)
    assert votes(quiet, names).tolist() == [0.0]
    for heuristic in HEURISTICS:
        X = quiet.copy()
        for signal in heuristic.signals:
            X[0, column[signal.name]] = signal.fires_at + 1
        assert votes(X, names).tolist() == [heuristic.sign]


def test_rules_alone_start_from_the_base_rate():
    names = tuple(column.name for column in matrix.columns())
    chance = rules_alone(np.full((1, len(names)), np.nan), names, 0.3)
    assert chance == pytest.approx([0.3])


def test_baselines_give_chances_and_take_columns_that_were_never_known():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(200, 4))
    X[:, 3] = np.nan
    y = X[:, 0] + rng.normal(size=200) > 0
    found = fit_baselines(X, y, np.ones(200), PayoffClassifier(max_iter=10))
    assert found["base_rate"](X[:3]).tolist() == [y.mean()] * 3
    for name in ("logistic_regression", "unconstrained_boosting"):
        assert roc_auc_score(y, found[name](X)) > 0.7
