"""This week's plan: what may be done for whom, and that the choice is the best there is."""

from __future__ import annotations

import itertools
import json
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.week import (
    ASK,
    NO,
    NO_TIME,
    NOTHING,
    OWED,
    UNKNOWN,
    UNPRICED,
    WAITS,
    WEEK,
    WORK,
    Left,
    Limits,
    Task,
    best,
    plan,
    stakes,
    task,
)
from tests.app.sheet import AS_OF

LENGTHS = {WORK: 0.5, ASK: 0.5, NO: 0.25}


def prospect(name: str = "P-1", **more: Any) -> Any:
    known = {"verdict": "Worth the work", "chance": 0.6, "expected_gain": 1000.0}
    known |= {"hours_ahead": 20.0, "action": "take-control", "until": None}
    return SimpleNamespace(engagement_id=name, **known | more)


def stake(low: float = 500.0, high: float = 1500.0, answer: float = 0.0) -> dict[str, float]:
    return {"low": low, "high": high, "answer": answer}


def may(**more: Any) -> Task | Left:
    staked = more.pop("stake", stake())
    return task(prospect(**more), staked, 4.0, AS_OF + WEEK)


def test_an_hour_of_work_brings_its_share_of_the_gain() -> None:
    found = may()
    assert isinstance(found, Task)
    assert (found.kind, found.most, found.gain) == (WORK, 8, 25.0)
    assert (found.low, found.high) == (12.5, 37.5)


def test_work_of_a_few_minutes_takes_half_an_hour() -> None:
    found = may(hours_ahead=0.1)
    assert isinstance(found, Task)
    assert (found.most, found.gain) == (1, 1000.0)


def test_where_it_could_go_either_way_the_answer_is_worth_what_it_can_turn() -> None:
    found = may(verdict="Look closer", stake=stake(answer=300.0))
    assert isinstance(found, Task)
    assert (found.kind, found.hours, found.most, found.gain) == (ASK, 0.5, 1, 300.0)
    without = may(verdict="Look closer")
    assert isinstance(without, Task)
    assert without.kind == WORK


def test_a_no_spares_this_weeks_share_of_the_loss() -> None:
    found = may(verdict="Think twice", expected_gain=-2000.0, stake=stake(-3000.0, -1000.0))
    assert isinstance(found, Task)
    assert (found.kind, found.hours, found.gain) == (NO, 0.25, 400.0)
    assert (found.low, found.high) == (200.0, 600.0)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"action": None, "chance": None}, OWED),
        ({"action": "wait"}, WAITS),
        ({"action": "wait", "until": AS_OF + timedelta(days=8)}, WAITS),
        ({"verdict": "No verdict", "chance": None}, UNKNOWN),
        ({"expected_gain": None}, UNPRICED),
        ({"hours_ahead": None}, UNPRICED),
        ({"stake": None}, UNPRICED),
        ({"expected_gain": -1.0}, NOTHING),
        ({"verdict": "Think twice", "expected_gain": 10.0}, NOTHING),
    ],
)
def test_what_cannot_be_planned_says_why(more: dict[str, Any], why: str) -> None:
    found = may(**more)
    assert isinstance(found, Left)
    assert found.why == why


def test_whose_time_comes_within_the_week_does_not_wait() -> None:
    assert isinstance(may(action="wait", until=AS_OF + timedelta(days=6)), Task)


def explained(if_yes: float, if_no: float) -> list[dict[str, Any]]:
    ledger = {"gain": 1000.0, "loss": -1000.0, "expected_gain": 0.0, "low": None, "high": 200.0}
    question = {"if_yes": if_yes, "if_no": if_no}
    return [{"engagement_id": "P-1", "ledger": ledger, "question": question}]


def test_an_answer_is_worth_something_only_if_it_can_turn_the_decision() -> None:
    turning = stakes(explained(0.7, 0.4))
    assert turning == {"P-1": {"low": 0.0, "high": 200.0, "answer": pytest.approx(100.0)}}
    assert stakes(explained(0.7, 0.6))["P-1"]["answer"] == pytest.approx(0.0)
    assert stakes(explained(0.4, 0.3))["P-1"]["answer"] == pytest.approx(0.0)
    assert json.loads(json.dumps(turning)) == turning


TASKS = st.lists(
    st.builds(
        lambda kind, most, gain: Task(
            prospect(), kind, LENGTHS[kind], most if kind == WORK else 1, gain, 0.0, 0.0, 9.0
        ),
        st.sampled_from([WORK, ASK, NO]),
        st.integers(1, 3),
        st.floats(0.01, 1e6),
    ),
    max_size=5,
)
HOURS = st.integers(0, 24).map(lambda quarters: quarters / 4)


def worth(tasks: list[Task], steps: list[int]) -> float:
    return sum(each.gain * taken for each, taken in zip(tasks, steps, strict=True))


def length(tasks: list[Task], steps: list[int]) -> float:
    return sum(each.hours * taken for each, taken in zip(tasks, steps, strict=True))


@settings(deadline=None, max_examples=150)
@given(TASKS, HOURS)
def test_the_choice_is_what_trying_out_everything_finds(tasks: list[Task], hours: float) -> None:
    every = itertools.product(*(range(each.most + 1) for each in tasks))
    fits = [list(steps) for steps in every if length(tasks, list(steps)) <= hours]
    found = best(tasks, hours)
    assert length(tasks, found) <= hours
    assert all(0 <= taken <= each.most for each, taken in zip(tasks, found, strict=True))
    assert worth(tasks, found) == pytest.approx(max(worth(tasks, steps) for steps in fits))


@given(TASKS, HOURS, HOURS)
def test_more_hours_are_never_worse(tasks: list[Task], some: float, more: float) -> None:
    assert worth(tasks, best(tasks, some)) <= worth(tasks, best(tasks, some + more)) * (1 + 1e-9)


def test_ten_thousand_prospects_are_planned_in_a_moment() -> None:
    many = [prospect(f"P-{n}", expected_gain=float(n % 977)) for n in range(10_000)]
    staked = {each.engagement_id: stake() for each in many}
    begun = time.perf_counter()
    found = plan(many, staked, Limits(hours=40.0), AS_OF)
    assert time.perf_counter() - begun < 2
    assert found.hours == 40.0


def test_a_plan_says_what_was_left_out_and_what_the_next_hour_brings() -> None:
    three = [
        prospect("P-1"),
        prospect("P-2", expected_gain=800.0),
        prospect("P-3", expected_gain=None),
    ]
    staked = {name: stake() for name in ("P-1", "P-2", "P-3")}
    found = plan(three, staked, Limits(hours=4.0, most=4.0), AS_OF)
    assert [(each.task.prospect.engagement_id, each.hours) for each in found.chosen] == [
        ("P-1", 4.0)
    ]
    assert (found.gain(), found.gain(NO), found.low, found.high) == (200.0, 0.0, 100.0, 300.0)
    assert [(each.prospect.engagement_id, each.why, each.per_hour) for each in found.left] == [
        ("P-2", NO_TIME, 40.0),
        ("P-3", UNPRICED, None),
    ]
    assert found.next_hour == pytest.approx(40.0)


@pytest.mark.parametrize("hours", [0.0, 0.2])
def test_without_time_nothing_is_planned(hours: float) -> None:
    found = plan([prospect()], {"P-1": stake()}, Limits(hours=hours), AS_OF)
    assert (found.chosen, found.hours, found.gain()) == ((), 0, 0)


def test_nothing_open_makes_an_empty_plan() -> None:
    found = plan([], {}, Limits(), AS_OF)
    assert (found.chosen, found.left, found.next_hour) == ((), (), 0)
