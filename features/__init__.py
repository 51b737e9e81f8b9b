"""From interaction histories to signals, as of any moment."""
