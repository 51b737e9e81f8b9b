"""The parts are the score: they sum, they keep apart, and a waiver needs a declared pair."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.errors import ClientRiskError
from model.decomposition import decompose

VALUES = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([0.0, 1e300, -1e300, np.nan]))
LATE, VAGUE, SILENT, KEPT, PREPAYS, OTHER = [0, 1], [2], [3], [4], [5, 6], [7, 8]


def paths(tree):
    """Yield the columns on the way to every leaf."""
    waiting = [(0, frozenset())]
    while waiting:
        number, columns = waiting.pop()
        node = tree.nodes[number]
        if node["is_leaf"]:
            yield columns
        else:
            below = columns | {int(node["feature_idx"])}
            waiting += [(int(node["left"]), below), (int(node["right"]), below)]


def test_no_path_leaves_one_rule_and_one_of_its_exceptions(fitted):
    groups = [set(group) for group in fitted.structure().groups]
    found = {path for (tree,) in fitted.boosting_._predictors for path in paths(tree)}
    assert all(any(path <= group for group in groups) for path in found)
    assert any(path & set(PREPAYS) and path & {*LATE, *VAGUE} for path in found)
    assert sorted(map(sorted, groups)) == [
        [*LATE, *KEPT],
        [*LATE, *PREPAYS],
        [*VAGUE, *PREPAYS],
        [*SILENT],
        [*OTHER],
    ]


@settings(max_examples=60, deadline=None)
@given(X=arrays(float, st.tuples(st.integers(1, 30), st.just(9)), elements=VALUES))
def test_the_parts_sum_to_the_score_of_any_row(fitted, X):
    parts = decompose(fitted, X)
    np.testing.assert_array_equal(parts.log_odds, fitted.decision_function(X))
    assert np.abs(parts.total() - parts.log_odds).max() <= 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_sum_whatever_was_learned(make, rows, seed):
    X, paid_off = rows(400, seed)
    model = make(max_iter=30, max_leaf_nodes=16, random_state=seed).fit(X, paid_off)
    parts = decompose(model, X)
    assert np.abs(parts.total() - model.decision_function(X)).max() < 1e-12


def test_the_parts_are_by_owner_and_a_waiver_is_only_where_it_was_declared(fitted, world):
    parts = decompose(fitted, world[0])
    assert list(parts.flags) == ["late", "vague", "silent"]
    assert list(parts.strengths) == ["kept", "prepays"]
    assert list(parts.waivers) == fitted.softens


def test_the_usual_client_has_no_parts(fitted):
    parts = decompose(fitted, fitted.reference_[None, :])
    everything = [*parts.flags.values(), *parts.strengths.values(), *parts.waivers.values()]
    assert all((part == 0).all() for part in [*everything, parts.other])
    assert parts.start == parts.log_odds[0] == fitted.decision_function(fitted.reference_[None])[0]


@pytest.mark.parametrize("columns", [SILENT, OTHER, KEPT, VAGUE, PREPAYS, LATE])
def test_the_effect_of_an_owner_is_the_same_beside_whatever_does_not_touch_it(
    fitted, world, columns
):
    X = world[0]
    touching = {*columns}
    for e, r in ((PREPAYS, LATE), (PREPAYS, VAGUE), (KEPT, LATE)):
        if columns in (e, r):
            touching |= {*e, *r}
    before = X[:200].copy()
    before[:, sorted(touching)] = X[300, sorted(touching)]
    after = before.copy()
    after[:, columns] = X[301, columns]
    changes = fitted.decision_function(after) - fitted.decision_function(before)
    assert np.ptp(changes) < 1e-12


def test_a_pair_is_not_additive_so_that_a_waiver_has_something_to_say(fitted, world):
    waived = decompose(fitted, world[0]).waivers["prepays", "late"]
    assert np.abs(waived).max() > 0.1
    assert (waived == 0).any()


def test_a_rule_that_grows_only_lowers_its_flag_and_a_strength_only_rises(fitted):
    ladder = np.tile(fitted.reference_, (50, 1))
    ladder[:, 0] = ladder[:, 4] = np.linspace(0, 8, 50)
    parts = decompose(fitted, ladder)
    assert (np.diff(parts.flags["late"]) <= 1e-12).all()
    assert (np.diff(parts.strengths["kept"]) >= -1e-12).all()


def test_what_cannot_be_told_of_an_owner_counts_neither_for_nor_against(fitted, world):
    X = world[0].copy()
    late, prepays = [0, 1], [5, 6]
    told = decompose(fitted, X)
    assert (told.flags["late"] != 0).any()
    assert (told.strengths["prepays"] != 0).any()
    X[:, late] = np.nan
    parts = decompose(fitted, X)
    assert (parts.flags["late"] == 0).all()
    assert (parts.waivers["prepays", "late"] == 0).all()
    X[:, prepays] = np.nan
    assert (decompose(fitted, X).strengths["prepays"] == 0).all()


def test_without_owners_everything_is_other(make, rows):
    X, paid_off = rows(300)
    parts = decompose(make(signs=None, owners=None, softens=None).fit(X, paid_off), X)
    assert not parts.flags
    assert not parts.strengths
    assert not parts.waivers
    assert np.ptp(parts.other) > 0.5


def test_no_rows_have_no_parts(fitted):
    parts = decompose(fitted, np.empty((0, 9)))
    assert parts.total().shape == parts.flags["late"].shape == (0,)


def test_many_rows_are_split_as_each_one_alone(fitted, rows):
    X, _ = rows(2500, seed=5)
    parts = decompose(fitted, X)
    for row in (0, 1023, 1024, 2499):
        one = decompose(fitted, X[row : row + 1])
        assert one.flags["late"][0] == parts.flags["late"][row]
        assert one.waivers["kept", "late"][0] == parts.waivers["kept", "late"][row]


def test_reasons_that_do_not_sum_are_never_shown(fitted, world):
    broken = copy.deepcopy(fitted)
    broken.softens = [("prepays", "late")]  # the trees know more pairs than the explanation does
    with pytest.raises(ClientRiskError, match=r"the reasons of \d+ of 800 rows do not sum") as told:
        decompose(broken, world[0])
    assert told.value.exit_code == 1
    assert "\n" not in str(told.value)
