"""Similar past clients: the nearest by the model's own parts, ended in time, never itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from app.asking import from_book, open_cutoffs
from app.scoring import load_model, prepared
from app.similar import AMONG, SHOWN, Seen, share_interval, similar, told
from data.contract import ENGAGEMENTS
from data.outcome import outcomes
from features import matrix
from features.catalogue import HEURISTICS
from model.decomposition import decompose
from train.snapshots import snapshots

NOW = datetime(2026, 3, 31, tzinfo=UTC)
PLACE = {heuristic.id: column for column, heuristic in enumerate(HEURISTICS)}


def seen(rows: list[dict[str, float]]) -> Seen:
    """Rows that weigh and show just these heuristics."""
    net = np.zeros((len(rows), len(HEURISTICS) + 1))
    for number, row in enumerate(rows):
        for heuristic, effect in row.items():
            net[number, PLACE[heuristic]] = effect
    return Seen(net, net[:, :-1] != 0, net.sum(axis=1))


def card(engagement_id: str, opened: float, closed: float | None, client: str, paid_off=None):
    """An engagement opened and closed so many days ago."""
    return dict.fromkeys(ENGAGEMENTS.names) | {
        "engagement_id": engagement_id,
        "client_id": client,
        "opened_at": NOW - timedelta(days=opened),
        "closed_at": None if closed is None else NOW - timedelta(days=closed),
        "paid_off": paid_off,
    }


def compare(open_cards, open_seen, closed_cards, weighs, ages=(10,), as_of=NOW):
    """`similar` for closed engagements looked at at these ages (days); ``weighs``: card, age."""
    engagements = pa.Table.from_pylist([*open_cards, *closed_cards], schema=ENGAGEMENTS.schema)
    known = pa.table(
        {
            "engagement_id": engagements["engagement_id"],
            "closed_at": engagements["closed_at"],
            "paid_off": engagements["paid_off"],
        }
    )
    grid = np.array(ages).astype("timedelta64[D]").astype("timedelta64[us]")
    closed_rows = snapshots(engagements, known, grid)
    ids = closed_rows.cutoffs["engagement_id"].to_pylist()
    moments = closed_rows.cutoffs["as_of"].to_pylist()
    opened = {each["engagement_id"]: each["opened_at"] for each in closed_cards}
    closed = seen([weighs(i, (at - opened[i]).days) for i, at in zip(ids, moments, strict=True)])
    rows = pa.table(
        {
            "engagement_id": [each["engagement_id"] for each in open_cards],
            "as_of": pa.array([as_of] * len(open_cards), pa.timestamp("us", "UTC")),
        }
    )
    kept = similar(seen(open_seen), rows, closed, closed_rows, engagements)
    return json.loads(json.dumps(kept, allow_nan=False))


OPEN = card("open", 10, None, "ours")


def test_the_nearest_come_first_and_name_what_both_show():
    closed = [card("far", 90, 50, "a", False), card("near", 90, 50, "b", True)]
    weighs = {"far": {"low-ball": -0.1}, "near": {"low-ball": -0.9, "rush-demands": -0.1}}
    kept = compare([OPEN], [{"low-ball": -1.0}], closed, lambda one, age: weighs[one])
    found = told(kept, "open")
    assert [each.engagement_id for each in found.nearest] == ["near", "far"]
    assert found.nearest[0].shared == ("low-ball",)
    assert found.nearest[0].distance == pytest.approx((0.1**2 + 0.1**2) ** 0.5, abs=1e-3)
    assert (found.nearest[0].paid_off, found.nearest[0].client_id) == (True, "b")
    assert found.nearest[0].closed_at == "2026-02-09T00:00:00Z"
    assert (found.among, found.paid_off) == (2, 1)


def test_a_closed_one_is_looked_at_as_it_stood_at_the_age_of_the_open_one():
    closed = [card("late bloomer", 90, 10, "a", True)]
    kept = compare(
        [OPEN],
        [{"low-ball": -1.0}],
        closed,
        lambda _, age: {"low-ball": -1.0 if age == 10 else -0.2},
        ages=(0, 10, 60),
    )
    assert told(kept, "open").nearest[0].distance == 0


def test_one_that_ended_earlier_is_looked_at_before_its_end():
    old = card("open", 100, None, "ours")
    kept = compare(
        [old],
        [{"low-ball": -1.0}],
        [card("short", 200, 180, "a", False)],
        lambda _, age: {"low-ball": -1.0 if age == 10 else -0.2},
        ages=(0, 10, 60, 100),
    )
    assert told(kept, "open").nearest[0].distance == 0


def test_an_engagement_is_never_compared_with_itself_nor_with_what_ended_later():
    """Asked as of a day in the past: the same engagement, and a later one, are closed by now."""
    past = NOW - timedelta(days=60)
    closed = [
        card("itself", 90, 70, "ours", True),
        card("later", 90, 50, "a", True),
        card("known", 120, 65, "ours", False),
    ]
    kept = compare([closed[0]], [{}], closed, lambda *_: {}, as_of=past)
    assert [each.engagement_id for each in told(kept, "itself").nearest] == ["known"]


def test_an_earlier_engagement_of_the_same_client_may_be_the_nearest():
    kept = compare([OPEN], [{}], [card("before", 90, 50, "ours", True)], lambda *_: {})
    assert told(kept, "open").nearest[0].client_id == "ours"


def test_between_equals_the_one_that_ended_last_comes_first():
    closed = [card(f"{ago}", 90, ago, "a", True) for ago in (40, 20, 30)]
    kept = compare([OPEN], [{}], closed, lambda *_: {})
    assert [each.engagement_id for each in told(kept, "open").nearest] == ["20", "30", "40"]


def test_few_are_shown_and_more_are_counted():
    closed = [card(f"{n}", 90 + n, 20 + n, "a", n % 2 == 0) for n in range(AMONG + 10)]
    found = told(compare([OPEN], [{}], closed, lambda *_: {}), "open")
    assert (len(found.nearest), found.among, found.paid_off) == (SHOWN, AMONG, AMONG // 2)
    assert found.low < 0.5 < found.high


def test_where_nothing_has_ended_nothing_is_told():
    assert compare([OPEN], [{}], [], lambda *_: {}) == {"ended": {}, "open": {}}
    assert told(None, "open") is None


def test_what_ended_without_an_outcome_is_not_compared():
    kept = compare([OPEN], [{}], [card("unknown", 90, 50, "a", None)], lambda *_: {})
    assert told(kept, "open") is None


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_jeffreys(counts):
    paid_off, among = counts
    low, high = share_interval(paid_off, among)
    assert 0 <= low <= paid_off / among <= high <= 1
    a, b = paid_off + 0.5, among - paid_off + 0.5
    if 0 < paid_off < among:
        assert (low, high) == pytest.approx((beta.ppf(0.1, a, b), beta.ppf(0.9, a, b)), abs=1e-4)


def test_the_fast_distances_are_those_of_all_pairs(small):
    """Over a real model and book, against the plain reading of the definition."""
    stored, _ = load_model(None, small.book.path, small.models)
    book = from_book(small.book.path)
    ended = outcomes(book.interactions, book.engagements, book.hourly_cost)
    rows = snapshots(book.engagements, ended)
    cutoffs = open_cutoffs(book)
    both = []
    for asked in (cutoffs, rows.cutoffs):
        signals = matrix.compute(prepared(book, asked, stored))
        parts = decompose(stored.classifier, signals.select(stored.names).values)
        both.append(Seen.of(parts, signals))
        assert both[-1].net.sum(axis=1) + parts.start == pytest.approx(parts.log_odds)
    open_, closed = both
    kept = similar(open_, cutoffs, closed, rows, book.engagements)
    ids = rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    opened = dict(
        zip(
            book.engagements["engagement_id"].to_pylist(),
            book.engagements["opened_at"].to_pylist(),
            strict=True,
        )
    )
    ages = rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - rows.opened
    for number, engagement in enumerate(cutoffs["engagement_id"].to_pylist()):
        age = np.timedelta64(cutoffs["as_of"][number].as_py() - opened[engagement], "us")
        grid = np.unique(ages)
        wanted = grid[np.abs(grid - age).argmin()]
        distances = []
        for name in np.unique(ids):
            mine = np.flatnonzero(ids == name)
            row = mine[np.abs(ages[mine] - wanted).argmin()]
            distances.append(np.linalg.norm(open_.net[number] - closed.net[row]))
        found = [each.distance for each in told(kept, engagement).nearest]
        assert found == pytest.approx(sorted(distances)[:SHOWN], abs=6e-4)
