"""The straight line from raw score to log-odds."""

from __future__ import annotations

import numpy as np

from model.calibration import LOWEST_SLOPE, fit_sigmoid


def drawn(slope, intercept, n=20_000):
    rng = np.random.default_rng(0)
    raw = rng.normal(size=n)
    return raw, rng.random(n) < 1 / (1 + np.exp(-(slope * raw + intercept)))


def test_it_finds_the_line_that_made_the_outcomes():
    raw, good = drawn(2.0, -1.0)
    slope, intercept = fit_sigmoid(raw, good, np.ones(len(raw)))
    assert abs(slope - 2.0) < 0.1
    assert abs(intercept + 1.0) < 0.1


def test_a_weight_of_two_is_a_row_given_twice():
    raw, good = drawn(1.0, 0.5, n=300)
    weight = np.where(np.arange(300) < 100, 2.0, 1.0)
    twice = np.r_[np.arange(300), np.arange(100)]
    np.testing.assert_allclose(
        fit_sigmoid(raw, good, weight),
        fit_sigmoid(raw[twice], good[twice], np.ones(400)),
        rtol=1e-4,
    )


def test_a_score_that_points_the_wrong_way_keeps_its_order_and_loses_its_voice():
    raw, good = drawn(-1.0, 0.0)
    slope, intercept = fit_sigmoid(raw, good, np.ones(len(raw)))
    assert slope == LOWEST_SLOPE
    assert abs(intercept) < 0.05


def test_a_perfect_split_does_not_end_in_certainty():
    raw = np.r_[-np.ones(20), np.ones(20)]
    slope, intercept = fit_sigmoid(raw, raw > 0, np.ones(40))
    assert 1 / (1 + np.exp(-(slope + intercept))) < 0.97


def test_a_raw_score_without_any_spread_gives_the_base_rate():
    slope, intercept = fit_sigmoid(np.zeros(400), np.arange(400) < 100, np.ones(400))
    assert slope > 0
    assert abs(1 / (1 + np.exp(-intercept)) - 0.25) < 0.01
