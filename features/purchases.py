"""Every client's purchases as of a moment, by the very expression that the heuristics use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.contract import TIME
from features.engine import Question, prepare, run
from features.history import history
from features.usual import Usual

#: A purchase is an order, or the first invoice of an engagement without orders (`history`).
KINDS = ("order", "invoice")


@dataclass(frozen=True)
class Purchase:
    """One purchase: ``at`` (UTC), ``amount`` in the book's currency or None where none is named."""

    at: datetime
    amount: float | None


def expression() -> Any:
    """The purchases among the rows of the histories."""
    rows = history()
    return rows.filter(rows.purchase).select("snapshot", "interaction_id", "at", "amount")


QUESTION = Question(expression)


def purchases(
    interactions: pa.Table, engagements: pa.Table, at: datetime
) -> dict[str, list[Purchase]]:
    """The purchases of each client that were known at a moment (UTC), oldest first.

    Contract tables; a client who bought nothing is left out. Only rows of `KINDS` decide what a
    purchase is, so no text is read.
    """
    billed = interactions.filter(pc.is_in(interactions["kind"], pa.array(KINDS)))
    billed = billed.set_column(
        billed.schema.get_field_index("text"), "text", pa.nulls(billed.num_rows, pa.string())
    )
    clients = engagements.group_by("client_id").aggregate([("engagement_id", "min")])
    moment = pa.scalar(at, TIME).as_py()
    cutoffs = pa.table(
        {
            "engagement_id": clients["engagement_id_min"],
            "as_of": pa.array([moment] * clients.num_rows, TIME),
        }
    )
    names = clients["client_id"].to_pylist()
    found: dict[str, list[tuple[int, str, float]]] = {}
    for part in run(QUESTION, prepare(billed, engagements, cutoffs, Usual())):
        columns = (part[name].tolist() for name in ("snapshot", "at", "interaction_id", "amount"))
        for snapshot, moved, identity, amount in zip(*columns, strict=True):
            found.setdefault(names[snapshot], []).append((moved, identity, amount))
    return {client: [_purchase(*row) for row in sorted(rows)] for client, rows in found.items()}


def _purchase(at: int, _: str, amount: float) -> Purchase:
    known = amount is not None and amount == amount
    return Purchase(datetime.fromtimestamp(at / 1e6, UTC), float(amount) if known else None)
