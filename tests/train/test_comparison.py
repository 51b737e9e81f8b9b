"""Fired beside quiet: within one age, by client, with intervals that do not boast."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train.comparison import FEWEST_CLIENTS, Draws, strictly
from train.snapshots import Snapshots

START = np.datetime64("2024-01-01", "us")
DAY = np.timedelta64(1, "D")


def seen(paid_off, ages=1, clients=None) -> Snapshots:
    """Engagements looked at at ``ages`` (a number for all, or one each), a client each."""
    paid_off = np.asarray(paid_off, dtype=bool)
    counts = np.broadcast_to(ages, len(paid_off))
    engagement = np.repeat(np.arange(len(paid_off)), counts)
    age = np.concatenate([np.arange(count) for count in counts]) if len(paid_off) else counts
    opened = np.full(len(engagement), START)
    names = np.arange(len(paid_off)) if clients is None else np.asarray(clients)
    return Snapshots(
        cutoffs=pa.table(
            {
                "engagement_id": pa.array([f"e{each}" for each in engagement], pa.string()),
                "as_of": pa.array(opened + age * DAY, pa.timestamp("us", "UTC")),
            }
        ),
        paid_off=paid_off[engagement],
        clients=names[engagement].astype(str),
        opened=opened,
        closed=opened + 400 * DAY,
        weight=1.0 / counts[engagement],
    )


def compare(rows, fired, known=None):
    known = np.ones(len(rows.weight), bool) if known is None else known
    return Draws(rows).compare(np.asarray(fired, bool), known)


def test_shares_with_and_without_it_are_those_of_the_engagements():
    paid_off = [True] * 30 + [False] * 70 + [True] * 60 + [False] * 40
    found = compare(seen(paid_off), np.arange(200) < 100).comparison
    assert (found.with_it.value, found.without_it.value) == pytest.approx((0.3, 0.6))
    assert found.difference.value == pytest.approx(-0.3)
    assert (found.fired, found.told, found.smaller) == (100, 200, 100)
    # What two independent shares of 100 give: 1.96 * sqrt(0.21 / 100 + 0.24 / 100).
    assert found.difference.high - found.difference.low == pytest.approx(2 * 0.131, rel=0.15)


def test_to_have_lasted_is_no_sign_of_anything():
    # Short engagements fail, long ones pay off; it fires in every engagement that grows old.
    rows = seen(np.arange(400) % 2 == 1, ages=np.where(np.arange(400) % 2, 6, 2))
    age = (rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - rows.opened) / DAY
    luck = np.random.default_rng(0).random(len(age))
    fired = luck < np.where(age >= 2, 0.9, 0.1)
    careless = rows.paid_off[fired].mean() - rows.paid_off[~fired].mean()
    found = compare(rows, fired).comparison
    assert careless > 0.25
    assert found.difference.low < 0 < found.difference.high
    assert abs(found.difference.value) < 0.1


def test_what_cannot_be_told_is_on_neither_side():
    rows = seen([True, False] * 100)
    known = np.arange(200) < 120
    found = compare(rows, np.arange(200) % 2 == 0, known).comparison
    assert (found.told, found.fired) == (120, 60)
    assert compare(rows, np.arange(200) >= 150, known).comparison.fired == 0


def test_a_hundred_of_a_hundred_is_no_certainty():
    paid_off = np.arange(400) % 2 == 0
    paid_off[:100] = True
    found = compare(seen(paid_off), np.arange(400) < 100).comparison
    assert found.with_it.value == 1
    assert 0.9 < found.with_it.low < 0.99


def test_the_same_engagements_seen_more_often_do_not_narrow_the_interval():
    rng = np.random.default_rng(5)
    paid_off, fired = rng.random((2, 300)) < 0.5
    once = compare(seen(paid_off), fired).comparison.difference
    rows = seen(paid_off, ages=5)
    often = compare(rows, np.repeat(fired, 5)).comparison.difference
    assert often.value == pytest.approx(once.value)
    assert often.high - often.low == pytest.approx(once.high - once.low, rel=0.1)


def test_few_clients_with_many_engagements_are_few():
    paid_off = np.arange(400) % 2 == 0
    fired = np.arange(400) < 200
    many = compare(seen(paid_off), fired).comparison
    few = compare(seen(paid_off, clients=np.arange(400) // 20), fired).comparison
    assert many.enough
    assert not few.enough
    assert np.isnan([few.difference.low, few.with_it.high, *few.strict]).all()
    assert few.difference.value == many.difference.value


def test_the_number_needed_is_where_ten_points_show():
    rng = np.random.default_rng(2)
    number = compare(seen(rng.random(100) < 0.5), np.arange(100) < 5).comparison.needed
    shown = 0
    for _ in range(20):
        fired = np.arange(number * 11) < number
        paid_off = rng.random(number * 11) < np.where(fired, 0.4, 0.5)
        shown += compare(seen(paid_off), fired).comparison.difference.high < 0
    assert 11 <= shown <= 20  # four of five, give or take


def test_strict_intervals_are_wider_and_only_of_what_was_tested():
    rng = np.random.default_rng(3)
    rows = seen(rng.random(300) < 0.5)
    draws, known = Draws(rows), np.ones(300, bool)
    family = [draws.compare(rng.random(300) < 0.3, known) for _ in range(20)]
    family.append(draws.compare(np.arange(300) < FEWEST_CLIENTS - 1, known))
    *tested, few = strictly(family)
    for each in tested:
        assert each.strict[0] < each.difference.low < each.difference.high < each.strict[1]
    assert np.isnan(few.strict).all()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 4), st.integers(0, 9), st.integers(0, 2)),
        max_size=60,
    ),
    st.integers(0, 2**32 - 1),
)
def test_whatever_the_book_both_sides_mirror_each_other(engagements, seed):
    columns = [np.array(each) for each in zip(*engagements, strict=True)] or [np.zeros(0, int)] * 4
    rows = seen(columns[0], ages=columns[1].astype(int), clients=columns[2])
    rng = np.random.default_rng(seed)
    fired, known = rng.random((2, len(rows.weight))) < [[0.4], [0.8]]
    draws = Draws(rows, draws=50)
    one = draws.compare(fired, known).comparison
    other = draws.compare(~fired, known).comparison
    assert one.told == other.told <= rows.engagements
    assert one.smaller == other.smaller
    assert one.enough == other.enough
    np.testing.assert_allclose(one.difference.value, -other.difference.value)
    for figure in (one.with_it, one.without_it):
        assert np.isnan(figure.value) or 0 <= figure.value <= 1
        assert np.isnan(figure.low) or 0 <= figure.low <= figure.high <= 1
