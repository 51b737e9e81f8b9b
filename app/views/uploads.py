"""What every upload needs: a name that leads nowhere, and an encoding that somebody chose."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from app.viewer import _

#: Seconds that what was read stays in memory; it is read again where somebody takes longer.
KEPT_IN_MEMORY = 900


def safe_name(name: str) -> str:
    """A file's own name without anything that could lead elsewhere.

    >>> safe_name("../mail export.csv")
    'mail_export.csv'
    """
    return re.sub(r"[^\w.-]+", "_", Path(name).name).lstrip(".")[-80:] or "table.csv"


def choose_encoding(key: str) -> str | None:
    """Which encoding a text is in that is not UTF-8; None until it is chosen."""
    from data.mail_files import ENCODINGS

    st.info(_("The text is not UTF-8, so its letters can be read in several ways."))
    return st.selectbox(
        _("Which encoding was it saved in?"),
        ENCODINGS,
        index=None,
        key=key,
        placeholder=_("Choose one"),
        help=_("Russian texts of older Windows programs are windows-1251."),
    )
