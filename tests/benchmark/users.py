"""Several people at once: no error, no lost record, and how long each click takes.

`python tests/benchmark/users.py [--users N] [--seconds N] [--book BOOK]`: each of N people (default
8) goes from the list to a prospect of their own, makes a gut call, asks what if, overrides the
verdict and records how it ended, over and over for two minutes, two seconds between two clicks.
Browser and server share this machine; the demo is copied first. Prints median, 95th percentile and
worst from a click to its answer, and what was sent beside what the logbook holds. Leaves with 1
when anything was lost or went wrong or the 95th percentile is over its bar, with 2 without a demo
or a Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np  # noqa: E402
import pages  # noqa: E402 - a neighbour of a script that is no package

from data.logbook import Logbook  # noqa: E402
from tests.app.browser import CALM, ROWS, complaint, served  # noqa: E402

BAR = 3.0  # seconds, 95th percentile from a click to its answer
PAUSE = 2.0  # seconds between two clicks of one person, quicker than most read
PATIENCE = 30_000  # milliseconds after which a click counts as unanswered
VERDICTS = re.compile("^(Worth the work|Think twice)$")
KINDS = ("gut calls", "overrides", "outcomes")


@dataclass
class Day:
    """What all of them did: seconds by what was clicked, entries sent by kind, what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    wrong: list[str] = field(default_factory=list)
    over: float = 0.0


@dataclass
class Person:
    """One of them, in a browser profile of their own."""

    name: str
    page: Any
    day: Day

    async def answered(self, what: str, click: Awaitable[Any], seen: Any) -> None:
        """Click, wait for what is to be seen, note the seconds; rest once the page is calm."""
        began = time.perf_counter()
        await click
        await seen.first.wait_for(timeout=PATIENCE)
        self.day.seconds[what].append(time.perf_counter() - began)
        await self.page.wait_for_function(CALM, timeout=PATIENCE)
        await asyncio.sleep(PAUSE)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def text(self, words: str) -> Any:
        return self.page.get_by_text(words)

    async def begin(self, address: str) -> None:
        """Give a name, and ask for the score to come after the gut call."""
        await self.page.goto(f"{address}/?lang=en")
        await self.page.wait_for_selector(ROWS, timeout=PATIENCE)
        await self.page.wait_for_function(CALM, timeout=PATIENCE)
        await self.page.locator("[data-testid=stPopover] button").first.click()
        named = self.page.get_by_role("textbox", name="Your name")
        await named.fill(self.name)
        await named.press("Enter")
        await self.page.keyboard.press("Escape")
        await self.page.wait_for_function(CALM, timeout=PATIENCE)
        await self.menu("Gut against numbers")
        await self.text(f"For {self.name}.").wait_for(timeout=PATIENCE)
        await self.text("Note my gut call before I see the score").click()
        await self.text("Your setting is saved.").wait_for(timeout=PATIENCE)

    async def menu(self, name: str) -> None:
        """Go to a page by the menu on top."""
        link = self.page.locator("[data-testid=stTopNavLink]").filter(has_text=name)
        seen = self.page.locator("[data-testid=stMain] h2")
        await self.answered("a page of the menu", link.first.click(), seen)

    async def morning(self, engagement: str, times: int) -> None:
        """One prospect, from the list to its end on record."""
        word = f"{self.name} {times}"
        await self.menu("Prospects")
        await self.find(engagement)
        await self.gut(word)
        await self.what_if()
        await self.override(word)
        await self.outcome(word)

    async def find(self, engagement: str) -> None:
        """Filter the list, and open the one that is left."""
        search = self.page.get_by_label("Search", exact=True)
        one = self.text("1 prospect.")
        await self.answered("filter the list", search.fill(engagement), one)
        box = await self.page.locator("[data-testid=stDataFrame]").first.bounding_box()
        row = self.page.mouse.click(box["x"] + 300, box["y"] + pages.FIRST_ROW)
        asked = self.text("What does your gut say?")
        await self.answered("open a prospect", row, asked)

    async def gut(self, word: str) -> None:
        """Say a chance before the score is shown."""
        await self.page.get_by_role("radio", name="60%", exact=True).click()
        await self.page.get_by_label("Why (optional)").fill(word)
        shown = self.page.locator("[data-testid=stVegaLiteChart] svg")
        self.day.sent["gut calls"].add(word)
        await self.answered("note a gut call", self.button("Note my call").click(), shown)

    async def what_if(self) -> None:
        """Suppose a mail, and go back."""
        asked = self.button("Suppose it")
        await self.answered("ask what if", self.button("What if …").click(), asked)
        await self.page.get_by_label("The mail", exact=True).fill("We paid your invoice today.")
        supposed = self.text("Supposed, in this order")
        await self.answered("suppose something", self.button("Suppose it").click(), supposed)
        back = self.page.get_by_role("link", name="Back to the prospect")
        shown = self.button("Record how it ended")
        await self.answered("open a prospect again", back.click(), shown)

    async def override(self, word: str) -> None:
        """Decide otherwise, with a reason."""
        await self.page.get_by_role("button", name="Override the verdict").click()
        choice = self.page.get_by_role("radio", name=VERDICTS).first
        if not await choice.is_checked():  # the only one there is is chosen already
            await choice.click()
        await self.page.get_by_label("Why", exact=True).fill(word)
        self.day.sent["overrides"].add(word)
        said = self.text("Your override is recorded.")
        await self.answered("override the verdict", self.button("Override").click(), said)

    async def outcome(self, word: str) -> None:
        """Say how it ended."""
        await self.page.get_by_role("button", name="Record how it ended").click()
        await self.page.get_by_role("radio", name="It paid off", exact=True).click()
        await self.page.get_by_label("Note (optional)").fill(word)
        self.day.sent["outcomes"].add(word)
        said = self.text("The outcome is recorded.")
        await self.answered("record the outcome", self.button("Record").click(), said)


async def works(person: Person, address: str, engagements: list[str]) -> None:
    """One person's mornings, until the time is over or nothing of theirs is open."""
    try:
        await person.begin(address)
        for times, engagement in enumerate(engagements):
            if time.perf_counter() > person.day.over:
                return
            await person.morning(engagement, times)
    except Exception as problem:
        person.day.wrong.append(f"{person.name}: {str(problem).splitlines()[0]}")


@asynccontextmanager
async def people(path: str, address: str, number: int, day: Day) -> AsyncIterator[list[Person]]:
    """Their browser, one profile each; what a page complains of is what went wrong."""
    from playwright.async_api import async_playwright

    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found = []
        for place in range(number):
            context = await browser.new_context(
                viewport={"width": 1400, "height": 1000}, locale="en-GB"
            )
            page = await context.new_page()
            page.on("console", lambda message: day.wrong.extend(complaint(message)))
            page.on("pageerror", lambda error: day.wrong.append(str(error)))
            found.append(Person(f"person {place}", page, day))
        yield found
        await browser.close()


async def run(path: str, book: Path, number: int, seconds: float) -> Day:
    """All of them at once, on one server."""
    from app.scores import load_scores

    ids = [row["engagement_id"] for row in load_scores(book).rows if row["chance"] is not None]
    day = Day()
    with tempfile.TemporaryDirectory() as folder, served(book, Path(folder)) as address:
        async with people(path, address, number, day) as everybody:
            day.over = time.perf_counter() + seconds
            each_ones = (ids[place::number] for place in range(number))
            await asyncio.gather(*map(works, everybody, itertools.repeat(address), each_ones))
    return day


def kept(book: Path) -> dict[str, set[str]]:
    """What the logbook holds of what was sent, by kind."""
    logbook = Logbook.open(book)
    return {
        "gut calls": {each.note for each in logbook.gut_calls()},
        "overrides": {each.reason for each in logbook.overrides()},
        "outcomes": {each.reason for each in logbook.outcomes()},
    }


def report(day: Day, held: dict[str, set[str]]) -> dict[str, Any]:
    """Figures of all clicks and of each kind; what was lost; whether the bar is met."""

    def figures(seconds: list[float]) -> dict[str, float]:
        median, most, worst = np.percentile(seconds, [50, 95, 100]) if seconds else [np.nan] * 3
        return {"clicks": len(seconds), "median": median, "p95": most, "worst": worst}

    every = figures([one for seconds in day.seconds.values() for one in seconds])
    lost = {kind: sorted(day.sent[kind] - held[kind]) for kind in KINDS}
    return {
        "every click": every,
        **{what: figures(seconds) for what, seconds in day.seconds.items()},
        "sent": {kind: len(day.sent[kind]) for kind in KINDS},
        "lost": lost,
        "wrong": day.wrong,
        "met": bool(every["p95"] < BAR and not day.wrong and not any(lost.values())),
    }


def main() -> int:
    """Let them work, print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--users", type=int, default=8)
    asked.add_argument("--seconds", type=float, default=120.0)
    asked.add_argument("--book", type=Path, default=PROJECT / "demo" / "book")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path or not given.book.is_dir():
        print("needs a Chromium and the demo: `make demo SERVE=0`", file=sys.stderr)  # noqa: T201
        return 2
    with pages.demo_copy(given.book) as book:
        day = asyncio.run(run(path, book, given.users, given.seconds))
        found = report(day, kept(book))
    print(json.dumps(found) if given.json else "\n".join(lines(found, given.users)))  # noqa: T201
    return 0 if found["met"] else 1


def lines(found: dict[str, Any], users: int) -> list[str]:
    """The report for the terminal."""
    head = f"{users} people at once, SIMULATED book, seconds"
    told = [f"{head:46}{'median':>8}{'p95':>8}{'worst':>8}"]
    for what, figures in found.items():
        if isinstance(figures, dict) and "p95" in figures:
            numbers = "".join(f"{figures[each]:8.2f}" for each in ("median", "p95", "worst"))
            told.append(f"{what:46}{numbers}{figures['clicks']:7} clicks")
    for kind in KINDS:
        told.append(f"{kind}: {found['sent'][kind]} sent, {len(found['lost'][kind])} lost")
    told += [f"errors: {len(found['wrong'])}", *(f"  {each}" for each in found["wrong"])]
    bar = f"p95 of every click under {BAR:g} s, nothing lost, no error"
    return [*told, f"{bar}: {'met' if found['met'] else 'MISSED'}"]


if __name__ == "__main__":
    sys.exit(main())
