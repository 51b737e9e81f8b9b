"""The app as a person has it: its own server, a real Chromium, and a visit that notes trouble."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from app.serve import command, environment

#: On a page that is not the first, Streamlit looks for its server beside the page before it looks
#: at the root, and the browser notes the two misses.
PROBES = ("/_stcore/health", "/_stcore/host-config")
#: Milliseconds that a machine under load may take; nothing waits longer than it must.
PATIENCE = 60_000
WIDE, PHONE = {"width": 1400, "height": 1400}, {"width": 390, "height": 900}
ROWS = "[data-testid=stDataFrame] canvas"
#: The script has ended and the page shows what it made: nothing is on its way or left from before.
CALM = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && document.querySelector('[data-testid=stMain] :is(h1, h2)')
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]');
}"""
#: What reaches over the right edge of the screen, outside of what scrolls by itself.
SIDEWAYS = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const own = (each) => {
        for (let up = each.parentElement; up && up !== main; up = up.parentElement)
            if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX))
                return true;
        return false;
    };
    if (main.scrollWidth <= main.clientWidth && main.clientWidth <= innerWidth) return [];
    return [...main.querySelectorAll('*')]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !own(each))
        .map((each) => each.dataset.testid || each.tagName).slice(0, 5).concat(main.scrollWidth);
}"""


@contextmanager
def served(book: Path, folder: Path, main: Path | None = None, **settings: str) -> Iterator[str]:
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
            words,
            env=environment(book) | settings,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 120
            while True:
                try:
                    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                        break
                except OSError:
                    assert server.poll() is None, log.read_text("utf-8")
                    assert time.monotonic() < until, "the server did not start"
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
    language: str | None = None
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def trouble(self) -> tuple[list[str], list[str]]:
        """Requests to another host, and errors of the console: both are to be empty."""
        return self.outside, self.complaints

    def go(self, path: str = "", **query: str) -> Any:
        """Open a path of the app in the visit's language, and wait until it is all there."""
        spoken = {"lang": self.language} if self.language else {}
        self.page.goto(f"{self.address}/{path}?{urlencode(spoken | query)}")
        return self.calm()

    def calm(self) -> Any:
        """Wait until the page shows all that its script made."""
        self.page.wait_for_function(CALM)
        return self.page

    def rows(self) -> Any:
        """The first table's place, once it is drawn."""
        self.page.wait_for_selector(ROWS)
        self.calm()
        self.page.wait_for_timeout(500)  # the grid lays itself out once more after its first canvas
        return self.page.locator("[data-testid=stDataFrame]").first.bounding_box()

    def open_first(self, across: int) -> None:
        """Click the first row until its prospect opens: on a busy machine a table that is still
        being laid out may lose a click."""
        box = self.rows()
        for _ in range(4):
            self.page.mouse.click(box["x"] + across, box["y"] + 53)
            try:
                return self.page.wait_for_url("**/prospect?**", timeout=PATIENCE / 4)
            except Exception as late:
                missed = late
        raise missed

    def sideways(self) -> list[Any]:
        """What makes the page wider than the screen, and how wide it is; nothing where it fits.

        What was drawn for another width has a moment to follow.
        """
        with suppress(Exception):
            self.page.wait_for_function(f"() => !({SIDEWAYS})().length", timeout=5_000)
        return self.page.evaluate(SIDEWAYS)

    def hindrances(self) -> list[str]:
        """What axe-core calls a serious or critical hindrance to somebody: rule, place, advice."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response
        return [
            f"{rule['id']}: {node['target']} {node['html'][:160]} ({rule['help']})"
            for rule in found["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]


def complaint(message: Any) -> list[str]:
    """What a message of the console complains of; nothing where it is none or of a probe."""
    path = urlsplit(message.location.get("url", "")).path
    return [message.text] if message.type == "error" and not path.endswith(PROBES) else []


@contextmanager
def chromium_running(path: str) -> Iterator[Any]:
    """One headless browser for many visits."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def visiting(
    browser: Any,
    address: str,
    language: str | None = None,
    screen: dict[str, int] | None = None,
    colours: str = "light",
) -> Iterator[Visit]:
    """A visitor of their own: no cookie, choice or name is shared with another."""
    context = browser.new_context(
        viewport=screen or WIDE, color_scheme=colours, locale="en-GB", timezone_id="Europe/Berlin"
    )
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), address, language)
    ours = ("data:", "blob:", address, address.replace("http", "ws"))

    def asked(request: Any) -> None:
        if not request.url.startswith(ours):
            visit.outside.append(request.url)

    visit.page.on("request", asked)
    visit.page.on("console", lambda message: visit.complaints.extend(complaint(message)))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    try:
        yield visit
    finally:
        context.close()
