"""Measures with known answers, and against scikit-learn on wild rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from train.measures import (
    MEASURES,
    Tallying,
    auc,
    calibration_error,
    calibration_intercept,
    calibration_slope,
    log_loss,
    top_lift,
)

CHANCES = (0.01, 0.1, 0.2, 0.5, 0.9)
ROW = st.tuples(st.booleans(), st.sampled_from(CHANCES), st.sampled_from([0.25, 1, 3]))
MIXED = st.lists(ROW, min_size=2).filter(lambda rows: len({row[0] for row in rows}) == 2)


def tally(y, chance, weight=None, rate=np.nan):
    y, chance = np.asarray(y, dtype=bool), np.asarray(chance, dtype=float)
    weight = np.ones(len(y)) if weight is None else np.asarray(weight, dtype=float)
    return Tallying.of(y, chance, rate).tally(weight)


@given(MIXED)
def test_the_auc_is_scikit_learns(rows):
    y, chance, weight = (np.array(column) for column in zip(*rows, strict=True))
    expected = roc_auc_score(y, chance, sample_weight=weight)
    np.testing.assert_allclose(auc(tally(y, chance, weight)), expected, atol=1e-12)


@given(MIXED)
def test_the_slope_is_that_of_a_logistic_regression_or_cannot_be_told(rows):
    y, chance, weight = (np.array(column) for column in zip(*rows, strict=True))
    found = calibration_slope(tally(y, chance, weight))
    overlap = min(chance[y].max(), chance[~y].max()) > max(chance[y].min(), chance[~y].min())
    assert np.isfinite(found) == overlap
    assume(overlap)
    free = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000, solver="newton-cholesky")
    free.fit(logit(chance)[:, None], y, sample_weight=weight)
    np.testing.assert_allclose(found, free.coef_[0, 0], rtol=1e-4, atol=1e-6)


@given(MIXED)
def test_the_intercept_makes_the_chances_meet_the_share_that_paid_off(rows):
    y, chance, weight = (np.array(column) for column in zip(*rows, strict=True))
    found = calibration_intercept(tally(y, chance, weight))
    moved = expit(logit(chance) + found)
    assert np.average(moved, weights=weight) == pytest.approx(np.average(y, weights=weight))


@given(MIXED, st.floats(0.05, 0.95))
def test_no_measure_depends_on_the_order_of_rows_or_on_absent_ones(rows, rate):
    y, chance, weight = (np.array(column) for column in zip(*rows, strict=True))
    back = slice(None, None, -1)
    more = (np.append(y[back], True), np.append(chance[back], 0.3), np.append(weight[back], 0.0))
    for name, measure in MEASURES.items():
        first, second = measure(tally(y, chance, weight, rate)), measure(tally(*more, rate))
        np.testing.assert_allclose(first, second, rtol=1e-5, atol=1e-9, err_msg=name)


def test_a_chance_twice_too_bold_has_half_the_slope():
    rng = np.random.default_rng(0)
    log_odds = rng.normal(0, 1, 50_000)
    y = rng.uniform(size=50_000) < expit(log_odds)
    assert calibration_slope(tally(y, expit(log_odds))) == pytest.approx(1, abs=0.05)
    assert calibration_slope(tally(y, expit(2 * log_odds))) == pytest.approx(0.5, abs=0.03)
    assert calibration_intercept(tally(y, expit(log_odds))) == pytest.approx(0, abs=0.05)
    assert calibration_intercept(tally(y, expit(log_odds + 1))) == pytest.approx(-1, abs=0.05)


@pytest.mark.parametrize(
    "chance",
    [[0.5] * 4, [0.9, 0.8, 0.2, 0.1], [0.1, 0.2, 0.8, 0.9], [1.0, 1.0, 0.0, 0.0]],
    ids=["constant", "parted", "parted the wrong way", "certain"],
)
def test_without_overlap_there_is_no_slope(chance):
    assert np.isnan(calibration_slope(tally([1, 1, 0, 0], chance)))


def test_the_calibration_error_is_the_mean_gap_of_the_tenths():
    chance = np.repeat(np.arange(0.05, 1, 0.1), 20)
    y = np.concatenate([np.arange(20) < number for number in range(1, 20, 2)])
    assert calibration_error(tally(y, chance)) == pytest.approx(0)
    assert calibration_error(tally(y, chance * 0.5)) == pytest.approx(np.mean(chance) * 0.5)


def test_equal_chances_are_never_parted_so_that_a_base_rate_has_one_gap():
    y = np.arange(100) < 30
    assert calibration_error(tally(y, np.full(100, 0.4))) == pytest.approx(0.1)


def test_lift_is_of_the_best_tenth_and_ties_come_in_by_part():
    y = np.arange(100) < 50
    best_first = np.linspace(0.9, 0.1, 100)
    assert top_lift(tally(y, best_first)) == pytest.approx(2)
    assert top_lift(tally(y, best_first[::-1])) == 0
    assert top_lift(tally(y, np.full(100, 0.5))) == pytest.approx(1)
    # 5 sure ones, and the other 5 places shared by 95 of which 45 paid off.
    assert top_lift(tally(y, np.where(np.arange(100) < 5, 0.9, 0.5))) == pytest.approx(
        (5 + 5 * 45 / 95) / 10 / 0.5
    )


def test_a_miss_of_a_certain_chance_costs_much_but_not_everything():
    assert 1 < log_loss(tally([1, 0], [0.0, 0.0])) < 20
