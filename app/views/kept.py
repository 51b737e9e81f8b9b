"""What scoring kept for a page, or a calm word where it kept nothing."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.viewer import _
from app.views import frame
from app.views.address import several


def kept(opened: frame.Opened, name: str) -> Any:
    """What scoring kept under that name; None once it was said that there is nothing."""
    found = opened.extra(name)
    if found is None:
        st.header(_("Nothing to show yet"), anchor=False)
        st.info(_("The stored scores lack what this page needs. The next scoring will bring it."))
    return found


def choose(name: str, key: str, values: list[str | None], width: int = 165) -> list[str]:
    """A filter over what occurs, kept in the address; none where there is nothing to choose."""
    options = sorted({value for value in values if value})
    if len(options) < 2:
        return []
    return several(name, key, options, width=width, placeholder=_("All"))


def card(name: str, figure: str, beside: str = "", meaning: str | None = None) -> None:
    """A figure with a quiet line under it; both are escaped already."""
    st.metric(
        name,
        figure,
        beside or None,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=meaning,
    )
