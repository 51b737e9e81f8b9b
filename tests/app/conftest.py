"""Fixtures of the pages' tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.not_run import set_aside

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
