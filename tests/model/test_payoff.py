"""What the estimator promises: scikit-learn's contract, direction, calibration, usual client."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.utils.estimator_checks import parametrize_with_checks

from model.payoff import PayoffClassifier, usual_client

EXPECTED_FAILURES = {
    "check_sample_weight_equivalence_on_dense_data": (
        "a row of weight two is one row for min_samples_leaf and for the calibration folds, a row "
        "given twice is two; scikit-learn expects the same failure of its own boosting"
    ),
}
VALUES = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([0.0, -0.0, 1e300, -1e300, np.nan]))


@parametrize_with_checks(
    [
        PayoffClassifier(max_iter=10, min_samples_leaf=5),
        PayoffClassifier(max_iter=10, min_samples_leaf=5, calibration_folds=0),
    ],
    expected_failed_checks=lambda _: EXPECTED_FAILURES,
)
def test_it_keeps_scikit_learns_contract(estimator, check):
    if check.func.__name__ == "check_array_api_input":
        return  # only speaks when SCIPY_ARRAY_API is set; we take NumPy arrays alone
    check(estimator)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    row=st.lists(VALUES, min_size=9, max_size=9),
    column=st.integers(0, 6),
    grown=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20),
)
def test_a_signal_that_grows_moves_the_score_its_declared_way_or_not_at_all(
    fitted, row, column, grown
):
    ladder = np.tile(np.array(row), (len(grown), 1))
    ladder[:, column] = np.sort(grown)
    moves = np.diff(fitted.decision_function(ladder)) * fitted.signs[column]
    assert (moves >= -1e-12).all()


def test_signed_columns_do_move_the_score(fitted, world):
    low, high = np.nanquantile(world[0], [0.02, 0.98], axis=0)
    for column in (0, 2, 3, 4):
        ends = np.tile(fitted.reference_, (2, 1))
        ends[:, column] = low[column], high[column]
        assert np.ptp(fitted.decision_function(ends)) > 0.05


def test_the_calibrated_score_keeps_the_order_of_the_raw_score(fitted, world):
    raw = fitted.boosting_.decision_function(fitted.steps(world[0]))
    assert fitted.calibrated_
    assert fitted.slope_ > 0
    np.testing.assert_array_equal(np.argsort(raw), np.argsort(fitted.decision_function(world[0])))


def test_the_calibrated_chances_are_about_right_on_unseen_rows(make, rows):
    unseen, paid_off = rows(4000, seed=1)
    chance = make().fit(*rows(3000)).predict_proba(unseen)[:, 1]
    for third in np.array_split(np.argsort(chance), 3):
        assert abs(chance[third].mean() - paid_off[third].mean()) < 0.05


def test_noise_is_calibrated_to_the_base_rate(make, rows):
    X, paid_off = rows(600)
    shuffled = np.random.default_rng(3).permutation(paid_off)
    model = make().fit(X, shuffled)
    raw = model.boosting_.decision_function(model.steps(X))
    assert model.slope_ > 0
    assert np.std(model.decision_function(X)) < 0.7 * np.std(raw)
    assert abs(model.predict_proba(X)[:, 1].mean() - shuffled.mean()) < 0.06


def test_a_client_is_never_on_both_sides_of_a_calibration_fold(make, rows, monkeypatch):
    X, paid_off = rows(400)
    clients = np.arange(400) // 4
    seen = []
    split = StratifiedGroupKFold.split

    def watched(self, X, y, groups):
        for rest, held_out in split(self, X, y, groups):
            seen.append(set(clients[rest]) & set(clients[held_out]))
            yield rest, held_out

    monkeypatch.setattr(StratifiedGroupKFold, "split", watched)
    assert make(max_iter=5).fit(X, paid_off, groups=clients).calibrated_
    assert seen == [set()] * 5


def test_too_few_outcomes_leave_the_raw_score_as_it_is(make, rows):
    X, paid_off = rows(300)
    rare = np.zeros(300, dtype=bool)
    rare[np.flatnonzero(paid_off)[:3]] = True
    model = make().fit(X, rare)
    assert (model.calibrated_, model.slope_, model.intercept_) == (False, 1.0, 0.0)
    few_clients = make().fit(X, paid_off, groups=np.arange(300) % 3)
    assert not few_clients.calibrated_


def test_no_chance_is_ever_exactly_zero_or_one(fitted, world):
    sure = clone(fitted).fit(*world)
    sure.slope_ = 1e4
    chances = sure.predict_proba(world[0])
    assert ((chances > 0) & (chances < 1)).all()


def test_a_row_of_weight_zero_counts_as_absent(make, rows):
    X, paid_off = rows(500)
    weight = np.r_[np.ones(400), np.zeros(100)]
    with_them = make().fit(X, paid_off, sample_weight=weight)
    without = make().fit(X[:400], paid_off[:400])
    np.testing.assert_array_equal(with_them.decision_function(X), without.decision_function(X))


def test_weights_are_heard(make, rows):
    X, paid_off = rows(500)
    doubted = make().fit(X, paid_off, sample_weight=np.where(paid_off, 0.2, 1.0))
    assert (
        doubted.predict_proba(X)[:, 1].mean()
        < make().fit(X, paid_off).predict_proba(X)[:, 1].mean()
    )


def test_the_usual_client_is_the_weighted_median_and_unknown_where_most_are_unknown(fitted, world):
    X = world[0]
    assert np.isnan(fitted.reference_[8])
    for column in range(8):
        known = np.sort(X[~np.isnan(X[:, column]), column])
        assert fitted.reference_[column] == known[(len(known) - 1) // 2]
    half_known = np.array([[1.0], [np.nan]])
    assert usual_client(half_known, np.array([1.0, 1.0]))[0] == 1.0
    assert np.isnan(usual_client(half_known, np.array([1.0, 1.1]))[0])
    assert usual_client(np.array([[1.0], [5.0]]), np.array([1.0, 3.0]))[0] == 5.0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"signs": [-1, 1]}, "signs has 2 entries for 9 columns"),
        ({"owners": ["late"]}, "owners has 1 entries for 9 columns"),
        ({"signs": [2, *[0] * 8]}, "signs must be -1, 0 or"),
        ({"owners": ["late"] * 9}, "'late' must share one direction"),
        ({"owners": [*[None] * 7, "other", None]}, "'other' must share one direction"),
        ({"softens": [("prepays", "nobody")]}, "softens pairs 'prepays' with 'nobody'"),
        ({"softens": [("late", "prepays")]}, "softens pairs 'late' with 'prepays'"),
    ],
)
def test_an_impossible_declaration_is_refused_in_words(make, rows, changes, said):
    with pytest.raises(ValueError, match=said):
        make(**changes).fit(*rows(100))


def test_one_class_alone_and_groups_of_another_length_are_refused(make, rows):
    X, paid_off = rows(100)
    with pytest.raises(ValueError, match="two classes"):
        make().fit(X, np.ones(100))
    with pytest.raises(ValueError, match="groups has 99 entries for 100 rows"):
        make().fit(X, paid_off, groups=np.arange(99))


def test_fitting_twice_gives_the_same_bits(make, rows, fitted, world):
    again = make().fit(*world)
    np.testing.assert_array_equal(
        again.decision_function(world[0]), fitted.decision_function(world[0])
    )


def test_one_row_scores_as_it_does_among_others(fitted, world):
    together = fitted.decision_function(world[0][:20])
    alone = [fitted.decision_function(row[None, :])[0] for row in world[0][:20]]
    np.testing.assert_array_equal(together, alone)
