"""An engagement told again: only what was known then, no flattery, and what a warning cost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import replay as told_again
from app.asking import cutoffs_of, from_book
from app.judged_twin import fair
from app.replay import look_at, replay
from app.scoring import explain_cutoffs
from data.errors import DataRefused

FLATTERS = "flatters"


@pytest.fixture(scope="module")
def histories(older):
    return from_book(older.book.path)


@pytest.fixture(scope="module")
def ended(older):
    """Closed engagements with the most rows: one the model has learned from, and a later one."""
    seen_until = datetime.fromisoformat(older.stored.facts["seen_until"])
    rows = older.book.interactions["engagement_id"].to_pylist()
    counts = {each: rows.count(each) for each in set(rows)}
    closed = {
        card["engagement_id"]: card["closed_at"]
        for card in older.book.engagements.to_pylist()
        if card["closed_at"]
    }
    learned = max((each for each in closed if closed[each] <= seen_until), key=counts.get)
    new = max((each for each in closed if closed[each] > seen_until), key=counts.get)
    return learned, new


@pytest.fixture(scope="module")
def told(histories, older, ended):
    return replay(histories, ended[1], older.stored, "m/1")


def test_every_moment_is_scored_as_it_would_have_been_then(told, histories, older):
    for moment in (told.moments[0], told.moments[len(told.moments) // 2], told.moments[-1]):
        at = datetime.fromisoformat(moment.as_of)
        past = replace(
            histories,
            interactions=histories.interactions.filter(
                np.fmax(
                    histories.interactions["occurred_at"].to_numpy(),
                    histories.interactions["recorded_at"].to_numpy(),
                )
                <= np.datetime64(at.replace(tzinfo=None))
            ),
        )
        cutoffs = cutoffs_of(past, [told.engagement_id], at)
        (alone,) = explain_cutoffs(past, cutoffs, older.stored, "m/1")
        assert moment.chance == pytest.approx(alone["payoff_probability"], abs=1e-12)
        assert moment.cut_off == pytest.approx(alone["cut_off"], abs=1e-12)
        assert moment.verdict == alone["verdict"]


def test_moments_run_from_the_opening_to_just_before_the_end(told):
    moments = [each.as_of for each in told.moments]
    assert moments == sorted(set(moments))
    assert told.closed
    assert told.opened_at <= moments[0]
    assert moments[-1] < told.ended_at
    assert sum(each.new for each in told.moments) > 10


def test_the_change_that_is_named_is_of_the_size_it_says(told):
    changed = [each.change for each in told.moments if each.change]
    assert changed
    assert all(abs(each.log_odds) >= told_again.MOVED_FROM and each.title for each in changed)
    assert told.moments[0].change is None


def test_a_replay_is_plain_data(told):
    plain = json.loads(json.dumps(told.to_json(), allow_nan=False))
    assert len(plain["moments"]) == len(told.moments)


def test_what_the_model_has_learned_flatters_and_is_said(histories, older, ended):
    found = replay(histories, ended[0], older.stored, "m/1")
    assert any(FLATTERS in note for note in found.notes)
    assert not any(
        FLATTERS in note for note in replay(histories, ended[1], older.stored, "m").notes
    )


def test_the_judged_twin_tells_what_it_has_not_learned(older):
    day = datetime(2025, 6, 1, tzinfo=UTC)
    late = datetime.fromisoformat(older.stored.facts["seen_until"]) + timedelta(days=1)
    twin = replace(older.stored, facts={"split_at": day.isoformat()})
    stored = older.stored
    assert fair(stored, twin, day, day + timedelta(days=9)) == (twin, None)
    assert fair(stored, twin, day, late) == (stored, None)
    assert fair(stored, twin, day, None) == (stored, None)
    for other, opened in ((twin, day - timedelta(days=1)), (None, day)):
        model, note = fair(stored, other, opened, opened + timedelta(days=9))
        assert model is stored
        assert FLATTERS in note
    nobody_knows = fair(replace(stored, facts={}), None, day, late)[1]
    assert "not known" in nobody_knows


def test_hours_after_the_first_warning_are_ours_and_cost_what_the_card_says(
    histories, older, ended, monkeypatch
):
    monkeypatch.setattr(told_again, "scored", pessimist)
    found = replay(histories, ended[1], older.stored, "m/1")
    first = datetime.fromisoformat(found.moments[0].as_of)
    rows = [
        row
        for row in histories.interactions.to_pylist()
        if row["engagement_id"] == ended[1] and row["occurred_at"] > first
    ]
    hours = sum(row["effort_hours"] or 0 for row in rows)
    card = histories.engagements.filter(
        pc.equal(histories.engagements["engagement_id"], ended[1])
    ).to_pylist()[0]
    assert hours > 0
    assert sum(found.warned.hours_after.values()) == pytest.approx(hours)
    cost = float(card["hourly_cost"] or histories.hourly_cost)
    assert found.warned.cost_after == pytest.approx(hours * cost)
    assert found.warned.lasted_from == found.warned.at == found.moments[0].as_of
    assert found.warned.lead_days == pytest.approx((card["closed_at"] - first) / timedelta(days=1))


def pessimist(histories, cutoffs, *_):
    """Explanations that always say to decline."""
    return [
        {
            "as_of": moment.isoformat(),
            "payoff_probability": 0.2,
            "cut_off": 0.4,
            "low": 0.1,
            "high": 0.3,
            "status": "scored",
            "verdict": "decline",
            "parts": [{"heuristic": None, "kind": "other", "softens": None, "log_odds": 0.0}],
        }
        for moment in cutoffs["as_of"].to_pylist()
    ]


@pytest.mark.parametrize(
    ("verdicts", "at", "lasted_from"),
    [
        ("go go", None, None),
        ("go no", None, None),
        ("go stop stop", 1, 1),
        ("stop no stop", 0, 0),
        ("stop go stop", 0, 2),
        ("stop go no", 0, None),
    ],
)
def test_a_warning_lasts_from_where_no_verdict_was_to_go_on_any_more(
    histories, older, ended, monkeypatch, verdicts, at, lasted_from
):
    meant = {"go": "go on", "stop": "decline", "no": "none"}
    told = [meant[each] for each in verdicts.split()]

    def wavering(histories, cutoffs, *given):
        found = pessimist(histories, cutoffs, *given)
        return [each | {"verdict": verdict} for each, verdict in zip(found, told, strict=True)]

    monkeypatch.setattr(told_again, "MOST", len(told))
    monkeypatch.setattr(told_again, "scored", wavering)
    found = replay(histories, ended[1], older.stored, "m/1")
    moments = {None: None} | {place: each.as_of for place, each in enumerate(found.moments)}
    assert (found.warned and found.warned.at) == moments[at]
    assert (found.warned and found.warned.lasted_from) == moments[lasted_from]


def test_too_many_moments_are_thinned_and_it_is_said(histories, older, ended, monkeypatch):
    monkeypatch.setattr(told_again, "MOST", 5)
    found = replay(histories, ended[1], older.stored, "m/1")
    assert len(found.moments) == 5
    assert any(note.startswith("5 of ") for note in found.notes)


def test_notes_are_told_in_the_language_asked_for(histories, older, ended, monkeypatch):
    monkeypatch.setattr(told_again, "MOST", 5)
    found = replay(histories, ended[0], older.stored, "m/1", language="ru")
    assert len(found.notes) == 2
    assert not re.search("[a-z]", " ".join(found.notes).lower())


def test_an_engagement_that_is_not_there_is_refused(histories, older):
    with pytest.raises(DataRefused, match="no engagement 'nobody'"):
        replay(histories, "nobody", older.stored, "m/1")


HOURS = st.lists(st.integers(-50, 2000), max_size=40)


@given(HOURS, st.integers(0, 1500))
def test_we_look_at_every_news_and_never_outside_the_life(hours, length):
    start = np.datetime64("2026-01-01", "us")
    end = start + np.timedelta64(length, "h")
    seen = np.sort(start + np.array(hours, "timedelta64[h]"))
    looks = look_at(seen, start, end)
    assert len(looks)
    assert (looks >= start).all()
    assert (looks <= end).all()
    assert (np.diff(looks) > np.timedelta64(0)).all()
    assert (np.diff(looks) <= np.timedelta64(7, "D")).all()
    inside = np.unique(seen[(seen >= start) & (seen <= end)])
    assert set(inside) <= set(looks)  # whole hours: none is within an hour of another
    assert end - looks[-1] < np.timedelta64(1, "h")


def test_news_within_an_hour_is_one_moment_its_last():
    start = np.datetime64("2026-01-01", "us")
    minutes = np.array([0, 20, 50, 70, 200], "timedelta64[m]")
    looks = look_at(start + minutes, start, start + minutes[-1])
    assert ((looks - start) / np.timedelta64(1, "m")).tolist() == [50, 70, 200]
