"""Asks expressions of histories, in bounded pieces: as arrays, and of DuckDB what is too large.

Both run the same Ibis expressions. DuckDB needs half a second to plan the signals whatever the
number of rows, arrays need milliseconds and are faster at every size that was measured
(decisions/0007-arrays.md); what they hold at once grows with the rows of a piece.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features import tables
from features.arrays.evaluation import Evaluation
from features.cues.reader import Reader
from features.cues.stored import shipped_reader
from features.usual import Usual

#: History rows looked at in one query: bounds memory whatever the size of the book.
PIECE_ROWS = 250_000
#: The same for arrays. A single history with more rows is asked of DuckDB.
ARRAY_ROWS = 32_000
#: More of them wait for each other: between numpy's calls Python runs one at a time.
THREADS = 2
#: Piece by piece: how many cutoffs, and their answers, column by column.
Answers = Iterator[tuple[int, dict[str, np.ndarray]]]


class Question:
    """An Ibis expression with a column ``snapshot``, and its SQL: each made once a process."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build

    @cached_property
    def table(self) -> Any:
        """The expression."""
        return self._build()

    @cached_property
    def sql(self) -> str:
        """The expression as DuckDB SQL: compiling costs more than running."""
        return str(ibis.to_sql(self.table, dialect="duckdb"))


@dataclass(frozen=True)
class Inputs:
    """The engine's tables for one set of cutoffs, prepared once (text is read here)."""

    interactions: pa.Table
    engagements: pa.Table
    engine_cutoffs: pa.Table
    cutoffs: pa.Table
    heard: pa.Table
    texts: pa.Table

    def slice(self, start: int, length: int) -> Inputs:
        """The same histories for ``length`` of the cutoffs, from ``start`` on."""
        cutoffs = self.engine_cutoffs.slice(start, length)
        numbered = cutoffs.set_column(0, "snapshot", pa.array(range(length), pa.int64()))
        return replace(self, engine_cutoffs=numbered, cutoffs=self.cutoffs.slice(start, length))

    @cached_property
    def lengths(self) -> np.ndarray:
        """Rows of its client per cutoff, int64 (cutoffs,): what its history has at most."""
        counted = pc.value_counts(self.interactions["client_id"].combine_chunks())
        clients = self.engine_cutoffs["client_id"].combine_chunks()
        number = pc.take(counted.field(1), pc.index_in(clients, counted.field(0)))
        return pc.fill_null(number, 0).to_numpy(zero_copy_only=False)

    @cached_property
    def whole(self) -> Evaluation:
        """All of it as arrays: what one question made of the histories, the next one finds."""
        return Evaluation(
            {
                "interactions": self.interactions,
                "engagements": self.engagements,
                "cutoffs": self.engine_cutoffs,
            }
        )


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
    # A book that is asked for as a whole is not copied.
    relevant = interactions if pc.all(wanted).as_py() else interactions.filter(wanted)
    heard = tables.heard(relevant, reader or shipped_reader().reader)
    return Inputs(
        interactions=tables.engine_interactions(relevant, engagements, heard, usual),
        engagements=tables.engine_engagements(of_clients, hourly_cost),
        engine_cutoffs=engine_cutoffs,
        cutoffs=cutoffs,
        heard=heard,
        texts=relevant.select(["interaction_id", "text"]),
    )


def _pieces(inputs: Inputs, chosen: np.ndarray, most: int) -> Iterator[pa.Table]:
    """The chosen cutoffs in pieces whose histories together stay near ``most`` rows."""
    cutoffs = inputs.engine_cutoffs.filter(pa.array(chosen))
    share = np.cumsum(inputs.lengths[chosen] + 1)
    number = math.ceil(share[-1] / most) if len(share) else 0
    for piece in range(number):
        place = share * number / share[-1]
        yield cutoffs.filter(pa.array((place > piece) & (place <= piece + 1)))


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
    question: Question, inputs: Inputs, progress: Callable[[int], None] | None = None
) -> Iterator[dict[str, np.ndarray]]:
    """Answers piece by piece, column by column, null being nan or None.

    ``progress`` is told how many cutoffs were done.
    """
    short = inputs.lengths <= ARRAY_ROWS
    answers = (with_arrays(question, inputs, short), with_duckdb(question, inputs, ~short))
    for answered in answers:
        for cutoffs, answer in answered:
            yield answer
            if progress:
                progress(cutoffs)


def with_arrays(question: Question, inputs: Inputs, chosen: np.ndarray) -> Answers:
    """The answers for the chosen cutoffs (bool, of all), worked out here."""
    if chosen.all() and inputs.lengths.sum() <= ARRAY_ROWS:
        yield inputs.cutoffs.num_rows, inputs.whole.columns(question.table)
        return
    rows = _RowsOfClients(inputs.interactions)

    def answer(cutoffs: pa.Table) -> tuple[int, dict[str, np.ndarray]]:
        clients = pc.unique(cutoffs["client_id"])
        known = pc.is_in(inputs.engagements["client_id"], clients)
        given = {
            "interactions": rows.of(clients),
            "engagements": inputs.engagements.filter(known),
            "cutoffs": cutoffs,
        }
        return cutoffs.num_rows, Evaluation(given, kept=False).columns(question.table)

    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(answer, _pieces(inputs, chosen, ARRAY_ROWS))


def with_duckdb(question: Question, inputs: Inputs, chosen: np.ndarray) -> Answers:
    """The answers for the chosen cutoffs (bool, of all), by DuckDB."""
    if not chosen.any():
        return
    schema = question.table.schema().to_pyarrow()
    with connect() as connection:
        connection.register("interactions", inputs.interactions)
        connection.register("engagements", inputs.engagements)
        for piece in _pieces(inputs, chosen, PIECE_ROWS):
            connection.register("cutoffs", piece)
            # The rest of a division by 24.0 comes as DECIMAL, whatever Ibis expects.
            answer = connection.sql(question.sql).to_arrow_table().cast(schema)
            yield piece.num_rows, {name: answer[name].to_numpy() for name in answer.column_names}
            connection.unregister("cutoffs")


class _RowsOfClients:
    """The interactions of any clients, found without reading the others."""

    def __init__(self, interactions: pa.Table) -> None:
        self._interactions = interactions.combine_chunks()
        coded = self._interactions["client_id"].combine_chunks().dictionary_encode()
        self._clients = coded.dictionary
        codes = coded.indices.to_numpy(zero_copy_only=False)
        self._order = np.argsort(codes, kind="stable")
        self._ends = np.cumsum(np.bincount(codes, minlength=len(self._clients)))

    def of(self, clients: pa.Array) -> pa.Table:
        found = pc.index_in(clients, self._clients).drop_null().to_numpy()
        begins = np.append(0, self._ends)[found]
        rows = [
            self._order[begin:end] for begin, end in zip(begins, self._ends[found], strict=True)
        ]
        return self._interactions.take(np.concatenate([np.zeros(0, np.int64), *rows]))
