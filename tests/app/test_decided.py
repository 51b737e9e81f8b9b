"""From a stored model's facts to verdicts: intervals, ledgers and questions of a whole book."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from app.asking import from_book, open_cutoffs
from app.page import page
from app.scoring import explain_cutoffs, load_model, predictions
from data.outcome import outcomes
from features import matrix
from features.catalogue import BY_ID
from features.engine import prepare
from features.usual import Usual
from model import question
from model.ledger import Settings
from model.past_money import learn
from model.question import learn_answers
from train.snapshots import snapshots


@dataclass(frozen=True)
class Steady:
    """Refits that all differ by as much."""

    deviation: float

    def spread(self, steps: np.ndarray) -> np.ndarray:
        return np.full(len(steps), self.deviation)


@pytest.fixture(scope="module")
def decided(small):
    """`decided(spread, language, settings)`: the small book explained by a model with its facts."""
    book = small.book
    histories = from_book(book.path)
    stored, label = load_model(None, book.path, small.models)
    found = outcomes(book.interactions, book.engagements, book.hourly_cost)
    rows = snapshots(book.engagements, found)
    usual = Usual.from_json(stored.usual)
    inputs = prepare(
        book.interactions, book.engagements, rows.cutoffs, usual, book.hourly_cost, stored.reader
    )
    signals = matrix.compute(inputs).select(stored.names)
    facts = stored.facts | {
        "answers": learn_answers(signals.values, signals.names, rows.weight),
        "money": learn(book.engagements, book.interactions, found, book.hourly_cost),
    }
    facts = json.loads(json.dumps(facts, allow_nan=False))

    def run(spread=None, language="en", settings=None, without=()):
        known = {key: value for key, value in facts.items() if key not in without}
        refits = None if spread is None else Steady(spread)
        model = SimpleNamespace(**{**vars(stored), "facts": known, "refits": refits})
        cutoffs = open_cutoffs(histories)
        given = {} if settings is None else {"settings": settings}
        return explain_cutoffs(histories, cutoffs, model, label, language=language, **given)

    return run


def test_every_chance_lies_in_its_interval_and_every_verdict_follows_its_cut_off(decided):
    for each in decided(0.3):
        assert each["low"] < each["payoff_probability"] < each["high"]
        straddles = each["low"] < each["cut_off"] <= each["high"]
        assert (each["verdict"] == "none") == (straddles or each["why"] == "too little history")
        assert (each["status"] == "abstained") == (each["verdict"] == "none")
        if each["verdict"] == "go on":
            assert each["payoff_probability"] >= each["cut_off"]
            assert each["action"] not in ("drop", "step-back")
        if each["verdict"] == "decline":
            assert each["action"] in ("drop", "step-back", "wait")


def test_without_refits_there_is_no_interval_and_only_too_little_history_abstains(decided):
    for each in decided(None):
        assert each["low"] is each["high"] is None
        assert each["why"] in (None, "too little history")


def test_a_wider_interval_abstains_more_and_asks(decided, monkeypatch):
    monkeypatch.setattr(question, "LEAST_MOVE", 0.0)  # so small a model is hardly moved
    abstained = [[e["engagement_id"] for e in decided(s) if e["why"]] for s in (0.05, 0.3, 3.0)]
    assert set(abstained[0]) <= set(abstained[1]) <= set(abstained[2])
    assert len(abstained[2]) > len(abstained[0])
    asked = [each for each in decided(3.0) if each["question"]]
    assert asked
    for each in asked:
        asks = each["question"]
        assert asks["heuristic"] not in each["fired"]
        assert asks["text"] == BY_ID[asks["heuristic"]].asks
        assert 0 < asks["if_yes"] < 1
        assert asks["text"] in each["advice"]


def test_ledgers_sum_and_meet_their_cut_offs(decided):
    ledgers = [each["ledger"] for each in decided(0.3) if "lines" in each["ledger"]]
    assert ledgers
    for ledger in ledgers:
        for side, total in (("if_pays_off", "gain"), ("if_not", "loss")):
            assert sum(line[side] for line in ledger["lines"]) == pytest.approx(ledger[total])
        assert ledger["low"] <= ledger["high"] or ledger["gain"] < ledger["loss"]
        if not ledger["bounded"]:
            p = ledger["cut_off"]
            assert p * ledger["gain"] + (1 - p) * ledger["loss"] == pytest.approx(0, abs=1e-6)


def test_loss_aversion_is_a_setting_that_only_moves_the_cut_off(decided):
    plain, averse = decided(0.3), decided(0.3, settings=Settings(loss_aversion=2.0))
    moved = 0
    for one, other in zip(plain, averse, strict=True):
        assert other["payoff_probability"] == one["payoff_probability"]
        assert other["expected_gain"] == one["expected_gain"]
        assert other["cut_off"] >= one["cut_off"]
        assert other["ledger"]["settings"]["loss_aversion"] == 2.0
        moved += other["cut_off"] > one["cut_off"]
    assert moved


def test_a_model_without_money_cuts_at_an_even_chance_and_says_so(decided):
    for each in decided(0.3, without=("money",)):
        assert each["cut_off"] == 0.5
        assert each["expected_gain"] is None
        assert each["ledger"]["cannot_tell"].startswith("Cannot tell in money")


def test_a_model_without_answers_asks_nothing_and_still_decides(decided):
    for each in decided(0.3, without=("answers",)):
        assert each["question"] is None
        assert each["would_change"]["told"]


def test_the_batch_table_has_the_verdict_and_the_question(decided, small):
    found = decided(3.0)
    table = predictions(found, small.book.engagements).to_pylist()
    for row, each in zip(table, found, strict=True):
        assert row["verdict"] == each["verdict"]
        assert row["low"] == each["low"]
        assert row["question"] == (each["question"] and each["question"]["text"])


def test_a_page_tells_interval_money_reason_and_what_would_change_it(decided):
    for language, words in (
        ("en", ("cut-off", "because:", "would change it:")),
        ("ru", ("порог",)),
    ):
        for each in decided(0.05, language):
            told = page(each, language)
            if each["why"] != "too little history":
                assert all(word in told for word in words), told
            assert each["advice"] in told
            if "lines" in each["ledger"]:
                assert all(line["told"] in told for line in each["ledger"]["lines"])
            else:
                assert each["ledger"]["cannot_tell"] in told
            assert all(line.isprintable() for line in told.splitlines())
