"""Small Arrow tables from rows, without importing pandas.

pyarrow asks pandas about every list it is given, and pandas takes a second to import, which is a
second of waiting for the first page. Its JSON reader asks nobody.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.json


def table(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows of plain values as a table; moments go in as ISO text without a zone.

    >>> table(pa.schema([("name", pa.string())]), [("Ann",), (None,)]).to_pylist()
    [{'name': 'Ann'}, {'name': None}]
    """
    if not rows:
        return schema.empty_table()
    lines = "\n".join(json.dumps(dict(zip(schema.names, row, strict=True))) for row in rows)
    return pa.json.read_json(
        io.BytesIO(lines.encode()),
        read_options=pa.json.ReadOptions(block_size=len(lines) + 1, use_threads=False),
        parse_options=pa.json.ParseOptions(explicit_schema=schema),
    )


def texts(*columns: str) -> pa.Schema:
    """A schema of text columns."""
    return pa.schema([(column, pa.string()) for column in columns])


def chosen_rows(of: pa.Table, places: Sequence[int]) -> pa.Table:
    """The rows of a table at these places, in their order.

    >>> letters = table(texts("letter"), [("a",), ("b",)])
    >>> chosen_rows(letters, [1])["letter"].to_pylist()
    ['b']
    """
    wanted = table(pa.schema([("place", pa.int64())]), [(place,) for place in places])
    return of.take(wanted["place"].combine_chunks())
