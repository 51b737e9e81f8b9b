"""The way a sales lead goes in the morning, in a real browser, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.viewer import _, speaking
from tests.app.browser import Visit, served, visiting

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

    rows = load_scores(scored).rows
    one = next(row for row in rows if row["verdict"] == "Think twice")
    page = visit.go()
    page.get_by_label(_("Search"), exact=True).fill(one["engagement_id"])
    page.wait_for_url(f"**q={one['engagement_id']}**")
    visit.open_first(300)
    visit.calm()
    main = page.locator("[data-testid=stMain]")
    assert one["engagement_id"] in main.inner_text()
    assert re.search("“.{10,}”", main.inner_text()), "no quote of a reason"
    ask_what_if(visit)
    override(visit)
    record(visit)
    for ledger in ("Gut against numbers", "Exceptions"):
        goes(visit, ledger)
        assert one["engagement_id"] in words_of(page), ledger
    goes(visit, "Prospects")
    visit.rows()
    assert one["engagement_id"] not in words_of(page)
    assert visit.trouble == ([], [])


def ask_what_if(visit: Visit) -> None:
    """Suppose that something happens; the chance after it is told and nothing is kept."""
    page = visit.page
    page.get_by_role("link", name=_("What if …")).first.click()
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


def words_of(page: Any) -> str:
    """All that the page says, its tables included: their cells stand in them for screen readers."""
    tables = page.locator("[data-testid=stDataFrame] canvas table").all_text_contents()
    return " ".join([page.locator("[data-testid=stMain]").inner_text(), *tables])
