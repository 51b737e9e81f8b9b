"""The way a sales lead goes in the morning, in a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.viewer import _, speaking
from tests.app.browser import Visit, served, visiting

MAIL = "We paid your invoice today, ahead of time. На следующей неделе подпишем договор."
#: Cells of a table stand in its canvas for screen readers.
WORDS = "() => document.querySelector('[data-testid=stMain]').textContent"
REASON = "They asked for the same change a third time."


@pytest.fixture(params=["en", "ru"])
def visit(request, browser, scored_copy, tmp_path) -> Iterator[Visit]:
    book = scored_copy()
    with (
        served(book, tmp_path) as address,
        visiting(browser, address, request.param) as visit,
        speaking(request.param),
    ):
        yield visit


def goes(visit: Visit, name: str) -> Any:
    """Choose a page from the menu on top."""
    menu = visit.page.locator("[data-testid=stTopNavLink]").filter(has_text=_(name))
    menu.first.click()
    return visit.calm()


def answers(form: Any, label: str) -> Any:
    """A choice of a form, by what it says."""
    return form.get_by_role("radio", name=_(label), exact=True)


def test_from_the_list_to_the_ledger(visit: Visit, scored):
    from app.scores import load_scores

    sheet = load_scores(scored)
    rows = sheet.rows
    one = next(row for row in rows if row["verdict"] == "Think twice")
    parts = sheet.explanation(one, visit.language)["parts"]
    quotes = (each["quote"] for part in parts for each in part["evidence"])
    page = visit.go()
    page.get_by_label(_("Search"), exact=True).fill(one["engagement_id"])
    page.wait_for_url(f"**q={one['engagement_id']}**")
    visit.open_first(300)
    visit.calm()
    main = page.locator("[data-testid=stMain]")
    assert one["engagement_id"] in main.inner_text()
    main.locator("[data-testid=stExpander] summary").first.click()  # the smaller reasons
    reads(page, next(quote for quote in quotes if quote))
    ask_what_if(visit)
    override(visit)
    record(visit)
    goes(visit, "Gut against numbers")
    reads(page, one["engagement_id"])
    goes(visit, "Exceptions")
    page.get_by_role("combobox", name=_("Rule"), exact=True).fill(_("Against the verdict"))
    page.get_by_role("option", name=_("Against the verdict"), exact=True).click()
    reads(page, client_of(one["engagement_id"], scored))
    goes(visit, "Prospects")
    reads(page, _("No prospect matches. Clear the search or a filter to see the others."))
    assert visit.trouble == ([], [])


def client_of(engagement_id: str, book: Path) -> str:
    from data.book import Book

    cards = Book.open(book).engagements
    place = cards["engagement_id"].to_pylist().index(engagement_id)
    return cards["client_id"][place].as_py()


def ask_what_if(visit: Visit) -> None:
    """Suppose that they write something; what it comes to is told, and nothing is kept."""
    page = visit.page
    page.get_by_role("button", name=_("What if …")).click()
    page.wait_for_url("**/what-if?**")
    visit.calm().get_by_label(_("The mail"), exact=True).fill(MAIL)
    page.get_by_role("button", name=_("Suppose it")).click()
    page.get_by_text(_("Supposed, in this order")).wait_for()
    visit.calm()
    page.get_by_role("link", name=_("Back to the prospect")).click()
    page.wait_for_url("**/prospect?**")
    visit.calm()


def override(visit: Visit) -> None:
    """Decide otherwise than the model, with a reason."""
    page = visit.page
    page.get_by_role("button", name=_("Override the verdict")).click()
    page.get_by_label(_("Why"), exact=True).fill(REASON)
    page.get_by_role("button", name=_("Override"), exact=True).click()
    page.get_by_text(_("Your override is recorded.")).first.wait_for()
    visit.calm()


def record(visit: Visit) -> None:
    """Say how it ended."""
    page = visit.page
    page.get_by_role("button", name=_("Record how it ended")).click()
    answers(page, "It did not pay off").click()
    page.get_by_role("button", name=_("Record"), exact=True).click()
    page.get_by_text(_("The outcome is recorded.")).first.wait_for()
    visit.calm()


def reads(page: Any, words: str) -> None:
    """Wait until the page says something, be it in a table."""
    page.wait_for_function(f"words => ({WORDS})().includes(words)", arg=words)
