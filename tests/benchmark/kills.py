"""Kill -9 at any moment of a first start, a training, a registration and a promotion.

`python tests/benchmark/kills.py [N] [--of FOLDER] [--points]`: N kills (default 100), spread evenly
over the four and within each, by a seed; with --points instead at a few chosen places. After each
the champion must load and score and the database be whole; at the end the doctor sweeps what is
left. Prints one JSON object; exit code 1 when anything failed. FOLDER holds a book and its models,
which are changed; default: a small simulated one. Every step is a fork of this process, which has
trained once elsewhere, so that a fork begins at once, and opened nothing of what is killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ.pop("MLFLOW_TRACKING_URI", None)
sys.path.insert(0, str(Path(__file__).parents[2]))

import mlflow
import numpy as np
from joblib import parallel_config

from app.scoring import load_model
from data.book import Book, write_book
from data.simulate import CURRENCY, HOURLY_COST, simulate
from model import store
from train import doctor, promotion, registry, run, tracking
from train.registry import CHAMPION

FAST: dict[str, Any] = {"settings": {"max_iter": 2}, "pseudo_engagements": 0}
STAGES = ("start", "train", "register", "promote")
REASON = "a kill is being tried"
MARK = b"."


class World:
    """A book with a champion and a second version, and what is done to them."""

    def __init__(self, folder: Path) -> None:
        self.book = folder / "book"
        self.models = folder / "models"

    @property
    def place(self) -> tracking.Store:
        return tracking.locate(models=self.models)

    def make(self) -> None:
        tables = simulate(seed=7, closed=120, open=10)
        facts: dict[str, Any] = {"simulated": True, "currency": CURRENCY}
        write_book(self.book, *tables, name="killed", hourly_cost=HOURLY_COST, **facts)
        self.train()

    def train(self, mark: Callable[[], None] = lambda: None, words: str = "") -> None:
        """Train; ``mark`` is called when the line that has ``words`` is said."""

        def say(line: str) -> None:
            if words and words in line:
                mark()

        run.train(Book.open(self.book), self.models, say=say, **FAST)

    def promote(self) -> None:
        """Promote a version that does not serve."""
        serving = registry.standing(self.place, CHAMPION)
        others = [each for each in registry.versions(self.place) if each.version != serving]
        number = others[0].version
        promotion.promote(self.place, Book.open(self.book), number, reason=REASON)

    def check(self, models: Path | None = None) -> None:
        """The champion loads and scores, and the database is whole."""
        with closing(sqlite3.connect((models or self.models) / tracking.DATABASE)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored, _ = load_model(None, self.book, models or self.models)
        rows = np.full((1, len(stored.names)), np.nan)
        assert 0 < stored.classifier.predict_proba(rows)[0, 1] < 1


def fork(work: Callable[[Callable[[], None]], object]) -> tuple[int, int]:
    """A child that does ``work``, told how to mark its beginning; (its id, where marks come)."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        work(lambda: (os.write(write, MARK), None)[1])
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    finally:
        os._exit(code)


def ended(child: int, marks: int) -> int:
    """The exit code of a child, negative for a signal."""
    os.close(marks)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def done(work: Callable[[], object]) -> bool:
    """Whether a piece of work, done in a child, went well."""
    return ended(*fork(lambda mark: work())) == 0


def stages(world: World, fresh: Path) -> dict[str, Callable[[Callable[[], None]], object]]:
    """What is killed, by name; each marks when the moment of a kill begins to count."""

    def marked(work: Callable[[], object]) -> Callable[[Callable[[], None]], object]:
        return lambda mark: (mark(), work())

    return {
        "start": marked(lambda: tracking.client(tracking.locate(models=fresh))),
        "train": marked(world.train),
        "register": lambda mark: world.train(mark, "logging"),
        "promote": marked(world.promote),
    }


def killed(work: Callable[[Callable[[], None]], object], after: float) -> float | None:
    """Kill the work that many seconds after its mark; its seconds if it had ended by then."""
    child, marks = fork(work)
    os.read(marks, 1)
    began = time.perf_counter()
    select.select([marks], [], [], after)  # readable at once when the child is gone
    seconds = time.perf_counter() - began
    os.kill(child, signal.SIGKILL)
    code = ended(child, marks)
    assert code in (0, -signal.SIGKILL), "undisturbed work failed"
    return seconds if code == 0 else None


def lasted(work: Callable[[Callable[[], None]], object]) -> float:
    """Seconds from the mark to the end of undisturbed work."""
    child, marks = fork(work)
    os.read(marks, 1)
    began = time.perf_counter()
    code = ended(child, marks)
    assert code == 0, "undisturbed work failed"
    return time.perf_counter() - began


def at_random(world: World, number: int, seed: int = 0) -> list[dict[str, Any]]:
    """Kills spread evenly over the stages, and within each over its time."""
    drawn = random.Random(seed)
    found = []
    for place, stage in enumerate(STAGES):
        times = len(range(place, number, len(STAGES)))
        with tempfile.TemporaryDirectory(dir=world.models.parent) as folder:
            whole = lasted(stages(world, Path(folder) / "models")[stage])
        for each in range(times):
            share, hit = (each + drawn.random()) / times, False
            while not hit:
                with tempfile.TemporaryDirectory(dir=world.models.parent) as folder:
                    fresh = Path(folder) / "models"
                    seconds = killed(stages(world, fresh)[stage], whole * share)
                    served = serves(world, stage, fresh)
                hit = seconds is None
                # On a machine that grew faster meanwhile, the rest would come too late as well.
                whole = whole if seconds is None else min(seconds, whole * 0.98)
                found.append({"stage": stage, "killed": hit, "served": served})
    return found


def serves(world: World, stage: str, fresh: Path) -> bool:
    """Whether the champion serves after a kill; after that of a first start, whether another does.

    There was no champion to keep then: the next start must make one.
    """
    return done(world.check) and (stage != "start" or done(lambda: again(world, fresh)))


def again(world: World, fresh: Path) -> None:
    """A training into a store whose making was killed."""
    run.train(Book.open(world.book), fresh, **FAST)
    world.check(fresh)


def at_points(world: World) -> list[dict[str, Any]]:
    """Kills at the places where something is half done."""

    def die(*words: Any, **named: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    points: dict[str, tuple[Any, str, Callable[[], None]]] = {
        "between register and alias": (registry, "set_alias", world.train),
        "within artefact logging": (mlflow.MlflowClient, "log_model_artifacts", world.train),
        "while the model is written": (store, "load", world.train),
        "between history and alias": (registry, "set_alias", world.promote),
    }
    found = []
    for point, (owner, name, work) in points.items():

        def patched(mark: Callable[[], None], owner=owner, name=name, work=work) -> None:
            setattr(owner, name, die)
            work()

        hit = ended(*fork(patched)) == -signal.SIGKILL
        found.append({"stage": point, "killed": hit, "served": done(world.check)})
    return found


def doctored(world: World) -> dict[str, list[str]]:
    """What the doctor finds, and what is due after its repair (asked in this process)."""
    first = doctor.examine(world.place, (world.book,), now=True)
    doctor.repair(world.place, first)
    left = [each for each in doctor.examine(world.place, (world.book,), now=True) if each.due]
    return {"found": [each.kind for each in first], "left": [each.line() for each in left]}


def main() -> int:
    """Try the kills, print what came of them."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("number", type=int, nargs="?", default=100)
    asked.add_argument("--of", type=Path, help="folder of a book and its models, which are changed")
    asked.add_argument("--points", action="store_true", help="at chosen places, not by time")
    given = asked.parse_args()
    began = time.perf_counter()
    # No workers: they would outlive the fork that is killed, and not be there in the next one.
    with parallel_config("sequential"), tempfile.TemporaryDirectory() as folder:
        World(Path(folder) / "elsewhere").make()
        world = World(given.of or Path(folder) / "here")
        if given.of is None:
            assert done(world.make), "the world could not be made"
        if not given.points:
            assert done(world.train), "a second version could not be trained"
        kills = at_points(world) if given.points else at_random(world, given.number)
        looked = doctored(world)
        good = all(each["served"] for each in kills) and not looked["left"] and done(world.check)
    hits = [each for each in kills if each["killed"]]
    told = {
        "simulated": True,
        "kills": len(hits),
        "champion_served": sum(each["served"] for each in hits),
        "ended_before_the_kill": len(kills) - len(hits),
        "kills_by_stage": Counter(each["stage"] for each in hits),
        "found": Counter(looked["found"]),
        "left": looked["left"],
        "seconds": round(time.perf_counter() - began, 1),
        "good": good,
    }
    print(json.dumps(told))  # noqa: T201
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
