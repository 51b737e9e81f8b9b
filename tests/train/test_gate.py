"""The gate: each condition refuses what it is there for, and noise refuses nobody."""

from __future__ import annotations

import numpy as np
import pytest

from train import gate
from train.judge import Figure
from train.measures import Tallying, calibration_error

NAN = float("nan")
GOOD = {"slope": Figure(1.0, 0.8, 1.2), "calibration_error": Figure(0.03, 0.01, 0.06)}
BETTER = {"log_loss": Figure(-0.05, -0.09, -0.01), "auc": Figure(0.1, 0.02, 0.2)}
ALIKE = {"log_loss": Figure(0.01, -0.01, 0.03), "auc": Figure(-0.01, -0.03, 0.01)}


def answers(**changes):
    given = {
        "figures": GOOD,
        "gap": 1e-15,
        "alarms": [],
        "against_base": BETTER,
        "against_champion": ALIKE,
        "champion_gap": 1e-15,
        "honest": 0.02,
    }
    return {each.name: each for each in gate.conditions(**(given | changes))}


def not_met(**changes):
    return [name for name, each in answers(**changes).items() if each.passed is False]


def test_a_good_model_that_is_not_shown_to_be_worse_passes():
    assert not_met() == []
    assert not_met(against_champion=None, champion_gap=None) == []


@pytest.mark.parametrize(
    ("condition", "changes"),
    [
        (
            "not worse than the champion",
            {"against_champion": ALIKE | {"log_loss": Figure(0.04, 0.01, 0.07)}},
        ),
        (
            "not worse than the champion",
            {"against_champion": ALIKE | {"auc": Figure(-0.04, -0.07, -0.01)}},
        ),
        ("better than the base rate", {"against_base": {"log_loss": Figure(0.001, -0.1, 0.1)}}),
        ("calibrated", {"figures": GOOD | {"slope": Figure(0.5, 0.3, 0.69)}}),
        ("calibrated", {"figures": GOOD | {"slope": Figure(2.0, 1.41, 2.5)}}),
        ("calibrated", {"figures": GOOD | {"calibration_error": Figure(0.06, 0.04, 0.08)}}),
        ("no leak", {"alarms": ["alarm: a signal tells the end"]}),
        ("explains exactly", {"gap": 2e-9, "champion_gap": None}),
        ("explains exactly", {"gap": 1e-10}),
    ],
)
def test_each_condition_refuses_what_it_is_there_for(condition, changes):
    assert not_met(**changes) == [condition]


def test_an_interval_that_reaches_the_good_side_refuses_nobody():
    assert not_met(figures=GOOD | {"slope": Figure(0.5, 0.2, 0.71)}) == []
    assert not_met(against_champion=ALIKE | {"auc": Figure(-0.05, -0.11, 0.0)}) == []
    noisy = GOOD | {"calibration_error": Figure(0.12, 0.06, 0.16)}
    assert not_met(figures=noisy, honest=0.14) == []


def test_a_slope_that_cannot_be_told_is_unknown_and_never_good():
    assert answers(figures=GOOD | {"slope": Figure(NAN, NAN, NAN)})["calibrated"].passed is None


def test_what_cannot_be_told_stands_against_a_promotion_only_where_somebody_serves():
    unknown = [gate.cannot_tell("12 engagements are too few")]
    assert gate.refused(unknown, champion_serves=True) == unknown
    assert gate.refused(unknown, champion_serves=False) == []


def test_every_line_holds_its_figure():
    told = {name: each.told for name, each in answers().items()}
    assert str(BETTER["log_loss"]) in told["better than the base rate"]
    assert str(GOOD["slope"]) in told["calibrated"]
    assert str(ALIKE["log_loss"]) in told["not worse than the champion"]
    assert "1.0e-15" in told["explains exactly"]


@pytest.mark.parametrize("number", [50, 2000])
def test_honest_chances_stay_below_what_noise_makes_and_bold_ones_do_not(number):
    rng = np.random.default_rng(3)
    chance = rng.uniform(0.2, 0.8, number)
    rows = (np.ones(number), np.arange(number))
    bold = np.where(chance > 0.5, 0.97, 0.03)
    bounds = gate.honest_error(chance, *rows), gate.honest_error(bold, *rows)
    refused = np.zeros(2)
    for _ in range(40):
        y = rng.random(number) < chance
        for place, (given, bound) in enumerate(zip((chance, bold), bounds, strict=True)):
            refused[place] += calibration_error(Tallying.of(y, given).tally(rows[0])) > bound
    assert refused[0] <= 4
    assert refused[1] >= 38
