"""What stands beside a score on its page: the draft of a message, and similar past clients."""

from __future__ import annotations

import pytest

from app.scores import save_scores
from tests.app.sheet import engagement, explanation, interaction, part, sheet, write_rows
from tests.app.test_pages import shown

SCRIPT = """
import os
import streamlit as st
from app.views import frame
from app.views.drafted import draft_block
from app.views.similar import similar_block
frame.look()
opened = frame.opened()
one = opened.prospect("P-1")
draft_block(opened, one, opened.explanation("P-1"))
similar_block(opened, one)
"""
HOSTILE = "![x](http://127.0.0.1:9/a.png)"


def near(engagement_id, *shared):
    return {
        "engagement_id": engagement_id,
        "distance": 0.1,
        "chance_then": 0.4,
        "shared": list(shared),
    }


ALIKE = {
    "ended": {
        "E-1": {
            "client_id": HOSTILE,
            "closed_at": "2026-01-05T00:00:00Z",
            "paid_off": False,
            "revenue": 1200.0,
        },
        "E-2": {
            "client_id": "Harbour",
            "closed_at": "2025-11-05T00:00:00Z",
            "paid_off": True,
            "revenue": None,
        },
    },
    "open": {
        "P-1": {
            "nearest": [
                {
                    "engagement_id": "E-1",
                    "distance": 0.1,
                    "chance_then": 0.4,
                    "shared": ["low-ball"],
                },
                {"engagement_id": "E-2", "distance": 0.3, "chance_then": 0.6, "shared": []},
            ],
            "among": 30,
            "paid_off": 12,
            "low": 0.29,
            "high": 0.52,
        }
    },
}


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """`beside(text, contact, language, extras)`: both blocks for a client who wrote that."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    from app import champion

    monkeypatch.setattr(champion, "FIRST_LOOK", 1e6)

    def run(text="Can we start in May?", contact="Ann", told_in="en", kept=ALIKE):
        rows = [interaction("i-1", "P-1", "Harbour", text=text, contact=contact)]
        book = write_rows(tmp_path, [engagement("P-1", "Harbour")], rows)
        told = explanation("P-1", [part("low-ball", "flag", -0.2, "Twice.")], action="take-control")
        made = sheet(book, [told])
        if kept is not None:
            made.extras["similar"] = kept
        save_scores(book, made)
        monkeypatch.setenv("CLIENTRISK_BOOK", str(book))
        app = AppTest.from_string(SCRIPT, default_timeout=30)
        app.session_state["lang"] = told_in
        app.run()
        assert not app.exception
        return app

    yield run
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.mark.parametrize(
    ("text", "greeting", "why"),
    [
        ("Can we start in May?", "Dear Ann,", "They write in English."),
        ("Начнём в мае?", "Здравствуйте, Ann!", "They write in Russian."),
        (None, "Dear Ann,", "They have written nothing yet, so it is in your language."),
    ],
    ids=["English", "Russian", "nothing written"],
)
def test_the_draft_is_in_the_client_s_language_and_says_why(beside, text, greeting, why):
    app = beside(text)
    assert greeting in app.text_area[0].value
    assert app.code[0].value == app.text_area[0].value
    assert why in shown(app)


def test_a_changed_draft_is_what_is_copied(beside):
    app = beside()
    app.text_area[0].set_value("Hello Ann, Tuesday at ten?").run()
    assert app.code[0].value == "Hello Ann, Tuesday at ten?"


def test_a_hostile_contact_is_not_greeted(beside):
    assert beside(contact=HOSTILE).text_area[0].value.split("\n\n")[1] == "Hello,"


@pytest.mark.parametrize(
    ("told_in", "share", "ended"),
    [
        (
            "en",
            "Of the 30 most similar, 12 paid off (29% to 52% in four of five cases).",
            "paid off",
        ),
        ("ru", "Из 30 самых похожих окупилось 12", "окупился"),
    ],
)
def test_similar_past_clients_are_listed_with_how_they_ended(beside, told_in, share, ended):
    app = beside(told_in=told_in)
    assert share in shown(app)
    rows = app.dataframe[0].value
    assert rows.iloc[:, 0].tolist()[0] == HOSTILE
    assert rows.iloc[1, 0].startswith("Harbour (")
    assert rows.iloc[:, 2].tolist() == [
        {"en": "did not pay off", "ru": "не окупился"}[told_in],
        ended,
    ]
    assert rows.iloc[1, 3] == {"en": "not known", "ru": "неизвестно"}[told_in]
    assert not any("![x](" in element.value for element in (*app.markdown, *app.caption))


@pytest.mark.parametrize("kept", [None, {"ended": {}, "open": {}}], ids=["not asked", "none"])
def test_where_nothing_has_ended_a_sentence_says_so(beside, kept):
    app = beside(kept=kept)
    assert "No engagement of this book has ended yet" in shown(app)
    assert not app.dataframe
