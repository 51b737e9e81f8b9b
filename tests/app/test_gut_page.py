"""The page of gut against numbers: how to begin, an answer, and nothing claimed from too little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app import monthly_chart
from app.gut import Month
from app.viewer import speaking
from app.views.gut import COUNTED
from data import logbook as keeping
from data.logbook import Logbook
from tests.app.sheet import AS_OF, engagement, explanation, interaction, part, sheet, write_rows

HOSTILE = "![x](http://a/b.png) <script>alert(1)</script>"
NUMBER = 24


@pytest.fixture
def book(tmp_path, monkeypatch):
    """As many open engagements of as many clients, and one that is hostile."""
    from app.scores import save_scores

    monkeypatch.delenv("CLIENTRISK_LOGBOOK", raising=False)
    names = [*(f"P-{place}" for place in range(NUMBER)), HOSTILE]
    cards = [engagement(name, f"client of {name}") for name in names]
    events = [interaction(f"i-{name}", name, f"client of {name}") for name in names]
    path = write_rows(tmp_path, cards, events)
    save_scores(
        path, sheet(path, [explanation(name, [part(None, "other", 0.1)]) for name in names])
    )
    return path


@pytest.fixture
def at(monkeypatch):
    """`at(moment)`: what the logbook's clock says from now on."""

    def turn(moment):
        clock = type("Clock", (datetime,), {"now": classmethod(lambda cls, zone=None: moment)})
        monkeypatch.setattr(keeping, "datetime", clock)

    return turn


@pytest.fixture
def said(book, at):
    """Gut was closer than the model, over two months; Ben made half of the calls."""
    logbook = Logbook.open(book)
    for place in range(NUMBER):
        name, paid_off = f"P-{place}", place % 2 == 0
        model = {"model_chance": 0.5, "cut_off": 0.45, "base_rate": 0.55, "as_of": AS_OF}
        model["model_verdict"] = "Worth the work"
        at(datetime(2026, 4, 20, tzinfo=UTC) + timedelta(days=place))
        by = "Ann" if place < NUMBER / 2 else "Ben"
        logbook.note_gut(by, name, 0.9 if paid_off else 0.1, **model)
        if place < 3:
            logbook.override(by, name, "Think twice", reason=HOSTILE, **model)
        at(datetime(2026, 4, 25, tzinfo=UTC) + timedelta(days=place))
        logbook.record_outcome(by, name, paid_off)
    logbook.note_gut("Ben", HOSTILE, 0.5, note=HOSTILE, **model)
    return logbook


def shown(app) -> str:
    kinds = ("header", "subheader", "text", "markdown", "caption")
    words = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    return "\n".join(words).replace("\\", "").replace("\u2060", "")


def cards(app):
    return {card.label: card.value for card in app.metric}


def test_an_empty_page_says_how_to_begin_and_has_the_setting(page, book):
    app = page(book, "gut")
    assert not app.exception
    assert "Nobody has made a call yet" in shown(app)
    assert not app.metric
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert Logbook.open(book).settings("test@example.com").gut_first
    assert page(book, "gut").toggle[0].value


def test_the_answer_comes_first_with_its_interval(page, book, said):
    app = page(book, "gut")
    assert not app.exception
    words = shown(app)
    assert "Gut was closer than the model to what came." in words
    assert (
        "24 calls with a known end. Brier score of gut less the model's: −0.240 [−0.240 to" in words
    )
    assert "1 call waits for its end." in words
    assert cards(app) == {"Gut": "0.010", "Model": "0.250", "Base rate": "0.253"}
    assert "Right calls: 100% (100% to 100%)" in words
    assert "Right against the model in 1 of 3 that have ended: 33% [" in words
    assert "Too few to say more." in words


def test_the_calls_of_one_person_are_too_few_and_said_to_be(page, book, said):
    app = page(book, "gut", by="Ann")
    assert app.selectbox(key="by").value == "Ann"
    assert "Too few to say who is closer." in shown(app)
    assert "Needed: 20 engagements of 10 clients; so far 12 of 12." in shown(app)
    assert set(app.dataframe[0].value["Who"]) == {"Ann"}


def test_what_people_and_clients_wrote_is_plain_text(page, book, said):
    app = page(book, "gut")
    table = app.dataframe[0].value
    assert table["Note"][0] == table["Engagement"][0] == HOSTILE
    marked = [str(each.value) for kind in ("markdown", "caption") for each in getattr(app, kind)]
    assert not any("http://" in each for each in marked)


def test_the_page_speaks_russian(page, book, said):
    app = page(book, "gut")
    app.session_state["lang"] = "ru"
    app.run()
    words = shown(app)
    assert "Чутьё оказалось точнее модели." in words
    assert "24 прогноза с известным исходом" in words
    assert cards(app)["Чутьё"] == "0,010"
    assert "Против модели оказались правы в 1 из 3" in words


def test_a_locked_or_broken_logbook_leaves_a_next_step(page, book):
    (book.parent / "logbook.db").write_bytes(b"Dear diary " * 300)
    app = page(book, "gut")
    assert not app.exception
    assert "The file is no logbook" in app.warning[0].value.replace("\\", "")


def test_every_kind_of_call_has_its_words():
    from typing import get_args

    from app.gut import Kind

    assert set(COUNTED) == set(get_args(Kind))


def test_the_chart_says_each_line_by_name_and_sign_and_leaves_out_what_is_not_known():
    months = [Month("2026-04", 3, 0.2, 0.1, float("nan")), Month("2026-05", 2, 0.3, 0.1, 0.25)]
    with speaking("ru"):
        found = monthly_chart.spec(months, dark=True)
    values = found["data"]["values"]
    assert [each["month"] for each in values] == ["04/2026"] * 2 + ["05/2026"] * 3
    assert {each["line"] for each in values} == {"Чутьё", "Модель", "Базовая доля"}
    assert values[0]["told"] == "0,200"
    point = found["layer"][1]["encoding"]["shape"]
    assert len(set(point["scale"]["range"])) == 3
