"""DuckDB inside the process: runs compiled SQL over the engine's tables, in bounded pieces."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features import tables
from features.cues.reader import Reader
from features.cues.stored import shipped_reader
from features.usual import Usual

#: History rows looked at in one query: bounds memory whatever the size of the book.
PIECE_ROWS = 250_000


@dataclass(frozen=True)
class Inputs:
    """The engine's tables for one set of cutoffs, prepared once (text is read here)."""

    interactions: pa.Table
    engagements: pa.Table
    engine_cutoffs: pa.Table
    cutoffs: pa.Table
    heard: pa.Table
    texts: pa.Table

    @property
    def registered(self) -> dict[str, pa.Table]:
        """Table name -> table, as the expressions know them."""
        return {"interactions": self.interactions, "engagements": self.engagements}


def prepare(
    interactions: pa.Table,
    engagements: pa.Table,
    cutoffs: pa.Table,
    usual: Usual,
    hourly_cost: float | None = None,
    reader: Reader | None = None,
) -> Inputs:
    """Contract tables and ``cutoffs`` (engagement_id, as_of: UTC timestamp) for the engine.

    Only rows of the clients that are asked for are read; ``reader`` (default: the shipped one)
    hears their texts. Raises `DataRefused` when a cutoff names
    an engagement that is not among ``engagements``.
    """
    engine_cutoffs = tables.engine_cutoffs(cutoffs, engagements, usual)
    clients = pc.unique(engine_cutoffs["client_id"])
    of_clients = engagements.filter(pc.is_in(engagements["client_id"], clients))
    wanted = pc.or_(
        pc.is_in(interactions["client_id"], clients),
        pc.is_in(interactions["engagement_id"], of_clients["engagement_id"].combine_chunks()),
    )
    relevant = interactions.filter(wanted)
    heard = tables.heard(relevant, reader or shipped_reader().reader)
    return Inputs(
        interactions=tables.engine_interactions(relevant, engagements, heard, usual),
        engagements=tables.engine_engagements(of_clients, hourly_cost),
        engine_cutoffs=engine_cutoffs,
        cutoffs=cutoffs,
        heard=heard,
        texts=relevant.select(["interaction_id", "text"]),
    )


def _pieces(inputs: Inputs) -> Iterator[pa.Table]:
    """Cutoffs in pieces whose histories together stay near `PIECE_ROWS` rows."""
    counted = pc.value_counts(inputs.interactions["client_id"].combine_chunks())
    sizes = dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
    weight = np.array(
        [sizes.get(client, 0) + 1 for client in inputs.engine_cutoffs["client_id"].to_pylist()]
    )
    number = max(1, math.ceil(weight.sum() / PIECE_ROWS)) if len(weight) else 0
    for piece in range(number):
        share = np.cumsum(weight) * number / weight.sum()
        inside = (share > piece) & (share <= piece + 1)
        yield inputs.engine_cutoffs.filter(pa.array(inside))


def connect() -> duckdb.DuckDBPyConnection:
    """A connection of its own: in memory, no file access, UTC."""
    connection = duckdb.connect(
        config={"enable_external_access": "false", "autoinstall_known_extensions": "false"}
    )
    connection.execute("SET preserve_insertion_order = false")
    # DuckDB draws its own bar on standard output, among our results, once a query takes seconds.
    connection.execute("SET enable_progress_bar = false")
    return connection


def run(
    sql: str, inputs: Inputs, progress: Callable[[int], None] | None = None
) -> Iterator[pa.Table]:
    """Results of ``sql`` piece by piece; ``progress`` is told how many cutoffs were done."""
    with connect() as connection:
        for name, table in inputs.registered.items():
            connection.register(name, table)
        for cutoffs in _pieces(inputs):
            connection.register("cutoffs", cutoffs)
            yield connection.sql(sql).to_arrow_table()
            connection.unregister("cutoffs")
            if progress:
                progress(cutoffs.num_rows)
