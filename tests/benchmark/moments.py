"""A moment for every engagement of a book, as `clientrisk explain --cutoffs` takes them.

Just before it closed, when most of its history is seen and nothing of its end; for an open one, the
newest moment on record. `python tests/benchmark/moments.py BOOK OUT.csv` from the project's root.
"""

import csv
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data.book import Book  # not installed, or another copy: this one
from data.contract import TIME


def cutoffs(book_path: str | Path) -> pa.Table:
    """(engagement_id, as_of) of every engagement of the book."""
    book = Book.open(book_path)
    before = pc.subtract(book.engagements["closed_at"], pa.scalar(1, pa.duration("us")))
    at = pc.coalesce(before, pa.scalar(book.newest, TIME))
    return pa.table({"engagement_id": book.engagements["engagement_id"], "as_of": at})


def main(book_path: str, output: str) -> None:
    """Write engagement_id, as_of for every engagement of the book."""
    with open(output, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("engagement_id", "as_of"))
        for row in cutoffs(book_path).to_pylist():
            rows.writerow((row["engagement_id"], row["as_of"].isoformat()))


if __name__ == "__main__":
    main(*sys.argv[1:])
