"""Refits: they score as scikit-learn's own trees, tell how sure a score is, and trust no file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.calibration import HeldOut
from model.refits import Refits, flatten, pack, refit, unpack


@pytest.fixture(scope="module")
def held_out(fitted, world):
    X, y = world
    rest = np.arange(len(y)) % 3 != 0
    raw = fitted.held_out_scores(X, y, np.ones(len(y)), [(rest, ~rest)])
    return HeldOut(raw, np.ones(len(y)))


@pytest.fixture(scope="module")
def refits(fitted, world, held_out) -> Refits:
    X, y = world
    return refit(fitted, X, y, np.ones(len(y)), np.arange(len(y)) // 2, held_out, number=6)


def test_flat_trees_score_as_the_boosting_they_were_made_of(fitted, rows):
    X, _ = rows(700, seed=8)
    steps = fitted.steps(X)
    flat = flatten([fitted.boosting_], [(fitted.slope_, fitted.intercept_)])
    np.testing.assert_allclose(
        flat.log_odds(steps)[0], fitted.decision_function(X), rtol=0, atol=1e-9
    )


def test_missing_values_go_where_scikit_learn_sends_them(fitted):
    X = np.full((3, 9), np.nan)
    X[1, 7] = 3.0
    flat = flatten([fitted.boosting_], [(1.0, 0.0)])
    raw = fitted.boosting_.decision_function(fitted.steps(X))
    np.testing.assert_allclose(flat.log_odds(fitted.steps(X))[0], raw, rtol=0, atol=1e-9)


def test_held_out_scores_are_of_the_rows_held_out_and_of_no_other(held_out):
    assert np.isfinite(held_out.raw[::3]).all()
    assert np.isnan(np.delete(held_out.raw, np.s_[::3])).all()


def test_a_fold_that_could_only_learn_one_class_holds_nothing_out(make, world):
    X, y = world
    raw = make(max_iter=3).held_out_scores(X, y, np.ones(len(y)), [(y, ~y), (~y, y)])
    assert np.isnan(raw).all()


def test_more_clients_make_a_score_surer(make, rows):
    def spread(number: int) -> float:
        X, y = rows(number, seed=2)
        rest = np.arange(number) % 2 == 0
        weight = np.ones(number)
        raw = make().held_out_scores(X, y, weight, [(rest, ~rest)])
        held_out = HeldOut(raw, weight)
        model = make().fit(X, y, held_out=held_out)
        found = refit(model, X, y, weight, np.arange(number), held_out, number=8)
        return float(np.median(found.spread(model.steps(rows(200, seed=3)[0]))))

    assert spread(3000) < 0.7 * spread(300)


def test_refits_differ_and_spread_is_their_deviation(refits, fitted, world):
    steps = fitted.steps(world[0][:50])
    each = refits.log_odds(steps)
    assert each.shape == (6, 50)
    assert (np.ptp(each, axis=0) > 0).all()
    np.testing.assert_allclose(refits.spread(steps), each.std(axis=0, ddof=1))


def test_one_row_and_none_are_scored_as_many(refits, fitted, world):
    steps = fitted.steps(world[0][:300])
    assert refits.spread(steps[:0]).shape == (0,)
    np.testing.assert_array_equal(refits.spread(steps[200:201]), refits.spread(steps)[200:201])


def test_they_come_back_from_their_file_and_equal_ones_give_equal_bytes(refits, fitted, world):
    data = pack(refits)
    again = unpack(data, 9)
    assert pack(again) == data
    steps = fitted.steps(world[0][:20])
    np.testing.assert_array_equal(again.log_odds(steps), refits.log_odds(steps))


def changed(refits: Refits, name: str, place, value) -> Refits:
    array = getattr(refits, name).copy()
    array[place] = value
    return replace(refits, **{name: array})


@pytest.mark.parametrize(
    ("name", "place", "value", "said"),
    [
        ("column", 0, 9, "missing column"),
        ("column", 0, -1, "missing column"),
        ("left", 0, 2**31 - 1, "outside itself"),
        ("left", 3, 1, "backwards"),
        ("right", 0, -5, "backwards"),
        ("threshold", 0, np.nan, "no number"),
        ("value", -1, np.inf, "no number"),
        ("roots", (0, 0), 2**30, "begins outside"),
        ("lines", (0, 1), -1.0, "no rising line"),
        ("lines", (0, 2), np.nan, "no lines"),
    ],
)
def test_a_tampered_file_is_refused_before_anything_is_followed(refits, name, place, value, said):
    with pytest.raises(ValueError, match=said):
        unpack(pack(changed(refits, name, place, value)), 9)


def test_files_that_are_no_refits_are_refused(refits):
    for data in (b"", b"no archive", pack(refits)[:-40]):
        with pytest.raises(Exception):  # noqa: B017, PT011 - the loader answers all alike
            unpack(data, 9)
    short = replace(refits, value=refits.value[:-1])
    with pytest.raises(ValueError, match="do not fit together"):
        unpack(pack(short), 9)
    alone = replace(refits, roots=refits.roots[:1], lines=refits.lines[:1])
    with pytest.raises(ValueError, match="no lines"):
        unpack(pack(alone), 9)


def test_trees_without_end_are_refused_in_no_time(refits):
    """Each node with the next one twice below it: a chain, and a web without end."""
    nodes = 5000
    last = np.minimum(np.arange(nodes) + 1, nodes - 1).astype("<i4")
    chain = replace(
        refits,
        left=last,
        right=last,
        roots=np.zeros((2, 1), "<i4"),
        lines=refits.lines[:2],
        **{name: np.zeros(nodes, getattr(refits, name).dtype) for name in PER_NODE},
    )
    with pytest.raises(ValueError, match="deeper than any"):
        unpack(pack(chain), 9)


PER_NODE = ("column", "threshold", "missing_left", "value")
