"""The health of models: what is read of a store, what is said of it, who may move what."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from app import health, health_told
from app.health_charts import beside, reliability
from app.viewer import speaking
from data.errors import ModelRefused, UsageError
from data.rulings import Ruling
from tests.app import made_health as made
from train import gate, monitor, promotion, registry, tracking
from train.leaks import ALARM, WARNING
from train.registry import Move


def against(found: health.Health, kind: str = "against") -> list[str]:
    return [each.what for each in health_told.concerns(found, made.NOW) if each.kind == kind]


def test_nothing_speaks_against_a_sound_model():
    assert health_told.concerns(made.health(), made.NOW) == []


@pytest.mark.parametrize(
    ("skill", "kind", "said"),
    [
        (made.figure(-0.02, -0.1, 0.03), "against", "no better than the base rate"),
        (made.figure(0.03, -0.01, 0.07), "note", "may be no better"),
    ],
)
def test_a_model_that_does_not_beat_the_base_rate_is_told_so(skill, kind, said):
    found = made.health(champion=made.kept(judgement=made.judgement(skill)))
    assert said in against(found, kind)[0]


def test_what_could_not_be_judged_is_said_and_never_shown_as_good():
    found = made.health(champion=made.kept(judgement=made.judgement(unjudged="too few")))
    assert "could not be judged" in against(found, "note")[0]
    found = made.health(champion=made.kept(judgement=None))
    assert "Nothing is kept" in against(found, "note")[0]
    assert health_told.figure(health_told.measured(found.champion, "x", "auc")) == "cannot tell"


@pytest.mark.parametrize(("severity", "kind"), [(ALARM, "against"), (WARNING, "note")])
def test_a_suspected_leak_speaks_against_it(severity, kind):
    alarm = {"severity": severity, "what": "one column tells all", "where": "x", "next_step": ""}
    found = made.health(champion=made.kept(judgement=made.judgement(alarms=[alarm])))
    assert "one column tells all" in against(found, kind)[0]


def test_an_overridden_gate_and_drift_speak_against_it():
    move = Move("2026-11-23T12:00:00Z", "promote", "3", "2", "Ann", "why", ("calibrated: slope 2",))
    finding = {"check": "age", "verdict": "due", "figures": {"days": 200, "due_after_days": 180}}
    kept = made.kept(promoted=move, watched={"findings": [finding]})
    told = against(made.health(champion=kept))
    assert "against the gate, by Ann: calibrated" in told[0]
    assert "200 days old" in told[1]


def test_rulings_since_and_age_are_told():
    ruling = Ruling("low-ball", "off", "why", "Ann", "2026-11-25T00:00:00Z")
    old = made.health(ruled_since=(ruling,))
    assert "1 ruling was made" in against(old, "note")[0]
    later = health_told.concerns(made.health(), made.NOW + timedelta(days=200))
    assert "half a year" in later[0].what


def test_the_words_cover_what_train_can_say():
    assert set(health_told.CHECKS) == set(monitor.CHECKS)
    assert set(health_told.WATCHED) == set(get_args(monitor.Verdict))
    assert {gate.JUDGED, gate.NOT_WORSE} <= set(health_told.CONDITIONS)
    honest = gate.Figure(0.0, 0.0, 0.0)
    told = dict.fromkeys(("log_loss", "auc", "slope", "calibration_error"), honest)
    asked = gate.conditions(told, 0.0, [], told, told, honest=0.1)
    assert {each.name for each in asked} <= set(health_told.CONDITIONS)


def test_the_gate_is_told_with_its_figures_in_both_languages():
    verdict = made.verdict("refused", passed=False)
    assert health_told.verdict_told(verdict) == "The gate refuses it: calibrated."
    told = [health_told.condition_told(each["name"], verdict) for each in verdict["conditions"]]
    assert "0.590" in told[0]
    assert "cannot tell" in told[1]
    assert "−0.010 [−0.020 to 0.000]" in told[2]
    with speaking("ru"):
        assert health_told.verdict_told(verdict) == "Проверка не пройдена: откалибрована."


def test_a_verdict_is_fresh_only_for_these_two_on_this_book():
    stored = {"challenger_sha256": "sha-4", "champion_sha256": "sha-3", "book_digest": "d"}
    waiting = made.version("4", "challenger", verdict=json.dumps(stored))
    serving = made.version("3", "champion")
    assert health.fresh(made.verdict(), waiting, serving, "d")
    assert not health.fresh(made.verdict(), waiting, serving, "another")
    assert not health.fresh(made.verdict(), waiting, None, "d")
    assert not health.fresh(None, waiting, serving, "d")
    assert not health.fresh(made.verdict(), made.version("4"), serving, "d")


@pytest.mark.parametrize("dark", [False, True])
def test_the_figures_hold_every_point_and_leave_out_what_cannot_be_told(dark):
    told = made.judgement()
    unknown = {"chance": 0.9, "share": made.figure(None), "weight": 1.0}
    spec = reliability([*told["reliability"], unknown], dark)
    assert [each["chance"] for each in spec["data"]["values"]] == [0.3]
    names = [each["name"] for each in beside(told["figures"], dark)["data"]["values"]]
    assert names == ["this model", "the base rate"]


@pytest.fixture
def book(small, tmp_path, monkeypatch):
    """A copy of the small book with its models, which a test may change."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    shutil.copytree(small.models.parent, tmp_path / "copy")
    return tmp_path / "copy" / "book"


def test_a_real_store_is_read_without_loading_a_model(book, monkeypatch):
    monkeypatch.setattr(registry, "load", None)
    found = health.read(book)
    assert (found.champion.version.version, found.challenger, found.before) == ("1", None, None)
    assert found.champion.promoted.kind == "promote"
    assert found.champion.judgement["trial"]["rules"]
    assert health_told.own_share(found.champion) == pytest.approx(
        registry_facts(book)["own_share"], abs=1e-9
    )


def registry_facts(book) -> dict:
    place = tracking.locate(book)
    monkey = registry.numbered(place, "1")
    return json.loads((monkey.folder / "model.json").read_text("utf-8"))["facts"]


def test_a_look_for_drift_is_kept_with_the_version(book):
    told = health.look_for_drift(book)
    assert health.read(book).champion.watched == told
    assert all(health_told.finding_told(each) for each in told["findings"])


def test_the_page_judges_and_watches_the_book_that_the_commands_do(book, monkeypatch):
    """With what people recorded: a verdict of one would never be fresh to the other."""
    from app.asking import from_book, open_cutoffs
    from app.commands.opening import open_book
    from data.logbook import Logbook

    monkeypatch.delenv("CLIENTRISK_LOGBOOK", raising=False)
    before = health.digest(book)
    engagement = open_cutoffs(from_book(book))["engagement_id"][0].as_py()
    Logbook.open(book).record_outcome("Ann", engagement, True, revenue=1000)
    asked = []
    monkeypatch.setattr(promotion, "judge", lambda place, opened, number: asked.append(opened))
    monkeypatch.setattr(promotion, "promote", lambda place, opened, *_, **__: asked.append(opened))
    health.judge(book, "1")
    health.promote(book, "1", "a reason", "Ann")
    assert {each.digest for each in asked} == {open_book(book).digest} == {health.digest(book)}
    assert health.digest(book) != before


def test_rulings_made_since_are_found(book):
    from data import rulings

    assert health.read(book).ruled_since == ()
    rulings.record(book, Ruling("low-ball", "off", "The law changed.", "Ann", registry.now()))
    found = health.read(book)
    assert [each.heuristic for each in found.ruled_since] == ["low-ball"]
    assert [each.heuristic for each in found.rulings] == ["low-ball"]


def test_a_reason_is_asked_for_every_move(book):
    with pytest.raises(UsageError, match="reason"):
        health.roll_back(book, " \n", "Ann")
    with pytest.raises(UsageError, match="reason"):
        health.promote(book, "1", "", "Ann")


def test_a_reason_alone_does_not_override_the_gate(book, monkeypatch):
    place = tracking.locate(book)
    refusing = [gate.Condition("calibrated", False, "slope 2")]
    monkeypatch.setattr(promotion, "_conditions", lambda *given: refusing)
    monkeypatch.setattr(promotion, "serving", lambda place: None)
    monkeypatch.setattr(registry, "load", lambda registered: None)
    assert not health.promote(book, "1", "I like it", "Ann").promoted
    assert len(registry.history(place)) == 1
    assert health.promote(book, "1", "I like it", "Ann", override=True).promoted
    move = registry.history(place)[-1]
    assert (move.by, move.reason, move.overridden) == ("Ann", "I like it", ("calibrated: slope 2",))


def test_a_damaged_store_is_refused_in_one_line(book):
    (book.parent / "models" / tracking.DATABASE).write_bytes(b"no database at all")
    with pytest.raises(ModelRefused, match="does not answer or is damaged"):
        health.read(book)


def test_without_any_store_there_is_nobody_and_nothing_fails(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setattr(tracking, "locate", lambda *given: tracking.Store("sqlite:////x", tmp_path))
    found = health.read(tmp_path / "book")
    assert (found.champion, found.versions, found.moves) == (None, (), ())
    assert health_told.concerns(found, made.NOW) == []


def test_a_passage_from_elsewhere_in_a_tag_is_no_verdict():
    odd = replace(made.version("4"), tags={"verdict": "fine", "sha256": "sha-4"})
    assert not health.fresh(made.verdict(), odd, None, "d")
