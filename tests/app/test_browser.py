"""The pages in a real browser: what is fetched, what is shown, what a click does."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from app.serve import command, environment
from app.words import md_escape
from tests.app.sheet import QUOTE, write_four
from tests.app.test_pages import HOSTILE, hostile_book

# On a page that is not the first, Streamlit looks for its server beside the page before it looks at
# the root, and the browser notes the two misses.
PROBES = ("/_stcore/health", "/_stcore/host-config")
PATIENCE = 30_000


@contextmanager
def served(book: Path, folder: Path, main: Path | None = None) -> Iterator[str]:
    """The app's own server, started from another folder; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = command(port)
    if main:
        words[4] = str(main)
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            words, env=environment(book), cwd=folder, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 60
            while True:
                try:
                    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                        break
                except OSError:
                    assert server.poll() is None, log.read_text("utf-8")
                    assert time.monotonic() < until, "the server did not start within a minute"
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(20)


@dataclass
class Visit:
    """A page, with everything the browser asked others for and complained about."""

    page: Any
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str = "", **query: str) -> Any:
        """Open a path of the app and wait for its heading."""
        self.page.goto(f"{self.address}/{path}?{urlencode(query)}")
        self.page.wait_for_selector("h2", timeout=PATIENCE)
        return self.page

    def rows(self) -> Any:
        """The table, once it is drawn."""
        self.page.wait_for_selector("[data-testid=stDataFrame] canvas", timeout=PATIENCE)
        self.page.wait_for_timeout(1000)
        return self.page.locator("[data-testid=stDataFrame]").bounding_box()

    def open_first(self, across: int) -> None:
        """Click the first row until its prospect opens: on a busy machine a table that is still
        being laid out may lose a click."""
        opened = self.page.get_by_text("All prospects")
        box = self.rows()
        for _ in range(4):
            self.page.mouse.click(box["x"] + across, box["y"] + 53)
            try:
                return opened.wait_for(timeout=PATIENCE / 2)
            except Exception as late:
                missed = late
        raise missed


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def visiting(browser: Any, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1400, "height": 1400})
    visit = Visit(context.new_page(), address)

    def asked(request: Any) -> None:
        if not request.url.startswith(("data:", "blob:", address, address.replace("http", "ws"))):
            visit.outside.append(request.url)

    def said(message: Any) -> None:
        path = urlsplit(message.location.get("url", "")).path
        if message.type == "error" and not path.endswith(PROBES):
            visit.complaints.append(message.text)

    visit.page.on("request", asked)
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()


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
        page.get_by_text("Think twice: going on is worth less than it costs.").wait_for(
            timeout=PATIENCE
        )
        page.get_by_text(QUOTE).wait_for(timeout=PATIENCE)
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg", timeout=PATIENCE)
        assert urlsplit(page.url).query == "id=P-1"
        page.get_by_text("All prospects").click()
        visit.rows()
        assert visit.outside == []
        assert visit.complaints == []


def test_a_link_to_a_prospect_opens_it(browser, app):
    with visiting(browser, app) as visit:
        page = visit.go("prospect", id="P-2")
        page.get_by_text("Worth the work: going on is worth more than it costs.").wait_for()
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg", timeout=PATIENCE)
        assert (visit.outside, visit.complaints) == ([], [])


def test_a_search_is_kept_in_the_address_and_survives_a_look_at_a_prospect(browser, app):
    with visiting(browser, app) as visit:
        page = visit.go(q="countered")
        page.get_by_text("1 prospect,").wait_for()
        visit.open_first(300)
        page.get_by_text("Kiosk 24").wait_for(timeout=PATIENCE)
        page.get_by_text("All prospects").click()
        page.get_by_text("1 prospect,").wait_for(timeout=PATIENCE)
        assert "q=countered" in page.url
        page.get_by_label("Search", exact=True).fill("harbour")
        page.wait_for_url("**q=harbour**", timeout=PATIENCE)


def test_a_narrow_screen_needs_no_sideways_scrolling(browser, app):
    with visiting(browser, app) as visit:
        visit.page.set_viewport_size({"width": 390, "height": 900})
        for path, query in (("", {}), ("prospect", {"id": "P-1"}), ("about", {})):
            page = visit.go(path, **query)
            page.wait_for_timeout(1000)
            wide = "document.querySelector('[data-testid=stMain]').scrollWidth"
            assert page.evaluate(wide) <= 390, path


def test_hostile_text_is_shown_as_written_and_fetches_nothing(browser, tmp_path):
    with served(hostile_book(tmp_path), tmp_path) as address, visiting(browser, address) as visit:
        visit.go()
        visit.rows()
        page = visit.go("prospect", id="P-9")
        page.wait_for_timeout(2000)
        main = page.locator("[data-testid=stMain]")
        assert "<img src=http://evil.example/b>" in main.inner_text()
        assert main.locator("img").count() == 0
        assert main.locator("a[href*=evil]").count() == 0
        assert (visit.outside, visit.complaints) == ([], [])


FOREIGN = [
    HOSTILE.replace("\n", " ").replace("\u202e", " ").replace("\u202c", " "),
    "http://evil.example www.evil.example mail@evil.example",
    "**bold** _slanted_ `code` ~~gone~~ :red[red] :smile: :material/home: $a$ $$b$$",
    "&amp; &lt;b&gt; <b>b</b> a -> b <- c -- d [^1] | a | b | \\ # 1. - +",
    "<script>alert(1)</script> javascript:alert(1) [x](javascript:alert(1))",
]


def test_escaped_text_is_drawn_as_written_by_the_real_renderer(browser, tmp_path):
    main = tmp_path / "drawn.py"
    texts = [md_escape(text, most=1000) for text in FOREIGN]
    main.write_text(
        "import streamlit as st\nst.header('drawn')\n"
        f"for text in {texts!r}:\n    st.markdown(text)\n",
        "utf-8",
    )
    with served(tmp_path, tmp_path, main) as address, visiting(browser, address) as visit:
        page = visit.go()
        found = page.locator("[data-testid=stMarkdown] p")
        found.nth(len(FOREIGN) - 1).wait_for()
        drawn = [text.replace("\u2060", "") for text in found.all_inner_texts()]
        assert [" ".join(text.split()) for text in drawn] == [
            " ".join(text.split()) for text in FOREIGN
        ]
        for tag in ("a", "img", "code", "strong", "em", "del", "[data-testid=stIconMaterial]"):
            assert page.locator("[data-testid=stMarkdown]").locator(tag).count() == 0, tag
        assert (visit.outside, visit.complaints) == ([], [])
