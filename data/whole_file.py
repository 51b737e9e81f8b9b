"""Files that are there whole or not at all: written beside, then moved into place."""

import os
from collections.abc import Callable
from pathlib import Path

#: How the name of a file ends while it is written; what a kill leaves behind is known by it.
UNFINISHED = ".tmp"


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a file beside ``path`` and move it there once it is on the disk.

    A reader sees the old file or the new one, never half of it. Raises what ``write`` raises, and
    OSError.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     place = Path(folder) / "notes.txt"
    ...     replace_file(place, lambda beside: beside.write_text("whole"))
    ...     place.read_text(), len(list(place.parent.iterdir()))
    ('whole', 1)
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        write(beside)
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
