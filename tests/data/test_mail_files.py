"""Uploaded mail: the traps of real mail programs, and files that are none."""

import mailbox
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataRefused
from data.mail_files import WrongEncoding, read_mail_file
from data.thread_marks import Sender


def mail(
    text="Привет, мир", sender="Анна Ли <ann@client.ru>", date="Mon, 02 Mar 2026 10:12:00 +0300"
):
    made = EmailMessage()
    made["From"], made["Date"], made["Subject"] = sender, date, "Крыша"
    made["Message-ID"] = "<1@client.ru>"
    made.set_content(text)
    return made


def read_or_refused(content):
    """Messages, or the words of a refusal."""
    try:
        return read_mail_file("x.eml", content, UTC).messages
    except DataRefused as refusal:
        return refusal.what


def test_a_mail_comes_back_with_its_sender_moment_subject_and_words():
    thread = read_mail_file("one.eml", mail().as_bytes(), UTC)
    (message,) = thread.messages
    assert message.sender == Sender("Анна Ли", "ann@client.ru")
    assert message.moment == datetime(2026, 3, 2, 7, 12, tzinfo=UTC)
    assert (message.subject, message.text) == ("Крыша", "Привет, мир")


def test_what_a_mail_quotes_is_a_message_of_its_own():
    text = "Yes.\n\nOn 1 Mar 2026 at 09:00, Bob <bob@us.org> wrote:\n> Shall we?\n"
    thread = read_mail_file("one.eml", mail(text).as_bytes(), UTC)
    assert [(each.sender.name, each.text) for each in thread.messages] == [
        ("Bob", "Shall we?"),
        ("Анна Ли", "Yes."),
    ]


def test_a_box_gives_every_mail_once_and_its_escaped_lines_back(tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    box.add(mail("From here on\nit rains"))
    box.add(mail("Second", date="Mon, 02 Mar 2026 11:12:00 -0000"))
    box.close()
    thread = read_mail_file("box.mbox", (tmp_path / "box").read_bytes(), UTC)
    assert [each.text for each in thread.messages] == ["From here on\nit rains", "Second"]
    assert thread.messages[1].moment == datetime(2026, 3, 2, 11, 12, tzinfo=UTC)


def test_an_unknown_charset_and_a_bad_date_stop_nothing():
    raw = (
        b"From: a@b.org\nMessage-ID: <1>\nDate: soon\nSubject: =?x-none?q?hi?=\n"
        b"Content-Type: text/plain; charset=x-none\n\nhello \xff"
    )
    (message,) = read_mail_file("x.eml", raw, UTC).messages
    assert message.text.startswith("hello")
    assert (message.moment, message.time.why, message.written) == (None, "unreadable", "soon")


def test_a_page_is_read_as_words_and_its_scripts_are_not():
    made = mail()
    made.set_content(
        "<style>p{}</style><p>Now&nbsp;?</p><script>alert(1)</script><img src='http://x/y.png'>"
        "<div>On 1 Mar 2026 at 09:00, Bob &lt;bob@us.org&gt; wrote:</div>"
        "<blockquote>Before<br>that</blockquote>",
        subtype="html",
    )
    thread = read_mail_file("x.eml", made.as_bytes(), UTC)
    assert [each.text for each in thread.messages] == ["Before\nthat", "Now ?"]


def test_an_attachment_is_left_where_it_is():
    made = mail()
    made.add_attachment(b"\0\1\2", maintype="application", subtype="octet-stream", filename="a.bin")
    assert read_mail_file("x.eml", made.as_bytes(), UTC).messages[0].text == "Привет, мир"


def test_text_in_another_encoding_asks_which_one():
    content = "[02.03.2026, 10:12] Анна: Привет".encode("cp1251")
    with pytest.raises(WrongEncoding, match="choose the encoding"):
        read_mail_file("chat.txt", content, UTC)
    thread = read_mail_file("chat.txt", content, UTC, encoding="windows-1251")
    assert thread.messages[0].text == "Привет"


def test_a_byte_order_mark_tells_the_encoding():
    content = "[02.03.2026, 10:12] Анна: Привет".encode("utf-16")
    assert read_mail_file("chat.txt", content, UTC).messages[0].sender.name == "Анна"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"PK\x03\x04....", "a zip or Excel file"),
        (b"%PDF-1.7", "a PDF"),
        (b"abc\0def", "a binary file"),
        (b"x" * 20_000_001, "more than"),
        (b"From a\n\nx\n" * 2001, "mails"),
    ],
)
def test_what_is_no_mail_is_refused(content, what):
    with pytest.raises(DataRefused, match=what) as refused:
        read_mail_file("x.eml", content, UTC)
    assert refused.value.next_step


def test_parts_nested_without_end_are_refused_and_not_followed():
    nested = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    raw = "From: a@b.org\nMessage-ID: <1>\n" + nested * 3000
    assert read_or_refused(raw.encode())


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"From x\n", b"From: a@b.org\nMessage-ID: <1>\n"]),
)
def test_any_bytes_give_messages_or_a_clear_refusal(content, begins):
    assert read_or_refused(begins + content)
