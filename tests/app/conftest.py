"""Fixtures of the pages' tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.browser import chromium_running, served
from tests.built_once import built_once
from tests.not_run import set_aside

if TYPE_CHECKING:
    from tests.conftest import Small

NO_BROWSER = "the browser tests did not run: this machine has no Chromium"
HOW_TO_GET = "get it with `apt-get install chromium` (or install Google Chrome) and run again"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Run the app in this process: `page(book)` gives an AppTest that has run once."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    from app import champion

    monkeypatch.setattr(champion, "FIRST_LOOK", 1e6)  # no model is looked for behind a test's back
    main = Path(__file__).parents[2] / "app" / "main.py"

    def run(book: Path, view: str | None = None, **query: str) -> AppTest:
        monkeypatch.setenv("CLIENTRISK_BOOK", str(book))
        app = AppTest.from_file(main, default_timeout=30)
        if view is None:
            app.query_params.update(query)
            return app.run()
        app.run().query_params.update(query)
        return app.switch_page(f"views/{view}.py").run()

    yield run
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; without one the test is set aside and the summary says so."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    set_aside(NO_BROWSER, HOW_TO_GET)


@pytest.fixture(scope="module")  # while it is there no other test of the process can use asyncio
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for all visits of a file."""
    with chromium_running(chromium) as running:
        yield running


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory, small: Small) -> Path:
    """The small book with its models, scored as the app does it; tests only read it."""

    def build(folder: Path) -> None:
        from app.score_book import score_book
        from app.scores import save_scores
        from data.book import write_book

        book = small.book
        shutil.copytree(small.models, folder / "models")
        dearer = (book.hourly_cost or 0.0) * 1.5  # so that some are not worth the work
        facts: dict[str, Any] = {"simulated": True, "hourly_cost": dearer}
        tables = book.interactions, book.engagements
        path = folder / "book"
        write_book(path, *tables, name=book.name, currency=book.currency, **facts)
        save_scores(path, score_book(path))

    folder, _ = built_once(tmp_path_factory, "scored", build)
    return folder / "book"


@pytest.fixture(scope="session")
def scored_copy(scored: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A copy of the scored book and its models, which a test may change."""

    def copied() -> Path:
        folder = tmp_path_factory.mktemp("copy") / "book of one's own"
        return Path(shutil.copytree(scored.parent, folder)) / "book"

    return copied


@pytest.fixture(scope="session")
def small_app(chromium: str, scored_copy: Callable[[], Path]) -> Iterator[str]:
    """The address of the app for a book with a real model."""
    book = scored_copy()
    with served(book, book.parent) as address:
        yield address
