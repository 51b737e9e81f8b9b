"""Training in a process of its own: it is found again, stopped, and never told better than it is.

The slow command is a stand-in that speaks as `clientrisk train --progress` does.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import retraining
from app.training_progress import ProgressFile, read_progress
from data.errors import DataRefused, UsageError
from train import registry, tracking
from train.stages import JUDGING

AT = "2026-11-26T12:00:00Z"
SPEAKS = """
import sys, time, signal
from pathlib import Path
from app.training_progress import ProgressFile
from train.stages import JUDGING
told = ProgressFile(Path(sys.argv[sys.argv.index("--progress") + 1]))
told.begin(JUDGING)
"""
PATIENCE = 30.0


def speaking(then: str) -> tuple[str, ...]:
    """A command that begins as a training does, and then runs a line of its own."""
    return (sys.executable, "-c", SPEAKS + then)


SLOW = speaking("time.sleep(60)")
GOOD = speaking('told.end("4", "may be promoted")')


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of a book, of which a retraining only needs the place."""
    (tmp_path / "book").mkdir()
    return tmp_path / "book"


def until(book: Path, state: str) -> retraining.Retraining:
    """Wait for a state and the first word of the process, as a page does by looking again."""
    late = time.monotonic() + PATIENCE
    while time.monotonic() < late:
        found = retraining.look(book)
        if found is not None and found.state == state and found.progress is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"never {state}: {retraining.look(book)}")


def test_before_the_first_training_there_is_nothing_to_tell(book):
    assert retraining.look(book) is None
    retraining.cancel(book, "Ann")
    assert retraining.look(book) is None


def test_a_training_tells_who_began_it_how_far_it_is_and_how_it_ended(book):
    retraining.start(
        book, "Ann", AT, speaking('time.sleep(1.5); told.end("4", "refused", ("calibrated",))')
    )
    running = until(book, "running")
    assert (running.begun.by, running.begun.at) == ("Ann", AT)
    done = until(book, "done")
    assert (done.progress.version, done.progress.answer) == ("4", "refused")
    assert done.progress.against == ("calibrated",)
    assert done.progress.share == 1.0


def test_there_is_one_training_of_a_book_at_a_time(book):
    retraining.start(book, "Ann", AT, SLOW)
    until(book, "running")
    with pytest.raises(UsageError, match="running already"):
        retraining.start(book, "Ben", AT, GOOD)
    assert retraining.look(book).begun.by == "Ann"
    retraining.cancel(book, "Ben")
    retraining.start(book, "Ben", AT, GOOD)
    assert until(book, "done").begun.by == "Ben"


def test_cancelling_ends_it_and_everything_it_started(book):
    child = (
        "import subprocess; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    )
    retraining.start(book, "Ann", AT, speaking(f"{child}; time.sleep(60)"))
    group = until(book, "running").begun.pid
    time.sleep(0.5)
    retraining.cancel(book, "Ben")
    found = retraining.look(book)
    assert (found.state, found.begun.cancelled_by) == ("cancelled", "Ben")
    late = time.monotonic() + PATIENCE
    while time.monotonic() < late:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("a process of the group outlived it")


def test_one_that_does_not_listen_is_killed(book, monkeypatch):
    monkeypatch.setattr(retraining, "GRACE", 0.5)
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); told.begin(JUDGING); time.sleep(60)"
    retraining.start(book, "Ann", AT, speaking(deaf))
    until(book, "running")
    time.sleep(0.5)
    retraining.cancel(book, "Ann")
    assert retraining.look(book).state == "cancelled"


def test_a_killed_training_is_told_as_stopped_never_as_done(book):
    retraining.start(book, "Ann", AT, SLOW)
    os.killpg(until(book, "running").begun.pid, signal.SIGKILL)
    assert until(book, "stopped").progress.stage == "judging"


def test_a_failed_training_tells_what_where_and_the_next_step(book):
    refuses = (
        "from data.errors import DataRefused; "
        "told.fail(DataRefused('it is empty', where='book', next_step='import one'))"
    )
    retraining.start(book, "Ann", AT, speaking(refuses))
    told = until(book, "failed").progress
    assert (told.what, told.where, told.next_step) == ("it is empty", "book", "import one")


def test_another_process_finds_the_running_one_again(book):
    retraining.start(book, "Ann", AT, SLOW)
    until(book, "running")
    asks = (
        "import sys; from pathlib import Path; from app import retraining;"
        "found = retraining.look(Path(sys.argv[1])); print(found.state, found.begun.by)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asks, str(book)], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["running", "Ann"]
    retraining.cancel(book, "Ann")


def test_it_outlives_the_server_that_started_it(book):
    starts = (
        "import sys; from pathlib import Path; from app import retraining;"
        "retraining.start(Path(sys.argv[1]), 'Ann', sys.argv[2], eval(sys.argv[3]))"
    )
    subprocess.run([sys.executable, "-c", starts, str(book), AT, repr(SLOW)], check=True)
    assert until(book, "running").begun.by == "Ann"
    retraining.cancel(book, "Ann")
    assert retraining.look(book).state == "cancelled"


def test_a_number_that_another_process_has_by_now_is_never_killed(book):
    place = retraining.folder(book)
    place.mkdir()
    (place / retraining.LOCK).touch()
    (place / retraining.RECORD).write_text(
        json.dumps({"at": AT, "by": "Ann", "pid": os.getpgid(0)})
    )
    retraining.cancel(book, "Ann")  # it would end this very test
    assert retraining.look(book).state == "stopped"


def test_a_folder_that_cannot_be_made_is_told_in_one_line(book):
    retraining.folder(book).write_text("in the way")
    with pytest.raises(DataRefused, match="cannot be started"):
        retraining.start(book, "Ann", AT, GOOD)


def test_half_a_line_of_progress_counts_as_not_yet_written(tmp_path):
    path = tmp_path / "progress"
    assert read_progress(path) is None
    ProgressFile(path).begin(JUDGING)
    with path.open("a") as file:
        file.write('{"stage": "done", "sha')
    assert read_progress(path).stage == "judging"
    path.write_text("[1]\n")
    assert read_progress(path) is None


def test_a_foreign_error_is_told_by_its_kind_alone(tmp_path):
    told = ProgressFile(tmp_path / "progress")
    told.fail(ValueError("what the client wrote"))
    assert "wrote" not in (tmp_path / "progress").read_text()
    assert "ValueError" in read_progress(tmp_path / "progress").what


def test_progress_never_goes_back_and_never_beyond_the_whole(tmp_path):
    told, seen = ProgressFile(tmp_path / "progress"), []
    from train.stages import STAGES

    for stage in STAGES:
        told.begin(stage)
        seen.append(read_progress(tmp_path / "progress").share)
        told._written = 0.0
        told.advance(30, 20)
        seen.append(read_progress(tmp_path / "progress").share)
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] <= 1.0 + 1e-12


def test_a_real_training_ends_with_a_challenger_and_the_answer_of_the_gate(small, tmp_path):
    """As the page does it: the whole command, on a book of 120 closed engagements."""
    shutil.copytree(small.models.parent, tmp_path / "copy")
    book = tmp_path / "copy" / "book"
    retraining.start(book, "Ann", AT)
    late = time.monotonic() + 900
    while (found := retraining.look(book)).state == "running" and time.monotonic() < late:
        time.sleep(0.2)
    log = (retraining.folder(book) / retraining.LOG).read_text("utf-8")
    assert found.state == "done", log
    assert found.progress.version == "2"
    assert found.progress.answer in ("may be promoted", "refused", "cannot tell")
    place = tracking.locate(models=tmp_path / "copy" / "models")
    assert registry.standing(place, registry.CHALLENGER) == "2"
    assert registry.standing(place, registry.CHAMPION) == "1"
