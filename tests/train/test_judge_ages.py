"""The judgement within an age."""

import numpy as np

from train.judge import WITHIN_AGE, by_age, judge


def test_a_model_that_only_knows_the_age_is_worth_nothing_within_an_age():
    y = np.array([True] * 30 + [False] * 10 + [True] * 10 + [False] * 30)
    ages = np.repeat(np.array([0, 9], dtype="timedelta64[D]"), 40)
    clients = np.arange(80).astype(str)
    chances = {"age": np.where(ages > np.timedelta64(0, "D"), 0.25, 0.75)}
    assert judge(y, chances, np.ones(80), clients, draws=5)["age"]["auc"].value == 0.75
    within = by_age(y, chances, ages, clients)
    assert [(each.days, each.engagements, each.base_rate) for each in within] == [
        (0.0, 40, 0.75),
        (9.0, 40, 0.25),
    ]
    assert [each.figures["age"]["auc"].value for each in within] == [0.5, 0.5]
    assert all(each.figures["age"].keys() == WITHIN_AGE.keys() for each in within)


def test_an_age_at_which_all_ended_alike_has_no_figures():
    ages = np.repeat(np.array([0, 9], dtype="timedelta64[D]"), 2)
    y = np.array([True, False, False, False])
    found = by_age(y, {"any": np.full(4, 0.5)}, ages, np.array(list("abcd")))
    assert [bool(each.figures) for each in found] == [True, False]
