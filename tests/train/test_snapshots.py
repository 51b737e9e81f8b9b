"""Snapshots and the split: what a model may learn from, and what it is judged on."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DataRefused
from data.outcome import outcomes
from train.snapshots import ages, snapshots
from train.split import split

DAY = np.timedelta64(1, "D")
START = np.datetime64("2024-01-01", "us")


def tables(lives, clients=None, paid_off=None):
    """Engagements by (opened day, length in days or None where open), and their outcomes."""
    ids = [f"e{n}" for n in range(len(lives))]
    zone = pa.timestamp("us", "UTC")

    def moments(days):
        values = [None if day is None else (START + np.timedelta64(day, "D")) for day in days]
        return pa.array(values, pa.timestamp("us")).cast(zone)

    closed = [None if length is None else opened + length for opened, length in lives]
    known = paid_off or [
        None if day is None else place % 2 == 0 for place, day in enumerate(closed)
    ]
    engagements = pa.table(
        {
            "engagement_id": ids,
            "client_id": clients or ids,
            "opened_at": moments([opened for opened, _ in lives]),
            "closed_at": moments(closed),
        }
    )
    found = pa.table(
        {
            "engagement_id": ids,
            "closed_at": engagements["closed_at"],
            "paid_off": pa.array(known, pa.bool_()),
        }
    )
    return engagements, found


@given(st.lists(st.tuples(st.integers(0, 500), st.none() | st.integers(1, 300)), min_size=1))
def test_weights_sum_to_one_and_cutoffs_lie_inside_each_life(lives):
    engagements, found = tables(lives)
    rows = snapshots(engagements, found)
    total: dict[str, float] = {}
    for engagement, weight in zip(
        rows.cutoffs["engagement_id"].to_pylist(), rows.weight, strict=True
    ):
        total[engagement] = total.get(engagement, 0.0) + weight
    closed = {f"e{n}" for n, (_, length) in enumerate(lives) if length}
    assert total.keys() == closed
    assert all(abs(weight - 1) < 1e-12 for weight in total.values())
    as_of = rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]")
    assert (as_of >= rows.opened).all()
    assert (as_of < rows.closed).all()


def test_the_age_does_not_tell_when_an_engagement_ends():
    engagements, found = tables([(0, 10), (0, 20), (0, 400)])
    rows = snapshots(engagements, found)
    age = rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - rows.opened
    grid = set(ages(np.array([10, 20, 400], "timedelta64[D]")).tolist())
    assert set(age.tolist()) <= grid
    # A longer life has every age a shorter one has.
    of = [set(age[rows.closed - rows.opened == days * DAY].tolist()) for days in (10, 20, 400)]
    assert of[0] <= of[1] <= of[2]


def test_engagements_that_are_open_or_without_outcome_are_no_snapshots():
    engagements, found = tables([(0, 10), (0, None), (0, 10)], paid_off=[True, None, None])
    assert snapshots(engagements, found).engagements == 1


def many(number=40, client=lambda n: f"c{n}"):
    lives = [(place * 10, 5) for place in range(number)]
    return snapshots(*tables(lives, [client(n) for n in range(number)]))


def test_the_newest_are_the_test_and_all_older_ones_had_closed():
    rows = many()
    parts = split(rows)
    assert not (parts.train & parts.test).any()
    assert rows.closed[parts.train].max() < parts.at <= rows.opened[parts.test].min()
    assert rows.take(parts.test).engagements == 10


def test_an_engagement_that_was_open_at_the_dividing_moment_is_left_out():
    lives = [(place * 10, 5) for place in range(40)]
    lives[29] = (290, 50)
    rows = snapshots(*tables(lives))
    parts = split(rows)
    long = rows.cutoffs["engagement_id"].to_numpy() == "e29"
    assert not (parts.train | parts.test)[long].any()


def test_a_client_stands_on_one_side_only():
    rows = many(client=lambda n: "faithful" if n % 7 == 0 else f"c{n}")
    parts = split(rows)
    assert parts.grouped
    assert not set(rows.clients[parts.train]) & set(rows.clients[parts.test])


def test_clients_on_both_sides_are_said_to_be_so():
    rows = many(client=lambda n: f"c{n % 3}")
    parts = split(rows)
    assert not parts.grouped
    assert parts.train.any()


@pytest.mark.parametrize(
    ("lives", "paid_off"),
    [
        ([], None),
        ([(0, None)] * 5, None),
        ([(0, 10)], None),
        ([(place * 10, 5) for place in range(40)], [True] * 40),
        ([(place * 10, 5) for place in range(40)], [True] * 35 + [False] * 5),
        ([(0, 5)] * 40, None),
    ],
    ids=["none", "all open", "one", "one-sided", "one-sided past", "all at once"],
)
def test_too_few_outcomes_are_refused(lives, paid_off):
    with pytest.raises(DataRefused):
        split(snapshots(*tables(lives, paid_off=paid_off)))


def test_the_simulated_book_splits(small):
    book = small.book
    found = outcomes(book.interactions, book.engagements, book.hourly_cost)
    parts = split(snapshots(book.engagements, found))
    assert parts.grouped == small.report.judgement.grouped
