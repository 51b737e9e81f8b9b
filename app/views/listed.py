"""A table of texts, as every section shows one: by keyboard too, and with words for who listens."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.tables import table, texts

SHORT = 15  # rows that are shown whole: a table in a table's window is read with two hands


def listed(headings: Sequence[str], rows: Sequence[tuple[str, ...]], alt: str) -> None:
    """Rows of texts under their headings; nothing in them is ever markup."""
    st.dataframe(
        table(texts(*headings), rows),
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= SHORT else "auto",
        alt=alt,
    )
