"""How far a training is, as lines of JSON in a file: one process writes, others read.

A line says what is going on (``stage``) and how much is done (``share``, 0 to 1); the last one says
how it ended. No line ever holds a client's words.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from data.errors import ClientRiskError, UsageError
from train.stages import READING, Stage, done

DONE, FAILED, STOPPED = "done", "failed", "stopped"
ENDS = (DONE, FAILED, STOPPED)
#: Seconds between two lines of one stage: a person sees no more.
REST = 0.5


@dataclass(frozen=True)
class Progress:
    """The newest line. At the end: the version and what the gate says of it, or what went wrong.

    ``answer``: "serves" (it was promoted at once), "may be promoted", "refused" or "cannot tell";
    ``against``: the names of the conditions that are not met, or why it cannot be told.
    """

    stage: str
    share: float
    version: str | None = None
    answer: str | None = None
    against: tuple[str, ...] = ()
    what: str | None = None
    where: str | None = None
    next_step: str | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing will follow."""
        return self.stage in ENDS


class ProgressFile:
    """Writes the lines, each in one piece. Raises `UsageError` where the file cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path, self._stage, self._inside, self._written = path, READING, 0, 0.0
        try:
            path.write_text("", "utf-8")
        except OSError as error:
            raise UsageError(
                f"the progress cannot be written ({error.strerror})", where=str(path)
            ) from error
        self.begin(READING)

    def begin(self, stage: Stage) -> None:
        """A stage begins."""
        self._stage, self._inside = stage, 0
        self._tell(Progress(stage.name, done(stage)))

    def advance(self, number: int, total: int) -> None:
        """``number`` more of ``total`` are done within the stage."""
        self._inside += number
        if time.monotonic() - self._written >= REST:
            share = done(self._stage, self._inside / max(total, 1))
            self._tell(Progress(self._stage.name, share))

    def end(self, version: str, answer: str, against: tuple[str, ...] = ()) -> None:
        """All is done, and this is what the gate says of the new version."""
        self._tell(Progress(DONE, 1.0, version=version, answer=answer, against=against))

    def fail(self, error: BaseException) -> None:
        """It went wrong; of a foreign error only its kind is told, for it may quote a client."""
        if isinstance(error, KeyboardInterrupt):
            self._tell(Progress(STOPPED, done(self._stage)))
        elif isinstance(error, ClientRiskError):
            told = Progress(FAILED, done(self._stage), what=error.what)
            self._tell(replace(told, where=error.where, next_step=error.next_step))
        else:
            what = f"a fault of ours ({type(error).__name__})"
            self._tell(Progress(FAILED, done(self._stage), what=what))

    def _tell(self, progress: Progress) -> None:
        known = {name: each for name, each in asdict(progress).items() if each not in (None, ())}
        line = json.dumps(known, ensure_ascii=False) + "\n"
        with self._path.open("ab", buffering=0) as file:
            file.write(line.encode())
            if progress.ended:
                os.fsync(file.fileno())
        self._written = time.monotonic()


def read_progress(path: Path) -> Progress | None:
    """The newest whole line; None where there is none, or somebody else wrote it."""
    try:
        whole = path.read_bytes().split(b"\n")[:-1]
        found = json.loads(whole[-1])
        return Progress(**{**found, "against": tuple(found.get("against", ()))})
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return None
