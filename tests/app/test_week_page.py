"""This week's page: the answer, the list to tick off, the hours in the address, both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.scores import save_scores
from app.views import frame
from app.week import stakes
from data.logbook import Logbook
from tests.app.sheet import engagement, explanation, interaction, part, sheet, write_rows

HOSTILE = "![x](http://evil.example/a.png) <b>"


def told(gain: float, loss: float) -> dict[str, Any]:
    lines = [{"what": "hours", "told": "Hours", "if_pays_off": -1000.0, "if_not": -1000.0}]
    settings = {"loss_aversion": 1.0, "booked": 0.5, "late_rate": 0.1}
    ends = {"low": -500.0, "high": 2000.0}
    return {"lines": lines, "gain": gain, "loss": loss, "settings": settings} | ends


def write(folder: Path, names: tuple[str, str, str] = ("Go GmbH", "No GmbH", HOSTILE)) -> Path:
    """One to work on, one to decline, and one whose money cannot be told."""
    rows = [
        engagement(f"P-{place}", name, hourly_cost=50) for place, name in enumerate(names, start=1)
    ]
    happened = [
        interaction(f"i-{place}", f"P-{place}", name) for place, name in enumerate(names, start=1)
    ]
    good = told(5000.0, -1000.0) | {"expected_gain": 1000.0}
    bad = told(1000.0, -3000.0) | {"expected_gain": -2000.0}
    explanations = [
        explanation("P-1", [part(None, "other", 0.5)], ledger=good),
        explanation("P-2", [part(None, "other", -2.0)], ledger=bad),
        explanation("P-3", [part(None, "other", 0.5)]),
    ]
    book = write_rows(folder, rows, happened)
    save_scores(book, sheet(book, explanations, extras={"week": stakes(explanations)}))
    return book


def shown(app: Any) -> str:
    kinds = ("header", "subheader", "text", "caption", "info", "metric")
    words = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    return "\n".join(words).replace("\\", "").replace("\u2060", "")


def test_the_answer_comes_first_and_each_task_says_why(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path), "week")
    assert not app.exception
    assert shown(app).splitlines()[0] == "20 h can bring about 600 EUR this week"
    assert [each.label.replace("\\", "") for each in app.checkbox] == [
        "**Go GmbH** · 4 h",
        "**No GmbH** · 0.25 h",
    ]
    assert "200 EUR: each hour brings 50 EUR, and 20 h are still to work." in shown(app)
    assert "Going on would lose 400 EUR with this week's hours alone." in shown(app)
    assert {each.label: each.value.replace("\\", "") for each in app.metric} == {
        "Expected gain": "600 EUR",
        "Of it spared by saying no": "400 EUR",
        "Hours in the plan": "4.25 h",
        "One hour more would bring": "0 EUR",
    }


def test_the_hours_come_from_the_address_and_can_be_changed(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path), "week", hours="0.5")
    assert "0.5 h can bring about 400 EUR" in shown(app)
    app.number_input(key="hours").set_value(0.0).run()
    assert app.header[0].value == "Nothing to plan for 0 h"
    assert not app.checkbox


def test_who_is_left_out_stands_below_with_the_reason(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path), "week")
    (left,) = app.dataframe
    assert left.value["client"].tolist() == [HOSTILE]
    assert left.value["why"].tolist() == ["Cannot tell in money"]
    app.session_state["left"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    assert app.query_params["id"] == "P-3"


def test_a_name_that_would_do_harm_is_only_a_name(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path, (HOSTILE, "No GmbH", "Go GmbH")), "week")
    label = app.checkbox[0].label
    assert "![" not in label
    assert "<b>" not in label


def test_the_page_speaks_russian(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path), "week")
    app.session_state["lang"] = "ru"
    app.run()
    assert not app.exception
    assert shown(app).splitlines()[0] == "20 ч на этой неделе могут дать около 600 EUR"
    assert "Кому коротко и вежливо отказать · 0,25 ч" in shown(app)


def test_with_nothing_open_or_nothing_kept_there_is_a_calm_word(page: Any, tmp_path: Path) -> None:
    book = write(tmp_path)
    save_scores(book, sheet(book, []))
    assert "nothing to plan" in shown(page(book, "week"))
    save_scores(book, sheet(book, [explanation("P-1", [])]))
    app = page(book, "week")
    assert not app.exception
    assert "lack what this page needs" in shown(app)


def test_the_hours_of_whoever_looks_are_the_usual_ones(
    page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write(tmp_path)
    Logbook.open(book).set_settings("Ann", hours_per_week=2.0)
    monkeypatch.setattr(frame, "user", lambda: "Ann")
    assert shown(page(book, "week")).startswith("2 h can bring")
