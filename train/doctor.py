"""What is wrong with a store and what killed processes left in it; leftovers can be swept."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from data.book import LOCK as BOOK_LOCK
from data.errors import ModelRefused
from data.whole_file import UNFINISHED
from train import registry, tracking
from train.registry import CHALLENGER, CHAMPION, Alias
from train.tracking import ARTIFACTS, DATABASE, MODEL_NAME, PROCESS, WORKPLACE, Store

HOUR = 3600.0
#: A run whose process cannot be asked for is given up after this: no training takes so long.
LONGEST_RUN = 6 * HOUR
HALF_REGISTERED, DEAD_RUN, UNREGISTERED = "version without files", "dead run", "unregistered model"
LEFT_OVER = "leftover"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; ``due``: somebody must act; ``sweep``: we can.

    ``where`` is a path, or what the registry calls it.
    """

    kind: str
    what: str
    where: str
    next_step: str
    due: bool = True
    sweep: bool = False
    swept: bool = False

    def line(self) -> str:
        """The finding in one line."""
        state = "swept" if self.swept else "due" if self.due else "note"
        step = "" if self.swept else f"; {self.next_step}"
        return f"{state:6}{self.where}: {self.what}{step}"

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return asdict(self)


def examine(place: Store, beside: Sequence[Path] = (), now: bool = False) -> list[Finding]:
    """Everything found in the store and in folders ``beside`` it (a book, its scores).

    What is younger than an hour may be in use and is left, unless ``now`` says that nothing runs.
    A store on a tracking server is asked for its models and runs only: its files are its own.
    """
    found = []
    if place.folder is not None:
        found += [*_locks(place.folder, beside), *_leftovers(place.folder, beside, now)]
        if not registry.exists(place):
            step = "run `clientrisk train`"
            where = str(place.folder)
            return [*found, Finding("store", "there is no model yet", where, step, due=False)]
        if damage := _damage(place.folder / DATABASE):
            return [*found, damage]
    found += _serving(place)
    found += _half_registered(place, now)
    found += _runs(place, now)
    if place.folder is not None:
        found += _unregistered(place, place.folder, now)
    return found


def repair(place: Store, findings: list[Finding]) -> list[Finding]:
    """Sweep what can be swept and is due; the same findings, told as swept where that is done."""
    return [
        replace(each, swept=True, due=False, next_step="")
        if each.due and each.sweep and _swept(place, each)
        else each
        for each in findings
    ]


def _swept(place: Store, each: Finding) -> bool:
    sweepers: dict[str, Callable[[], object]] = {
        LEFT_OVER: lambda: _remove(Path(each.where)),
        DEAD_RUN: lambda: tracking.client(place).set_terminated(each.where, "KILLED"),
        HALF_REGISTERED: lambda: tracking.client(place).delete_model_version(
            MODEL_NAME, each.where.rpartition("/")[2]
        ),
        UNREGISTERED: lambda: _forget(place, each.where),
    }
    sweepers[each.kind]()
    return True


def _damage(database: Path) -> Finding | None:
    try:
        # Opened to write: what a killed process left half written is rolled back here.
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True)) as opened:
            answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        answer = type(error).__name__
    if answer == "ok":
        return None
    step = "restore it from a backup, or move the store away and train again"
    return Finding("database", "the database is damaged", str(database), step)


def _serving(place: Store) -> Iterator[Finding]:
    """The champion and the challenger must load and score their own rows alike, twins too."""
    versions = registry.versions(place)
    steps: dict[Alias, str] = {
        CHAMPION: "run `clientrisk rollback`, or promote another one",
        CHALLENGER: "run `clientrisk train` again",
    }
    if versions and not any(CHAMPION in each.aliases for each in versions):
        step = "run `clientrisk promote`"
        yield Finding("champion", "no champion serves", MODEL_NAME, step)
    for alias, step in steps.items():
        try:
            registered = registry.having(place, alias)
            if registered is None:
                continue
            registry.load(registered)
            if "judged_sha256" in registered.tags:
                registry.twin(registered)
        except ModelRefused as error:
            yield Finding(alias, f"the {alias} does not load: {error.what}", MODEL_NAME, step)


def _half_registered(place: Store, now: bool) -> Iterator[Finding]:
    for each in registry.versions(place):
        try:
            if any(tracking.resolve(place, each.label).folder.iterdir()):
                continue
        except (ModelRefused, OSError):
            pass
        if each.aliases:
            continue  # told as a champion or challenger that does not load
        old = now or time.time() - each.made_at.timestamp() > HOUR
        yield _left(HALF_REGISTERED, "a registered version has no files", each.label, old)


def _runs(place: Store, now: bool) -> Iterator[Finding]:
    opened = tracking.client(place)
    experiments = [each.experiment_id for each in opened.search_experiments()]
    for each in opened.search_runs(experiments, "attributes.status = 'RUNNING'"):
        alive = _alive(each.data.tags.get(PROCESS))
        age = time.time() - each.info.start_time / 1000
        if alive or (alive is None and not now and age < LONGEST_RUN):
            continue
        what = f"a run was stopped {age / HOUR:.1f} hours after it began, or is stuck"
        if alive is False:
            what = "the process of a run that is not finished is gone"
        yield _left(DEAD_RUN, what, each.info.run_id, True)


def _alive(process: str | None) -> bool | None:
    """Whether the process of a run lives; None where it is another machine's, or not known."""
    host, _, number = (process or "").rpartition(" ")
    if host != socket.gethostname() or not number.isdecimal():
        return None
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, and is somebody else's
    return True


def _unregistered(place: Store, folder: Path, now: bool) -> Iterator[Finding]:
    """Models that were logged and never became a version, and folders the database never knew."""
    opened = tracking.client(place)
    experiments = [each.experiment_id for each in opened.search_experiments()]
    logged = {each.model_id: each for each in opened.search_logged_models(experiments)}
    kept = {each.source.rpartition("/")[2] for each in opened.search_model_versions()}
    runs = {
        each.info.run_id: each
        for each in opened.search_runs(experiments, run_view_type=3)  # deleted ones too
    }
    for model_id in logged.keys() - kept:
        run = runs.get(logged[model_id].source_run_id)
        if run is not None and (
            run.info.status == "FINISHED" or _alive(run.data.tags.get(PROCESS))
        ):
            continue  # not of a killed training: somebody's own, or still at work
        age = time.time() - logged[model_id].creation_timestamp / 1000
        what = "a model was logged and never registered"
        yield _left(UNREGISTERED, what, model_id, now or age > HOUR)
    artifacts = folder / ARTIFACTS
    strangers = [
        each
        for each in (*artifacts.glob("models/*"), *artifacts.glob("*"))
        if each.name not in {*logged, *kept, *runs, "models"}
    ]
    for each in strangers:
        step = "delete it if no other database needs it"
        what = "the database knows nothing of this folder"
        yield Finding("stranger", what, str(each), step, due=now or _age(each) > HOUR)


def _leftovers(folder: Path, beside: Sequence[Path], now: bool) -> Iterator[Finding]:
    workplaces = list(folder.rglob(f"{WORKPLACE}*"))
    unfinished = [
        each
        for place in (folder, *beside)
        for each in place.rglob(f"*{UNFINISHED}")
        if not any(workplace in each.parents for workplace in workplaces)
    ]
    for each in workplaces:
        yield _left(LEFT_OVER, "an unfinished model", str(each), now or _age(each) > HOUR)
    for each in unfinished:
        yield _left(LEFT_OVER, "an unfinished file", str(each), now or _age(each) > HOUR)


def _locks(folder: Path, beside: Sequence[Path]) -> Iterator[Finding]:
    locks = [folder / f"{DATABASE}.lock", folder / registry.LOCK]
    for lock in (*locks, *(each / BOOK_LOCK for each in beside)):
        if lock.exists() and not (lock.is_file() and os.access(lock, os.R_OK | os.W_OK)):
            what = "a lock is no file that can be written"
            yield Finding("lock", what, str(lock), "remove it while nothing is running")


def _left(kind: str, what: str, where: str, old: bool) -> Finding:
    step = "`clientrisk doctor --repair` sweeps it"
    if not old:
        step = "younger than an hour, it may be in use; --now says that nothing is running"
    return Finding(kind, what, where, step, due=old, sweep=True)


def _age(path: Path) -> float:
    """Seconds since anything in it changed."""
    inside = [path, *path.rglob("*")] if path.is_dir() else [path]
    return time.time() - max((each.lstat().st_mtime for each in inside), default=time.time())


def _forget(place: Store, model_id: str) -> None:
    assert place.folder is not None
    # The folder first: killed between the two, the database still knows what to look for.
    _remove(place.folder / ARTIFACTS / "models" / model_id)
    tracking.client(place).delete_logged_model(model_id)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
