"""The page of exceptions: the answer, the lines, the clients, what is open, both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.scores import save_scores
from data.logbook import Logbook
from tests.app.sheet import engagement, explanation, interaction, sheet, write_rows

HOSTILE = "![x](http://evil.example/a.png)"


def case(name: str, fired: dict[str, list[str]], net: float | None, **more: Any) -> dict[str, Any]:
    """A closed engagement as scoring keeps it."""
    known = {"segment": "retail", "owner": "Ann", "paid_off": (net or 0) > 0, "went_on": True}
    ids = {"engagement_id": name, "client_id": f"client of {name}"}
    return ids | known | {"fired": fired, "net": net} | more


CLOSED = [
    *(case(f"paid {n}", {"low-ball": ["pays-up-front"]}, 100.0) for n in range(12)),
    *(case(f"lost {n}", {"low-ball": []}, -40.0, owner="Ben") for n in range(11)),
    *(case(f"calm {n}", {}, 50.0) for n in range(20)),
    case("stopped", {"put-off": []}, -1.0, went_on=False),
]


def write(folder: Path, closed: list[dict[str, Any]] | None) -> Path:
    book = write_rows(folder, [engagement("P-1", HOSTILE)], [interaction("i-1", "P-1", HOSTILE)])
    kept = {"closed": closed, "open": {"P-1": {"low-ball": ["pays-up-front"]}}}
    extras = None if closed is None else {"exceptions": kept}
    save_scores(book, sheet(book, [explanation("P-1", [])], extras=extras))
    return book


def shown(app: Any) -> str:
    kinds = ("header", "subheader", "text", "info", "metric", "markdown")
    return "\n".join(str(each.value) for kind in kinds for each in getattr(app, kind))


def tables(app: Any) -> list[Any]:
    return [each.value for each in app.dataframe]


def test_the_answer_says_for_how_many_it_paid_and_what_to_compare_with(
    page: Any, tmp_path: Path
) -> None:
    app = page(write(tmp_path, CLOSED), "exceptions")
    assert not app.exception
    assert app.header[0].value == "Rules were broken for 23 clients: it paid for 12, not for 11"
    cards = {card.label: (card.value, card.delta) for card in app.metric}
    assert cards["Paid, of these clients"] == ("52%", "33% to 71% of 23")
    assert cards["Paid, where no rule had fired"] == ("100%", "84% to 100% of 20")
    assert cards["Money won"][0].replace("\\", "") == "1,200 EUR"
    assert cards["Money lost"][0].replace("\\", "").replace("\u2060", "") == "-440 EUR"


def test_each_rule_stands_by_its_exception_beside_the_same_without(
    page: Any, tmp_path: Path
) -> None:
    app = page(write(tmp_path, CLOSED), "exceptions")
    _open, rules, whom = tables(app)
    assert rules[["exception", "times", "word", "won", "lost"]].values.tolist() == [
        ["Pays up front", 12, "paid off more often", 1200.0, 0.0],
        ["none", 11, "paid off less often", 0.0, -440.0],
    ]
    assert whom["rules"].tolist()[0] == "Beats every price down"
    assert whom["rules"].tolist()[-1] == "Beats every price down (Pays up front)"
    assert "put-off" not in shown(app)


def test_filters_live_in_the_address_and_reach_the_answer(page: Any, tmp_path: Path) -> None:
    book = write(tmp_path, CLOSED)
    app = page(book, "exceptions", exception="none")
    assert "11 clients: it paid for 0" in app.header[0].value
    app = page(book, "exceptions", rule="low-ball", broken_by="Ann")
    assert "12 clients: it paid for 12" in app.header[0].value


def test_too_few_are_not_told_as_a_share(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path, CLOSED[:3]), "exceptions")
    assert (app.metric[0].value, app.metric[0].delta) == ("–", "3 of 3: too few to say")
    assert tables(app)[1]["word"].tolist() == ["too few to say"]


def test_what_is_open_now_opens_by_a_click(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path, CLOSED), "exceptions")
    assert tables(app)[0]["client"].tolist() == [HOSTILE]
    app.session_state["open_now"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    assert app.query_params["id"] == "P-1"


def test_nothing_broken_or_nothing_kept_is_a_calm_word(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path / "calm", [case("E", {}, 1.0)]), "exceptions")
    assert app.header[0].value == "No rule was broken"
    app = page(write(tmp_path / "missing", None), "exceptions")
    assert not app.exception
    assert "lack what this page needs" in shown(app)


def test_the_page_speaks_russian(page: Any, tmp_path: Path) -> None:
    app = page(write(tmp_path, CLOSED), "exceptions")
    app.session_state["lang"] = "ru"
    app.run()
    assert app.header[0].value == (
        "Правила нарушали ради 23 клиентов: окупилось с 12, не окупилось с 11"
    )
    assert tables(app)[1]["word"].tolist()[0] == "окупались чаще"


def test_going_on_against_a_verdict_is_told_once_it_has_ended(page: Any, tmp_path: Path) -> None:
    book = write(tmp_path, CLOSED)
    said = Logbook.open(book)
    model = {"model_verdict": "Think twice", "model_chance": 0.2, "model_version": "7"}
    said.override("Ann", "P-1", "Worth the work", reason="I know them", **model)
    assert "23 clients" in page(book, "exceptions").header[0].value
    said.record_outcome("Ann", "P-1", False, **model)
    app = page(book, "exceptions")
    assert app.header[0].value == "Rules were broken for 24 clients: it paid for 12, not for 12"
    rules, whom = tables(app)  # nothing is open any more
    assert "Against the verdict" in rules["rule"].tolist()
    assert HOSTILE in whom["client"].tolist()
