"""One command in a process of its own: how long, how much work, how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """What a command took, seen from outside, and what it printed.

    ``seconds`` by the clock and ``cpu_seconds`` of work: the first grows when the machine is busy.
    ``peak_mb`` is the largest resident memory of the process, in MB.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    code: int
    printed: str


def run(command: list[str], folder: Path) -> Step:
    """Run a command in ``folder``; its standard error goes to the terminal as it comes.

    The caller should itself be small: a process starts with the size of the one that made it.

    >>> step = run([sys.executable, "-c", "print(6 * 7)"], Path("."))
    >>> step.printed, step.code, step.peak_mb > 1
    ('42\\n', 0, True)
    """
    with tempfile.TemporaryFile() as printed:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=printed)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        return Step(
            seconds=seconds,
            cpu_seconds=used.ru_utime + used.ru_stime,
            # Kilobytes on Linux, bytes on macOS.
            peak_mb=used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
            code=process.returncode,
            printed=printed.read().decode(),
        )
