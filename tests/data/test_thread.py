"""Pasted threads: what we write in each program's form comes back; nothing is guessed."""

import contextlib
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataRefused
from data.thread import LONGEST, read_thread, subject_of
from data.thread_marks import Sender

BERLIN = ZoneInfo("Europe/Berlin")
ANN, BOB = Sender("Ann Lee", "ann@client.com"), Sender("Боб", "bob@us.ru")
MONTHS_RU = ["янв.", "февр.", "мар.", "апр.", "мая", "июн."]
MONTHS_RU += ["июл.", "авг.", "сент.", "окт.", "нояб.", "дек."]


def gmail(messages, depth=0):
    """Newest first, each one quoted deeper than the one that answers it."""
    (sender, moment, text), *older = messages
    head = f"{'>' * depth} On {moment:%a, %-d %b %Y at %H:%M}, {sender.shown} wrote:".strip()
    lines = [f"{'>' * (depth + 1)} {line}" for line in text.split("\n")]
    return "\n".join([head, *lines, *([gmail(older, depth + 1)] if older else [])])


def russian(messages):
    return "\n\n".join(
        f"{moment.day} {MONTHS_RU[moment.month - 1]} {moment.year} г. в {moment:%H:%M}, "
        f"{sender.shown}:\n" + "\n".join(f"> {line}" for line in text.split("\n"))
        for sender, moment, text in messages
    )


def outlook(messages):
    return "\n\n".join(
        f"-----Original Message-----\nFrom: {sender.shown}\n"
        f"Sent: {moment:%A, %B %-d, %Y %-I:%M %p}\nTo: somebody\nSubject: RE: Roof\n\n{text}"
        for sender, moment, text in messages
    )


def outlook_russian(messages):
    return "\n\n".join(
        f"От: {sender.shown}\nДата: {moment:%d.%m.%Y %H:%M}\nКому: кто-то\nТема: Крыша\n\n{text}"
        for sender, moment, text in messages
    )


def bracket_chat(messages):
    return "\n".join(
        f"[{moment:%d.%m.%Y, %H:%M}] {who.name}: {text}" for who, moment, text in messages
    )


def dash_chat(messages):
    return "\n".join(
        f"{moment:%d.%m.%y, %H:%M} - {who.name}: {text}" for who, moment, text in messages
    )


def telegram(messages):
    return "\n\n".join(
        f"{who.name}, [{moment:%d.%m.%Y %H:%M}]\n{text}" for who, moment, text in messages
    )


def mail_page(messages):
    return "\n\n".join(
        f"{who.shown}\t{moment:%a, %b %-d, %Y at %-I:%M %p}\nTo: x <x@y.org>\n{text}"
        for who, moment, text in messages
    )


FORMS = [
    gmail,
    russian,
    outlook,
    outlook_russian,
    bracket_chat,
    dash_chat,
    telegram,
    mail_page,
]
LINE = (
    st.text("abc где? 1,.!", min_size=1, max_size=30)
    .map(str.strip)
    .filter(lambda line: line and not line.endswith(":"))
)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


@st.composite
def threads(draw):
    """Up to five messages, at times that exist once in Berlin, newest first."""
    start = draw(st.datetimes(datetime(2020, 1, 2), datetime(2026, 1, 2))).replace(
        hour=12, second=0
    )
    start = start.replace(microsecond=0)
    count = draw(st.integers(1, 5))
    return [
        (draw(st.sampled_from([ANN, BOB])), start + timedelta(days=-3 * at, minutes=at), draw(TEXT))
        for at in range(count)
    ]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(messages=threads(), newest_first=st.booleans())
def test_a_thread_we_wrote_comes_back(form, messages, newest_first):
    if form is not gmail and not newest_first:
        messages = messages[::-1]
    thread = read_thread(form(messages), BERLIN)
    read = [(each.sender.name, each.moment, each.text) for each in thread.messages]
    meant = sorted(
        (
            (who.name, moment.replace(tzinfo=BERLIN).astimezone(UTC), text)
            for who, moment, text in messages
        ),
        key=lambda one: one[1],
    )
    assert read == meant
    assert (thread.repeated, thread.unsigned) == (0, 0)


def read_or_refused(text):
    """Messages; none where the text is refused, with a next step."""
    try:
        messages = read_thread(text, BERLIN).messages
    except DataRefused as refusal:
        assert refusal.next_step  # noqa: PT017
        return []
    assert messages
    return messages


@settings(deadline=None)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "On Mon, 3 Mar 2026 at 10:12, Ann <a@b> wrote:",
                "> ",
                ">> x",
                "From: a@b.c",
                "Sent: now",
                "",
                "-----Original Message-----",
                "[3/4/26, 10:12] Ann: hi",
                "12:",
                "From: ",
                "Ann <a@b.c>",
                "____________",
            ]
        )
    ).map("\n".join)
)
def test_any_text_gives_messages_or_a_clear_refusal(text):
    for each in read_or_refused(text):
        assert (each.moment is None) == (each.time.why is not None)
        assert each.text or each.sender.shown


def test_an_answer_between_quoted_lines_stays_with_who_answered():
    thread = read_thread(
        "Hi,\n\nOn 3 Mar 2026 at 10:12, Ann <a@b.org>\nwrote:\n> Price?\nNine.\n> When?\nMay.", UTC
    )
    assert [(each.sender.name, each.text) for each in thread.messages] == [
        ("Ann", "Price?\nWhen?"),
        ("", "Hi,\n\nNine.\nMay."),
    ]


def test_what_stands_before_the_first_mark_has_neither_sender_nor_moment():
    top = read_thread("Yes\n\nOn 3 Mar 2026 at 10:12, Ann <a@b.org> wrote:\n> Now?", UTC).messages[
        -1
    ]
    assert (top.text, top.sender, top.moment, top.written) == ("Yes", Sender(), None, "")


def test_quoted_lines_of_nobody_are_counted_and_left_out():
    thread = read_thread("[03.03.2026, 10:12] Ann: hi\n> somebody said this", UTC)
    assert (thread.messages[0].text, thread.unsigned) == ("hi", 1)


def test_a_message_quoted_again_is_taken_once():
    mail = "From: Ann <a@b.org>\nDate: 3 Mar 2026 10:12 +0300\nSubject: Roof\n\nNow?\n\n"
    again = (
        "From: Bob <b@c.org>\nDate: 4 Mar 2026 10:12 +0300\nSubject: Re: Roof\n\nYes\n\n"
        "On 3 Mar 2026 at 09:12, Ann wrote:\n> now?\n"
    )
    thread = read_thread(mail + again, BERLIN)
    assert [each.text for each in thread.messages] == ["Now?", "Yes"]
    assert (thread.repeated, thread.messages[0].moment.hour) == (1, 7)


def test_the_same_word_twice_in_a_chat_was_said_twice():
    thread = read_thread("[03.03.2026, 10:12] Ann: ok\n[03.03.2026, 10:14] Ann: ok", UTC)
    assert len(thread.messages) == 2


def test_one_date_with_a_day_past_the_twelfth_settles_the_order_of_all():
    settled = read_thread("[3/4/26, 10:12] Ann: a\n[3/25/26, 10:12] Ann: b", UTC)
    assert [each.moment.month for each in settled.messages] == [3, 3]
    unsettled = read_thread("[3/4/26, 10:12] Ann: a\n[3/5/26, 10:12] Ann: b", UTC)
    assert unsettled.ambiguous
    assert not read_thread("[3/4/26, 10:12] Ann: a", UTC, day_first=True).ambiguous


@pytest.mark.parametrize(
    "prose",
    [
        "From: the beginning I knew",
        "On Monday we agreed the following:",
        "Note: 10:12 is late",
        "Subject: to change",
        "[see 12:30 on page 4] Ann: hi",
        "To: do\nDate: unknown",
    ],
)
def test_prose_that_looks_like_a_mark_stays_prose(prose):
    (message,) = read_thread(prose, UTC).messages
    assert (message.text, message.sender.shown) == (prose, "")


@pytest.mark.parametrize(
    ("text", "what"),
    [(" \n", "nothing to read"), ("x" * (LONGEST + 1), "more than"), ("a\0b", "no text"),
     ("[03.03.2026, 10:12] A: x\n" * 5001, "messages")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text, what):
    with pytest.raises(DataRefused, match=what):
        read_thread(text, UTC)


@pytest.mark.parametrize(
    "line", ["On 3 Mar 2026 10:12", "To: a@b", ">" * 50, "a@" * 190, "From: a@b.c"]
)
def test_a_whole_megabyte_is_read_in_seconds(line):
    text = (line + "\n") * (LONGEST // (len(line) + 1))
    begun = time.process_time()
    with contextlib.suppress(DataRefused):
        read_thread(text, UTC)
    assert time.process_time() - begun < 20


def test_a_subject_stands_without_what_programs_add():
    assert subject_of("RE: Re[2]: Отв: Re") == "Re"
