"""One thing to do: out of the essays' options, with its reason and its date."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from features.catalogue import BY_ID
from features.evidence import Evidence
from model.action import Case, recommend
from model.decision import Standing
from model.ledger import PLAIN as SETTINGS
from model.ledger import Ahead, Ledgers, settle
from model.question import Question

AS_OF = datetime(2026, 10, 28, tzinfo=UTC)  # a Wednesday
GOING = Standing(1.0, 0.6, 0.8, 0.5, 9.0)
DECLINING = Standing(-1.0, 0.2, 0.35, 0.5, 9.0)
EVEN = Standing(0.0, 0.4, 0.6, 0.5, 9.0)


def ledgers():
    sides = (Ahead(5_000, 50), Ahead(0, 40)), (Ahead(5_000, 50), Ahead(2_000, 40))
    return Ledgers(*(settle(*both, 60.0, 10.0, 0.0, SETTINGS) for both in sides))


def case(standing, net=(), **given):
    net = dict(net)
    known = {
        "standing": standing,
        "net": net,
        "excuses": {h: effect for h, effect in net.items() if BY_ID[h].sign > 0},
        "told": {},
        "fired": list(net),
        "evidence": {},
        "as_of": AS_OF,
        "under_way": False,
        "ledgers": None,
        "question": None,
        "language": "en",
    }
    return Case(**(known | given))


def seen(days_ago, quote=None):
    return Evidence("i", AS_OF - timedelta(days=days_ago), quote, "message (client)")


@pytest.mark.parametrize(
    ("standing", "net", "action", "heuristic"),
    [
        (GOING, {"put-off": -0.9, "low-ball": -0.3}, "wait", "put-off"),
        (GOING, {"low-ball": -0.9, "put-off": -0.3}, "take-control", "low-ball"),
        (GOING, {"short-slot": -0.9}, "quick-call-or-next-week", "short-slot"),
        (GOING, {"late-payment": -0.9}, "prepayment", "late-payment"),
        (GOING, {"blame-shifting": -0.9}, "high-road", "blame-shifting"),
        (GOING, {"subordinate-tone": -0.9}, "take-control", "subordinate-tone"),
        (GOING, {"subordinate-tone": -0.9, "low-ball": -0.3}, "take-control", "low-ball"),
        (GOING, {"serious-contract": 0.5}, "high-road", "serious-contract"),
        (GOING, {"low-ball": -0.01}, "take-control", None),
        (GOING, {}, "take-control", None),
        (DECLINING, {"subordinate-tone": -0.9}, "step-back", "subordinate-tone"),
        (DECLINING, {"low-ball": -0.9, "subordinate-tone": -0.2}, "step-back", "subordinate-tone"),
        (DECLINING, {"low-ball": -0.9}, "drop", "low-ball"),
        (DECLINING, {}, "drop", None),
        (DECLINING, {"put-off": -0.9}, "drop", "put-off"),
        (DECLINING, {"put-off": -0.9, "put-off-honoured": 0.4}, "wait", "put-off-honoured"),
        (EVEN, {"subordinate-tone": -0.9}, "ask", None),
    ],
)
def test_the_action_answers_what_weighs_most(standing, net, action, heuristic):
    found = recommend(case(standing, net))
    assert (found.action, found.heuristic) == (action, heuristic)
    assert found.advice
    assert found.because


def test_who_is_worth_going_on_with_is_never_given_up():
    for heuristic in BY_ID:
        for effect in (-2.0, 2.0):
            found = recommend(case(GOING, {heuristic: effect}))
            assert found.action not in ("drop", "step-back"), heuristic


def test_who_is_not_is_dropped_stepped_back_from_or_waited_for():
    for heuristic in BY_ID:
        for effect in (-2.0, 2.0):
            found = recommend(case(DECLINING, {heuristic: effect}))
            assert found.action in ("drop", "step-back", "wait"), heuristic


def test_work_under_way_is_stepped_back_from_and_not_dropped():
    assert recommend(case(DECLINING, {"low-ball": -0.9}, under_way=True)).action == "step-back"


def test_a_rule_that_is_worth_bearing_is_not_told_as_nothing():
    found = recommend(case(GOING, {"subordinate-tone": -0.9}))
    assert "in spite of “Dictates as to a subordinate”" in found.because


PUT_OFF = [seen(200, "In two weeks."), seen(20, "Call me in three months, please.")]


def test_a_promised_time_is_waited_for_until_its_date():
    found = recommend(case(GOING, {"put-off": -0.9}, evidence={"put-off": PUT_OFF}))
    assert found.action == "wait"
    assert found.until is not None
    assert (found.until - AS_OF).days == 71
    assert "7 Jan 2027" in found.advice
    assert found.because.startswith("“Puts us off” gives the date.")


def test_a_time_that_is_over_is_not_waited_for_any_more():
    over = {"put-off": [seen(200, "In two weeks.")]}
    found = recommend(case(GOING, {"put-off": -0.9}, evidence=over))
    assert (found.action, found.until) == ("take-control", None)
    assert "25 Apr 2026" in found.advice
    assert recommend(case(GOING, {"put-off": -0.9}, evidence={"put-off": [seen(9)]})).until is None


def test_even_a_bad_chance_is_waited_for_where_they_came_back_before():
    net = {"put-off": -0.9, "put-off-honoured": 0.4}
    found = recommend(case(DECLINING, net, evidence={"put-off": PUT_OFF}))
    assert (found.action, found.heuristic) == ("wait", "put-off")
    assert found.until is not None
    unhonoured = recommend(case(DECLINING, {"put-off": -0.9}, evidence={"put-off": PUT_OFF}))
    assert unhonoured.action == "drop"


def test_a_buyer_like_clockwork_is_called_when_due():
    due = {"clockwork-buyer": [seen(days) for days in (640, 460, 280, 100)]}
    found = recommend(case(GOING, {"clockwork-buyer": 0.9, "low-ball": -0.9}, evidence=due))
    assert (found.action, found.heuristic) == ("wait", "clockwork-buyer")
    assert "29 Dec 2026" in found.advice
    now = {"clockwork-buyer": [seen(days) for days in (720, 540, 360, 180)]}
    found = recommend(case(GOING, {"clockwork-buyer": 0.9}, evidence=now))
    assert (found.action, found.until) == ("take-control", None)
    assert "call now" in found.advice


def test_a_proper_hour_has_its_week():
    assert "the week of 2 Nov 2026" in recommend(case(GOING, {"short-slot": -0.9})).advice


def test_an_advance_is_told_with_the_cut_off_it_makes():
    books = ledgers()
    advice = recommend(case(GOING, {"late-payment": -0.9}, ledgers=books)).advice
    assert books.prepaid.cut_off < books.as_it_is.cut_off
    assert f"{books.prepaid.cut_off:.0%} instead of 50%" in advice


def test_money_is_the_reason_to_decline_where_it_can_be_told():
    told = recommend(case(DECLINING, {}, ledgers=ledgers())).because
    assert "27%" in told
    assert "worth -1,400 on average" in told
    assert "below the cut-off" in recommend(case(DECLINING)).because


def test_without_a_verdict_the_question_is_asked_with_both_answers():
    question = Question("no-decision-authority", -1.0, 0.5)
    found = recommend(case(EVEN, question=question))
    assert found.action == "ask"
    for expected in ("Who signs", "27%", "62%"):
        assert expected in found.advice
    assert "between 40% and 60%" in found.because
    assert recommend(case(EVEN)).advice


def test_with_too_little_on_record_no_number_is_told():
    short = replace(EVEN, interactions=math.nan)
    found = recommend(case(short, question=Question("no-decision-authority", -1.0, 0.5)))
    assert "Who signs" in found.advice
    assert "%" not in found.advice + found.because


@pytest.mark.parametrize("standing", [GOING, DECLINING, EVEN])
@pytest.mark.parametrize("net", [{"put-off": -0.9}, {"late-payment": -0.9}, {}])
def test_russian_is_told_in_russian(standing, net):
    found = recommend(case(standing, net, language="ru", ledgers=ledgers()))
    for words in (found.advice, found.because):
        letters = [letter for letter in words if letter.isalpha()]
        assert all("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in letters), words
