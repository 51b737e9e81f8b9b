"""The engine's tables as numpy columns, their words as numbers in the order of code points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.arrays.operations import Column


class Tables:
    """Columns by table and name; ``words`` are those of the expression itself.

    >>> tables = Tables({"t": pa.table({"kind": ["call", None]})}, {"visit"})
    >>> tables.column("t", "kind"), tables.place("visit")
    ((array([0, 0]), array([ True, False])), array(1))
    """

    def __init__(self, tables: Mapping[str, pa.Table], words: Iterable[str]) -> None:
        self._columns: dict[tuple[str, str], Column] = {}
        written: dict[tuple[str, str], pa.ChunkedArray] = {}
        for table, contents in tables.items():
            for name, column in zip(contents.column_names, contents.columns, strict=True):
                if pa.types.is_string(column.type):
                    written[table, name] = column
                else:
                    self._columns[table, name] = _numbers(column)
        own = pa.array(sorted(words), pa.string())
        chunks = [own, *(chunk for column in written.values() for chunk in column.chunks)]
        coded = pa.concat_arrays(chunks).dictionary_encode()
        distinct = coded.dictionary
        order = pc.sort_indices(distinct)
        #: The words by their places, as objects.
        self.words = np.array([*distinct.take(order).to_pylist(), None], object)
        place = np.zeros(len(self.words), np.int64)
        place[order.to_numpy()] = np.arange(len(distinct))
        known = None if coded.null_count == 0 else coded.is_valid().to_numpy(zero_copy_only=False)
        codes = pc.fill_null(coded.indices, len(distinct)).to_numpy(zero_copy_only=False)
        places = place[codes]
        self._place = dict(zip(own.to_pylist(), places, strict=False))
        begin = len(own)
        for key, column in written.items():
            rows = slice(begin, begin + len(column))
            begin = rows.stop
            here = None if known is None else known[rows]
            self._columns[key] = places[rows], None if here is None or here.all() else here

    def column(self, table: str, name: str) -> Column:
        """One column of one table."""
        return self._columns[table, name]

    def place(self, word: str) -> np.ndarray:
        """The number that stands for a word."""
        return np.asarray(self._place[word])


def _numbers(column: pa.ChunkedArray) -> Column:
    array: Any = column.combine_chunks()
    if not array.null_count:
        return array.to_numpy(zero_copy_only=False), None
    known = pc.is_valid(array).to_numpy(zero_copy_only=False)
    empty = pa.scalar(False if pa.types.is_boolean(array.type) else 0, array.type)
    return pc.fill_null(array, empty).to_numpy(zero_copy_only=False), known
