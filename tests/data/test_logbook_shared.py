"""Many processes write one logbook at once, some are killed: nothing is lost, nothing is half."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.logbook import Logbook
from tests import postgres

ROOT = Path(__file__).parents[2]
WRITERS, ENTRIES = 8, 6
#: So many processes, each writing entries one after the other and saying of each that it was kept.
WRITE = """
import multiprocessing, sys
import data.logbook_tables  # once, before the processes part
from data.logbook import Logbook
url, name, number, writers = sys.argv[1:]
together = multiprocessing.get_context("fork")
gate = together.Barrier(int(writers))

def write(place):
    logbook = Logbook(url, "book")
    gate.wait()
    for each in range(int(number)):
        said = {"reason": "A hunch", "key": f"{name} {place} {each}"}
        logbook.override(f"{name} {place}", f"E-{each}", "Think twice", **said)
        print(each, flush=True)

print("ready", flush=True)
if writers == "1":
    write(0)
else:
    found = [together.Process(target=write, args=(place,)) for place in range(int(writers))]
    for each in found:
        each.start()
    for each in found:
        each.join()
    sys.exit(max(abs(each.exitcode) for each in found))
"""


@pytest.fixture(scope="module")
def server(request) -> Iterator[str]:
    with postgres.server(request.config) as url:
        yield url
        from data.logbook_tables import database

        database(url).dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """Of a database without tables: the first start is part of the race."""
    if request.param == "postgresql":
        return request.getfixturevalue("server")
    return f"sqlite:///{tmp_path / 'logbook.db'}"


def started(url: str, name: str, number: int, writers: int = 1) -> subprocess.Popen[str]:
    """Processes that are about to write."""
    asked = [sys.executable, "-c", WRITE, url, name, str(number), str(writers)]
    running = subprocess.Popen(
        asked, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout.readline() == "ready\n"
    return running


def test_eight_first_starts_at_once_lose_nothing(url):
    running = started(url, "user", ENTRIES, WRITERS)
    _, complaint = running.communicate(timeout=60)
    assert (running.returncode, complaint) == (0, "")
    kept = Logbook(url, "book").overrides()
    assert len(kept) == WRITERS * ENTRIES
    for place in range(WRITERS):
        mine = [each.engagement_id for each in kept if each.by == f"user {place}"]
        assert mine == [f"E-{number}" for number in range(ENTRIES)]


def test_what_was_kept_before_a_kill_stays_and_the_logbook_goes_on(tmp_path):
    url = f"sqlite:///{tmp_path / 'logbook.db'}"
    for turn in range(4):
        each = started(url, f"turn {turn}", 10_000)
        if turn:  # the first one is killed while it makes the database
            for _ in range(3 * turn):
                each.stdout.readline()
        else:
            time.sleep(0.02)
        os.kill(each.pid, signal.SIGKILL)
        said, _ = each.communicate(timeout=60)
        kept = [entry for entry in Logbook(url, "book").overrides() if entry.by == f"turn {turn} 0"]
        whole = 3 * turn + said.count("\n")
        assert whole <= len(kept) <= whole + 1, "a kept one may not have been said any more"
    Logbook(url, "book").override("Ann", "E-1", "Think twice", reason="A hunch")
    with sqlite3.connect(tmp_path / "logbook.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
