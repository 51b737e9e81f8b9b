"""What a book teaches: its closed engagements at moments of their lives, as signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book
from data.errors import DataRefused
from data.outcome import outcomes
from data.rulings import Ruling, current, shared
from features import matrix
from features.catalogue import BY_ID
from features.cues.stored import StoredReader
from features.engine import prepare
from features.matrix import SignalMatrix
from features.usual import Usual
from features.usual import learn as learn_usual
from train.snapshots import Snapshots, snapshots, still_open
from train.split import Split, split

Say = Callable[[str], None]


@dataclass(frozen=True)
class Lesson:
    """All that a book teaches: its closed engagements at moments of their lives, as signals.

    ``shown``: the signals that vary in the book, its open engagements included. ``parts`` is None
    where there is nothing to judge on, for the reason in ``unjudged``.
    """

    book: Book
    rows: Snapshots
    signals: SignalMatrix
    usual: Usual
    shown: frozenset[str]
    rulings: dict[str, Ruling]
    reader: StoredReader
    parts: Split | None
    unjudged: str | None

    def side(self, chosen: np.ndarray) -> tuple[SignalMatrix, Snapshots]:
        """The signals and rows where a mask holds."""
        rows = self.rows.take(chosen)
        return SignalMatrix(self.signals.names, self.signals.values[chosen], rows.cutoffs), rows


def read(
    book: Book,
    reader: StoredReader,
    say: Say = lambda line: None,
    progress: Callable[[int, int], None] | None = None,
) -> Lesson:
    """The signals of a book's closed engagements, and how they divide into older and newest.

    Raises `DataRefused` where the rulings beside the book cannot be read.
    """
    rulings = {name: each for name, each in current(book.path).items() if name in BY_ID}
    if rulings and (also := shared(book.path)):
        say(also)
    rows = snapshots(
        book.engagements, outcomes(book.interactions, book.engagements, book.hourly_cost)
    )
    parts, unjudged = None, None
    try:
        parts = split(rows)
    except DataRefused as refused:
        unjudged = refused.what
    say(f"{rows.engagements} closed engagements at {len(rows.weight)} moments of their lives")
    older = happened_in(book.interactions, rows.take(parts.train)) if parts else book.interactions
    usual = learn_usual(older)
    cutoffs = pa.concat_tables([rows.cutoffs, still_open(book.engagements, book.newest)])
    inputs = prepare(
        book.interactions, book.engagements, cutoffs, usual, book.hourly_cost, reader.reader
    )

    def advance(number: int) -> None:
        if progress:
            progress(number, cutoffs.num_rows)

    everything = matrix.compute(inputs, advance)
    shown = frozenset(everything.varying())
    closed = everything.values[: len(rows.weight)]
    signals = SignalMatrix(everything.names, closed, rows.cutoffs)
    return Lesson(book, rows, signals, usual, shown, rulings, reader, parts, unjudged)


def happened_in(interactions: pa.Table, rows: Snapshots) -> pa.Table:
    """The interactions of the engagements that the rows are of."""
    inside = pc.is_in(interactions["engagement_id"], pc.unique(rows.cutoffs["engagement_id"]))
    return interactions.filter(inside)
