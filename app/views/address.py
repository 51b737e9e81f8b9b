"""Choices that live in the address, so that a view can be sent on, in whatever language.

Streamlit's own binding writes an option as it is labelled, which a reader of another language
could not open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st


def chosen(name: str, key: str, options: Sequence[str], label: Callable[[str], str]) -> str:
    """A choice of one; the first option is the usual one and leaves no trace in the address."""
    asked = st.query_params.get(key, "")
    _begin(key, asked if asked in options else options[0])
    found = st.selectbox(
        name, options, key=key, format_func=label, width=205, persist_state="session"
    )
    _keep(key, [] if found == options[0] else [found])
    return found


def several(
    name: str, key: str, options: Sequence[str], label: Callable[[str], str] = str, **more: Any
) -> list[str]:
    """A choice of any number; none of them means all."""
    _begin(key, [each for each in st.query_params.get_all(key) if each in options])
    found: list[str] = st.multiselect(
        name, options, key=key, format_func=label, persist_state="session", **more
    )
    _keep(key, found)
    return found


def _begin(key: str, found: str | list[str]) -> None:
    if key not in st.session_state:
        st.session_state[key] = found


def _keep(key: str, found: list[str]) -> None:
    if st.query_params.get_all(key) == found:
        return
    if found:
        st.query_params[key] = found
    else:
        st.query_params.pop(key, None)
