"""Is the model that serves still to be trusted, and what waits behind it?

This page stands without a scored book too: where no model serves, it is the place to train one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.prospects import BookFacts, book_facts
from app.viewer import _
from app.views import frame
from data.errors import ClientRiskError

if TYPE_CHECKING:
    from app.health import Health


def show(book: BookFacts) -> None:
    """The page."""
    waiting = st.empty()
    with waiting.container():
        found = _read(book.path)
    waiting.empty()
    if isinstance(found, ClientRiskError):
        away(found)
        return
    from app.views import health_moves, health_sections

    health_moves.told()
    health_sections.answer(found)
    health_moves.retrain(book.path)
    health_sections.sections(book, found)


def _read(path: Path) -> Health | ClientRiskError:
    """What the store holds; what must be imported for that takes seconds the first time."""
    st.header(_("Model health"), anchor=False)
    st.progress(0.0, text=_("Asking the store of models; the first time takes some seconds …"))
    from app import health

    try:
        return health.read(path)
    except ClientRiskError as problem:
        return problem


def away(problem: ClientRiskError) -> None:
    """The store is locked, away or damaged: what that means for who works meanwhile."""
    frame.trouble(problem)
    st.text(_("Prospects stay as they were last scored."))


try:
    facts = book_facts(frame.book_path())
except ClientRiskError as problem:
    frame.trouble(problem)
else:
    show(facts)
