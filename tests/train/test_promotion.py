"""From challenger to champion and back: by the gate, or by a reason that is kept."""

from __future__ import annotations

import pytest

from app.scoring import load_model
from data.errors import ModelRefused, UsageError
from train import gate, lineage, promotion, registry, tracking
from train.contest import CannotJudge
from train.registry import CHALLENGER, CHAMPION

REFUSAL = [gate.Condition("calibrated", False, "slope 0.1 [0.0, 0.2]")]


@pytest.fixture
def copied(store_of):
    return store_of()


def serves(copied):
    return registry.standing(copied.place, CHAMPION)


def refuse(monkeypatch):
    monkeypatch.setattr(promotion, "_conditions", lambda *words: REFUSAL)


def test_the_first_training_serves_at_once_and_the_second_waits(contested):
    assert serves(contested) == "1"
    assert registry.standing(contested.place, CHALLENGER) == "2"
    assert any("no champion that loads was there" in line for line in contested.said)
    assert any("challenger: client-risk/2" in line for line in contested.said)


def test_a_challenger_that_is_no_worse_is_promoted_and_no_longer_waits(copied):
    judged = promotion.judge(copied.place, copied.book)
    said = []
    found = promotion.promote(copied.place, copied.book, by="Anna", say=said.append)
    assert found.promoted, judged.lines()
    assert said == ["judged before, on this book against this champion"]
    assert (serves(copied), registry.standing(copied.place, CHALLENGER)) == ("2", None)
    move = registry.history(copied.place)[-1]
    assert (move.before, move.version, move.by, move.overridden) == ("1", "2", "Anna", ())
    assert load_model(None, models=copied.models)[1] == "client-risk/2"


def test_the_verdict_is_kept_with_the_run_to_be_read(copied):
    promotion.judge(copied.place, copied.book)
    opened = tracking.client(copied.place)
    run = opened.get_model_version("client-risk", "2").run_id
    kept = copied.models / "artifacts" / run / "artifacts"
    assert "SIMULATED" in (kept / "verdict.txt").read_text("utf-8")
    assert (kept / "verdict.json").is_file()


def test_a_refused_one_is_told_why_and_nothing_moves(copied, monkeypatch):
    refuse(monkeypatch)
    for reason in (None, "", "  "):
        found = promotion.promote(copied.place, copied.book, reason=reason)
        assert found.lines() == ["calibrated: slope 0.1 [0.0, 0.2]"]
        assert not found.promoted
    assert serves(copied) == "1"
    assert len(registry.history(copied.place)) == 1
    assert "1 condition not met" in str(promotion.gate_refused(found))


def test_an_override_is_kept_with_what_it_overrode_and_shown(copied, monkeypatch):
    refuse(monkeypatch)
    promotion.promote(copied.place, copied.book, reason="the old one is wrong", by="Anna")
    assert serves(copied) == "2"
    (version,) = (each for each in registry.versions(copied.place) if each.version == "2")
    kept = registry.tagged(version.tags, registry.OVERRIDE)
    assert (kept["by"], kept["reason"]) == ("Anna", "the old one is wrong")
    assert kept["overridden"] == ["calibrated: slope 0.1 [0.0, 0.2]"]
    shown = "\n".join(lineage.lineage(copied.place).lines())
    assert "overridden by Anna" in shown
    assert "the old one is wrong" in shown


def test_a_reason_that_overrides_nothing_is_no_override(copied):
    promotion.promote(copied.place, copied.book, reason="it is newer")
    assert registry.history(copied.place)[-1].reason == "it is newer"
    assert all(registry.OVERRIDE not in each.tags for each in registry.versions(copied.place))


def test_one_that_cannot_be_judged_needs_a_reason_where_somebody_serves(copied, monkeypatch):
    def cannot(*words):
        raise CannotJudge("12 are too few")

    monkeypatch.setattr(promotion.contest, "compare", cannot)
    found = promotion.promote(copied.place, copied.book)
    assert (found.promoted, found.lines()) == (
        False,
        ["judged forward in time: cannot tell: 12 are too few"],
    )
    assert promotion.promote(copied.place, copied.book, reason="first outcomes").promoted


@pytest.mark.parametrize("champion", ["gone", "of another catalogue"])
def test_where_no_champion_loads_a_new_one_serves_at_once(copied, monkeypatch, champion):
    standing = registry.having(copied.place, CHAMPION)
    if champion == "gone":
        (standing.folder / "model.skops").unlink()
    else:
        load = registry.load

        def loads(registered):
            if registered.version == "1":
                raise ModelRefused("it was made with another catalogue of heuristics")
            return load(registered)

        monkeypatch.setattr(registry, "load", loads)
    said = []
    challenger = registry.numbered(copied.place, "2")
    assert promotion.settle(copied.place, copied.book, challenger, said.append).promoted
    assert serves(copied) == "2"
    assert said[-1] == f"champion: client-risk/2; {promotion.FIRST}"


def test_a_first_one_that_the_gate_refuses_does_not_serve(copied, monkeypatch):
    refuse(monkeypatch)
    monkeypatch.setattr(promotion, "serving", lambda place: None)
    said = []
    challenger = registry.numbered(copied.place, "2")
    assert not promotion.settle(copied.place, copied.book, challenger, said.append).promoted
    assert serves(copied) == "1"
    assert "calibrated: slope 0.1 [0.0, 0.2]" in said


def test_a_challenger_whose_file_was_changed_is_never_promoted(copied):
    challenger = registry.numbered(copied.place, "2")
    file = challenger.folder / "model.skops"
    file.write_bytes(file.read_bytes()[::-1])
    with pytest.raises(ModelRefused):
        promotion.promote(copied.place, copied.book, reason="whatever it takes")
    assert serves(copied) == "1"


def test_a_champion_that_changed_meanwhile_is_not_overrun(copied, monkeypatch):
    def meanwhile(place, *words):
        registry.set_alias(place, CHAMPION, registry.numbered(place, "2"))
        return [gate.Condition("calibrated", True, "")]

    challenger = registry.numbered(copied.place, "1")
    registry.set_alias(copied.place, CHAMPION, registry.numbered(copied.place, "2"))
    monkeypatch.setattr(registry, "standing", lambda place, alias: next(answers))
    answers = iter(["3", "2", "2"])
    monkeypatch.setattr(promotion, "_conditions", meanwhile)
    with pytest.raises(ModelRefused, match="meanwhile"):
        promotion.promote(copied.place, copied.book, challenger.version)


def test_the_way_back_is_one_step_each_and_ends_at_the_first(copied):
    promotion.promote(copied.place, copied.book, reason="newer")
    move = promotion.rollback(copied.place, reason="it told less", by="Anna")
    assert (move.version, move.before, move.by, serves(copied)) == ("1", "2", "Anna", "1")
    with pytest.raises(ModelRefused, match="no champion before"):
        promotion.rollback(copied.place)
    shown = lineage.lineage(copied.place).lines()
    assert shown[-1].endswith("rollback to version 1 from 2 by Anna: it told less")


def test_the_way_back_does_not_lead_to_a_model_that_is_broken(copied):
    promotion.promote(copied.place, copied.book, reason="newer")
    (registry.numbered(copied.place, "1").folder / "model.json").unlink()
    with pytest.raises(ModelRefused):
        promotion.rollback(copied.place)
    assert serves(copied) == "2"


def test_the_champion_is_no_challenger_of_its_own(copied):
    with pytest.raises(UsageError, match="champion already"):
        promotion.judge(copied.place, copied.book, "1")
    assert promotion.promote(copied.place, copied.book, "1").promoted
    assert len(registry.history(copied.place)) == 1


def test_a_version_that_is_not_there_is_refused_in_words(copied):
    with pytest.raises(ModelRefused, match="no model client-risk/9"):
        promotion.promote(copied.place, copied.book, "9")
    with pytest.raises(UsageError, match="no version"):
        promotion.promote(copied.place, copied.book, "latest")
    registry.drop_alias(copied.place, CHALLENGER)
    with pytest.raises(ModelRefused, match="no challenger"):
        promotion.judge(copied.place, copied.book)
