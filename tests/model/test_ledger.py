"""Both sides in the same money: where they are equal is the cut-off, and what is gone is gone."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from model.ledger import (
    HIGHEST,
    LOWEST,
    PLAIN,
    Accounts,
    Ahead,
    Ledgers,
    Settings,
    open_ledgers,
    settle,
    told,
)
from model.past_money import Past

MONEY = some.floats(0, 1e6)
HOURS = some.floats(0, 1e4)
AHEAD = some.builds(Ahead, MONEY, HOURS)
SETTINGS = some.builds(Settings, some.floats(1, 5), some.floats(0, 1), some.floats(0, 1))
LEDGERS = some.builds(
    settle, AHEAD, AHEAD, some.floats(1, 500), some.floats(0, 200), some.floats(0, 300), SETTINGS
)


@given(LEDGERS)
def test_the_lines_sum_to_both_totals(ledger):
    assert sum(line.if_pays_off for line in ledger.lines) == pytest.approx(ledger.gain, abs=1e-6)
    assert sum(line.if_not for line in ledger.lines) == pytest.approx(ledger.loss, abs=1e-6)


@given(LEDGERS)
def test_at_the_cut_off_going_on_and_declining_are_worth_the_same(ledger):
    if ledger.bounded:
        return
    loss = ledger.loss * ledger.settings.loss_aversion
    felt = ledger.cut_off * ledger.gain + (1 - ledger.cut_off) * loss
    assert felt == pytest.approx(0.0, abs=1e-6 * (ledger.gain - loss))


@given(LEDGERS)
def test_the_cut_off_stays_within_sane_bounds(ledger):
    assert LOWEST <= ledger.cut_off <= HIGHEST


@given(LEDGERS, some.floats(0, 1), some.floats(0, 1))
def test_the_expected_gain_is_linear_in_the_chance(ledger, first, second):
    middle = ledger.expected_gain((first + second) / 2)
    ends = (ledger.expected_gain(first) + ledger.expected_gain(second)) / 2
    assert middle == pytest.approx(ends, abs=1e-6 * (1 + abs(ledger.gain) + abs(ledger.loss)))


@given(AHEAD, AHEAD, HOURS, HOURS, SETTINGS)
def test_more_hours_never_lower_the_cut_off(pays_off, not_so, more, more_if_not, settings):
    before = settle(pays_off, not_so, 60.0, 20.0, 10.0, settings)
    after = settle(
        replace(pays_off, hours=pays_off.hours + more),
        replace(not_so, hours=not_so.hours + more_if_not),
        60.0,
        20.0,
        10.0,
        settings,
    )
    assert after.cut_off >= before.cut_off - 1e-9


@given(AHEAD, AHEAD, some.floats(1, 4), some.floats(0, 4))
def test_more_loss_aversion_never_lowers_the_cut_off_and_moves_no_money(
    pays_off, not_so, averse, more
):
    one, other = (
        settle(pays_off, not_so, 60.0, 20.0, 10.0, Settings(loss_aversion=times))
        for times in (averse, averse + more)
    )
    assert other.cut_off >= one.cut_off - 1e-9
    assert other.expected_gain(0.4) == one.expected_gain(0.4)


@pytest.mark.parametrize("wrong", [{"booked": 1.2}, {"late_rate": -1}, {"loss_aversion": math.inf}])
def test_a_setting_that_cannot_be_meant_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Settings(**wrong)


# Ten that paid off at 0.8 of their value in cost, ten lost early, ten finished at a loss.
LEARNED = {
    "paid_off": {"money": [1.2] * 10, "hours": [0.0125] * 10},
    "not": {"money": [0.0] * 10 + [1.0] * 10, "hours": [0.001] * 10 + [0.025] * 10},
    "gain_per_hour": 10.0,
    "days_late": 5.0,
}
PAST = Past.of(LEARNED)
FRESH = Accounts(10_000.0, 60.0, 0.0, 0.0, 0.0, math.nan)


def opened(accounts, settings=PLAIN) -> Ledgers:
    found = open_ledgers(PAST, accounts, settings)
    assert isinstance(found, Ledgers)
    return found


def line(ledger, what):
    return next(line for line in ledger.lines if line.what == what)


def test_a_fresh_prospect_has_the_whole_of_the_past_ahead():
    ledger = opened(FRESH).as_it_is
    assert line(ledger, "money").if_pays_off == pytest.approx(12_000)
    assert line(ledger, "money").if_not == pytest.approx(5_000)
    assert line(ledger, "hours").if_pays_off == pytest.approx(-7_500)
    assert line(ledger, "hours").if_not == pytest.approx(-7_800)
    assert line(ledger, "displaced").if_pays_off == pytest.approx(-125 * 0.5 * 10)
    assert line(ledger, "late").if_pays_off == pytest.approx(-12_000 * 0.1 * 5 / 365)


def test_hours_that_are_gone_stand_on_neither_side():
    """What remains is that of engagements which had come as far: sunk hours only leave it."""
    ledger = opened(replace(FRESH, spent=100.0)).as_it_is
    assert line(ledger, "hours").if_pays_off == pytest.approx(-25 * 60)
    # Who was lost early had not cost a hundred hours: the loss to fear is now the long one.
    assert line(ledger, "hours").if_not == pytest.approx(-150 * 60)
    assert line(ledger, "money").if_pays_off == pytest.approx(12_000)


@given(some.floats(0, 1_000), some.floats(0, 1_000))
def test_sunk_hours_are_no_reason_by_themselves(spent, more):
    """Whatever was spent, both sides are made of what is ahead: never of what is gone."""
    before, after = (
        opened(replace(FRESH, spent=hours)).as_it_is for hours in (spent, spent + more)
    )
    for ledger in (before, after):
        money, hours = line(ledger, "money"), line(ledger, "hours")
        assert money.if_pays_off <= 12_000 + 1e-6
        assert money.if_not <= 10_000 + 1e-6
        assert hours.if_pays_off <= 0
    # What is ahead of the one is never more hours than was ahead of the other, but for the tenth
    # that a bottomless engagement still costs.
    floor = 60 * 0.1 * (spent + more)
    assert (
        -line(after, "hours").if_pays_off <= max(-line(before, "hours").if_pays_off, floor) + 1e-6
    )


def test_what_has_cost_more_than_any_other_is_not_finished_for_nothing():
    ledger = opened(replace(FRESH, spent=1_000.0)).as_it_is
    assert line(ledger, "hours").if_pays_off == pytest.approx(-100 * 60)


def test_money_for_work_that_is_done_stands_on_neither_side():
    # 62.5 hours are half the work and so have earned half the money, which is paid.
    ledger = opened(replace(FRESH, spent=62.5, received=6_000.0, billed=6_000.0)).as_it_is
    assert line(ledger, "money").if_pays_off == pytest.approx(6_000)


def test_money_paid_ahead_of_the_work_would_have_to_be_given_back():
    prepaid = opened(replace(FRESH, received=12_000.0, billed=12_000.0)).as_it_is
    assert line(prepaid, "money").if_pays_off == pytest.approx(12_000)
    assert prepaid.gain == pytest.approx(opened(FRESH).as_it_is.gain)


def test_an_invoice_for_work_not_done_yet_is_still_to_be_earned():
    ledger = opened(replace(FRESH, billed=6_000.0)).as_it_is
    assert line(ledger, "money").if_pays_off == pytest.approx(12_000)


def test_an_advance_lowers_the_cut_off_and_costs_nothing_where_work_never_began():
    ledgers = opened(FRESH)
    assert ledgers.prepaid.cut_off <= ledgers.as_it_is.cut_off
    gained = line(ledgers.prepaid, "money").if_not - line(ledgers.as_it_is, "money").if_not
    assert gained == pytest.approx(10_000 * 0.5 * 0.001 * 1.2 / 0.0125)


def test_the_own_lateness_of_a_client_comes_before_the_usual_one():
    usual, late = opened(FRESH).as_it_is, opened(replace(FRESH, days_late=100.0)).as_it_is
    assert line(late, "late").if_pays_off == pytest.approx(20 * line(usual, "late").if_pays_off)


@pytest.mark.parametrize(
    ("past", "accounts", "why"),
    [
        (PAST, replace(FRESH, expected_value=math.nan), "no expected value"),
        (PAST, replace(FRESH, expected_value=0.0), "no expected value"),
        (PAST, replace(FRESH, hourly_cost=math.nan), "no hourly cost"),
        (None, FRESH, "no money on record"),
    ],
)
def test_what_cannot_be_told_in_money_is_no_ledger_and_says_why(past, accounts, why):
    assert open_ledgers(past, accounts, PLAIN) == why


def test_nothing_learned_is_no_past():
    assert Past.of({}) is None


def test_what_was_never_recorded_as_spent_or_paid_counts_as_none():
    values = dict.fromkeys(
        ("expected_value", "our_hours", "paid_amount", "invoiced_amount", "mean_days_late"),
        math.nan,
    )
    accounts = Accounts.of(values, None)
    assert (accounts.spent, accounts.received, accounts.billed) == (0.0, 0.0, 0.0)
    assert math.isnan(accounts.hourly_cost)
    assert math.isnan(accounts.days_late)


def test_an_explained_ledger_holds_both_ends_of_the_interval_and_its_settings():
    plain = told(opened(FRESH, Settings(loss_aversion=2.0)), 0.5, 0.4, 0.6, "ru")
    assert plain["low"] < plain["expected_gain"] < plain["high"]
    assert plain["expected_gain"] == pytest.approx((plain["low"] + plain["high"]) / 2)
    assert plain["settings"] == {"loss_aversion": 2.0, "booked": 0.5, "late_rate": 0.1}
    assert all("а" <= letter <= "я" or letter == " " for letter in plain["lines"][1]["told"][1:5])
