"""Parquet files; a row's line is its number, from 1."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.sources.files import open_bytes, refuse
from data.sources.raw import Progress, Raw, one_array


def read_parquet(path: Path, *, progress: Progress | None = None) -> Raw:
    """Read a Parquet file with its own types. Raises DataRefused when it is none."""
    with open_bytes(path) as stream:
        try:
            table = pq.read_table(pa.PythonFile(stream, mode="r"))
        except (pa.ArrowException, OSError, ValueError):
            raise refuse("this is no readable Parquet file", str(path), "export it again") from None
    if len(set(table.column_names)) < table.num_columns:
        raise refuse("two columns have the same name", str(path), "rename one of them")
    if progress:
        progress(table.num_rows)
    columns = {name: one_array(table[name]) for name in table.column_names}
    return Raw(columns, pa.array(np.arange(1, table.num_rows + 1)))
