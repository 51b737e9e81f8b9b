"""A book opened to learn or to judge: with the outcomes that people recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.output import say

if TYPE_CHECKING:
    from data.book import Book


def open_book(path: Path) -> Book:
    """The book with what people recorded of its open engagements, which is told in one line.

    Raises `DataRefused` where the logbook cannot be read: learning from less goes unnoticed.
    """
    from data.recorded import open_recorded

    book, told = open_recorded(path)
    if told.line:
        say(told.line)
    return book
