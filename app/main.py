"""The app: which open prospects are worth the work, and why. `clientrisk app` starts it."""

from pathlib import Path

import streamlit as st

from app.views import frame

HERE = Path(__file__).parent

st.set_page_config(page_title="Client risk", page_icon=str(HERE / "icon.png"), layout="wide")
page = st.navigation(
    [
        st.Page(HERE / "views" / "prospects.py", title="Prospects", default=True),
        st.Page(HERE / "views" / "prospect.py", title="Prospect", visibility="hidden"),
        st.Page(HERE / "views" / "about.py", title="How to read this", url_path="about"),
    ],
    position="top",
)
opened = frame.opened()
if opened is not None:
    frame.label(opened)
    frame.cautions(opened)
    page.run()
    frame.footer(opened)
