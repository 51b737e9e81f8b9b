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
SHOWN = "<script>window.harmed=1"
FORMULA = '=HYPERLINK("http://evil.example") '
LONG = "1 MB " * 200_000
INTERACTION_TEXTS = ("text", "label", "contact")
ENGAGEMENT_TEXTS = ("segment", "owner", "source", "industry")


def poisoned(book: Book, folder: Path) -> Path:
    """The same book in ``folder / "book"`` with harm in all that a client can write, ids included.

    Every text of its first open engagement, and of the first thing that happened there, is a
    megabyte long as well. Returns the book's path.
    """
    rows, cards = book.interactions, book.engagements
    huge = cards["engagement_id"].filter(pc.is_null(cards["closed_at"]))[0]
    place = pc.index(rows["engagement_id"], huge).as_py()
    interactions = _harmed(rows, INTERACTION_TEXTS, rows["interaction_id"][place])
    engagements = _harmed(cards, ENGAGEMENT_TEXTS, huge)
    if not (folder / "models").exists():
        shutil.copytree(book.path.parent / "models", folder / "models")
    return write_book(
        folder / "book",
        interactions,
        engagements,
        name=HARM,
        simulated=book.simulated,
        currency="<b>EUR</b>",
        hourly_cost=book.hourly_cost,
    ).path


def noted(book: Path) -> None:
    """People's own words in the book's logbook, as bad: of each kind about an open engagement."""
    from app.scores import load_scores
    from data.logbook import Logbook

    sheet = load_scores(book)
    assert sheet is not None
    logbook = Logbook.open(book)
    closed, told = (row["engagement_id"] for row in sheet.rows[-2:])
    for engagement in (closed, told):
        logbook.note_gut(HARM, engagement, 0.4, note=HARM, as_of=None)
        logbook.override(HARM, engagement, "Think twice", reason=HARM)
    logbook.record_outcome(HARM, closed, False, reason=HARM)


def thread() -> str:
    """What is pasted or uploaded as mail."""
    sender = f"{' '.join(HARM.split())} <a@evil.example>"
    head = f"From: {sender}\nDate: Mon, 5 Oct 2026 10:00:00 +0000\nTo: Us <us@ours.example>\n"
    return f"{head}Subject: {FORMULA}\n\nCan you lower the price? {HARM}\n{LONG}\n"


def _harmed(rows: pa.Table, texts: tuple[str, ...], huge: pa.Scalar) -> pa.Table:
    long = pa.array([LONG if each == huge else "" for each in rows.column(0)])
    for name in ("client_id", "engagement_id", *texts):
        ending = (HARM, long) if name in texts else (HARM,)
        column = pc.binary_join_element_wise(FORMULA, rows[name], *ending, "")
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, rows.schema.field(name), column)
    return rows
