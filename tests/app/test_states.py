"""Whatever is missing, empty, locked or half written: each page says so calmly, and what to do."""

from __future__ import annotations

import pytest

from app.scores import HEADER, PROSPECTS, sheet_path
from app.viewer import look_as
from tests.app.sheet import engagement, sheet, write_four, write_rows
from tests.app.test_pages import shown

VIEWS = (
    *("prospects", "week", "rhythm", "new", "exceptions", "gut", "health", "about"),
    *("prospect", "what_if"),
)


@pytest.fixture(autouse=True)
def nobody_looks_any_more():
    yield
    look_as("en")


def calm(app) -> str:
    """What the page says, which is no traceback and has a heading."""
    assert not app.exception, app.exception[0].value
    assert app.header
    return shown(app)


def opened(page, book, view, language="en"):
    return page(book, view, lang=language, id="P-1")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_opens_where_no_model_is_at_hand(page, tmp_path, view, language):
    """The sheet is there; whoever wants a model is told that there is none."""
    calm(opened(page, write_four(tmp_path), view, language))


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_says_what_to_do_where_a_book_has_neither_sheet_nor_model(page, tmp_path, view):
    book = write_four(tmp_path)
    (sheet_path(book) / HEADER).unlink()
    told = calm(opened(page, book, view))
    assert "clientrisk train" in told or view in ("about", "health")


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_says_what_to_do_where_there_is_no_book(page, tmp_path, view):
    assert "make demo" in calm(opened(page, tmp_path / "nowhere", view)) or view == "about"


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_opens_where_nothing_is_open(page, tmp_path, view):
    from app.scores import save_scores

    book = write_rows(tmp_path, [], [])
    save_scores(book, sheet(book, []))
    calm(opened(page, book, view))


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_opens_where_a_client_has_said_nothing_yet(page, tmp_path, view):
    from app.scores import save_scores

    book = write_rows(tmp_path, [engagement("P-1", "Silent & Co")], [])
    save_scores(book, sheet(book, []))
    calm(opened(page, book, view))


@pytest.mark.parametrize(
    ("view", "file"),
    [
        *((view, file) for view in ("prospects", "week") for file in (HEADER, PROSPECTS)),
        *((view, "explanations.en.jsonl") for view in ("prospect", "what_if")),
    ],
)
def test_a_half_written_sheet_is_no_traceback(page, tmp_path, view, file):
    book = write_four(tmp_path)
    half = sheet_path(book) / file
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    calm(opened(page, book, view))


@pytest.mark.parametrize("view", ["prospects", "prospect", "gut", "exceptions", "week"])
def test_a_page_does_without_a_logbook_that_cannot_be_read(page, tmp_path, view):
    from data.logbook import FILE

    book = write_four(tmp_path)
    (book.parent / FILE).write_bytes(b"this is no database" * 100)
    told = calm(opened(page, book, view))
    assert "logbook" in told.casefold()
