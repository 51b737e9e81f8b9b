"""The what-if page: nothing before something is supposed, then both sides and what moved."""

from __future__ import annotations

import shutil

import pytest

from app.scores import load_scores, sheet_path
from app.viewer import speaking
from tests.app.sheet import write_four
from tests.app.test_pages import shown

MAIL = "Hello! Either you come today or we look elsewhere."
ПИСЬМО = "Здравствуйте! Либо вы сегодня приезжаете, либо мы ищем других."


@pytest.fixture(scope="module")
def book(small, tmp_path_factory):
    """The small book beside its models: a copy, because its score sheet is written next to it."""
    folder = tmp_path_factory.mktemp("what if") / "book and models"
    shutil.copytree(small.book.path.parent, folder)
    return folder / small.book.path.name


@pytest.fixture
def opened(page, book):
    """`opened(language)`: the page of the first open prospect, and its id."""

    def run(told_in: str = "en"):
        if load_scores(book) is None:
            page(book)
        wanted = load_scores(book).rows[0]["engagement_id"]
        app = page(book, "what_if", id=wanted)
        if told_in != "en":
            app.session_state["lang"] = told_in
            app.run()
        assert not app.exception
        return app

    return run


def suppose(app, kind: str, text: str | None = None):
    app.selectbox[0].set_value(kind).run()
    if text is not None:
        app.text_area[0].set_value(text)
    press(app, "Suppose it", "Допустить")
    assert not app.exception
    return app


def press(app, *labels: str):
    next(button for button in app.button if button.label in labels).click().run()


def test_the_page_begins_with_the_chance_now_and_nothing_supposed(opened):
    app = opened()
    assert [each.label for each in app.metric] == ["Now"]
    assert "Suppose something, and see what it would do" in shown(app)


@pytest.mark.parametrize(
    ("told_in", "text", "title", "seen"),
    [
        ("en", MAIL, "Tomorrow, or not at all", "newly seen"),
        ("ru", ПИСЬМО, "Завтра или никогда", "теперь видно"),
    ],
)
def test_a_pasted_mail_is_heard_and_quoted(opened, told_in, text, title, seen):
    app = opened(told_in)
    with speaking(told_in):  # the test asks the select box for its options' names
        app = suppose(app, "mail-from-them", text)
    assert len(app.metric) == 2
    words = shown(app)
    assert title in words
    assert seen in words
    assert text.split("! ")[1].rstrip(".") in words


def test_several_changes_stand_in_their_order_and_can_be_taken_back(opened):
    app = opened()
    app = suppose(suppose(app, "silence"), "meeting-missed")
    words = shown(app)
    assert words.index("Today: They miss a meeting") < words.index("For 14 days: Nothing is heard")
    press(app, "Take it back")
    assert "They miss a meeting" not in shown(app)
    assert "Nothing is heard" in shown(app)
    press(app, "Start over")
    assert [each.label for each in app.metric] == ["Now"]


def test_a_mail_without_a_word_is_asked_for(opened):
    app = suppose(opened(), "mail-from-them", "  \n")
    assert [each.value for each in app.warning] == ["Paste the words of the mail first."]
    assert len(app.metric) == 1


def test_nothing_that_is_supposed_is_saved(opened, book):
    folders = (book, sheet_path(book))
    app = opened()
    before = {path: path.read_bytes() for each in folders for path in each.iterdir()}
    suppose(app, "mail-from-them", MAIL)
    assert {path: path.read_bytes() for each in folders for path in each.iterdir()} == before


def test_what_a_mail_says_is_never_rendered(opened):
    hostile = "![x](http://127.0.0.1:9/a.png) <b>now</b> or never, today or we look elsewhere!"
    app = suppose(opened(), "mail-from-them", hostile)
    rendered = [*app.markdown, *app.caption, *app.subheader, *app.header]
    assert not any("![x](" in element.value or "<b>" in element.value for element in rendered)


def test_a_prospect_that_is_not_there_is_said_to_be_so(page, tmp_path):
    app = page(write_four(tmp_path), "what_if", id="nobody")
    assert not app.exception
    assert "No prospect chosen" in shown(app)


def test_a_book_without_a_model_shows_a_helpful_page(page, tmp_path):
    app = page(write_four(tmp_path), "what_if", id="P-1")
    assert not app.exception
    assert "Nothing to show yet" in shown(app)
