"""The model card on the page, from its own blocks: no text of it is ever markup."""

from __future__ import annotations

import streamlit as st

from app import health
from app.health import Health
from app.prospects import BookFacts
from app.viewer import _
from app.views.listed import listed
from app.words import md_escape
from data.errors import ClientRiskError
from train import page
from train.page import Points, Text


def card(book: BookFacts, found: Health) -> None:
    """The model card, from its own blocks: no text of it is ever markup."""
    if found.champion is None:
        st.text(_("No model serves: there is no card."))
        return
    version = found.champion.version.version
    try:
        with st.spinner(_("Loading the model and its card …")):
            told = health.card(book.path, version)
    except ClientRiskError as problem:
        st.warning(md_escape(str(problem), most=400))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("The card is in English, for whoever audits the model."), width="stretch")
        for name, text, kind in (
            ("html", page.html(told), "text/html"),
            ("md", page.markdown(told), "text/markdown"),
        ):
            st.download_button(
                _("Save as {format}").format(format=name),
                text,
                file_name=f"model-card-{version}.{name}",
                mime=kind,
                icon=":material/download:",
            )
    for section in told.sections:
        st.subheader(md_escape(section.title), anchor=False)
        for block in section.blocks:
            _block(block, section.title)


def _block(block: page.Block, title: str) -> None:
    if isinstance(block, Text):
        if block.warning:
            st.warning(md_escape(block.text, most=1000))
        else:
            st.text(block.text)
    elif isinstance(block, Points):
        for point in block.points:
            st.text(f"• {point}")
    else:
        # Columns without a heading need different names all the same.
        names = [each or " " * place for place, each in enumerate(block.headings, 1)]
        listed(names, block.rows, title)
