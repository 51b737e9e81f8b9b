"""What is built once in a test run, however many processes share the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Built = TypeVar("Built")


def built_once(
    factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Built]
) -> tuple[Path, Built]:
    """The folder that ``build`` filled, and what it returned, whichever process came first."""
    import joblib
    from filelock import FileLock

    own = factory.getbasetemp()
    # Each of pytest-xdist's processes has a folder of its own in that of the run.
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, kept = root / name, root / f"{name}.joblib"
    with FileLock(root / f"{name}.lock"):
        if not kept.exists():
            folder.mkdir()
            joblib.dump(build(folder), kept)
        return folder, joblib.load(kept)
