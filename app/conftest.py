"""Streamlit runs the pages as scripts: importing them to look for doctests would draw them."""

collect_ignore = ["main.py", "views"]
