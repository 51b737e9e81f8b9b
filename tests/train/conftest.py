"""A book large enough to judge on, with a champion and a challenger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.built_once import built_once

if TYPE_CHECKING:
    from data.book import Book
    from train.tracking import Store


@dataclass(frozen=True)
class Contested:
    """A book, the folder of its models, and what was said while a process trained them."""

    book: Book
    models: Path
    said: tuple[str, ...]
    process: int

    @property
    def place(self) -> Store:
        from train import tracking

        return tracking.locate(models=self.models)


@pytest.fixture(scope="session")
def contested(tmp_path_factory: pytest.TempPathFactory) -> Contested:
    """Version 1 is the champion, version 2 the challenger, both of one recipe; tests only read."""
    from data.book import Book, write_book
    from data.simulate import CURRENCY, HOURLY_COST, simulate
    from train import run

    def build(folder: Path) -> tuple[list[str], int]:
        tables = simulate(seed=7, closed=240, open=5)
        facts: dict[str, Any] = {"simulated": True, "hourly_cost": HOURLY_COST}
        name = "contested book"
        book = write_book(folder / "book", *tables, name=name, currency=CURRENCY, **facts)
        said: list[str] = []
        recipe: dict[str, Any] = {"settings": {"max_iter": 20}, "pseudo_engagements": 100}
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("MLFLOW_TRACKING_URI", raising=False)
            for _ in range(2):
                run.train(book, folder / "models", say=said.append, **recipe)
        return said, os.getpid()

    folder, (said, process) = built_once(tmp_path_factory, "contested", build)
    return Contested(Book.open(folder / "book"), folder / "models", tuple(said), process)


@pytest.fixture
def store_of(contested: Contested, tmp_path: Path) -> Callable[[], Contested]:
    """A copy of the book and its store, which a test may change."""

    def copied() -> Contested:
        shutil.copytree(contested.models.parent, tmp_path / "copy")
        from data.book import Book

        folder = tmp_path / "copy"
        return replace(contested, book=Book.open(folder / "book"), models=folder / "models")

    return copied
