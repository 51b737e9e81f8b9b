"""What every source format yields: columns as written, and where each row stood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from data.set_aside import Entry

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Raw:
    """Columns of one source as written; ``lines`` is where each row begins (1 is the first line).

    ``broken`` are rows that could not even be split into columns.
    """

    columns: dict[str, pa.Array]
    lines: pa.Array
    broken: list[Entry] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows that have columns."""
        return len(self.lines)


class Columns:
    """Grows text columns row by row or record by record, packing them into Arrow as it goes."""

    PACK = 20_000

    def __init__(self, names: Sequence[str] = (), progress: Progress | None = None):
        self._rows: list[Sequence[str | None]] = []
        self._lines: list[int] = []
        self._index = {name: place for place, name in enumerate(names)}
        self._packed: list[pa.Table] = []
        self._packed_lines: list[pa.Array] = []
        self._progress = progress

    def add_row(self, line: int, row: Sequence[str | None]) -> None:
        """Add a row whose values stand in the order of the names."""
        self._rows.append(row)
        self._lines.append(line)
        if len(self._rows) >= self.PACK:
            self._pack()

    def add_record(self, line: int, record: dict[str, str]) -> None:
        """Add a record; names not seen before become new columns."""
        index = self._index
        for name in record:
            if name not in index:
                index[name] = len(index)
        row: list[str | None] = [None] * len(index)
        for name, value in record.items():
            row[index[name]] = value
        self.add_row(line, row)

    def _pack(self) -> None:
        width = len(self._index)
        rows = self._rows
        if rows and len(rows[0]) < width:
            rows = [[*row, *([None] * (width - len(row)))] for row in rows]
        arrays = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
        self._packed.append(pa.table(arrays, names=list(self._index)))
        self._packed_lines.append(pa.array(self._lines, pa.int64()))
        if self._progress:
            self._progress(len(self._lines))
        self._rows, self._lines = [], []

    def raw(self, broken: list[Entry], notes: tuple[str, ...]) -> Raw:
        """Everything added so far."""
        if self._rows:
            self._pack()
        if not self._packed:
            empty = {name: pa.array([], pa.string()) for name in self._index}
            return Raw(empty, pa.array([], pa.int64()), broken, notes)
        table = pa.concat_tables(self._packed, promote_options="default").combine_chunks()
        lines = pa.concat_arrays(self._packed_lines)
        columns = {name: one_array(table[name]) for name in table.column_names}
        return Raw(columns, lines, broken, notes)


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one contiguous array."""
    if isinstance(column, pa.Array):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
