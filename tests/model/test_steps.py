"""Values become steps: in order, few, by weight, and unknown stays unknown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.steps import STEPS, find_cuts, to_steps

WILD = st.lists(st.floats(allow_infinity=False, allow_nan=True), min_size=1, max_size=300)


def steps_of(values, weight=None):
    X = np.array(values, dtype=float)[:, None]
    weight = np.ones(len(X)) if weight is None else np.array(weight, dtype=float)
    return to_steps(X, find_cuts(X, weight)).ravel()


@given(values=WILD)
def test_steps_keep_order_and_unknown_stays_unknown(values):
    steps, values = steps_of(values), np.array(values)
    np.testing.assert_array_equal(np.isnan(steps), np.isnan(values))
    known = np.sort(values[~np.isnan(values)])
    rising = to_steps(known[:, None], find_cuts(values[:, None], np.ones(len(values)))).ravel()
    assert (np.diff(rising) >= 0).all()
    assert ((rising >= 0) & (rising < STEPS)).all()


@given(values=st.lists(st.floats(allow_infinity=False, allow_nan=False), max_size=100, min_size=1))
def test_few_distinct_values_each_have_their_own_step(values):
    assert len(np.unique(steps_of(values))) == len(np.unique(values))


def test_many_values_share_the_steps_by_weight():
    values = np.random.default_rng(0).permutation(5000).astype(float)
    sizes = np.unique(steps_of(values), return_counts=True)[1]
    assert len(sizes) == STEPS
    assert sizes.max() <= 2 * sizes.min()
    heavy = np.where(values < 500, 9.0, 1.0)  # a tenth of the rows, half of the weight
    steps = steps_of(values, heavy)
    assert abs(np.median(steps[values == 500]) - STEPS / 2) <= 1


def test_one_value_alone_or_none_at_all_is_one_step():
    assert set(steps_of([3.0, 3.0])) == {0.0}
    assert np.isnan(steps_of([np.nan, np.nan])).all()
