"""The page for a new prospect: each step, each way in, and each state that is not the happy one."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from app.asking import from_book
from data.book import Book
from data.hand_mapping import folder_of
from tests.app.sheet import explanation, part, write_four

MAILS = """From: Ann <ann@client.com>
Date: {day} Mar 2026 10:12 +0000
Subject: Roof

{words}

From: Bob <bob@us.org>
Date: 02.03.2026 09:00
Subject: Roof

Here is our offer.
"""
HOSTILE = "![x](http://evil.example/x.png) <script>alert(1)</script> =1+1 \u202egnp.x `code` $x$"
TABLE = (
    "Date,Type,Direction,Text\n2026-03-03 10:00,Email,in,When?\n2026-03-04 10:00,Email,out,May\n"
)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book whose model answers at once; what it was asked is in `asked`."""
    from app.views import frame

    path = write_four(tmp_path)
    asked = []

    def explain(histories, cutoffs):
        asked.append((histories, cutoffs))
        flag = part("low-ball", "flag", -0.4, "Beat the price down twice.")
        return [explanation(each, [flag]) for each in cutoffs["engagement_id"].to_pylist()]

    monkeypatch.setattr(
        frame, "live", lambda opened: SimpleNamespace(book=from_book(path), explain=explain)
    )
    return SimpleNamespace(path=path, asked=asked)


@pytest.fixture
def new(page, book):
    return page(book.path, "new")


def labels(elements):
    return [each.label for each in elements]


def told(app):
    """Everything a person reads on the page."""
    kinds = (app.text, app.caption, app.info, app.header, app.subheader, app.markdown)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def by_label(elements, label):
    return next(each for each in elements if each.label.startswith(label))


def pasted(app, text):
    by_label(app.text_area, "The thread").set_value(text).run()
    return app


def ours(app, name):
    box = by_label(app.multiselect, "Which of them are you?")
    box.set_value([each for each in box.options if name in each]).run()
    return app


def test_before_anything_is_pasted_the_page_says_what_will_stand_there(new):
    assert not new.exception
    assert "The verdict will stand here" in told(new)
    assert "Keep this prospect" not in labels(new.button)


def test_a_pasted_thread_is_scored_once_our_side_is_known(new, book):
    pasted(new, MAILS.format(day=4, words="When can you start?"))
    assert "2 messages found" in told(new)
    assert "Choose who of them is on your side" in told(new)
    assert book.asked == []
    ours(new, "Bob")
    assert not new.exception
    assert "Beat the price down twice." in told(new)
    assert by_label(new.text_input, "Client").value == "Client"
    histories, cutoffs = book.asked[-1]
    assert histories.interactions["direction"].to_pylist() == ["outbound", "inbound"]
    assert cutoffs["as_of"].to_pylist()[0] >= datetime.fromisoformat("2026-03-31T12:00:00+00:00")


def test_keeping_adds_the_prospect_and_what_is_known_of_it(new, book):
    ours(pasted(new, MAILS.format(day=4, words="When?")), "Bob")
    by_label(new.number_input, "Expected value").set_value(9000.0).run()
    by_label(new.text_input, "Client").set_value("Harbour  & Daughters").run()
    before = Book.open(book.path)
    by_label(new.button, "Keep this prospect").click().run()
    kept = Book.open(book.path)
    assert kept.engagements.num_rows == before.engagements.num_rows + 1
    row = next(
        row for row in kept.engagements.to_pylist() if row["client_id"] == "Harbour & Daughters"
    )
    assert (row["engagement_id"], row["expected_value"]) == ("harbour-daughters-2026-03-02", 9000)


def test_nothing_is_kept_before_somebody_says_so(new, book):
    before = Book.open(book.path).digest
    ours(pasted(new, MAILS.format(day=4, words="When?")), "Bob")
    assert Book.open(book.path).digest == before


def test_a_message_without_a_sender_is_asked_about_and_else_set_aside(new, book):
    ours(pasted(new, "Yes, let us begin.\n\n" + MAILS.format(day=4, words="When?")), "Bob")
    assert "nobody is named; no time stands with it" in told(new)
    assert "1 is set aside, with its reason." in told(new)
    by_label(new.selectbox, "Who wrote this?").set_value("client").run()
    assert "Set aside until you say when." in told(new)
    new.datetime_input[0].set_value(datetime(2026, 3, 5, 9)).run()
    assert not new.exception
    assert book.asked[-1][0].interactions["text"].to_pylist()[-1] == "Yes, let us begin."
    assert "is set aside" not in told(new)


def test_dates_that_can_be_read_in_two_ways_are_asked(new, book):
    pasted(new, "[3/4/26, 10:12] Ann: hi\n[3/5/26, 10:12] Bob: hello")
    assert "The dates in it can be read in two ways" in told(new)
    assert not new.multiselect
    new.button_group(key="order").set_value(True).run()
    ours(new, "Bob")
    assert not new.exception
    months = {moment.month for moment in book.asked[-1][0].interactions["occurred_at"].to_pylist()}
    assert months == {4, 5}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x" * 1_000_001, "1,000,001 characters"),
        ("[02.03.2026, 10:12] Bob: hi", "No message of the client's is left"),
    ],
)
def test_what_cannot_be_scored_says_why_and_what_to_do(new, text, what):
    pasted(new, text)
    if new.multiselect:
        ours(new, "Bob")
        by_label(new.text_input, "Client").set_value("Ann").run()
    assert not new.exception
    assert what in told(new)
    assert "What to do" in told(new)


def test_what_a_client_wrote_is_shown_as_it_was_written(new):
    text = MAILS.format(day=4, words=HOSTILE).replace("Ann <", f"{HOSTILE[:20]} <")
    ours(pasted(new, HOSTILE + "\n\n" + text), "Bob")
    assert not new.exception
    assert any(HOSTILE.splitlines()[0] in each.value for each in new.text)
    assert all("http://evil" not in each.value for each in (*new.markdown, *new.caption))


def upload(app, way, name, content, kind="text/plain"):
    app.button_group(key="way").set_value(way).run()
    app.file_uploader[0].set_value((name, content, kind)).run()
    return app


def test_an_uploaded_mail_is_read_like_a_pasted_one(new, book):
    head = b"From: Ann <ann@client.com>\nMessage-ID: <1>\nDate: Mon, 02 Mar 2026 10:12:00 -0000\n"
    body = b"\nNow?\n\nOn 1 Mar 2026 at 10:00, Bob <bob@us.org> wrote:\n> When?\n"
    ours(upload(new, "mail", "one.eml", head + body), "Bob")
    assert not new.exception
    assert book.asked[-1][0].interactions["text"].to_pylist() == ["When?", "Now?"]


@pytest.mark.parametrize(
    ("content", "what"), [(b"PK\x03\x04", "zip or Excel"), (b"a\0b", "binary"), (b" ", "empty")]
)
def test_a_file_that_is_no_mail_is_refused_in_words(new, content, what):
    upload(new, "mail", "x.txt", content)
    assert not new.exception
    assert what in told(new)


def test_a_text_in_another_encoding_asks_which_one(new, book):
    upload(new, "mail", "chat.txt", "[02.03.2026, 10:12] Анна: Привет".encode("cp1251"))
    assert "not UTF-8" in told(new)
    by_label(new.selectbox, "Which encoding").set_value("windows-1251").run()
    assert any("Анна" in each for each in by_label(new.multiselect, "Which").options)


def test_a_table_is_mapped_previewed_remembered_and_scored(new, book):
    upload(new, "table", "crm.csv", TABLE.encode(), "text/csv")
    assert not new.exception
    assert [(each.label, each.value) for each in new.metric[:3]] == [
        ("Rows read", "2"),
        ("Accepted", "2"),
        ("Set aside", "0"),
    ]
    by_label(new.button, "Remember").click().run()
    assert [path.name for path in folder_of(book.path).iterdir()] == ["crm.toml"]
    assert "mapped before" in told(new)
    by_label(new.text_input, "Client").set_value("Ann").run()
    assert not new.exception
    assert "Beat the price down twice." in told(new)
    by_label(new.button, "Keep this prospect").click().run()
    assert "ann-2026-03-03" in Book.open(book.path).engagements["engagement_id"].to_pylist()


def test_a_table_with_deals_gives_every_one_of_them(new, book):
    rows = (
        TABLE.replace("Text\n", "Text,Deal\n").replace("When?", "When?,A").replace("May", "May,B")
    )
    upload(new, "table", "crm.csv", rows.encode(), "text/csv")
    assert not new.exception
    assert "2 prospects" in told(new)
    by_label(new.button, "Keep these prospects").click().run()
    assert {"A", "B"} <= set(Book.open(book.path).engagements["engagement_id"].to_pylist())


def test_what_no_heading_tells_is_asked_and_doubtful_dates_are_chosen(new, book):
    upload(new, "table", "x.csv", b"Day,Direction\n3/4/2026,in\n5/4/2026,in\n", "text/csv")
    assert "Still to say: When it happened." in told(new)
    by_label(new.selectbox, "When it happened").set_value(("column", "Day")).run()
    assert "Still to say: When it happened." in told(new)
    radio = new.radio[0]
    assert radio.options == ["3 Apr 2026, 00:00", "4 Mar 2026, 00:00"]
    radio.set_value(0).run()
    assert "Still to say" not in told(new)
    assert new.metric[1].value == "2"


def test_a_table_of_which_everything_is_set_aside_shows_the_reasons(new):
    upload(new, "table", "x.csv", TABLE.replace("2026-03", "soon").encode(), "text/csv")
    assert not new.exception
    assert "Every row would be set aside" in told(new)
    assert new.metric[2].value == "2"


def test_a_file_that_is_no_table_is_refused_without_a_path(new):
    upload(new, "table", "x.csv", b"a,a\n1,2\n", "text/csv")
    assert "Two columns are called a" in told(new)
    assert "/tmp" not in told(new)


def test_the_page_speaks_russian(page, book):
    app = page(book.path, "new")
    app.button_group(key="lang").set_value("ru").run()
    app.text_area[0].set_value(MAILS.format(day=4, words="Когда начнёте?")).run()
    app.multiselect[0].set_value([each for each in app.multiselect[0].options if "Bob" in each])
    app.run()
    assert not app.exception
    assert "Найдено 2 сообщения" in told(app)
    assert "Сохранить этого клиента" in labels(app.button)
    by_label(app.button, "Показать на примере").click().run()
    assert "Тема: Северная крыша" in app.text_area[0].value
