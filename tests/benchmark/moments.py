"""A moment for every engagement of a book, as `clientrisk explain --cutoffs` takes them.

Just before it closed, when most of its history is seen and nothing of its end; for an open one, the
newest moment on record. `python tests/benchmark/moments.py BOOK OUT.csv` from the project's root.
"""

import csv
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data.book import Book  # not installed, or another copy: this one


def main(book_path: str, output: str) -> None:
    """Write engagement_id, as_of for every engagement of the book."""
    book = Book.open(book_path)
    with open(output, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("engagement_id", "as_of"))
        for name, closed in zip(
            book.engagements["engagement_id"].to_pylist(),
            book.engagements["closed_at"].to_pylist(),
            strict=True,
        ):
            at = closed - timedelta(microseconds=1) if closed else book.newest
            rows.writerow((name, at.isoformat()))


if __name__ == "__main__":
    main(*sys.argv[1:])
