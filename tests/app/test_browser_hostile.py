"""What a client wrote, in a real browser: shown as written, fetching nothing, running nothing."""

from __future__ import annotations

from app.words import md_escape
from tests.app.browser import served, visiting
from tests.app.test_pages import HOSTILE, hostile_book


def test_hostile_text_is_shown_as_written_and_fetches_nothing(browser, tmp_path):
    with served(hostile_book(tmp_path), tmp_path) as address, visiting(browser, address) as visit:
        visit.go()
        visit.rows()
        page = visit.go("prospect", id="P-9")
        main = page.locator("[data-testid=stMain]")
        assert "<img src=http://evil.example/b>" in main.inner_text()
        assert main.locator("img").count() == 0
        assert main.locator("a[href*=evil]").count() == 0
        assert visit.trouble == ([], [])


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
        assert visit.trouble == ([], [])
