"""The faces: Streamlit pages and the command line."""
