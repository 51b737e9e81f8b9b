"""Rhythm: to be built."""

from __future__ import annotations

import streamlit as st

from app.viewer import _
from app.views import frame


def show(opened: frame.Opened) -> None:
    """The page."""
    st.header(_("Rhythm"), anchor=False)


opened = frame.opened()
if opened is not None:
    show(opened)
