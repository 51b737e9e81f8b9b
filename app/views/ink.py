"""Dark words on the light blue of the dark theme, where Streamlit always writes white."""

from __future__ import annotations

import streamlit as st

#: The dark theme's background. White on its primary colour would have a contrast of 2.3 to 1.
INK = "#14191f"
ON_PRIMARY = ("[data-testid^=stBaseButton-primary]", "[data-tag]", "[data-tag] *")


def ink() -> None:
    """Let words on the primary colour be read in the dark."""
    if st.context.theme.type == "dark":
        st.html(f"<style>{', '.join(ON_PRIMARY)} {{ color: {INK} !important }}</style>")
