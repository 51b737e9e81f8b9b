"""Who is who in a thread: whose messages are ours, and what the thread does not say itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from app.newcomer_names import client_name, our_own
from app.tables import table, texts
from app.viewer import N_, _, moment, ngettext, number, viewer
from app.views import frame
from app.words import md_escape, shorten

if TYPE_CHECKING:
    from app.newcomer import Answer, Side
    from data.thread import Message, Thread
    from data.thread_marks import Sender

MOST_ASKED = 5  # messages that are asked about one by one; the others are set aside
LONGEST_SHOWN = 160
LEFT_OUT = "left out"
SIDES = {LEFT_OUT: N_("Leave it out"), "client": N_("The client"), "us": N_("We did")}
WHY = {
    "ambiguous": N_("its date can be read in two ways"),
    "clock change": N_("the clocks were changed at that hour"),
    "no year": N_("its date names no year"),
    "no time of day": N_("its date has no time of day"),
    "no date": N_("its time has no date"),
    "unreadable": N_("its date cannot be read"),
}


@dataclass(frozen=True)
class Settled:
    """Who is who: our senders, the client's name, and what was answered about single messages."""

    ours: frozenset[Sender]
    client: str
    answers: dict[int, Answer]
    first: datetime | None


def settled(opened: frame.Opened, thread: Thread) -> Settled | None:
    """Ask who is who; None until it is said."""
    st.subheader(_("2. Who is who"), anchor=False)
    senders = thread.senders
    known = [frame.user(), *(one.owner or "" for one in opened.prospects)]
    ours = frozenset(
        st.multiselect(
            _("Which of them are you?"),
            list(senders),
            default=our_own(senders, known),
            key=f"ours-{hash(tuple(senders))}",
            format_func=lambda sender: f"{shorten(sender.shown, 80)} ({senders[sender]})",
            placeholder=_("Choose your side"),
            help=_("Everybody else writes for the client."),
        )
        if senders
        else []
    )
    answers = asked(thread)
    preview(thread, ours)
    sides = {answer.side for answer in answers.values()}
    if senders and not ours and "us" not in sides:
        st.info(_("Choose who of them is on your side."))
        return None
    client = name(opened, [sender for sender in senders if sender not in ours])
    if not client:
        st.info(_("Give the client a name."))
        return None
    moments = [each.moment for each in thread.messages if each.moment]
    return Settled(ours, client, answers, min(moments, default=None))


def name(opened: frame.Opened, theirs: list[Sender]) -> str:
    """What the client is called; guessed from the address of whoever writes most."""
    guess = client_name(theirs)
    if st.session_state.get("guessed") != guess:
        st.session_state["guessed"] = st.session_state["client"] = guess
    called = st.text_input(_("Client"), key="client", max_chars=200) or ""
    called = " ".join(called.split())
    if any(one.client_id == called for one in opened.prospects):
        st.caption(_("This client is in the book: what it knows of them is read as well."))
    return called


def preview(thread: Thread, ours: frozenset[Sender]) -> None:
    """The messages as they were read, each with its side in words."""
    rows = [
        (
            moment(each.moment) if each.moment else "",
            side(each, ours),
            shorten(each.sender.shown, 80),
            shorten(" ".join(each.text.split()), LONGEST_SHOWN),
        )
        for each in thread.messages[:200]
    ]
    with st.expander(_("The messages as they were read")):
        st.dataframe(
            table(texts(_("When"), _("Side"), _("Sender"), _("Words")), rows),
            hide_index=True,
            alt=_("The messages that were found, one row each"),
        )


def side(message: Message, ours: frozenset[Sender]) -> str:
    """Whose message it is, in a word."""
    if not message.sender.shown:
        return _("not said")
    return _("from us") if message.sender in ours else _("from the client")


def asked(thread: Thread) -> dict[int, Answer]:
    """Ask about messages that name no sender or no moment: never guessed, else set aside."""
    unclear = [
        (place, each)
        for place, each in enumerate(thread.messages)
        if each.text and (each.moment is None or not each.sender.shown)
    ]
    answers = {place: ask(place, each) for place, each in unclear[:MOST_ASKED]}
    rest = len(unclear) - MOST_ASKED
    if rest > 0:
        told = ngettext(
            "{count} more without a sender or a time is set aside.",
            "{count} more without a sender or a time are set aside.",
            rest,
        )
        st.caption(told.format(count=number(rest)))
    return answers


def ask(place: int, message: Message) -> Answer:
    """One message, the words first, then what is not known of it."""
    from app.newcomer import Answer

    with st.container(border=True, gap="xsmall"):
        st.text(shorten(message.text, LONGEST_SHOWN))
        st.caption(unclear(message))
        key = f"{place}-{hash(message.text)}"
        side: Side | None = None
        if not message.sender.shown:
            picked = st.selectbox(
                _("Who wrote this?"),
                list(SIDES),
                key=f"side-{key}",
                format_func=lambda each: _(SIDES[each]),
            )
            if picked == LEFT_OUT:
                return Answer()
            side = "us" if picked == "us" else "client"
        if message.moment is not None:
            return Answer(side)
        when = st.datetime_input(_("When?"), value=None, key=f"when-{key}", format="DD.MM.YYYY")
        if when is None:
            st.caption(_("Set aside until you say when."))
            return Answer(side)
        return Answer(side, when.replace(tzinfo=viewer().zone).astimezone(UTC))


def unclear(message: Message) -> str:
    """What is not known of a message, and how its time stands there."""
    missing = [] if message.sender.shown else [_("nobody is named")]
    if message.moment is None and not message.written:
        missing.append(_("no time stands with it"))
    elif message.moment is None:
        written = md_escape(f"“{message.written}”", most=60)
        missing.append(f"{_(WHY[message.time.why or 'unreadable'])} {written}")
    return "; ".join(missing)
