"""A shift is seen when it is large and beyond chance; youth, faithful clients and luck are none."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.matrix import SignalMatrix
from train.drift import SCORE, WHERE_KNOWN, drifts, reference

DAY = np.timedelta64(1, "D")
START = np.datetime64("2026-01-01", "us")
TEXTS = pa.table(
    {
        "engagement_id": pa.array([], pa.string()),
        "direction": pa.array([], pa.string()),
        "text": pa.array([], pa.string()),
        "occurred_at": pa.array([], pa.timestamp("us", "UTC")),
        "recorded_at": pa.array([], pa.timestamp("us", "UTC")),
    }
)


def stored(values: np.ndarray, days=None, chances=None, name="signal"):
    """What training would keep of one signal, through JSON as it is kept."""
    days = np.zeros(len(values), int) if days is None else days
    cutoffs = pa.table(
        {
            "engagement_id": [f"E{row}" for row in range(len(values))],
            "as_of": pa.array(START + days * DAY, pa.timestamp("us")).cast(
                pa.timestamp("us", "UTC")
            ),
        }
    )
    signals = SignalMatrix((name,), values[:, None], cutoffs)
    chances = np.full(len(values), np.nan) if chances is None else chances
    kept = reference(TEXTS, signals, np.full(len(values), START), chances)
    return json.loads(json.dumps(kept, allow_nan=False))


def shift(kept, values, age=None, clients=None, name="signal"):
    age = np.zeros(len(values), int) if age is None else age
    clients = np.arange(len(values)) if clients is None else clients
    (found,) = drifts(kept, {name: values}, age, clients)
    return found


def drawn(seed, number, shifted=0.0):
    return np.random.default_rng(seed).normal(shifted, 1, number)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_distribution_is_quiet(seed):
    assert not shift(stored(drawn(seed, 1000)), drawn(seed + 100, 100)).drifted


def test_a_large_shift_is_seen_and_told_where():
    found = shift(stored(drawn(1, 1000)), drawn(2, 100, shifted=1.5))
    assert found.drifted
    assert found.where.startswith("above")
    assert found.now > found.then


def test_a_shift_that_few_rows_could_show_by_chance_is_none():
    found = shift(stored(drawn(1, 1000)), drawn(13, 30))
    assert found.psi > 0.25
    assert not found.drifted


def test_losing_what_was_known_is_a_shift_to_cannot_tell():
    values = drawn(3, 200)
    values[:120] = np.nan
    found = shift(stored(drawn(1, 1000)), values)
    assert found.drifted
    assert (found.where, found.then, found.now) == ("cannot tell", 0.0, 0.6)


def test_a_signal_that_was_never_known_may_become_known():
    found = shift(stored(np.full(500, np.nan)), drawn(1, 100))
    assert found.drifted
    assert shift(stored(np.full(500, np.nan)), np.full(100, np.nan)).psi == pytest.approx(0)


def test_rows_of_one_client_count_once():
    rng = np.random.default_rng(0)
    owner = np.repeat(np.arange(12), 20)
    values = rng.normal(0, 1, 12)[owner]  # every client is faithful to one value
    kept = stored(drawn(1, 1000))
    assert shift(kept, values, clients=owner).by_chance > 5 * shift(kept, values).by_chance
    assert not shift(kept, values, clients=owner).drifted


def test_young_engagements_are_compared_with_young_ones():
    days = np.repeat([0, 30], 500)
    kept = stored(drawn(1, 1000) + days, days)
    young = drawn(2, 100)
    assert not shift(kept, young, age=np.zeros(100, int)).drifted
    assert shift(kept, young, age=np.ones(100, int)).drifted


def test_the_score_is_compared_where_an_honest_chance_was_given():
    chances = np.full(1000, np.nan)
    chances[500:] = np.random.default_rng(1).uniform(0.1, 0.5, 500)
    kept = stored(drawn(1, 1000), chances=chances)
    same, other = (np.random.default_rng(2).uniform(low, low + 0.4, 100) for low in (0.1, 0.5))
    assert np.sum(kept["compared"][SCORE]["counts"]) == 500
    assert not shift(kept, same, name=SCORE).drifted
    assert shift(kept, other, name=SCORE).drifted


def test_what_looks_at_other_engagements_is_compared_where_it_is_known():
    """The older the book, the more is on record of a client: that alone is no shift."""
    name = next(iter(WHERE_KNOWN - {SCORE}))
    then, now = drawn(1, 1000), drawn(2, 200)
    then[:800] = now[:50] = np.nan
    kept = stored(then, name=name)
    assert not shift(kept, now, name=name).drifted
    assert shift(kept, now + 2, name=name).drifted
    now[20:] = np.nan
    assert drifts(kept, {name: now}, np.zeros(200, int), np.arange(200)) == []


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(allow_infinity=False), min_size=1, max_size=50),
    st.lists(st.floats(allow_infinity=False), min_size=30, max_size=50),
)
def test_whatever_the_values_a_shift_is_a_number_and_shares_are_shares(then, now):
    found = shift(stored(np.array(then)), np.array(now))
    assert np.isfinite([found.psi, found.by_chance]).all()
    assert found.psi >= -1e-9
    assert 0 <= found.then <= 1 + 1e-9
    assert 0 <= found.now <= 1 + 1e-9
