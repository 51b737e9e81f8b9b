"""Rules on trial: supported, not seen, contradicted, too few; and whether a waiver holds."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from data.outcome import outcomes
from features import matrix
from features.catalogue import BY_ID, HEURISTICS, SOFTENS
from features.engine import prepare
from features.matrix import SignalMatrix
from features.usual import learn
from model.decomposition import decompose
from tests.train.test_comparison import seen
from train.snapshots import Snapshots, snapshots
from train.trial import fired_and_known, hold_trial
from train.trial_table import lines, markdown

NAMES = tuple(column.name for column in matrix.columns())
RULE, EXCEPTION = "blame-shifting", "high-road"  # the second softens the first


def signals(rows, **fired: np.ndarray) -> SignalMatrix:
    """Nothing is told but the named heuristics (with _ for -), which are known everywhere."""
    values = np.full((len(rows.weight), len(NAMES)), np.nan)
    for name, which in fired.items():
        for signal in BY_ID[name.replace("_", "-")].signals:
            marks = np.where(which, signal.fires_at + 1, signal.fires_at - 1)
            values[:, NAMES.index(signal.name)] = marks
    return SignalMatrix(NAMES, values, rows.cutoffs)


def world(number=600, seed=0, *, rule=0.0, waiver=0.0, exception_share=0.5):
    """Who paid off, where the rule fired and where the exception did, which only it meets."""
    rng = np.random.default_rng(seed)
    fired = rng.random(number) < 0.5
    excepted = fired & (rng.random(number) < exception_share)
    paid_off = rng.random(number) < 0.5 + rule * fired + waiver * excepted
    return paid_off, fired, excepted


def verdict(paid_off, fired, name="blame_shifting"):
    rows = seen(paid_off)
    trial = hold_trial(signals(rows, **{name: fired}), rows)
    return trial.by_id[name.replace("_", "-")]


def test_a_rule_that_holds_is_supported():
    paid_off, fired, _ = world(rule=-0.3)
    found = verdict(paid_off, fired)
    assert (found.verdict, found.declared, found.found) == ("supported", "against", "against")


def test_a_rule_that_is_reversed_is_contradicted():
    paid_off, fired, _ = world(rule=0.3)
    found = verdict(paid_off, fired)
    assert (found.verdict, found.found) == ("contradicted", "for")


@pytest.mark.parametrize("name", ["kept_commitment", "orderly_start"])
def test_a_strength_is_tried_the_other_way_round(name):
    paid_off, fired, _ = world(rule=0.3)
    assert verdict(paid_off, fired, name).verdict == "supported"
    assert verdict(~paid_off, fired, name).verdict == "contradicted"


def test_what_never_fired_was_not_seen_here():
    paid_off, fired, _ = world()
    assert verdict(paid_off, fired & False).verdict == "not seen here"


def test_few_are_too_few_however_clear_they_look():
    paid_off, fired, _ = world(number=40, rule=-0.5)
    fired[10:] = False
    found = verdict(paid_off, fired)
    assert (found.verdict, found.found) == ("too few to say", None)
    assert found.comparison.needed > found.comparison.fired


def test_many_without_a_difference_are_said_to_differ_by_little():
    paid_off, fired, _ = world(number=4000)
    rows = seen(paid_off)
    trial = hold_trial(signals(rows, blame_shifting=fired), rows)
    assert trial.by_id[RULE].verdict == "too few to say"
    assert any("blame-shifting" in line and "under 10" in line for line in lines(trial))


def test_of_all_rules_together_none_is_contradicted_by_luck():
    rng = np.random.default_rng(11)
    rows = seen(rng.random(500) < 0.6)
    everything = {each.id.replace("-", "_"): rng.random(500) < 0.3 for each in HEURISTICS}
    trial = hold_trial(signals(rows, **everything), rows)
    misses = [each for each in trial.rules if each.found]
    assert misses, "with forty rules one must miss its own interval, or this test shows nothing"
    assert not [each for each in trial.rules if each.verdict == "contradicted"]


def test_an_exception_is_tried_where_there_is_something_to_soften():
    # It is met only with the rule, which is bad: beside everybody it looks bad itself.
    paid_off, fired, excepted = world(number=2000, rule=-0.4, waiver=0.2)
    assert paid_off[excepted].mean() < paid_off[~excepted].mean()
    rows = seen(paid_off)
    trial = hold_trial(signals(rows, blame_shifting=fired, high_road=excepted), rows)
    assert trial.by_id[EXCEPTION].verdict == "supported"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"rule": -0.4, "waiver": 0.3}, "holds here"),
        ({"rule": -0.2, "waiver": -0.25}, "does not hold here"),
        ({"rule": -0.4, "waiver": 0.3, "exception_share": 0.02}, "too few to say"),
        ({"rule": -0.2, "waiver": 0.05, "number": 300}, "too few to say"),
    ],
)
def test_a_waiver_is_tried_among_those_where_its_rule_fired(settings, expected):
    paid_off, fired, excepted = world(**settings)
    rows = seen(paid_off)
    trial = hold_trial(signals(rows, blame_shifting=fired, high_road=excepted), rows)
    [waiver] = [each for each in trial.waivers if (each.exception, each.rule) == (EXCEPTION, RULE)]
    assert waiver.verdict == expected
    assert waiver.comparison.told == fired.sum()
    assert trial.contradicted(EXCEPTION) == (expected == "does not hold here")


def test_an_empty_book_is_tried_and_says_nothing():
    rows = seen([])
    trial = hold_trial(signals(rows), rows)
    assert {each.verdict for each in trial.rules} == {"not seen here"}
    assert {each.verdict for each in trial.waivers} == {"too few to say"}
    assert "nothing can be tried" in lines(trial)[0]
    json.dumps(trial.to_json(), allow_nan=False)


@pytest.fixture(scope="module")
def tried(small):
    """The small book's snapshots, signals and parts."""
    from app.scoring import load_model

    book = small.book
    rows = snapshots(
        book.engagements, outcomes(book.interactions, book.engagements, book.hourly_cost)
    )
    inputs = prepare(
        book.interactions,
        book.engagements,
        rows.cutoffs,
        learn(book.interactions),
        book.hourly_cost,
    )
    values = matrix.compute(inputs)
    stored, _ = load_model(None, book.path, small.models)
    return rows, values, decompose(stored.classifier, values.select(stored.names).values)


def test_every_heuristic_and_every_waiver_is_on_trial_once(tried):
    rows, values, parts = tried
    trial = hold_trial(values, rows, parts, simulated=True)
    assert [each.heuristic for each in trial.rules] == [each.id for each in HEURISTICS]
    assert [(each.exception, each.rule) for each in trial.waivers] == list(SOFTENS)
    shown = "\n".join(lines(trial))
    assert shown.startswith("SIMULATED")
    assert max(map(len, shown.split("\n"))) <= 100
    for text in (shown, markdown(trial)):
        assert all(text.count(each.id) >= 1 for each in HEURISTICS)
    assert json.loads(json.dumps(trial.to_json(), allow_nan=False))["engagements"] == 120


def test_the_effect_is_the_mean_part_where_it_fired(tried):
    rows, values, parts = tried
    trial = hold_trial(values, rows, parts)
    for owner, effect in (parts.flags | parts.strengths).items():
        fired = np.array([BY_ID[owner].fired(values.row(n)) for n in range(len(rows.weight))])
        if fired.any():
            mean = np.average(effect[fired], weights=rows.weight[fired])
            assert trial.by_id[owner].effect == pytest.approx(mean)
    assert any(each.effect for each in trial.rules)
    assert np.isnan([each.effect for each in hold_trial(values, rows).rules]).all()


def test_a_rule_reversed_in_a_simulated_book_is_contradicted(tried):
    # Three such books in one: a single one has too few late payers.
    rows, values, _ = tried
    late = np.tile(fired_and_known(BY_ID["late-payment"], values)[0], 3)
    book = np.repeat(["a", "b", "c"], len(rows.weight))
    identity = np.char.add(book, np.tile(rows.cutoffs["engagement_id"].to_numpy().astype(str), 3))
    moments = pa.concat_arrays(rows.cutoffs["as_of"].chunks * 3)
    three = Snapshots(
        pa.table({"engagement_id": pa.array(identity.tolist(), pa.string()), "as_of": moments}),
        paid_off=np.tile(rows.paid_off, 3),
        clients=np.char.add(book, np.tile(rows.clients.astype(str), 3)),
        opened=np.tile(rows.opened, 3),
        closed=np.tile(rows.closed, 3),
        weight=np.tile(rows.weight, 3),
    )
    signals = SignalMatrix(values.names, np.tile(values.values, (3, 1)), three.cutoffs)
    before = hold_trial(signals, three).by_id["late-payment"]
    assert before.verdict != "contradicted"
    reverse = replace(three, paid_off=np.isin(identity, np.unique(identity[late])))
    after = hold_trial(signals, reverse).by_id["late-payment"]
    assert (after.verdict, after.found) == ("contradicted", "for")
