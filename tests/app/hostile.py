"""A book in which whatever comes from a client is out to do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book, write_book

#: Says whether it ran, whether it was fetched, and whether it was drawn as anything but text.
HARM = (
    "<script>window.harmed=1</script> <img src=http://evil.example/b onerror='window.harmed=1'> "
    "![x](http://evil.example/a.png) [go](http://evil.example) [go](javascript:window.harmed=1) "
    "http://evil.example/c \u202eאבג\u202c $x^2$ :material/home: :red[red] # head | a |\n\n- item"
)
SHOWN = "<img src=http://evil.example/b"
FORMULA = '=HYPERLINK("http://evil.example") '
LONG = "1 MB " * 200_000
INTERACTION_TEXTS = ("text", "label", "contact")
ENGAGEMENT_TEXTS = ("segment", "owner", "source", "industry")
#: Engagements whose every text is a megabyte as well.
HUGE = 2


def poisoned(book: Book, folder: Path) -> Path:
    """The same book in ``folder / "book"`` with harm in all that a client can write, ids included.

    Every text of its first open engagements is a megabyte long. Returns the book's path.
    """
    ids = book.engagements["engagement_id"].filter(pc.is_null(book.engagements["closed_at"]))
    huge = ids.slice(0, HUGE)
    interactions = _harmed(book.interactions, INTERACTION_TEXTS, huge)
    engagements = _harmed(book.engagements, ENGAGEMENT_TEXTS, huge)
    models = folder / "models"
    if not models.exists():
        shutil.copytree(book.path.parent / "models", models)
    return write_book(
        folder / "book",
        interactions,
        engagements,
        name=HARM,
        simulated=book.simulated,
        currency="<b>EUR</b>",
        hourly_cost=book.hourly_cost,
    ).path


def _harmed(rows: pa.Table, texts: tuple[str, ...], huge: pa.ChunkedArray) -> pa.Table:
    longer = pc.is_in(rows["engagement_id"], value_set=huge.combine_chunks())
    for name in ("client_id", "engagement_id", *texts):
        column = pc.binary_join_element_wise(FORMULA, rows[name], HARM, "")
        if name in texts:
            column = pc.if_else(longer, pc.binary_join_element_wise(column, LONG, ""), column)
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, rows.schema.field(name), column)
    return rows
