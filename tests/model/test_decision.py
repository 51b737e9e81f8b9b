"""A verdict beside its cut-off, and the lightest change that turns it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from model.decision import Standing, chance_of, interval, would_change
from model.question import Question, Tried


def standing(log_odds=1.0, low=0.6, high=0.8, cut_off=0.5, interactions=9.0):
    return Standing(log_odds, low, high, cut_off, interactions)


def tried(**moves):
    """Changes (if yes, if no) by heuristic."""
    names = tuple(name.replace("_", "-") for name in moves)
    yes, no = (np.array([column]) for column in zip(*moves.values(), strict=True))
    return Tried(names, yes, no, np.full(len(names), 0.5))


NOTHING = Tried((), np.zeros((1, 0)), np.zeros((1, 0)), np.zeros(0))


@pytest.mark.parametrize(
    ("where", "verdict", "why"),
    [
        (standing(), "go on", None),
        (standing(cut_off=0.9), "decline", None),
        (standing(cut_off=0.7), "none", "could go either way"),
        (standing(cut_off=0.6), "go on", None),  # the whole interval is at it or above
        (standing(interactions=2.0), "none", "too little history"),
        (standing(interactions=float("nan")), "none", "too little history"),
        (standing(low=None, high=None, cut_off=0.7), "go on", None),
        (standing(low=None, high=None, cut_off=0.8), "decline", None),
    ],
)
def test_a_verdict_takes_the_whole_interval_on_one_side(where, verdict, why):
    assert (where.verdict, where.why) == (verdict, why)


@given(some.floats(-50, 50), some.floats(0, 50))
def test_an_interval_holds_its_chance_and_claims_no_certainty(log_odds, spread):
    low, high = interval(np.array([log_odds]), np.array([spread]))[0]
    assert 0 < low <= chance_of(log_odds) <= high < 1


def test_the_lightest_of_the_changes_that_turn_a_verdict_is_told():
    answers = tried(gatekeeper=(-3.0, 0.0), put_off=(-1.2, 0.0), low_ball=(-0.5, 0.0))
    told = would_change(standing(), [], answers, 0, None, None)
    assert (told["kind"], told["heuristic"]) == ("shows", "put-off")
    assert told["chance"] == pytest.approx(chance_of(-0.2))
    assert "“Puts us off”" in told["told"]
    assert "cut-off 50%" in told["told"]


def test_a_flag_that_falls_quiet_can_turn_a_decline():
    where = standing(log_odds=-0.5, low=0.3, high=0.45)
    told = would_change(where, ["put-off"], tried(put_off=(-1.0, 0.9)), 0, None, None, "ru")
    assert (told["kind"], told["heuristic"]) == ("quiet", "put-off")
    assert "«Откладывает на потом»" in told["told"]


def test_who_would_pay_up_front_meets_the_cut_off_of_an_advance():
    where = standing(log_odds=-1.0, low=0.2, high=0.35)
    answers = tried(pays_up_front=(0.6, 0.0))  # to 40 %: too little for 50 %, enough for 35 %
    assert would_change(where, [], answers, 0, None, None)["kind"] == "nearest shows"
    told = would_change(where, [], answers, 0, None, 0.35)
    assert (told["kind"], told["heuristic"]) == ("shows", "pays-up-front")
    assert "cut-off 35%" in told["told"]


def test_where_no_answer_turns_it_an_advance_may_and_else_the_nearest_is_told():
    where = standing(log_odds=-0.5, low=0.3, high=0.45)
    light = tried(gatekeeper=(-0.1, 0.0), growing_jobs=(0.2, 0.0))
    assert would_change(where, [], light, 0, None, 0.3)["kind"] == "prepayment"
    told = would_change(where, [], light, 0, None, 0.45)
    assert (told["kind"], told["heuristic"]) == ("nearest shows", "growing-jobs")
    assert would_change(where, [], NOTHING, 0, None, None)["kind"] == "distance"


def test_without_a_verdict_the_question_is_what_would_change_it():
    even = standing(cut_off=0.7)
    question = Question("gatekeeper", -1.0, 0.0)
    assert would_change(even, [], NOTHING, 0, question, None)["kind"] == "answer"
    assert would_change(even, [], NOTHING, 0, None, None)["kind"] == "distance"
    short = would_change(standing(interactions=1.0), [], NOTHING, 0, None, None)
    assert short["kind"] == "history"
    assert "%" not in short["told"]
