"""What a client wrote, in a real browser: shown as written, fetching nothing, running nothing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.words import md_escape
from tests.app.browser import Visit, served, visiting
from tests.app.hostile import HARM, SHOWN, noted, poisoned, thread
from tests.app.test_pages import HOSTILE
from tests.built_once import built_once

PAGES = ("week", "rhythm", "new", "exceptions", "gut", "health", "about")


@pytest.fixture(scope="module")
def hostile_book(small, tmp_path_factory) -> Path:
    """Scored by the real model; tests only read it."""

    def build(folder: Path) -> None:
        from app.score_book import score_book
        from app.scores import save_scores

        book = poisoned(small.book, folder)
        save_scores(book, score_book(book))
        noted(book)

    return built_once(tmp_path_factory, "hostile", build)[0] / "book"


@pytest.fixture(scope="module")
def hostile_app(chromium, hostile_book, tmp_path_factory) -> Iterator[str]:
    with served(hostile_book, tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="module")
def rows(hostile_book) -> list[dict]:
    from app.scores import load_scores

    return load_scores(hostile_book).rows


def unharmed(visit: Visit) -> None:
    """Nothing ran, nothing was fetched, nothing was drawn from a client's words."""
    page = visit.calm()
    main = page.locator("[data-testid=stMain]")
    assert page.evaluate("window.harmed") is None
    assert main.locator("[data-testid=stException]").count() == 0
    for drawn in ("img[src*=evil]", "script", ".katex"):
        assert main.locator(drawn).count() == 0, drawn
    # Our own links carry an id that a client may have written; they lead nowhere but to us.
    links = page.eval_on_selector_all("[data-testid=stMain] a", "found => found.map(a => a.href)")
    assert [link for link in links if not link.startswith(f"{visit.address}/")] == []
    assert visit.trouble == ([], [])


@pytest.mark.parametrize("path", PAGES)
def test_no_page_does_what_a_client_wrote(browser, hostile_app, path):
    with visiting(browser, hostile_app) as visit:
        visit.go(path)
        unharmed(visit)


def test_the_list_shows_harm_as_text_and_exports_it_disarmed(browser, hostile_app, tmp_path):
    with visiting(browser, hostile_app) as visit:
        page = visit.go()
        visit.rows()
        unharmed(visit)
        with page.expect_download() as saving:
            page.get_by_text("Download as CSV").click()
        saving.value.save_as(tmp_path / "prospects.csv")
        with (tmp_path / "prospects.csv").open(encoding="utf-8-sig", newline="") as stream:
            csv.field_size_limit(2**24)
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert any(SHOWN in cell for cell in cells)
        assert not [cell[:40] for cell in cells if re.search(r"(^|[\r\n])[\s\ufeff]*[=@]", cell)]


@pytest.mark.parametrize("length", [min, max])
@pytest.mark.parametrize("path", ["prospect", "what-if"])
def test_a_prospect_shows_harm_as_text(browser, hostile_app, rows, path, length):
    one = length(rows, key=lambda row: len(row["owner"]))
    assert (len(one["owner"]) > 1_000_000) == (length is max)
    with visiting(browser, hostile_app) as visit:
        page = visit.go(path, id=one["engagement_id"])
        assert SHOWN in page.locator("[data-testid=stMain]").inner_text()
        unharmed(visit)


def test_a_pasted_thread_is_read_as_text(browser, hostile_app):
    with visiting(browser, hostile_app, "en") as visit:
        page = visit.go("new")
        page.get_by_role("textbox", name="The thread").fill(thread())
        page.get_by_role("button", name="Read it").click()
        page.get_by_text("a@evil.example").first.wait_for()
        unharmed(visit)


@pytest.mark.parametrize(
    ("way", "ending", "content"),
    [
        ("Upload mail", "eml", thread().encode()),
        ("Upload a table", "csv", f'client,{HARM.splitlines()[0]}\n"{thread()}",2\n'.encode()),
    ],
)
def test_an_uploaded_file_is_read_as_text_whatever_its_name(
    browser, hostile_app, way, ending, content
):
    name = f"<img src=x onerror=window.harmed=1> [go](javascript:window.harmed=1).{ending}"
    with visiting(browser, hostile_app, "en") as visit:
        page = visit.go("new")
        page.get_by_text(way, exact=True).click()
        file = {"name": name, "mimeType": "text/plain", "buffer": content}
        page.locator("input[type=file]").first.set_input_files(file)
        page.get_by_text("<img sr").first.wait_for()  # shown shortened in the middle
        visit.calm()
        unharmed(visit)


FOREIGN = [
    *(re.sub("[\n\u202e\u202c]", " ", text) for text in (HOSTILE, HARM)),
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
        assert visit.trouble == ([], [])
