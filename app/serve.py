"""Start the app's server, from any folder, with the settings of .streamlit/config.toml."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]


def serve(book_path: str | Path, port: int = 8501) -> int:
    """Serve the pages for a book on 127.0.0.1 until interrupted; returns the server's exit code."""
    try:
        return subprocess.run(command(port), env=environment(book_path), check=False).returncode
    except KeyboardInterrupt:
        return 0


def command(port: int) -> list[str]:
    """The server's command line: Streamlit reads its file only from the working directory."""
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    flags = [word for name, value in _flat(settings) for word in (f"--{name}", value)]
    main = str(PROJECT / "app" / "main.py")
    return [sys.executable, "-m", "streamlit", "run", main, *flags, "--server.port", str(port)]


def environment(book_path: str | Path) -> dict[str, str]:
    """The server's environment: which book, and where the project's packages are."""
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    return {
        "OMP_NUM_THREADS": "1",
        **os.environ,
        "CLIENTRISK_BOOK": str(Path(book_path).resolve()),
        "PYTHONPATH": path,
    }


def _flat(settings: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each setting as a dotted name and its value in words; a list as one value per flag."""
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield from ((f"{prefix}{name}", str(item)) for item in value)
        else:
            yield f"{prefix}{name}", str(value).lower() if isinstance(value, bool) else str(value)
