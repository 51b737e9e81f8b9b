"""Challenger against champion: on what neither has seen, paired, and said in words."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

from data.errors import ModelRefused
from train import contest, registry
from train.contest import FINAL, TWIN, CannotJudge
from train.tracking import Registered

FIRST = np.datetime64("2026-01-01T00:00:00", "us")
BEFORE, AFTER = "2025-12-31T23:59:59Z", "2026-03-01T00:00:00Z"


def version(monkeypatch, tmp_path, final, twin=None):
    """A registered version whose forms have learned from outcomes until these moments."""
    tags = {"sha256": "a"} if twin is None else {"sha256": "a", "judged_sha256": "b"}
    stored = SimpleNamespace(facts={} if final == "unsaid" else {"seen_until": final})
    monkeypatch.setattr(registry, "load", lambda registered: stored)
    if twin is not None:
        judged = SimpleNamespace(facts={"seen_until": twin})
        monkeypatch.setattr(registry, "twin", lambda registered: judged)
    return Registered("client-risk", "1", tmp_path, tags)


@pytest.mark.parametrize(
    ("final", "twin", "form", "since"),
    [
        (BEFORE, BEFORE, FINAL, FIRST),
        (None, None, FINAL, FIRST),
        (AFTER, BEFORE, TWIN, FIRST),
        ("2026-01-01T00:00:00Z", BEFORE, TWIN, FIRST),
        (AFTER, "2026-02-01T00:00:00Z", TWIN, np.datetime64("2026-02-01T00:00:00.000001")),
        ("2026-01-01T02:00:00+03:00", None, FINAL, FIRST),
    ],
)
def test_a_model_is_judged_on_nothing_that_it_has_seen(
    monkeypatch, tmp_path, final, twin, form, since
):
    registered = version(monkeypatch, tmp_path, final, twin)
    _, contender, fair_from = contest.represent(registered, FIRST)
    assert (contender.form, fair_from) == (form, since)


@pytest.mark.parametrize("final", [AFTER, "unsaid"])
def test_what_cannot_be_judged_fairly_is_said(monkeypatch, tmp_path, final):
    registered = version(monkeypatch, tmp_path, final)
    with pytest.raises(CannotJudge, match="train again"):
        contest.represent(registered, FIRST)


@pytest.fixture(scope="module")
def versions(contested):
    return [registry.numbered(contested.place, number) for number in ("2", "1")]


@pytest.fixture(scope="module")
def verdict(contested, versions):
    return contest.compare(contested.book, *versions)


def test_two_of_the_same_recipe_differ_by_nothing(verdict):
    assert {str(each) for each in verdict.differences.values()} == {"0.000 [0.000, 0.000]"}
    assert verdict.figures["challenger"] == verdict.figures["champion"]
    assert verdict.challenger.form == verdict.champion.form == TWIN
    assert verdict.engagements == 60


def test_the_judged_figures_are_those_of_the_training(contested, verdict):
    from train import tracking

    opened = tracking.client(contested.place)
    logged = opened.get_run(opened.get_model_version("client-risk", "1").run_id).data.metrics
    found = verdict.figures["champion"]["log_loss"].value
    assert found == pytest.approx(logged["explained_model.log_loss"], abs=1e-9)


def test_the_verdict_reads_as_a_table_with_its_label(verdict):
    lines = verdict.lines()
    assert lines[0].startswith("SIMULATED book")
    assert any("was judged by its judged twin" in line for line in lines)
    assert lines[-1].startswith("client-risk/2: ")
    plain = json.loads(verdict.text())
    assert plain["differences"]["log_loss"] == {"value": 0.0, "low": 0.0, "high": 0.0}


def answered(monkeypatch, contested, versions, *scored):
    """The conditions not met when challenger and champion score so: a function of (y, noise)."""
    turn = iter(scored)

    def score(book, newest, model):
        made, gap = next(turn)
        noise = np.random.default_rng(5).uniform(-1, 1, len(newest.paid_off))
        signals = contest.SignalMatrix((), np.zeros((len(noise), 0)), newest.cutoffs)
        return contest._Scored(made(newest.paid_off, noise), gap, signals)

    monkeypatch.setattr(contest, "_score", score)
    found = contest.compare(contested.book, *versions)
    return [each.name for each in found.conditions if each.passed is False]


def useful(y, noise):
    return 0.5 + 0.2 * (y - 0.5) + 0.25 * noise


def useless(y, noise):
    return 0.5 + 0.45 * noise


def knowing(y, noise):
    return np.where(y, 0.99, 0.01) + 0.005 * noise


def test_a_worse_challenger_is_refused(monkeypatch, contested, versions):
    not_met = answered(monkeypatch, contested, versions, (useless, 0.0), (useful, 0.0))
    assert "not worse than the champion" in not_met
    assert "better than the base rate" in not_met


def test_a_better_challenger_is_not(monkeypatch, contested, versions):
    not_met = answered(monkeypatch, contested, versions, (useful, 0.0), (useless, 0.0))
    assert "not worse than the champion" not in not_met


def test_one_that_knows_the_end_is_refused_as_leaky(monkeypatch, contested, versions):
    not_met = answered(monkeypatch, contested, versions, (knowing, 0.0), (useful, 0.0))
    assert "no leak" in not_met


def test_one_that_explains_less_exactly_is_refused(monkeypatch, contested, versions):
    not_met = answered(monkeypatch, contested, versions, (useful, 1e-10), (useful, 1e-15))
    assert "explains exactly" in not_met
    not_met = answered(monkeypatch, contested, versions, (useful, 1e-15), (useful, 1e-10))
    assert "explains exactly" not in not_met


def test_a_book_of_too_few_engagements_is_no_test(small):
    from train import tracking

    only = registry.numbered(tracking.locate(models=small.models), "1")
    with pytest.raises(CannotJudge, match="30 closed engagements"):
        contest.compare(small.book, only, None)


def test_a_stored_verdict_counts_only_for_the_same_two_and_the_same_book(verdict, versions):
    challenger, champion = versions
    with_verdict = Registered(
        challenger.name,
        challenger.version,
        challenger.folder,
        {**challenger.tags, "verdict": json.dumps(verdict.summary())},
    )
    assert contest.kept(with_verdict, champion, verdict.book_digest) == list(verdict.conditions)
    assert contest.kept(with_verdict, None, verdict.book_digest) is None
    assert contest.kept(with_verdict, champion, "another") is None
    assert contest.kept(challenger, champion, verdict.book_digest) is None


def test_a_twin_that_was_changed_is_never_judged_by(store_of):
    copied = store_of()
    challenger = registry.numbered(copied.place, "2")
    file = challenger.folder / "judged" / "model.skops"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ModelRefused):
        registry.twin(challenger)
    with pytest.raises(CannotJudge, match="twin cannot be had"):
        contest.compare(copied.book, challenger, None)
