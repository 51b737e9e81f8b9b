"""Where this machine remembers what can be worked out again."""

import os
from pathlib import Path

PLACE = "CLIENTRISK_CACHE"  # names another folder than the user's own


def cache_folder() -> Path:
    """CLIENTRISK_CACHE, or the user's own cache folder; it need not exist."""
    if folder := os.environ.get(PLACE):
        return Path(folder)
    users = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return users / "client-risk"
