import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from app.scores import load_scores, save_scores, sheet_path
from app.serve import PROJECT, environment
from app.views import frame
from data.errors import ModelRefused
from features.catalogue import HEURISTICS
from tests.app.sheet import (
    QUOTE,
    engagement,
    evidence,
    explanation,
    four_prospects,
    interaction,
    part,
    sheet,
    write_four,
    write_rows,
)


def shown(app) -> str:
    """All that a person can read on the page, in one piece, without the escapes."""
    kinds = ("header", "subheader", "text", "markdown", "caption", "info", "warning", "metric")
    words = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    return "\n".join(words).replace("\\", "").replace("\u2060", "")


def clients(app) -> list[str]:
    return app.dataframe[0].value["client"].tolist()


def open_prospect(page, book, engagement_id):
    app = page(book, "prospect", id=engagement_id)
    assert not app.exception
    return app


def test_the_list_shows_the_open_prospects_with_what_needs_a_decision_first(page, tmp_path):
    app = page(write_four(tmp_path))
    assert not app.exception
    assert clients(app) == ["Harbour & Sons", "Kiosk 24", "Quiet GmbH", "Северный мост"]
    assert {card.label: card.value for card in app.metric} == {
        "Open prospects": "4",
        "Expected gain": "0 EUR",
        "Need attention": "2",
        "Moved this week": "0",
    }


def test_an_abstained_prospect_shows_words_and_no_number(page, tmp_path):
    book = write_four(tmp_path)
    rows = page(book).dataframe[0].value.set_index("client")
    assert rows.loc["Quiet GmbH", "word"] == "No verdict"
    assert rows.loc["Quiet GmbH"].isna()["chance"]
    app = open_prospect(page, book, "P-3")
    assert "No verdict yet" in app.header[0].value
    assert not app.metric
    assert "%" not in shown(app)


def test_search_narrows_the_list_and_can_be_sent_as_a_link(page, tmp_path):
    book = write_four(tmp_path)
    app = page(book)
    app.text_input(key="q").set_value("harbour").run()
    assert clients(app) == ["Harbour & Sons"]
    assert clients(page(book, q="countered")) == ["Kiosk 24"]


def test_filters_combine_and_can_be_sent_as_a_link(page, tmp_path):
    book = write_four(tmp_path)
    app = page(book)
    app.multiselect(key="segment").set_value(["logistics"]).run()
    assert clients(app) == ["Kiosk 24", "Северный мост"]
    app.multiselect(key="owner").set_value(["Ben"]).run()
    assert clients(app) == ["Северный мост"]
    assert clients(page(book, segment="retail", owner="Ann")) == ["Harbour & Sons"]
    assert clients(page(book, verdict="No verdict")) == ["Quiet GmbH"]


def test_a_search_without_a_hit_says_so(page, tmp_path):
    app = page(write_four(tmp_path), q="nobody at all")
    assert not app.dataframe
    assert "No prospect matches" in shown(app)


@pytest.mark.parametrize("chosen", [{"rows": [0]}, {"rows": [], "cells": [(0, "client")]}])
def test_a_click_in_a_row_opens_the_prospect(page, tmp_path, chosen):
    app = page(write_four(tmp_path))
    selection = {"rows": [], "columns": [], "cells": []} | chosen
    app.session_state["rows"] = {"selection": selection}
    app.run()
    assert not app.exception
    assert app.header[0].value == "Think twice: going on is worth less than it costs."
    assert app.query_params["id"] == "P-1"


def test_entering_the_table_with_the_keyboard_does_not_leave_the_page(page, tmp_path):
    app = page(write_four(tmp_path))
    app.session_state["rows"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "word")]}}
    app.run()
    assert "worth the work?" in app.header[0].value
    app.button(key="open").click().run()
    assert app.query_params["id"] == "P-1"


def test_a_prospect_shows_verdict_reasons_quotes_and_what_to_do(page, tmp_path):
    app = open_prospect(page, write_four(tmp_path), "P-1")
    said = shown(app)
    for expected in (
        "Think twice: going on is worth less than it costs.",
        "Harbour & Sons · P-1",
        "Step back early",
        "Offer one hour next week, once.",
        "Demanded a meeting at once",
        f"“{QUOTE}”",
        "21 Mar 2026 · email · from the client",
        "**Moves a meeting honestly**",
        "From “Tomorrow, or no more”",
        "Moved once, said why, and kept the new date.",
        "The money is late",
        "Without both the chance would be 50%",
    ):
        assert expected in said, expected


LEDGER = {
    "lines": [
        {"what": "money", "told": "Money still to come", "if_pays_off": 9000.0, "if_not": 100.0},
        {"what": "hours", "told": "Our hours", "if_pays_off": -4000.0, "if_not": -3100.0},
    ],
    "gain": 5000.0,
    "loss": -3000.0,
    "expected_gain": 1200.0,
    "settings": {"loss_aversion": 2.0},
}


def test_a_prospect_shows_its_interval_cut_off_and_both_sides_in_money(page, tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, [explanation("P-1", [], ledger=LEDGER)]))
    app = open_prospect(page, book, "P-1")
    said = shown(app)
    assert "45% to 65% in four of five cases; worth it from 45%" in said
    assert "going on is worth 1,200 EUR on average" in said
    assert "A loss counts 2 times: a setting, not the data." in said
    assert "It was seen." in said
    assert "Another chance would." in said
    (both,) = [frame.value for frame in app.dataframe if "If not" in frame.value]
    assert both.values.tolist() == [
        ["Money still to come", "9,000 EUR", "100 EUR"],
        ["Our hours", "-4,000 EUR", "-3,100 EUR"],
        ["Going on, beside declining", "5,000 EUR", "-3,000 EUR"],
    ]


def test_a_ledger_that_cannot_be_told_says_why(page, tmp_path):
    assert "No money on record." in shown(open_prospect(page, write_four(tmp_path), "P-1"))


def test_cautions_of_a_book_stand_on_every_page(page, tmp_path):
    book = write_four(tmp_path, cautions=["This book is small."])
    for view in ("prospects", "prospect"):
        assert "This book is small." in shown(page(book, view, id="P-1"))


def test_the_table_of_parts_ends_at_the_chance(page, tmp_path):
    app = open_prospect(page, write_four(tmp_path), "P-1")
    rows = app.dataframe[0].value
    assert rows["Effect"].tolist() == ["", "−1.60", "+0.40", "−0.20", ""]
    assert rows["Chance after it"].tolist()[-1] == app.metric[0].value == "23%"


def test_an_unknown_or_missing_prospect_is_a_page_and_no_error(page, tmp_path):
    book = write_four(tmp_path)
    app = open_prospect(page, book, "![x](http://evil.example/x)")
    assert "not in the list" in app.header[0].value
    assert not any("evil" in element.value for element in app.markdown)
    app = page(book, "prospect")
    assert not app.exception
    assert "No prospect chosen" in app.header[0].value


def test_a_simulated_book_says_so_on_every_page(page, tmp_path):
    book = write_four(tmp_path / "simulated", simulated=True)
    real = write_four(tmp_path / "real")
    for view in ("prospects", "prospect"):
        assert "Simulated" in shown(page(book, view, id="P-1"))
        assert "Simulated" not in shown(page(real, view, id="P-1"))


def test_a_book_with_nothing_open_says_so(page, tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, []))
    app = page(book)
    assert not app.exception
    assert "nothing to decide" in shown(app)


def test_a_missing_book_is_a_page_with_a_next_step(page, tmp_path):
    app = page(tmp_path / "nowhere")
    assert not app.exception
    assert "Nothing to show yet" in shown(app)
    assert "make demo" in shown(app)
    assert app.code[0].value == str(tmp_path / "nowhere")


def test_a_missing_or_broken_sheet_is_made_again_and_kept(page, tmp_path, monkeypatch):
    book = write_four(tmp_path)
    (sheet_path(book) / "header.json").write_text("{", "utf-8")
    asked = []

    def score_book(path, progress=None, **_):
        asked.append(path)
        progress(0.5)
        return sheet(book, four_prospects()[2][:1])

    monkeypatch.setattr(frame, "score_book", score_book)
    app = page(book)
    assert clients(app) == ["Harbour & Sons"]
    assert load_scores(book) is not None
    assert clients(app.run()) == ["Harbour & Sons"]
    assert len(asked) == 1


def test_a_refused_model_is_a_page_and_no_traceback(page, tmp_path, monkeypatch):
    book = write_four(tmp_path)
    (sheet_path(book) / "header.json").unlink()

    def score_book(path, progress=None, **_):
        raise ModelRefused("there is no champion", next_step="run `clientrisk train`")

    monkeypatch.setattr(frame, "score_book", score_book)
    app = page(book)
    assert not app.exception
    assert "There is no champion." in shown(app)
    assert "clientrisk train" in shown(app)


def test_a_moved_model_rescores_the_book_on_the_next_run(page, tmp_path, monkeypatch):
    book = write_four(tmp_path)
    app = page(book)
    assert "model not checked yet" in shown(app)
    model = SimpleNamespace(current_model_version=lambda path: "8")
    monkeypatch.setitem(sys.modules, "app.scoring", model)
    monkeypatch.setattr(
        frame,
        "score_book",
        lambda path, progress=None, **_: sheet(book, four_prospects()[2][1:], model_version="8"),
    )
    frame.watch(book).look()
    app.run()
    assert clients(app) == ["Kiosk 24", "Quiet GmbH", "Северный мост"]
    assert "model 8" in shown(app)
    assert "model checked" in shown(app)


def test_a_newer_model_that_cannot_score_leaves_the_old_sheet_and_is_asked_once(
    page, tmp_path, monkeypatch
):
    book = write_four(tmp_path)
    app = page(book)
    model = SimpleNamespace(current_model_version=lambda path: "8")
    monkeypatch.setitem(sys.modules, "app.scoring", model)
    asked = []

    def score_book(path, progress=None, **_):
        asked.append(path)
        raise ModelRefused("its file was changed")

    monkeypatch.setattr(frame, "score_book", score_book)
    frame.watch(book).look()
    for _ in range(3):
        app.run()
        assert len(clients(app)) == 4
        assert "a newer model could not score this book" in shown(app)
    assert len(asked) == 1


def test_a_model_that_cannot_be_looked_at_is_a_note_in_the_footer(page, tmp_path, monkeypatch):
    book = write_four(tmp_path)
    app = page(book)
    monkeypatch.setitem(sys.modules, "app.scoring", None)  # importing it fails
    frame.watch(book).look()
    assert "model could not be checked" in shown(app.run())


def test_the_about_page_lists_every_heuristic(page, tmp_path):
    app = page(write_four(tmp_path), "about")
    assert not app.exception
    assert len(app.dataframe[0].value) == len(HEURISTICS)


def test_a_damaged_table_is_a_page_with_a_next_step(page, tmp_path):
    book = write_four(tmp_path)
    next(book.glob("interactions-*.parquet")).write_bytes(b"")
    app = page(book, "prospect", id="P-1")
    assert not app.exception
    assert "Import the data again" in shown(app)


HOSTILE = (
    "![x](http://evil.example/a.png) <img src=http://evil.example/b> [link](http://evil.example) "
    "=HYPERLINK(1) \u202eאבג\u202c $x^2$ :material/home: # head\n\n- item"
)


def hostile_book(folder):
    """One prospect whose every word is out to do harm."""
    told = part("low-ball", "flag", -1.0, HOSTILE, (evidence("i-9", HOSTILE + "x" * 100_000),))
    book = write_rows(
        folder,
        [engagement("P-9", HOSTILE, owner=HOSTILE, segment=HOSTILE, source=HOSTILE)],
        [interaction("i-9", "P-9", HOSTILE, text=HOSTILE, channel=HOSTILE)],
    )
    save_scores(book, sheet(book, [explanation("P-9", [told], action=HOSTILE, advice=HOSTILE)]))
    return book


def test_hostile_text_never_reaches_markdown_unescaped(page, tmp_path):
    book = hostile_book(tmp_path)
    for app in (page(book), open_prospect(page, book, "P-9")):
        assert not app.exception
        kinds = ("header", "subheader", "markdown", "caption", "metric", "button", "expander")
        for kind in kinds:
            for element in app.get(kind):
                for words in (getattr(element, "value", ""), getattr(element, "label", "")):
                    for sign in ("![", "](", "<img", "http:", "$x^"):
                        assert not re.search(r"(?<!\\)" + re.escape(sign), str(words)), sign
    assert any(element.value == HOSTILE for element in app.text)  # as written, as plain text


def test_a_very_long_quote_is_shortened_and_says_so(page, tmp_path):
    app = open_prospect(page, hostile_book(tmp_path), "P-9")
    longest = max((element.value for element in app.text), key=len)
    assert len(longest) < 1000
    assert "of 100," in longest


def test_the_first_page_imports_nothing_heavy(tmp_path):
    program = (
        "import sys\nfrom streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file({str(PROJECT / 'app' / 'main.py')!r}, default_timeout=30).run()\n"
        "assert not app.exception and app.metric[0].value == '4'\n"
        "heavy = {'pandas', 'mlflow', 'sklearn', 'ibis', 'duckdb', 'altair', 'scipy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=environment(write_four(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-300:]
