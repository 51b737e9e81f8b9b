"""Training in a process of its own, which outlives the page and the server that started it.

Whether one is running is told by a lock that it inherits and that the system takes back when it
ends, however it ends: no process number can be mistaken for another's, and there is one training
at a time. The rest stands in a folder beside the book: who began it, how far it is, its log.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from app.serve import PROJECT, environment
from app.training_progress import DONE, FAILED, Progress, read_progress
from data.errors import DataRefused, UsageError
from data.whole_file import replace_file

RECORD, PROGRESS, LOG, LOCK = "retraining.json", "progress.jsonl", "retraining.log", "held"
#: Seconds that a look at the lock by somebody else may take, and that a cancelled training has to
#: sweep up before it is killed.
LOOK, GRACE = 1.0, 15.0
PAUSE = 0.05
#: Runs the command line wherever the package lies, installed or not.
COMMAND = (sys.executable, "-c", "from app.command_line import main; main()", "train")

State = Literal["running", "done", "failed", "cancelled", "stopped"]


@dataclass(frozen=True)
class Begun:
    """Who began it and when (UTC, ISO 8601), its process, and who cancelled it."""

    at: str
    by: str
    pid: int
    cancelled_by: str | None = None


@dataclass(frozen=True)
class Retraining:
    """The training that runs, or the one before: "stopped" ended without a word of its own."""

    state: State
    begun: Begun | None
    progress: Progress | None


def folder(book: Path) -> Path:
    """Where the retraining of a book is kept.

    >>> folder(Path("/x/book")).as_posix()
    '/x/retraining'
    """
    return book.resolve().parent / "retraining"


def start(book: Path, by: str, at: str, command: Sequence[str] | None = None) -> None:
    """Start training for a book, by somebody at a moment (UTC, ISO 8601).

    ``command`` (default: `clientrisk train`) gets the options --book, --judge and --progress.
    Raises `UsageError` while one is running, `DataRefused` where the folder cannot be written.
    """
    place = folder(book)
    try:
        place.mkdir(exist_ok=True)
        with _lock(place) as held:
            if held is None:
                raise UsageError(
                    "a training of this book is running already",
                    where=book.name,
                    next_step="wait until it is done, or cancel it",
                )
            for name in (RECORD, PROGRESS):
                (place / name).unlink(missing_ok=True)
            _write(place, Begun(at, by, _spawn(book, place, held, command or COMMAND)))
    except OSError as error:
        raise DataRefused(
            f"the training cannot be started ({error.strerror})",
            where=str(place),
            next_step="make the folder writable and its disk not full",
        ) from None


def look(book: Path) -> Retraining | None:
    """The training that runs, or how the last one ended; None where there was none yet."""
    place = folder(book)
    running = _running(place)  # first: what is read after the end is all there will be
    begun, progress = _read(place), read_progress(place / PROGRESS)
    if running:
        return Retraining("running", begun, progress)
    if begun is None:
        return None
    return Retraining(_ended(begun, progress), begun, progress)


def cancel(book: Path, by: str) -> None:
    """End a running training with all it has started, and wait for that; no alias is touched.

    Does nothing where none is running.
    """
    place = folder(book)
    begun = _read(place)
    if begun is None or not _running(place):
        return
    _write(place, replace(begun, cancelled_by=by))
    for sign, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, GRACE)):
        try:
            os.killpg(begun.pid, sign)
        except (ProcessLookupError, PermissionError):
            return
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not _running(place):
                return
            time.sleep(PAUSE)


def _ended(begun: Begun, progress: Progress | None) -> State:
    if progress is not None and progress.stage == DONE:
        return "done"
    if begun.cancelled_by is not None:
        return "cancelled"
    return "failed" if progress is not None and progress.stage == FAILED else "stopped"


def _spawn(book: Path, place: Path, held: int, command: Sequence[str]) -> int:
    """Start the process, which inherits the lock; returns its number, which is its group's too."""
    path = book.resolve()
    words = [*command, "--book", str(path), "--judge", "--progress", str(place / PROGRESS)]
    with (place / LOG).open("wb") as log:
        process = subprocess.Popen(
            words,
            cwd=PROJECT,
            env=environment(path),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(held,),
        )
    # Somebody must ask how it ended, or it stays in the system's table of processes.
    threading.Thread(target=process.wait, name="retraining", daemon=True).start()
    return process.pid


@contextmanager
def _lock(place: Path) -> Iterator[int | None]:
    """The lock as an open file, let go at the end by all but those who inherited it; None: held."""
    held = os.open(place / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield held if _taken(held) else None
    finally:
        os.close(held)


def _taken(held: int) -> bool:
    until = time.monotonic() + LOOK  # a look holds it for microseconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)


def _running(place: Path) -> bool:
    try:
        asked = os.open(place / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(asked, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(asked)


def _write(place: Path, begun: Begun) -> None:
    text = json.dumps(asdict(begun), ensure_ascii=False)
    replace_file(place / RECORD, lambda beside: beside.write_text(text, "utf-8"))


def _read(place: Path) -> Begun | None:
    try:
        return Begun(**json.loads((place / RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
