"""A message that does what is advised, to be read over, changed and copied; nothing is sent."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc
import streamlit as st

from app.draft import draft, language_written
from app.prospects import Prospect, rows_of
from app.viewer import N_, _, language
from app.views import frame
from features.telling import Language

#: The newest messages are enough to know a client's language, and of each its beginning.
NEWEST, BEGINNING = 20, 2000
NAMES: dict[Language, str] = {"en": N_("In English"), "ru": N_("In Russian")}


def draft_block(opened: frame.Opened, prospect: Prospect, explanation: dict[str, Any]) -> None:
    """The draft for the recommended action, in the client's language and to the last contact."""
    st.subheader(
        _("A message to send"),
        anchor=False,
        help=_("Our own wording for the advised step. Nothing is sent from here."),
    )
    written, contact = _correspondent(opened, prospect.engagement_id)
    _editor(prospect, explanation, written, contact)


@st.fragment
def _editor(
    prospect: Prospect, explanation: dict[str, Any], written: Language | None, contact: str | None
) -> None:
    frame.look()  # a fragment that runs by itself has no viewer yet
    told_in = st.segmented_control(
        _("Language of the message"),
        list(NAMES),
        default=written or language(),
        format_func=lambda each: _(NAMES[each]),
        required=True,
        key=f"draft language {prospect.engagement_id}",
        label_visibility="collapsed",
    )
    st.caption(_why(written))
    message = draft(explanation, contact, told_in)
    whole = st.text_area(
        _("The message, to change as you like"),
        f"{message.subject}\n\n{message.body}",
        height=320,
        key=f"draft {prospect.engagement_id} {told_in} {explanation['action']}",
    )
    with st.expander(_("Copy it"), icon=":material/content_copy:"):
        st.code(whole, language=None, wrap_lines=True)


def _why(written: Language | None) -> str:
    """Which language the draft begins in, and why."""
    if written is None:
        return _("They have written nothing yet, so it is in your language.")
    return _("They write in Russian.") if written == "ru" else _("They write in English.")


def _correspondent(opened: frame.Opened, engagement_id: str) -> tuple[Language | None, str | None]:
    """The language an engagement's client writes in, and who of them wrote last."""
    return _read(opened.book.interactions, opened.book.digest, engagement_id)


@st.cache_data(max_entries=500, show_spinner=False)
def _read(path: Any, digest: str, engagement_id: str) -> tuple[Language | None, str | None]:
    columns = ["engagement_id", "occurred_at", "direction", "contact", "text"]
    rows = rows_of(path, columns, [engagement_id])
    heard = rows.filter(pc.equal(rows["direction"], "inbound")).sort_by("occurred_at").to_pylist()
    texts = [row["text"][:BEGINNING] for row in heard if row["text"]]
    contacts = [row["contact"] for row in heard if row["contact"]]
    return language_written(texts[-NEWEST:]), contacts[-1] if contacts else None
