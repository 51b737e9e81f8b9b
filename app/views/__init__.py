"""The pages; the only modules besides app/main.py that import Streamlit."""
