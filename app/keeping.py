"""A newcomer beside the book: scored with what is known of the client, and kept in it if wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from app.asking import Histories
from app.newcomer import Newcomer
from data.contract import ENGAGEMENTS, INTERACTIONS, TIME, BookTable
from data.importing import ImportReport, import_reads, merge
from data.readers import Read


def settled(newcomer: Newcomer, book: Histories) -> Newcomer:
    """The same with ids that clash with nothing in the book; what the book has stays as it is.

    An engagement of the same client that is still open there is the same one, and is added to.
    """
    has = {
        row["engagement_id"]: (row["client_id"], row["closed_at"] is None)
        for row in book.engagements.select(["engagement_id", "client_id", "closed_at"]).to_pylist()
    }
    names: dict[str, str] = {}
    for row in newcomer.engagements.select(["engagement_id", "client_id"]).to_pylist():
        name, number = row["engagement_id"], 2
        while has.get(name, (row["client_id"], True)) != (row["client_id"], True):
            name, number = f"{row['engagement_id']}-{number}", number + 1
        names[row["engagement_id"]] = name
    interactions, engagements = (
        _renamed(table, "engagement_id", names)
        for table in (newcomer.interactions, newcomer.engagements)
    )
    fresh = pc.invert(pc.is_in(engagements["engagement_id"], pa.array(list(has), pa.string())))
    return replace(
        newcomer,
        interactions=_apart(interactions, book.interactions),
        engagements=engagements.filter(fresh),
    )


def _apart(interactions: pa.Table, others: pa.Table) -> pa.Table:
    """Rows whose id the book has for something else get their engagement's name before it."""
    place = pc.index_in(interactions["interaction_id"], others["interaction_id"].combine_chunks())
    theirs = others["engagement_id"].take(place)
    clash = pc.fill_null(pc.not_equal(theirs, interactions["engagement_id"]), False)
    longer = pc.binary_join_element_wise(
        interactions["engagement_id"], interactions["interaction_id"], "/"
    )
    at = interactions.schema.get_field_index("interaction_id")
    ids = pc.if_else(clash, longer, interactions["interaction_id"])
    return interactions.set_column(at, interactions.schema.field(at), ids)


def beside(newcomer: Newcomer, book: Histories) -> Histories:
    """The newcomer's histories together with all that the book knows of the same clients."""
    theirs = book.of_clients(pc.unique(newcomer.interactions["client_id"]))
    return replace(
        theirs,
        interactions=merge(theirs.interactions, newcomer.interactions, INTERACTIONS)[0],
        engagements=merge(theirs.engagements, newcomer.engagements, ENGAGEMENTS)[0],
    )


def cutoffs(newcomer: Newcomer, as_of: datetime) -> pa.Table:
    """(engagement_id, as_of) of each prospect: at the book's moment, or its own if that is later.

    ``as_of``: the moment the book is scored at; a prospect that is newer than the book is scored as
    of its last word, which will be the book's moment once it is kept.
    """
    at = max(as_of, newcomer.newest)
    ids = newcomer.ids
    return pa.table({"engagement_id": ids, "as_of": pa.array([at] * len(ids), TIME)})


def keep(book_path: Path, newcomer: Newcomer) -> ImportReport:
    """Add the newcomer to the book, with what was set aside. Raises DataRefused.

    Keeping the same rows again changes nothing.
    """
    aside = newcomer.set_aside
    tables: dict[BookTable, pa.Table] = {
        "interactions": newcomer.interactions,
        "engagements": newcomer.engagements,
    }
    reads: list[tuple[BookTable, Read, str]] = [
        (table, _read(rows, aside.filter(pc.equal(aside["table"], table))), newcomer.source)
        for table, rows in tables.items()
    ]
    return import_reads(book_path, reads)


def _read(accepted: pa.Table, aside: pa.Table) -> Read:
    return Read(accepted, aside, accepted.num_rows + aside.num_rows)


def _renamed(table: pa.Table, column: str, names: Mapping[str, str]) -> pa.Table:
    at = table.schema.get_field_index(column)
    values = [names.get(name, name) for name in table[column].to_pylist()]
    return table.set_column(at, table.schema.field(at), pa.array(values, pa.string()))
