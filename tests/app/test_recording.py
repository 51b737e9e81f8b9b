"""What a person records on a prospect's page: kept once, plain, and whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app import champion
from app.recording import closing_moment, owed
from app.viewer import look_as
from data.entries import GutCall
from data.logbook import Logbook
from tests.app.sheet import AS_OF, write_four

ME = "test@example.com"  # as AppTest logs in
HOSTILE = "![x](http://a/b.png) <script>alert(1)</script> =1+1"


def script():
    """The forms alone, as a prospect's page embeds them."""
    import streamlit as st

    from app.views import frame
    from app.views.recording import gut_first, record, said_so_far, saved

    frame.look()
    saved()
    opened = frame.opened()
    one = opened.prospect("P-1")
    if one is None:
        said_so_far(opened, opened.that_ended("P-1"))
    elif not gut_first(opened, one):
        st.header("the score")
        record(opened, one)


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.delenv("CLIENTRISK_LOGBOOK", raising=False)
    monkeypatch.setattr(champion, "FIRST_LOOK", 1e6)
    path = write_four(tmp_path)
    monkeypatch.setenv("CLIENTRISK_BOOK", str(path))
    return path


@pytest.fixture
def logbook(book):
    return Logbook.open(book)


@pytest.fixture
def form(book):
    """`form(lang)`: the forms, run once."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    def run(lang="en"):
        app = AppTest.from_function(script, default_timeout=30)
        app.query_params["lang"] = lang
        app.run()
        assert not app.exception
        return app

    yield run
    st.cache_resource.clear()


def named(elements, label):
    (found,) = (each for each in elements if each.label == label)
    return found


def press(app, label):
    named(app.button, label).click().run()
    assert not app.exception
    return app


def headers(app):
    return [each.value for each in app.header]


def toasts(app):
    return [each.value for each in app.toast]


def warnings(app):
    return [each.value for each in app.warning]


def test_whoever_did_not_ask_for_it_sees_the_score_at_once(form):
    assert headers(form()) == ["the score"]


def test_a_gut_call_comes_before_the_score_and_is_asked_for_once(form, logbook):
    logbook.set_settings(ME, gut_first=True)
    app = form()
    assert headers(app) == ["What does your gut say?"]
    press(app, "Note my call")
    assert warnings(app) == ["Choose a chance first, or ask for the score."]
    assert logbook.gut_calls() == []
    named(app.pills, "How likely is it to pay off?").set_value(0.7)
    named(app.text_input, "Why (optional)").set_value(HOSTILE)
    press(app, "Note my call")
    assert headers(app) == ["the score"]
    assert toasts(app) == ["Your gut call is noted."]
    (call,) = logbook.gut_calls()
    assert (call.by, call.engagement_id, call.chance) == (ME, "P-1", 0.7)
    assert (call.shown, call.note) == (False, HOSTILE)
    assert (call.as_of, call.model_verdict, call.model_version) == (AS_OF, "Think twice", "7")
    assert 0 < call.model_chance < call.cut_off
    assert call.base_rate == 0.55
    assert headers(form()) == ["the score"]


def test_the_score_can_be_asked_for_without_a_call_which_is_kept(form, logbook):
    logbook.set_settings(ME, gut_first=True)
    app = press(form(), "Show me the score")
    assert headers(app) == ["the score"]
    (call,) = logbook.gut_calls()
    assert (call.chance, call.shown) == (None, True)


def test_an_outcome_is_recorded_whole_or_not_at_all(form, logbook):
    app = press(form(), "Record")
    assert warnings(app) == ["Choose how it ended."]
    assert logbook.outcomes() == []
    named(app.button_group, "How did it end?").set_value("It did not pay off")
    named(app.number_input, "Revenue received (optional)").set_value(1200.0)
    named(app.text_input, "Note (optional)").set_value(HOSTILE)
    press(app, "Record")
    assert toasts(app) == ["The outcome is recorded."]
    (outcome,) = logbook.outcomes()
    assert (outcome.by, outcome.engagement_id, outcome.paid_off) == (ME, "P-1", False)
    assert (float(outcome.revenue), outcome.reason) == (1200.0, HOSTILE)
    assert datetime.now(UTC) - outcome.closed_at < timedelta(minutes=2)
    assert outcome.model_verdict == "Think twice"
    shown = [each.value for each in app.text]
    assert f"“{HOSTILE}”" in shown
    assert any(each.startswith("It did not pay off · 1,200 EUR · ") for each in shown)


def test_an_override_needs_a_reason_and_can_be_taken_back(form, logbook):
    app = press(form(), "Override")
    assert warnings(app) == ["Say why: an override needs a reason."]
    named(app.text_area, "Why").set_value(HOSTILE)
    press(app, "Override")
    (override,) = logbook.overrides()
    assert (override.verdict, override.model_verdict) == ("Worth the work", "Think twice")
    assert override.reason == HOSTILE
    press(app, "Take back")
    assert logbook.overrides() == []
    assert len(logbook.overrides(withdrawn=True)) == 1


def test_a_saved_form_is_empty_and_another_one(form, logbook):
    app = form()
    old = named(app.text_area, "Why")
    old.set_value("A hunch")
    press(app, "Override")
    new = named(app.text_area, "Why")
    assert (new.value, new.key != old.key) == ("", True)
    press(app, "Override")
    assert len(logbook.overrides()) == 1


def test_a_gut_call_of_somebody_else_cannot_be_taken_back(form, logbook):
    logbook.note_gut("Ben", "P-1", 0.5, as_of=AS_OF)
    logbook.note_gut(ME, "P-1", 0.6, as_of=AS_OF)
    app = form()
    assert [each.label for each in app.button].count("Take back") == 1


def test_a_logbook_that_cannot_be_read_leaves_the_page_with_a_next_step(form, book):
    (book.parent / "logbook.db").write_bytes(b"Dear diary " * 300)
    app = form()
    assert headers(app) == ["the score"]
    (told,) = (each.replace("\\", "") for each in warnings(app))
    assert "The file is no logbook" in told
    assert "Put back a copy of it" in told
    press(app, "Record")
    assert not app.exception


def test_the_forms_speak_russian(form, logbook):
    logbook.set_settings(ME, gut_first=True)
    app = form("ru")
    assert headers(app) == ["Что подсказывает чутьё?"]
    press(app, "Показать оценку")
    assert "Записать" in [each.label for each in app.button]
    logbook.record_outcome("Ben", "P-1", True, revenue=1200)
    texts = [each.value for each in form("ru").text]
    assert any(each.startswith("Окупилось · 1\xa0200 EUR · ") for each in texts)


def test_a_call_is_owed_until_a_person_made_one_or_asked_for_the_score():
    said = {"id": "g", "at": AS_OF, "chance": 0.5, "shown": False, "engagement_id": "P-1"}
    noted = [GutCall(by="Ann", **said), GutCall(by="Ben", **{**said, "engagement_id": "P-2"})]
    assert owed(noted, "Ann", ["P-1", "P-2", "P-3"]) == {"P-2", "P-3"}


def test_a_day_ends_in_the_viewer_s_zone_and_never_later_than_now():
    now = datetime(2026, 3, 9, 12, tzinfo=UTC)
    look_as("en", "Asia/Tokyo")
    try:
        ended = closing_moment(date(2026, 3, 5), now)
        assert ended == datetime(2026, 3, 5, 14, 59, 59, tzinfo=UTC)
        assert closing_moment(date(2026, 3, 9), now) == now
    finally:
        look_as("en")
