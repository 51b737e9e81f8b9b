"""New prospect: what was written so far, pasted or uploaded, scored before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.example_thread import example
from app.viewer import N_, _, language, moment_of, ngettext, number, viewer
from app.views import frame, judged, table_upload, who
from app.views.uploads import KEPT_IN_MEMORY, choose_encoding
from data.errors import ClientRiskError

if TYPE_CHECKING:
    from app.newcomer import Facts, Newcomer
    from data.thread import Thread

#: The ways in.
WAYS = {"paste": N_("Paste a thread"), "mail": N_("Upload mail"), "table": N_("Upload a table")}
MAIL_TYPES = ["eml", "mbox", "txt"]
ORDERS = {True: N_("The day"), False: N_("The month")}


def show(opened: frame.Opened) -> None:
    """What is given on the left, what it says on the right."""
    st.header(_("Is this new client worth the work?"), anchor=False)
    way = st.segmented_control(
        _("How do you have it?"),
        list(WAYS),
        key="way",
        format_func=lambda each: _(WAYS[each]),
        default="paste",
        required=True,
        help=_("Nothing is kept until you say so."),
    )
    left, right = st.columns([2, 3], gap="large")
    steps: dict[str, Callable[[frame.Opened], Newcomer | None]] = {
        "paste": pasted,
        "mail": uploaded,
        "table": table_upload.uploaded,
    }
    try:
        with left:
            newcomer = steps[way or "paste"](opened)
        with right:
            if newcomer is None:
                judged.nothing_yet()
            else:
                judged.show(opened, newcomer)
    except ClientRiskError as problem:
        with right:
            refused(problem)


def refused(problem: ClientRiskError) -> None:
    """Why it cannot be read, and what to do about it."""
    st.subheader(_("This cannot be used as it is"), anchor=False)
    st.text(frame.sentence(problem.what))
    if problem.next_step:
        st.caption(_("What to do"))
        st.text(frame.sentence(problem.next_step))


def pasted(opened: frame.Opened) -> Newcomer | None:
    """A thread in a text box."""
    st.subheader(_("1. What was written"), anchor=False)
    st.text_area(
        _("The thread"),
        key="pasted",
        height=220,
        placeholder=_("Paste the mails or the chat here"),
        help=_(
            "As you copy it from Gmail, Outlook, Apple Mail, Yandex, Telegram or WhatsApp, the "
            "newest or the oldest first, English and Russian. Nothing in it is opened or followed."
        ),
    )
    with st.container(horizontal=True):
        st.button(_("Read it"), key="read", type="primary")
        now = moment_of(opened.header["as_of"]) or datetime.now(UTC)
        # Made here: a callback runs before it is known who is looking.
        words = example(language(), now.astimezone(viewer().zone))
        st.button(_("Try an example"), key="example", on_click=_put, args=(words,), type="tertiary")
    text = st.session_state.get("pasted") or ""
    if not text.strip():
        return None
    return of_thread(opened, lambda day_first: _thread(text, str(viewer().zone), day_first))


def _put(words: str) -> None:
    st.session_state["pasted"] = words


def uploaded(opened: frame.Opened) -> Newcomer | None:
    """A mail, a mailbox or a text as a file."""
    st.subheader(_("1. What was written"), anchor=False)
    file = st.file_uploader(
        _("A mail (.eml), a mailbox (.mbox) or a text (.txt)"),
        MAIL_TYPES,
        key="mail",
        help=_("Attachments are left where they are. Nothing in it is opened or followed."),
    )
    if file is None:
        return None
    content, name, zone = file.getvalue(), file.name, str(viewer().zone)
    from data.mail_files import tells_encoding

    told = tells_encoding(content)
    encoding = None if told else choose_encoding("encoding")
    if encoding is None and not told:
        return None
    return of_thread(opened, lambda day_first: _mail_file(name, content, zone, day_first, encoding))


@st.cache_resource(max_entries=16, ttl=KEPT_IN_MEMORY, show_spinner=False)
def _thread(text: str, zone: str, day_first: bool | None) -> Thread:
    from data.thread import read_thread
    from data.written_times import zone_of

    with st.spinner(_("Reading …")):
        return read_thread(text, zone_of(zone), day_first)


@st.cache_resource(max_entries=16, ttl=KEPT_IN_MEMORY, show_spinner=False)
def _mail_file(
    name: str, content: bytes, zone: str, day_first: bool | None, encoding: str | None
) -> Thread:
    from data.mail_files import read_mail_file
    from data.written_times import zone_of

    with st.spinner(_("Reading …")):
        return read_mail_file(name, content, zone_of(zone), day_first, encoding)


def of_thread(opened: frame.Opened, read: Callable[[bool | None], Thread]) -> Newcomer | None:
    """The messages, who is who, and what else is known; None until enough is said."""
    thread = read(None)
    if thread.ambiguous:
        day_first = st.segmented_control(
            _("What comes first in dates such as 3/4/2026?"),
            list(ORDERS),
            key="order",
            format_func=lambda each: _(ORDERS[each]),
        )
        if day_first is None:
            st.info(_("The dates in it can be read in two ways. Choose one to go on."))
            return None
        thread = read(day_first)
    told = ngettext("{count} message found", "{count} messages found", len(thread.messages))
    st.caption(" · ".join([told.format(count=number(len(thread.messages))), *left_out(thread)]))
    settled = who.settled(opened, thread)
    if settled is None:
        return None
    known = facts(opened, settled.client, settled.first)
    from app.newcomer import from_thread

    return from_thread(thread, settled.ours, known, settled.answers)


def left_out(thread: Thread) -> list[str]:
    """What of the text is in no message, said once."""
    told = []
    if thread.repeated:
        words = ngettext(
            "{count} quoted again, taken once", "{count} quoted again, taken once", thread.repeated
        )
        told.append(words.format(count=number(thread.repeated)))
    if thread.unsigned:
        words = ngettext(
            "{count} quoted line of nobody left out",
            "{count} quoted lines of nobody left out",
            thread.unsigned,
        )
        told.append(words.format(count=number(thread.unsigned)))
    return told


def facts(opened: frame.Opened, client: str, first: datetime | None) -> Facts:
    """What is known beside what was written; all of it may stay empty."""
    from app.newcomer import Facts

    st.subheader(_("3. What else you know"), anchor=False)
    currency = opened.book.currency or ""
    money: dict[str, Any] = {"min_value": 0.0, "max_value": 1e12, "value": None, "format": "%.0f"}
    value = st.number_input(
        _("Expected value, {currency}").format(currency=currency).rstrip(", "),
        key="value",
        help=_("What you hope to invoice. Without it nothing can be said in money."),
        **money,
    )
    default = opened.book.hourly_cost
    hourly = st.number_input(
        _("What an hour of yours costs, {currency}").format(currency=currency).rstrip(", "),
        key="hourly",
        placeholder=None if default is None else number(default),
        help=_("Empty: what the book says."),
        **money,
    )
    since = st.date_input(
        _("Open since"), value=None, key="since", help=_("Empty: the first message.")
    )
    return Facts(client, _opened_at(since, first), _decimal(value), _decimal(hourly))


def _opened_at(since: Any, first: datetime | None) -> datetime | None:
    """The beginning of that day where the viewer is; the first message where it is that day."""
    zone = viewer().zone
    if since is None or (first is not None and since == first.astimezone(zone).date()):
        return None
    return datetime.combine(since, time(), zone).astimezone(UTC)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.4f}")


opened = frame.opened()
if opened is not None:
    show(opened)
