"""Figures with known answers, and baselines that do what they say."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from features import matrix
from features.catalogue import HEURISTICS
from model.payoff import PayoffClassifier
from train.baselines import fit_baselines, rules_alone, votes
from train.judge import BEYOND, PAIRED, judge, lines, paired, reliability
from train.measures import MEASURES
from train.reliability_plot import draw

ERROR = {"calibration_error": MEASURES["calibration_error"]}


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
    first, second = (judge(y, {"m": chance}, weight, clients, rate=0.4)["m"] for _ in range(2))
    assert first == second
    assert first.keys() == MEASURES.keys()
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


def test_the_interval_of_a_rate_is_as_wide_as_the_binomial_says():
    y = np.arange(400) < 100
    found = judge(y, {"m": np.full(400, 0.3)}, np.ones(400), np.arange(400), draws=1000)["m"]
    error = np.sqrt(0.25 * 0.75 / 400) * abs(0.7**2 - 0.3**2)
    assert found["brier"].high - found["brier"].low == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_skill_is_told_against_the_base_rate_of_the_training_side_on_the_same_draw(sample):
    y, chance, weight, clients = sample
    chances = {"m": chance, "base_rate": np.full(400, 0.4)}
    found = judge(y, chances, weight, clients)
    assert found["m"]["log_loss_skill"].value == pytest.approx(
        1 - found["m"]["log_loss"].value / found["base_rate"]["log_loss"].value
    )
    assert found["m"]["brier_skill"].low > 0.2
    for loss in ("log_loss_skill", "brier_skill"):
        nothing = found["base_rate"][loss]
        assert (nothing.value, nothing.low, nothing.high) == (0, 0, 0)
    without = judge(y, {"m": chance}, weight, clients, draws=5)["m"]["brier_skill"]
    assert str(without) == "cannot tell"


def test_the_second_table_says_what_cannot_be_told(sample):
    y, chance, weight, clients = sample
    chances = {"explained_model": chance, "base_rate": np.full(400, 0.4)}
    head, explained, base = lines(judge(y, chances, weight, clients, draws=20))
    assert head.split() == [word for title in BEYOND.values() for word in title.split()]
    assert explained.startswith("explained model")
    assert "cannot tell" not in explained
    assert "cannot tell" in base


def test_outcomes_of_one_kind_leave_ranks_and_slopes_untold():
    y = np.ones(4, dtype=bool)
    found = judge(y, {"m": np.array([0.2, 0.4, 0.6, 0.8])}, np.ones(4), np.arange(4), rate=0.5)["m"]
    told = {name for name, figure in found.items() if np.isfinite(figure.value)}
    assert not told & {"auc", "slope", "intercept"}
    assert {"log_loss", "brier", "log_loss_skill"} <= told
    assert all(np.isnan([figure.low, figure.high]).all() for figure in found.values())


def test_a_pair_is_compared_on_the_same_draws_and_more_sharply_than_apart(sample):
    y, chance, weight, clients = sample
    worse = np.clip(chance + np.random.default_rng(0).normal(0, 0.1, 400), 0.01, 0.99)
    found = paired(y, chance, worse, weight, clients)
    assert found.keys() == set(PAIRED)
    apart = judge(y, {"a": chance, "b": worse}, weight, clients)
    for name, figure in found.items():
        a, b = apart["a"][name], apart["b"][name]
        assert figure.value == pytest.approx(a.value - b.value)
        if name in ("auc", "log_loss", "brier"):
            assert figure.high - figure.low < 0.7 * (a.high - a.low)
    assert found["log_loss"].high < 0 < found["auc"].low


def test_a_model_is_no_better_than_itself(sample):
    y, chance, weight, clients = sample
    for figure in paired(y, chance, chance, weight, clients).values():
        assert (figure.value, figure.low, figure.high) == (0, 0, 0)


def test_an_honest_chance_is_not_called_uncalibrated_for_being_judged_on_few():
    rng = np.random.default_rng(0)
    floors = []
    for _ in range(20):
        chance = rng.uniform(0.2, 0.8, 100)
        y = rng.uniform(size=100) < chance
        found = judge(y, {"m": chance}, np.ones(100), np.arange(100), draws=50, measures=ERROR)
        floors.append(found["m"]["calibration_error"])
    # By noise alone the figure is far from 0, and the draws farther; the interval is not.
    assert np.mean([figure.value for figure in floors]) > 0.08
    assert np.mean([figure.low < 0.05 for figure in floors]) >= 0.9
    assert all(figure.low <= figure.value <= figure.high for figure in floors)


def test_a_chance_that_is_wrong_is_called_uncalibrated():
    rng = np.random.default_rng(0)
    chance = rng.uniform(0.2, 0.8, 400)
    y = rng.uniform(size=400) < chance - 0.2
    found = judge(y, {"m": chance}, np.ones(400), np.arange(400), measures=ERROR)
    assert found["m"]["calibration_error"].low > 0.1


def test_reliability_points_are_the_weighted_means_of_tenths(sample):
    y, chance, weight, clients = sample
    points = reliability(y, chance, weight, clients)
    assert len(points) == 10
    shares = np.array([point.share.value for point in points])
    weights = np.array([point.weight for point in points])
    assert (np.diff([point.chance for point in points]) > 0).all()
    assert weights.sum() == pytest.approx(weight.sum())
    assert weights == pytest.approx(np.full(10, weight.sum() / 10), rel=0.1)
    assert shares @ weights / weights.sum() == pytest.approx(np.average(y, weights=weight))
    for point in points:
        assert point.share.low <= point.share.value <= point.share.high
        assert 0.1 < point.share.high - point.share.low < 0.7


def test_the_plot_says_simulated_and_shows_the_intervals(sample):
    y, chance, weight, clients = sample
    points = reliability(y, chance, weight, clients)
    with_intervals = draw(points, simulated=True).axes[0]
    assert "simulated" in with_intervals.get_title()
    assert "simulated" not in draw(points, simulated=False).axes[0].get_title()
    (bars,) = with_intervals.containers
    lengths = [np.ptp(path.vertices[:, 1]) for path in bars.lines[2][0].get_paths()]
    assert len(lengths) == 10
    assert min(lengths) > 0.1


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
