"""What must not matter to any signal: order, other clients, the week, how the work is cut."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features import engine
from features.catalogue import HEURISTICS
from features.cues import BY_ID as CUES
from tests.features.timeline import interactions, moment
from tests.features.wild import WildBook, book, see, see_tables, tables

few = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
books = st.lists(book(), min_size=2, max_size=10)


def same(one: np.ndarray, other: np.ndarray) -> None:
    # Sums of floats may come in another order: equal to the last digits, nan in the same places.
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@few
@given(books, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(some: list[WildBook], chance: random.Random) -> None:
    interactions, engagements, cutoffs = tables(some)
    as_given = see_tables(interactions, engagements, cutoffs)
    order = list(range(interactions.num_rows))
    chance.shuffle(order)
    shuffled = see_tables(
        interactions.take(pa.array(order, pa.int64())),
        engagements.take(list(range(3 * len(some)))[::-1]),
        cutoffs,
    )
    same(as_given.values, shuffled.values)
    assert as_given.evidence == shuffled.evidence


@few
@given(books, books)
def test_other_clients_do_not_matter(some: list[WildBook], others: list[WildBook]) -> None:
    alone, among = see(some), see(some + others)
    same(alone.values, among.values[: len(some)])
    assert alone.evidence == among.evidence[: len(some)]


@few
@given(books, st.integers(-200, 200))
def test_a_shift_by_whole_weeks_does_not_matter(some: list[WildBook], weeks: int) -> None:
    by = timedelta(weeks=weeks)
    seen = see(some + [each.shifted(by) for each in some])
    same(seen.values[: len(some)], seen.values[len(some) :])
    for number in range(len(some)):
        later = {
            heuristic: [(id_, at - by, quote, what) for id_, at, quote, what in found]
            for heuristic, found in seen.evidence[len(some) + number].items()
        }
        assert seen.evidence[number] == later


@settings(few, max_examples=2)
@given(books)
def test_work_cut_into_pieces_equals_one_piece(some: list[WildBook]) -> None:
    whole = see(some)
    with pytest.MonkeyPatch.context() as patch:
        rows = sum(len(each.rows) + 1 for each in some)
        patch.setattr(engine, "ARRAY_ROWS", max(len(each.rows) for each in some) + rows // 3)
        in_pieces = see(some)
    same(whole.values, in_pieces.values)
    assert whole.evidence == in_pieces.evidence


def a_book(story: str, as_of: str) -> WildBook:
    rows = [
        {name: row.get(name) for name in ("recorded_at", "refers_to")}
        | row
        | {
            "interaction_id": row["interaction_id"].removeprefix("S/"),
            "engagement_id": row["engagement_id"].removeprefix("S/"),
        }
        for row in interactions(story)
    ]
    opened = moment("2026-01-01T00:00")
    return WildBook(tuple(rows), ({"engagement_id": "now", "opened_at": opened},), moment(as_of))


def test_a_cutoff_before_anything_was_seen_knows_nothing() -> None:
    story = """
        2026-03-02 10:00 client message "Hello there."
        2026-02-02 10:00 client order amount=100 known=2026-03-03T10:00
    """
    seen = see([a_book(story, as_of="2026-03-01T00:00")])
    assert np.isnan(seen.values).all()
    assert seen.evidence == [{}]


def test_a_book_without_a_word_knows_no_cue() -> None:
    story = """
        2026-03-02 10:00 client message
        2026-03-03 10:00 client meeting requested for=2026-03-04T10:00
        2026-03-05 10:00 fact meeting held
        2026-03-06 10:00 us message
    """
    seen = see([a_book(story, as_of="2026-04-01T00:00")])
    values = dict(zip(seen.names, seen.values[0], strict=True))
    heard = {h.id for h in HEURISTICS if h.cues and not h.shown_by}
    silent = [s.name for h in HEURISTICS if h.id in heard for s in h.signals]
    assert [name for name in silent if not np.isnan(values[name])] == []
    assert values["silent_days_after_meeting"] > 25


@pytest.mark.parametrize("direction", ["client", "us"])
def test_a_cue_counts_only_on_the_side_that_may_carry_it(direction: str) -> None:
    lines = [
        f'2026-03-{day:02d} 10:00 {direction} message "{cue.examples[0]}"'
        for day, cue in enumerate(CUES.values(), 1)
        if day < 29 and cue.direction == ("outbound" if direction == "client" else "inbound")
    ]
    other = "us" if direction == "client" else "client"
    lines += [f'2026-03-30 10:00 {other} message "Hello there."']
    seen = see([replace(a_book("\n".join(lines), as_of="2026-04-01T00:00"))])
    values = dict(zip(seen.names, seen.values[0], strict=True))
    wrong = {
        "us": ["ultimatums", "put_offs", "blames", "commands", "discount_asks", "vague_messages"],
        "client": ["unconfirmed_minutes", "concession_balance"],
    }[direction]
    assert {name: values[name] for name in wrong if values[name] > 0} == {}


def test_the_fingerprint_is_the_same_in_every_process():
    import os
    import subprocess
    import sys

    asked = "from features.matrix import fingerprint; print(fingerprint())"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "3")
    }
    assert len(told) == 1
