"""The engagements a model has not learned from: those opened after its newest lesson."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book
from data.contract import TIME
from data.outcome import outcomes


@dataclass(frozen=True)
class Since:
    """A row per engagement and age, for each age of training that it has lived to see.

    ``cutoffs`` has engagement_id and as_of (UTC). ``age`` int (n,): the place among those ages;
    ``paid_off`` float (n,): nan while it is not known; ``grown`` bool (n,): opened so long ago
    that most engagements of that day have ended.
    """

    cutoffs: pa.Table
    age: np.ndarray
    clients: np.ndarray
    paid_off: np.ndarray
    grown: np.ndarray

    def engagements(self, rows: np.ndarray | None = None) -> int:
        """How many engagements the rows (bool (n,); default: all) come from."""
        return int((self.age[... if rows is None else rows] == 0).sum())


def opened_since(book: Book, moment: datetime, ages_days: list[float]) -> Since:
    """Engagements of a book opened after ``moment`` (UTC), as they stood at ``ages_days`` (from 0).

    Open ones too, up to the book's newest moment; closed ones strictly before they closed.
    """
    table = book.engagements.filter(
        pc.and_(
            pc.greater(book.engagements["opened_at"], pa.scalar(moment, TIME)),
            pc.less_equal(book.engagements["opened_at"], pa.scalar(book.newest, TIME)),
        )
    )
    told = outcomes(book.interactions, table, book.hourly_cost)["paid_off"].cast(pa.float64())
    opened = table["opened_at"].to_numpy().astype("datetime64[us]")
    closed = table["closed_at"].to_numpy().astype("datetime64[us]")
    newest = np.datetime64(book.newest.replace(tzinfo=None), "us")
    ended = closed <= newest  # never so for NaT, which is still open
    grid = np.array([timedelta(days=each) for each in ages_days], "timedelta64[us]")
    as_of = opened[:, None] + grid
    lived = (as_of <= newest) & (~ended[:, None] | (as_of < closed[:, None]))
    row, age = np.nonzero(lived)
    return Since(
        cutoffs=pa.table(
            {
                "engagement_id": table["engagement_id"].take(pa.array(row)),
                "as_of": pa.array(as_of[lived], pa.timestamp("us")).cast(TIME),
            }
        ),
        age=age,
        clients=table["client_id"].to_numpy()[row],
        paid_off=np.where(ended, pc.fill_null(told, np.nan).to_numpy(), np.nan)[row],
        grown=(opened + grid[-1] <= newest)[row],
    )
