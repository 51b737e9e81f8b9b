"""Formats a source may have: each module turns one into raw columns with line numbers."""
