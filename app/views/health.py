"""Is the model that serves still to be trusted, and what waits behind it?

This page stands without a scored book too: where no model serves, it is the place to train one.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.prospects import BookFacts, book_facts
from app.viewer import _
from app.views import frame
from data.errors import ClientRiskError


def show(book: BookFacts) -> None:
    """The page: what must be imported for it takes seconds the first time."""
    waiting = st.empty()
    with waiting.container():
        st.header(_("Model health"), anchor=False)
        st.caption(_("Asking the store of models …"))
        st.progress(0.0, text=_("The first look takes some seconds."))
        try:
            from app import health

            found = health.read(book.path)
        except ClientRiskError as problem:
            waiting.empty()
            away(book.path, problem)
            return
    waiting.empty()
    from app.views import health_moves, health_sections

    health_moves.told()
    health_sections.answer(found)
    health_moves.retrain(book.path)
    health_sections.sections(book, found)


def away(path: Path, problem: ClientRiskError) -> None:
    """The store is locked, away or damaged: what that means for who works meanwhile."""
    frame.trouble(problem)
    st.text(_("Prospects stay as they were last scored."))


try:
    facts = book_facts(frame.book_path())
except ClientRiskError as problem:
    frame.trouble(problem)
else:
    show(facts)
