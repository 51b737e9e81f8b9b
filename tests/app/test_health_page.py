"""The page of model health: the answer first, and every state that a store can be in."""

from __future__ import annotations

import pytest

from app import health, retraining
from app.retraining import Begun, Retraining
from app.training_progress import Progress
from data.errors import ModelRefused
from tests.app import made_health as made
from tests.app.sheet import write_four

KINDS = ("header", "subheader", "text", "caption", "markdown", "warning", "info", "success")


def shown(app) -> str:
    """All that a person can read, without the escapes."""
    words = [str(element.value) for kind in KINDS for element in getattr(app, kind)]
    return "\n".join(words).replace("\\", "").replace("\u2060", "")


@pytest.fixture
def opened(page, tmp_path, monkeypatch):
    """`opened(found, **query)`: the page of a hand-made health."""

    def look(found=None, lang="en", **query):
        def read(book):
            if isinstance(found, Exception):
                raise found
            return found or made.health()

        monkeypatch.setattr(health, "read", read)
        app = page(write_four(tmp_path), "health", **query)
        app.session_state["lang"] = lang
        app.run()
        assert not app.exception
        return app

    return look


def test_the_answer_comes_first_with_its_figures_and_their_intervals(opened):
    app = opened()
    assert app.header[0].value == "Model 3 serves"
    said = shown(app)
    assert "nothing speaks against it" in said
    assert "It learned from 2,000 closed engagements." in said
    assert "by Ann. Why: It ranks better" in said
    assert {card.label: card.value for card in app.metric} == {
        "Ranks right (AUC)": "0.73 [0.70 to 0.78]",
        "Better than the base rate by": "12% [8% to 17%]",
        "Base rate": "61%",
        "From your own outcomes": "67%",
    }


def test_it_speaks_russian(opened):
    app = opened(lang="ru")
    assert app.header[0].value == "Действует модель 3"
    assert "против неё ничего не говорит" in shown(app)


def test_what_speaks_against_the_model_is_a_warning_with_what_to_do(opened):
    bad = made.kept(judgement=made.judgement(made.figure(-0.02, -0.1, 0.03)))
    app = opened(made.health(champion=bad))
    assert "no better than the base rate" in app.warning[0].value
    assert "nothing speaks against it" not in shown(app)


def test_an_unjudged_model_gets_no_green_word(opened):
    app = opened(
        made.health(champion=made.kept(judgement=made.judgement(unjudged="x", figures={})))
    )
    assert "cannot tell how good it is" in shown(app)
    assert "nothing speaks against it" not in shown(app)
    assert app.metric[0].value == "cannot tell"


def test_without_a_model_the_page_offers_to_train_one(opened):
    app = opened(made.health(champion=None, versions=(), before=None))
    assert app.header[0].value == "No model serves yet"
    assert app.button(key="retrain").label == "Train a new model"


def test_a_store_that_is_away_gets_a_page_that_helps(opened):
    away = ModelRefused("the model store does not answer", where="models", next_step="wait")
    app = opened(away)
    said = shown(app)
    assert "The model store does not answer." in said
    assert "Prospects stay as they were last scored." in said
    assert app.button(key="again")


@pytest.mark.parametrize("section", ["judged", "rules", "challenger", "drift", "life"])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_section_can_be_opened_by_its_address(opened, section, lang):
    app = opened(section=section, lang=lang)
    assert app.session_state["section"] == section


def test_what_comes_from_outside_is_no_markup(opened):
    app = opened(section="judged")
    slices = app.dataframe[1].value
    assert slices.iloc[1, 0] == "segment: <b>retail</b>"


def test_rules_can_be_narrowed_to_those_that_outcomes_contradict(opened):
    app = opened(section="rules")
    assert app.dataframe[0].value["Found"].tolist() == [
        "contradicted",
        "supported",
        "too few to say",
    ]
    app = opened(section="rules", tried="contradicted")
    assert app.dataframe[0].value["Found"].tolist() == ["contradicted"]


def waiting(verdict, fresh, monkeypatch):
    monkeypatch.setattr(health, "fresh", lambda *given: fresh)
    return made.health(challenger=made.kept("4", "challenger", verdict=verdict, promoted=None))


def test_a_challenger_must_be_compared_before_it_can_be_promoted(opened, monkeypatch):
    app = opened(waiting(None, False, monkeypatch), section="challenger")
    assert app.button(key="promote").disabled
    judged = []
    monkeypatch.setattr(health, "judge", lambda book, number: judged.append(number))
    app.button(key="judge").click().run()
    assert judged == ["4"]


def test_promoting_asks_for_a_reason_and_is_recorded_with_the_name(opened, monkeypatch):
    asked = []

    def promote(book, number, reason, by, *, override):
        asked.append((number, reason, bool(by), override))
        return health.Promotion(None, True, ())

    monkeypatch.setattr(health, "promote", promote)
    app = opened(waiting(made.verdict(), True, monkeypatch), section="challenger")
    app.button(key="promote").click().run()
    assert app.button(key="confirm").disabled
    app.text_area(key="why").set_value("It ranks better").run()
    app.button(key="confirm").click().run()
    assert asked == [("4", "It ranks better", True, False)]


def test_against_the_gate_it_takes_a_tick_as_well(opened, monkeypatch):
    refused = made.verdict("refused", passed=False)
    app = opened(waiting(refused, True, monkeypatch), section="challenger")
    app.button(key="promote").click().run()
    app.text_area(key="why").set_value("It ranks better").run()
    assert app.button(key="confirm").disabled
    app.checkbox(key="override").check().run()
    assert not app.button(key="confirm").disabled


def test_going_back_asks_for_a_reason(opened, monkeypatch):
    asked = []

    def roll_back(book, reason, by):
        asked.append(reason)
        return made.kept("2").promoted

    monkeypatch.setattr(health, "roll_back", roll_back)
    app = opened(section="life")
    app.button(key="rollback").click().run()
    assert app.button(key="confirm").disabled
    app.text_area(key="why").set_value("It misleads").run()
    app.button(key="confirm").click().run()
    assert asked == ["It misleads"]
    assert "Model 2 serves now." in shown(app)


BEGUN = Begun("2026-11-26T12:00:00Z", "Ann", 1)
ENDS = {
    "running": (Progress("judging", 0.4), "Judging on the newest engagements"),
    "done": (
        Progress("done", 1.0, version="4", answer="refused", against=("calibrated",)),
        "The gate refuses it: calibrated.",
    ),
    "failed": (Progress("failed", 0.2, what="it is empty", next_step="import"), "it is empty"),
    "cancelled": (Progress("judging", 0.4), "was cancelled by Ben"),
    "stopped": (Progress("judging", 0.4), "stopped from outside"),
}


@pytest.mark.parametrize("state", list(ENDS))
def test_every_end_of_a_training_is_told(opened, monkeypatch, state):
    progress, said = ENDS[state]
    begun = Begun(BEGUN.at, "Ann", 1, "Ben" if state == "cancelled" else None)
    monkeypatch.setattr(retraining, "look", lambda book: Retraining(state, begun, progress))
    app = opened()
    bars = "\n".join(str(each.proto) for each in app.get("progress"))
    assert said in shown(app) + bars
    assert any(each.key == "cancel" for each in app.button) == (state == "running")


def test_the_button_starts_one_in_the_name_of_who_looks(opened, monkeypatch):
    begun = []
    monkeypatch.setattr(retraining, "start", lambda book, by, at: begun.append(by))
    app = opened()
    app.button(key="retrain").click().run()
    assert len(begun) == 1
    assert begun[0]
