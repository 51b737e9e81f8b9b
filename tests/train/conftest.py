"""A book large enough to judge on, with a champion and a challenger."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from data.book import Book
    from train.tracking import Store


@dataclass(frozen=True)
class Contested:
    """A book, the folder of its models, and what was said while they were trained."""

    book: Book
    models: Path
    said: tuple[str, ...]

    @property
    def place(self) -> Store:
        from train import tracking

        return tracking.locate(models=self.models)


@pytest.fixture(scope="session")
def contested(tmp_path_factory: pytest.TempPathFactory) -> Contested:
    """Version 1 is the champion, version 2 the challenger, both of one recipe; tests only read."""
    from data.book import write_book
    from data.simulate import CURRENCY, HOURLY_COST, simulate
    from train import run

    folder = tmp_path_factory.mktemp("contested")
    book = write_book(
        folder / "book",
        *simulate(seed=7, closed=240, open=5),
        name="contested book",
        simulated=True,
        hourly_cost=HOURLY_COST,
        currency=CURRENCY,
    )
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        for _ in range(2):
            run.train(
                book,
                folder / "models",
                settings={"max_iter": 20},
                pseudo_engagements=100,
                say=said.append,
            )
    return Contested(book, folder / "models", tuple(said))


@pytest.fixture
def store_of(contested: Contested, tmp_path: Path) -> Callable[[], Contested]:
    """A copy of the book and its store, which a test may change."""

    def copied() -> Contested:
        shutil.copytree(contested.models.parent, tmp_path / "copy")
        from data.book import Book

        return Contested(
            Book.open(tmp_path / "copy" / "book"), tmp_path / "copy" / "models", contested.said
        )

    return copied
