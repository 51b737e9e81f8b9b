"""How long a person waits for a page, in headless Chromium.

`python tests/benchmark/pages.py [--times N] [--open N] [--book BOOK]`: the first useful paint of
the demo's list by a server that has just started and by a warm one, a click on a prospect until its
explanation is there, both again with 10,000 open prospects, N times each (default 9), with a new
browser profile each time. The large book is simulated and scored once, by the demo's champion, and
kept in the machine's cache folder. Prints medians and the worst, with `--json` all of them; leaves
with 1 when a bar is missed, with 2 without a demo or a Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from data.cache import cache_folder  # noqa: E402
from tests.app.browser import ROWS, Visit, chromium_running, served, visiting  # noqa: E402

#: What is measured -> seconds its median stays under, where the issue names a bar.
BARS = {
    "demo: first useful paint, cold server": 3.0,
    "demo: first useful paint, warm server": 3.0,
    "demo: click to explanation, first of a visit": 1.0,
    "demo: click to explanation, later ones": 1.0,
    "large: click to explanation, first of a visit": 2.0,
    "large: click to explanation, later ones": 2.0,
}
#: Both answer with the milliseconds since the page was asked for, once what counts is there.
PAINTED = f"""() => document.querySelectorAll('[data-testid=stMetric]').length >= 4
    && document.querySelector('{ROWS}') && performance.now()"""
EXPLAINED = """() => location.pathname.endsWith('/prospect')
    && document.querySelector('[data-testid=stMain] h2')
    && document.querySelector('[data-testid=stVegaLiteChart] svg') && performance.now()"""
NOTED = "addEventListener('pointerdown', () => window.clicked = performance.now(), true)"
ROW, FIRST_ROW = 35, 53

Seconds = dict[str, list[float]]


def paint(visit: Visit) -> float:
    """Open the list; seconds from asking for it to its cards and rows."""
    visit.page.goto(f"{visit.address}/?lang=en", wait_until="commit")
    return visit.page.wait_for_function(PAINTED).json_value() / 1000


def click(visit: Visit, row: int) -> float:
    """Click a row of the list; seconds from the press to the explanation."""
    box = visit.rows()
    visit.page.mouse.click(box["x"] + 300, box["y"] + FIRST_ROW + ROW * row)
    explained = visit.page.wait_for_function(EXPLAINED).json_value()
    return (explained - visit.page.evaluate("window.clicked")) / 1000


def visit_once(browser: Any, address: str, book: str, server: str, found: Seconds) -> None:
    """One person, new to the app: the list, a prospect, back, another prospect."""
    with visiting(browser, address) as visit:
        visit.page.add_init_script(NOTED)
        found[f"{book}: first useful paint, {server} server"].append(paint(visit))
        if server == "cold":
            return
        found[f"{book}: click to explanation, first of a visit"].append(click(visit, 0))
        visit.page.go_back()
        found[f"{book}: click to explanation, later ones"].append(click(visit, 1))
        assert visit.trouble == ([], []), visit.trouble


def measure(browser: Any, book: Path, name: str, times: int) -> Seconds:
    """Cold: a server for each; warm: one server for all, after one visit that does not count."""
    found: Seconds = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            with served(book, Path(folder)) as address:
                visit_once(browser, address, name, "cold", found)
        with served(book, Path(folder)) as address:
            for place in range(times + 1):
                visit_once(
                    browser, address, name, "warm", defaultdict(list) if not place else found
                )
    return found


@contextmanager
def demo_copy(book: Path) -> Iterator[Path]:
    """The demo's book and models, with scores made now; the demo itself is left alone."""
    with tempfile.TemporaryDirectory() as folder:
        for part in (book.name, "models"):
            shutil.copytree(book.parent / part, Path(folder) / part)
        copy = Path(folder) / book.name
        score(copy)
        yield copy


def large_book(demo: Path, still_open: int) -> Path:
    """A simulated book with that many open prospects, scored by the demo's champion; kept."""
    from app.scores import load_scores
    from data.book import write_book
    from data.simulate import CURRENCY, HOURLY_COST, simulate

    folder = cache_folder() / f"pages-{still_open}"
    book = folder / "book"
    if not (book / "book.json").is_file():
        print(f"simulating {still_open:,} open prospects", file=sys.stderr)  # noqa: T201
        facts: dict[str, Any] = {"simulated": True, "hourly_cost": HOURLY_COST}
        tables = simulate(seed=11, closed=2000, open=still_open)
        write_book(book, *tables, name="large simulated book", currency=CURRENCY, **facts)
    if load_scores(book) is None:
        shutil.rmtree(folder / "models", ignore_errors=True)
        shutil.copytree(demo.parent / "models", folder / "models")
        score(book)
    return book


def score(book: Path) -> None:
    """Score a book as the app does it, and say how long it took."""
    import time

    from app.score_book import score_book
    from app.scores import save_scores

    began = time.perf_counter()
    save_scores(book, score_book(book))
    print(f"scored {book.parent.name} in {time.perf_counter() - began:.0f} s", file=sys.stderr)  # noqa: T201


def lines(found: Seconds) -> list[str]:
    """A table for the terminal, with what each bar says."""
    told = [f"{'SIMULATED books, seconds':48}{'median':>8}{'worst':>8}{'times':>7}  bar"]
    for name, seconds in found.items():
        bar = BARS.get(name)
        median = statistics.median(seconds)
        verdict = "" if bar is None else f"{bar:g} {'met' if median < bar else 'MISSED'}"
        told.append(f"{name:48}{median:8.2f}{max(seconds):8.2f}{len(seconds):7}  {verdict}")
    return [*told, "load average while measured: " + " ".join(f"{x:.1f}" for x in os.getloadavg())]


def main() -> int:
    """Measure both books, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--times", type=int, default=9)
    asked.add_argument("--open", type=int, default=10_000, help="open prospects; 0: demo only")
    asked.add_argument("--book", type=Path, default=PROJECT / "demo" / "book")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path or not given.book.is_dir():
        print("needs a Chromium and the demo: `make demo SERVE=0`", file=sys.stderr)  # noqa: T201
        return 2
    found: Seconds = {}
    with chromium_running(path) as browser, demo_copy(given.book) as demo:
        found |= measure(browser, demo, "demo", given.times)
        if given.open:
            found |= measure(browser, large_book(demo, given.open), "large", given.times)
    print(json.dumps(found) if given.json else "\n".join(lines(found)))  # noqa: T201
    missed = [name for name, bar in BARS.items() if name in found and not good(found[name], bar)]
    return 1 if missed else 0


def good(seconds: list[float], bar: float) -> bool:
    """Whether the median stays under the bar."""
    return statistics.median(seconds) < bar


if __name__ == "__main__":
    sys.exit(main())
