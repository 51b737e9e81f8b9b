"""A model at hand, to score what is not on the sheet: what if, a new prospect, the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from app.asking import Histories, from_book
from app.scoring import explain_cutoffs, load_model
from app.viewer import language
from model.store import StoredModel


@dataclass(frozen=True)
class Live:
    """The champion and the book's histories; everything here is only read."""

    stored: StoredModel
    label: str
    book: Histories

    @classmethod
    def of(cls, book_path: Path) -> Live:
        """Load both, which takes seconds. Raises ModelRefused, DataRefused."""
        stored, label = load_model(None, book_path)
        return cls(stored, label, from_book(book_path))

    def histories(self, client_id: str | None = None) -> Histories:
        """The histories of one client, of all clients without one."""
        if client_id is None:
            return self.book
        return self.book.of_clients(pa.array([client_id], pa.string()))

    def explain(
        self,
        histories: Histories,
        cutoffs: pa.Table,
        progress: Callable[[int], None] | None = None,
    ) -> list[dict[str, Any]]:
        """Explanations of cutoffs (engagement_id, as_of) in the viewer's language."""
        return explain_cutoffs(
            histories, cutoffs, self.stored, self.label, language=language(), progress=progress
        )
