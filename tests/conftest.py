"""Settings that must stand before heavy imports, and the one small model that tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests import not_run
from tests.built_once import built_once

if TYPE_CHECKING:
    from data.book import Book
    from tests.older import Older
    from train.report import TrainReport

pytest.register_assert_rewrite("tests.features.telling")  # so that it says what differs
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
# Files are tested side by side: how long one example took says more of the others than of itself.
settings.register_profile("side by side", deadline=None)
settings.load_profile("side by side")


@dataclass(frozen=True)
class Small:
    """A small simulated book with its champion; tests only read it."""

    book: Book
    models: Path
    report: TrainReport


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def nothing_is_remembered_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the product remembers on a machine is remembered for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENTRISK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Trained once, in a path with a space and letters that are not ASCII."""
    from data.book import Book, write_book
    from data.simulate import CURRENCY, HOURLY_COST, simulate
    from train import run

    def build(folder: Path) -> TrainReport:
        tables = simulate(seed=7, closed=120, open=10)
        facts: dict[str, Any] = {"simulated": True, "hourly_cost": HOURLY_COST}
        book = write_book(folder / "book", *tables, name="small book", currency=CURRENCY, **facts)
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("MLFLOW_TRACKING_URI", raising=False)
            return run.train(
                book, folder / "models", settings={"max_iter": 15}, pseudo_engagements=150
            )

    folder, report = built_once(tmp_path_factory, "книга рисков #1", build)
    return Small(Book.open(folder / "book"), folder / "models", report)


@pytest.fixture(scope="session")
def older(tmp_path_factory: pytest.TempPathFactory) -> Older:
    """A book of which a model has seen the older part only."""
    from tests.older import open_older, write_older

    folder, _ = built_once(tmp_path_factory, "older", write_older)
    return open_older(folder)


@pytest.fixture
def clientrisk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """`clientrisk(*words)`: run the command line in this process, as its script does."""
    monkeypatch.delenv("CLIENTRISK_DEBUG", raising=False)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)

    def run(*words: Any) -> Ran:
        from app.command_line import main

        monkeypatch.setattr(sys, "argv", ["clientrisk", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run


def pytest_terminal_summary(terminalreporter: Any) -> None:
    not_run.tell(terminalreporter)
