"""The history of a prospect on its page: charts, moves and the record, and what fails calmly."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.replay import Change, Moment, Replay
from app.scores import save_scores
from app.views import frame, history
from data.errors import ModelRefused
from tests.app.sheet import (
    AS_OF,
    evidence,
    explanation,
    interaction,
    part,
    sheet,
    write_four,
    write_rows,
)
from tests.app.sheet import engagement as card

HOSTILE = "![x](http://evil.example/a.png) <script>alert(1)</script> \u202e :material/home: $x$"


def script():
    import streamlit as st

    from app.views import frame
    from app.views.history import history_block

    frame.look()
    opened = frame.opened()
    one = opened.prospect(st.query_params["id"])
    history_block(opened, one, opened.explanation(one.engagement_id))


@pytest.fixture
def block(monkeypatch):
    """Run the block alone for a prospect of a book."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    def run(book, engagement_id, **query):
        monkeypatch.setenv("CLIENTRISK_BOOK", str(book))
        app = AppTest.from_function(script, default_timeout=30)
        app.query_params.update({"id": engagement_id, **query})
        return app.run()

    yield run
    st.cache_resource.clear()


@pytest.fixture
def told(monkeypatch):
    """A replay that was made by hand, where a model would be asked."""
    change = Change("ultimatum-meeting", "flag", None, "", -0.9)
    moments = (
        Moment(days_ago(20), 0.7, 0.6, 0.8, 0.45, "go on", 1, None),
        Moment(days_ago(10), 0.3, 0.2, 0.4, 0.45, "decline", 2, change),
    )
    opened, end = days_ago(60), days_ago(0)
    made = Replay("P-1", "7", False, opened, end, False, None, moments, None, None, ("Mind it.",))
    monkeypatch.setattr(history, "_told_again", lambda *_: made)


def days_ago(days):
    return (AS_OF - timedelta(days=days)).isoformat()


def shown(app):
    kinds = ("header", "subheader", "text", "markdown", "caption", "toggle")
    found = [element for kind in kinds for element in getattr(app, kind)]
    words = [str(getattr(each, "label", None) or each.value) for each in found]
    return "\n".join(words).replace("\\", "").replace("\u2060", "")


def specs(app):
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def test_the_page_tells_what_moved_the_chance_and_what_is_on_record(block, told, tmp_path):
    app = block(write_four(tmp_path), "P-1")
    assert not app.exception
    said = shown(app)
    assert "Worth the work from 11 Mar 2026 → Think twice from 21 Mar 2026" in said
    assert "1. 21 Mar 2026: 70% → 30%" in said
    assert "speaks more against it" in said
    assert "Mind it." in said
    assert "Thursday at ten, then" in said
    assert "speaks against" in said
    assert "waives a flag" in said
    assert len(specs(app)) == 2


def test_what_came_is_counted_where_it_came_often():
    whats = ["Message"] * 4 + ["Order placed", "Note", "Payment", "Payment"]
    assert history._together(whats) == "Message (4), Order placed, Note, and 2 more"
    assert history._together(["Note"]) == "Note"
    assert history._together([]) == "nothing new came: time went by"


def test_the_page_is_russian_for_a_russian_reader(block, told, tmp_path):
    said = shown(block(write_four(tmp_path), "P-1", lang="ru"))
    assert "Что сдвинуло шанс" in said
    assert "сильнее говорит против" in said
    assert "Стоит работы с 11 мар. 2026" in said
    assert "Everything" not in said


def test_without_a_model_the_record_still_stands(block, monkeypatch, tmp_path):
    def none(_):
        raise ModelRefused("there is no model here", where="models", next_step="train one")

    monkeypatch.setattr(frame, "live", none)
    app = block(write_four(tmp_path), "P-1")
    assert not app.exception
    assert "The past cannot be scored: there is no model here." in shown(app)
    assert "Thursday at ten, then" in shown(app)
    assert len(specs(app)) == 1


def test_nothing_on_record_is_said(block, tmp_path):
    app = block(write_four(tmp_path), "P-3")
    assert "Nothing is on record of this client yet." in shown(app)
    assert specs(app) == []


def test_a_record_that_cannot_be_read_is_a_helpful_page(block, tmp_path):
    book = write_four(tmp_path)
    next(book.glob("interactions-*.parquet")).write_bytes(b"broken")
    app = block(book, "P-1")
    assert not app.exception
    assert "The book's history cannot be read." in shown(app)


def test_what_is_filed_under_an_engagement_of_theirs_is_on_record(block, told, tmp_path):
    rows = [interaction("i-1", "P-1", "Somebody else", text="filed under the engagement")]
    book = write_rows(tmp_path, [card("P-1", "C")], rows)
    save_scores(book, sheet(book, [explanation("P-1", [])]))
    assert "filed under the engagement" in shown(block(book, "P-1"))


def long_book(folder):
    rows = [
        interaction(f"i-{n:02}", "P-1", "C", text=f"word {n}", occurred_at=AS_OF - timedelta(n))
        for n in range(45)
    ]
    flag = part("low-ball", "flag", -0.9, "Told.", (evidence("i-30"),))
    book = write_rows(folder, [card("P-1", "C")], rows)
    save_scores(book, sheet(book, [explanation("P-1", [flag])]))
    return book


def test_a_long_record_is_turned_page_by_page_newest_first(block, told, tmp_path):
    app = block(long_book(tmp_path), "P-1")
    said = shown(app).splitlines()
    written = [line for line in said if line.startswith("word ")]
    assert written == [f"word {n}" for n in range(history.PER_PAGE)]


def test_only_what_counts_is_left_where_asked_for(block, told, tmp_path):
    app = block(long_book(tmp_path), "P-1")
    app.toggle[0].set_value(True).run()
    assert not app.exception
    written = [line for line in shown(app).splitlines() if line.startswith("word ")]
    assert written == ["word 30"]


def test_what_a_client_wrote_is_never_markup(block, told, tmp_path):
    rows = [interaction("i-1", "P-1", HOSTILE, text=HOSTILE)]
    book = write_rows(tmp_path, [card("P-1", HOSTILE)], rows)
    save_scores(book, sheet(book, [explanation("P-1", [])]))
    app = block(book, "P-1")
    assert not app.exception
    assert HOSTILE in [text.value for text in app.text]
    marked = [element.value for kind in ("markdown", "caption") for element in getattr(app, kind)]
    assert not any("evil" in words for words in marked)


def test_a_text_of_a_megabyte_is_cut_and_says_so(block, told, tmp_path):
    rows = [interaction("i-1", "P-1", "C", text="x" * 1_000_000)]
    book = write_rows(tmp_path, [card("P-1", "C")], rows)
    save_scores(book, sheet(book, [explanation("P-1", [])]))
    said = shown(block(book, "P-1"))
    assert "of 1,000,000 characters" in said
    assert len(said) < 2 * history.LONGEST_TEXT
