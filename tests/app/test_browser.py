"""The list and a prospect in a real browser: what is fetched, what is shown, what a click does."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.app.browser import served, visiting
from tests.app.sheet import QUOTE, write_four


@pytest.fixture(scope="module")
def app(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    with served(write_four(folder, simulated=True), folder) as address:
        yield address


@pytest.mark.parametrize("across", [18, 300])  # the box before the row, and the row itself
def test_a_click_in_a_row_shows_why_with_the_words_of_the_client(browser, app, across):
    with visiting(browser, app) as visit:
        page = visit.go()
        visit.open_first(across)
        page.get_by_text("Think twice: going on is worth less than it costs.").wait_for()
        page.get_by_text(QUOTE).first.wait_for()
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg")
        assert urlsplit(page.url).query == "id=P-1"
        page.get_by_text("All prospects").click()
        visit.rows()
        assert visit.trouble == ([], [])


def test_a_link_to_a_prospect_opens_it(browser, app):
    with visiting(browser, app) as visit:
        page = visit.go("prospect", id="P-2")
        page.get_by_text("Worth the work: going on is worth more than it costs.").wait_for()
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg")
        assert visit.trouble == ([], [])


def test_a_search_is_kept_in_the_address_and_survives_a_look_at_a_prospect(browser, app):
    with visiting(browser, app) as visit:
        page = visit.go(q="countered")
        page.get_by_text("1 prospect.").wait_for()
        visit.open_first(300)
        page.get_by_text("Kiosk 24").wait_for()
        page.get_by_text("All prospects").click()
        page.get_by_text("1 prospect.").wait_for()
        assert "q=countered" in page.url
        page.get_by_label("Search", exact=True).fill("harbour")
        page.wait_for_url("**q=harbour**")
