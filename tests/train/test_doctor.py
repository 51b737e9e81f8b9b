"""The doctor: sees what is broken or left over, sweeps what a kill left, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from train import doctor, registry, tracking
from train.registry import CHAMPION

KILLS = Path(__file__).parents[1] / "benchmark" / "kills.py"


@pytest.fixture
def copied(store_of):
    return store_of()


def found(copied, now=False):
    return doctor.examine(copied.place, (copied.book.path,), now=now)


def kinds(copied, now=False):
    return {each.kind for each in found(copied, now) if each.due}


def aged(path, hours=2):
    for each in (path, *path.rglob("*")):
        os.utime(each, (time.time() - hours * 3600,) * 2)
    return path


def test_a_sound_store_is_left_in_peace(copied):
    assert found(copied, now=True) == []


def test_leftovers_are_swept_once_they_are_old(copied):
    workplace = copied.models / ".model-abc" / "new"
    workplace.mkdir(parents=True)
    (workplace / "model.skops").write_bytes(b"half")
    unfinished = copied.book.path / "book.json.123.tmp"
    unfinished.write_text("{", "utf-8")
    assert [each.due for each in found(copied)] == [False, False]
    doctor.repair(copied.place, found(copied))
    assert workplace.exists()
    aged(workplace.parent)
    aged(unfinished)
    repaired = doctor.repair(copied.place, found(copied))
    assert [(each.swept, each.due) for each in repaired] == [(True, False)] * 2
    assert found(copied) == []
    assert not unfinished.exists()
    assert not workplace.parent.exists()


def test_young_leftovers_are_swept_when_nothing_runs(copied):
    (copied.models / ".model-abc").mkdir()
    assert kinds(copied) == set()
    doctor.repair(copied.place, found(copied, now=True))
    assert found(copied, now=True) == []


def begun(copied, process, hours=0.0):
    opened = tracking.client(copied.place)
    experiment = opened.search_experiments()[0].experiment_id
    started = int((time.time() - hours * 3600) * 1000)
    tags = {} if process is None else {tracking.PROCESS: process}
    return opened.create_run(experiment, start_time=started, tags=tags).info.run_id


@pytest.mark.parametrize(
    ("process", "hours", "due"),
    [
        ("ours", 9.0, False),
        ("gone", 0.0, True),
        ("elsewhere 1", 1.0, False),
        ("elsewhere 1", 7.0, True),
        (None, 1.0, False),
        (None, 7.0, True),
    ],
)
def test_a_run_is_given_up_when_its_process_is_gone_or_it_lasts_too_long(
    copied, process, hours, due
):
    import socket

    if process == "gone":
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        process = f"{socket.gethostname()} {ended.pid}"
    elif process == "ours":
        process = f"{socket.gethostname()} {os.getpid()}"
    run = begun(copied, process, hours)
    assert (doctor.DEAD_RUN in kinds(copied)) == due
    doctor.repair(copied.place, found(copied))
    status = tracking.client(copied.place).get_run(run).info.status
    assert status == ("KILLED" if due else "RUNNING")
    assert kinds(copied) == set()


def test_a_training_names_the_process_that_does_it(contested):
    opened = tracking.client(contested.place)
    run = opened.get_run(opened.get_model_version("client-risk", "1").run_id)
    assert run.data.tags[tracking.PROCESS].endswith(f" {contested.process}")


def test_a_damaged_database_is_said_and_not_touched(copied):
    database = copied.models / tracking.DATABASE
    content = bytearray(database.read_bytes())
    content[4096:40960] = os.urandom(36864)
    database.write_bytes(content)
    assert "database" in kinds(copied)
    doctor.repair(copied.place, found(copied))
    assert database.read_bytes() == content


@pytest.mark.parametrize("alias", ["champion", "challenger"])
def test_one_that_no_longer_loads_needs_somebody_and_is_never_swept(copied, alias):
    registered = registry.having(copied.place, alias)
    (registered.folder / "model.json").unlink()
    assert alias in kinds(copied)
    doctor.repair(copied.place, found(copied, now=True))
    assert (registered.folder / "model.skops").is_file()
    assert alias in kinds(copied)


def test_a_twin_that_was_changed_needs_somebody(copied):
    twin = registry.having(copied.place, CHAMPION).folder / "judged" / "model.skops"
    twin.write_bytes(twin.read_bytes()[:100])
    assert kinds(copied) == {"champion"}


def test_a_version_whose_files_are_gone_is_taken_from_the_list(copied):
    registry.drop_alias(copied.place, "challenger")
    shutil.rmtree(registry.numbered(copied.place, "2").folder)
    assert kinds(copied, now=True) == {doctor.HALF_REGISTERED}
    doctor.repair(copied.place, found(copied, now=True))
    assert [each.version for each in registry.versions(copied.place)] == ["1"]


def test_a_folder_that_the_database_does_not_know_is_told_and_left(copied):
    stranger = copied.models / "artifacts" / "models" / "m-of-another-database"
    stranger.mkdir(parents=True)
    (stranger / "model.skops").write_bytes(b"perhaps the only one")
    assert kinds(copied, now=True) == {"stranger"}
    doctor.repair(copied.place, found(copied, now=True))
    assert (stranger / "model.skops").is_file()


def test_a_lock_that_is_no_file_is_said(copied):
    (copied.models / registry.LOCK).unlink(missing_ok=True)
    (copied.models / registry.LOCK).mkdir()
    assert kinds(copied) == {"lock"}


def test_where_there_is_no_store_nothing_is_made(tmp_path):
    place = tracking.locate(models=tmp_path / "models")
    (only,) = doctor.examine(place, (tmp_path,))
    assert not only.due
    assert not (tmp_path / "models").exists()


def test_killed_where_something_is_half_done_the_champion_serves_and_all_is_swept(copied):
    ran = subprocess.run(
        [sys.executable, str(KILLS), "--points", "--of", copied.models.parent],
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(ran.stdout or "{}")
    assert ran.returncode == 0, ran.stderr
    assert (told["kills"], told["champion_served"]) == (4, 4)
    assert {doctor.DEAD_RUN, doctor.UNREGISTERED, doctor.LEFT_OVER} <= set(told["found"])
    assert told["left"] == []
    with sqlite3.connect(copied.models / tracking.DATABASE) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    opened.close()
    begun_not_done = registry.history(copied.place)[-1]
    assert begun_not_done not in registry.done(
        registry.history(copied.place), registry.standing(copied.place, CHAMPION)
    )
