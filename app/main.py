"""The app: which open prospects are worth the work, and why. `clientrisk app` starts it."""

from pathlib import Path

import streamlit as st

from app.viewer import _
from app.views import frame
from app.views.recording import saved

HERE = Path(__file__).parent

st.set_page_config(page_title="Client risk", page_icon=str(HERE / "icon.png"), layout="wide")
frame.look()
views = HERE / "views"
page = st.navigation(
    [
        st.Page(views / "prospects.py", title=_("Prospects"), default=True),
        st.Page(views / "week.py", title=_("This week"), url_path="week"),
        st.Page(views / "rhythm.py", title=_("Rhythm"), url_path="rhythm"),
        st.Page(views / "new.py", title=_("New prospect"), url_path="new"),
        st.Page(views / "exceptions.py", title=_("Exceptions"), url_path="exceptions"),
        st.Page(views / "gut.py", title=_("Gut against numbers"), url_path="gut"),
        st.Page(views / "health.py", title=_("Model health"), url_path="health"),
        st.Page(views / "about.py", title=_("How to read this"), url_path="about"),
        st.Page(views / "prospect.py", title=_("Prospect"), visibility="hidden"),
        st.Page(views / "what_if.py", title=_("What if"), url_path="what-if", visibility="hidden"),
    ],
    position="top",
)
frame.head()
saved()
page.run()
frame.footer()
