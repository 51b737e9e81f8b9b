"""The judgement within an age, and its fast AUC."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from train.judge import _auc, by_age, judge

ROW = st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.sampled_from([0.25, 1, 3]))


@given(st.lists(ROW, min_size=2).filter(lambda rows: len({row[0] for row in rows}) == 2))
def test_the_auc_is_scikit_learns(rows):
    y, chance, weight = (np.array(column) for column in zip(*rows, strict=True))
    expected = roc_auc_score(y, chance, sample_weight=weight)
    np.testing.assert_allclose(_auc(y, chance, weight), expected, atol=1e-12)


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


def test_an_age_at_which_all_ended_alike_has_no_figures():
    ages = np.repeat(np.array([0, 9], dtype="timedelta64[D]"), 2)
    y = np.array([True, False, False, False])
    found = by_age(y, {"any": np.full(4, 0.5)}, ages, np.array(list("abcd")))
    assert [bool(each.figures) for each in found] == [True, False]
