"""The page of clockwork clients: who is due, filters, the picture, the calendar."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from app.rhythm import Clockwork
from app.rhythm_chart import spec
from app.scores import save_scores
from tests.app.sheet import AS_OF, engagement, explanation, interaction, sheet, write_rows

HOSTILE = "![x](http://evil.example/a.png) =1+1"


def buyer(name: str, due_in: float, **more: Any) -> dict[str, Any]:
    """A client whose window opens in some days, as scoring keeps it."""
    first = AS_OF + timedelta(days=due_in)
    bought = [[(first - timedelta(days=days)).isoformat(), 500.0] for days in (522, 342, 162)]
    known = {"segment": "retail", "owner": "Ann", "bought": bought, "usual_days": 180.0}
    known |= {"evenness": 0.97, "first": first.isoformat(), "open": []}
    return {"client_id": name, "last": (first + timedelta(days=36)).isoformat()} | known | more


def write(folder: Path, buyers: list[dict[str, Any]] | None) -> Path:
    book = write_rows(
        folder, [engagement("P-1", "Now GmbH")], [interaction("i-1", "P-1", "Now GmbH")]
    )
    extras = None if buyers is None else {"rhythm": buyers}
    save_scores(book, sheet(book, [explanation("P-1", [])], extras=extras))
    return book


FOUR = [
    buyer("Later AG", 90),
    buyer("Now GmbH", -3, open=["P-1"], owner="Ben"),
    buyer(HOSTILE, 10),
    buyer("Lost Ltd", -300),
]


def test_who_is_due_comes_first_in_answer_cards_and_table(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path, FOUR), "rhythm")
    assert not app.exception
    assert app.header[0].value == "1 client is due now"
    assert {card.label: card.value for card in app.metric} == {
        "Due now": "1",
        "Overdue": "0",
        "Due soon": "1",
        "Later": "1",
        "Lost": "1",
    }
    rows = app.dataframe[0].value
    assert rows["client"].tolist() == ["Now GmbH", HOSTILE, "Later AG", "Lost Ltd"]
    assert rows["window"].tolist()[0] == "28 Mar 2026 to 3 May 2026"


def test_filters_live_in_the_address(page: Any, tmp_path: Path) -> None:
    book = write(tmp_path, FOUR)
    app = page(book, "rhythm", state="Later")
    assert app.dataframe[0].value["client"].tolist() == ["Later AG"]
    app = page(book, "rhythm", buyers_of="Ben")
    assert app.dataframe[0].value["client"].tolist() == ["Now GmbH"]


@pytest.mark.parametrize(("row", "opens"), [(0, True), (1, False)])
def test_a_click_opens_what_is_under_way(page: Any, tmp_path: Path, row: int, opens: bool) -> None:
    app = page(write(tmp_path, FOUR), "rhythm")
    app.session_state["rows"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    assert (app.query_params.get("id") == "P-1") == opens
    assert any("Nothing is under way" in each.value for each in app.text) != opens


def test_the_calendar_holds_what_is_ahead_in_the_viewers_language(
    page: Any, tmp_path: Path
) -> None:
    from app import viewer
    from app.views import frame, rhythm

    page(write(tmp_path, FOUR), "rhythm")
    opened: Any = frame.opened()
    coming = [Clockwork.of(row) for row in FOUR[:3]]
    viewer.look_as("ru", "Europe/Moscow")
    try:
        content = rhythm.file(opened, coming, amounts=True, remind=False)
    finally:
        viewer.look_as("en")
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(events[2]["summary"]) == f"{HOSTILE}: ожидается покупка, 500 EUR"
    assert "примерно раз в 180 дн." in str(events[2]["description"])
    plain = rhythm.file(opened, coming, amounts=False, remind=False)
    assert "EUR" not in plain.decode()


def test_the_picture_names_each_client_and_how_it_stands() -> None:
    drawn = spec([Clockwork.of(row) for row in FOUR], AS_OF, dark=False)
    names = drawn["layer"][3]["data"]["values"]
    assert [(row["name"], row["state"]) for row in names][1] == ("Now GmbH", "Due now")
    assert len(drawn["layer"][2]["data"]["values"]) == 12


def test_without_a_rhythm_or_without_scores_for_it_there_is_a_calm_word(
    page: Any, tmp_path: Path
) -> None:
    app = page(write(tmp_path / "none", []), "rhythm")
    assert app.header[0].value == "Nobody buys like clockwork yet"
    app = page(write(tmp_path / "missing", None), "rhythm")
    assert not app.exception
    assert "lack what this page needs" in app.info[0].value


def test_the_page_speaks_russian(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path, FOUR), "rhythm")
    app.session_state["lang"] = "ru"
    app.run()
    assert app.header[0].value == "Пора звонить: 1 клиент"
    assert app.dataframe[0].value["state"].tolist()[0] == "Пора сейчас"
