"""A model is promoted, or taken away, while somebody has the app open."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.app.browser import Visit, served, visiting

FAST: dict[str, Any] = {"settings": {"max_iter": 2}, "pseudo_engagements": 0}
MENU = "[data-testid=stTopNavLink]"


@pytest.fixture
def retrained(scored_copy) -> Path:
    """A book whose sheet is its champion's, with a second version that does not serve."""
    from data.book import Book
    from train import run

    book = scored_copy()
    run.train(Book.open(book), book.parent / "models", **FAST)
    return book


def promoted(book: Path) -> str:
    """Let the version serve that does not; its label."""
    from data.book import Book
    from train import promotion, registry, tracking

    place = tracking.locate(models=book.parent / "models")
    serving = registry.standing(place, registry.CHAMPION)
    other = next(each for each in registry.versions(place) if each.version != serving)
    promotion.promote(place, Book.open(book), other.version, reason="a test of what is shown")
    return other.label


def click(visit: Visit) -> str:
    """Go from a page to the list; all that it says."""
    visit.page.locator(MENU).filter(has_text="Prospects").click()
    visit.rows()
    return visit.page.locator("[data-testid=stMain]").inner_text()


def checked(visit: Visit) -> None:
    """Wait until the server, which has just started, has looked after the model."""
    until = time.monotonic() + 120
    while "model checked" not in click(visit):
        assert time.monotonic() < until, "the model was not looked after"


def test_the_next_click_uses_the_model_that_was_promoted_meanwhile(browser, retrained, tmp_path):
    with served(retrained, tmp_path) as address, visiting(browser, address, "en") as visit:
        visit.go()
        checked(visit)
        label = promoted(retrained)
        click(visit)  # one, and the book is scored anew while its progress is shown
        visit.page.get_by_text(f"model {label}").wait_for()
        assert visit.trouble == ([], [])


def test_a_model_that_is_taken_away_leaves_what_was_scored(browser, scored_copy, tmp_path):
    book = scored_copy()
    with served(book, tmp_path) as address, visiting(browser, address, "en") as visit:
        visit.go()
        checked(visit)
        shutil.move(book.parent / "models", tmp_path / "away")
        click(visit)
        visit.open_first(300)
        assert visit.calm().locator("[data-testid=stException]").count() == 0
        assert visit.trouble == ([], [])
