"""Every page in a real browser, in both languages, on a book with a real model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.browser import PHONE, WIDE, visiting

#: The addresses of all pages; those of one prospect are asked for with its id.
PAGES = ("", "week", "rhythm", "new", "exceptions", "gut", "health", "about")
OF_ONE = ("prospect", "what-if")
TRACEBACK = "[data-testid=stException]"


@pytest.fixture(scope="session")
def somebody(scored: Path) -> str:
    """The engagement of an open prospect that has a score."""
    from app.scores import load_scores

    sheet = load_scores(scored)
    assert sheet is not None
    return next(row["engagement_id"] for row in sheet.rows if row["chance"] is not None)


def asked(path: str, somebody: str) -> dict[str, str]:
    return {"id": somebody} if path in OF_ONE else {}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", [*PAGES, *OF_ONE])
def test_a_page_opens_for_everybody_on_any_screen(browser, small_app, somebody, path, language):
    with visiting(browser, small_app, language) as visit:
        page = visit.go(path, **asked(path, somebody))
        assert page.locator(TRACEBACK).count() == 0
        heading = page.locator("[data-testid=stMain]").locator("h1, h2").first.inner_text()
        assert bool(re.search("[а-яё]", heading)) == (language == "ru"), heading
        assert visit.hindrances() == []
        page.set_viewport_size(PHONE)
        visit.calm()
        assert visit.sideways() == []
        assert visit.trouble == ([], [])


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", [*PAGES, *OF_ONE])
def test_a_page_can_be_read_in_the_dark(browser, small_app, somebody, path, screen):
    with visiting(browser, small_app, "en", screen, colours="dark") as visit:
        page = visit.go(path, **asked(path, somebody))
        behind = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        assert max(map(int, re.findall(r"\d+", page.evaluate(behind))[:3])) < 64, "not dark"
        assert visit.hindrances() == []
        assert visit.sideways() == []
        assert visit.trouble == ([], [])
