"""How a source writes a column, and the small steps every parser of columns shares."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: Row number → why its value does not fit.
Faults = dict[int, str]


@dataclass(frozen=True)
class Reading:
    """How a source writes one column: its words, time format and zone, decimal mark, scale."""

    words: Mapping[str, str] | None = None
    otherwise: str | None = None
    format: str | None = None
    timezone: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    scale: float | None = None


def as_text(raw: pa.Array) -> pa.Array:
    """Any Arrow column as strings; blanks, and NaN of a float column, are absent (null)."""
    if isinstance(raw, pa.ChunkedArray):
        raw = raw.combine_chunks()
    if pa.types.is_dictionary(raw.type):
        raw = raw.dictionary_decode()
    if pa.types.is_floating(raw.type):
        raw = pc.if_else(pc.is_nan(raw), pa.scalar(None, raw.type), raw)
    if pa.types.is_nested(raw.type) or pa.types.is_binary(raw.type):
        raw = pa.array([None if v is None else str(v) for v in raw.to_pylist()], pa.string())
    text = raw.cast(pa.string())
    return pc.if_else(
        pc.equal(pc.utf8_trim_whitespace(text), ""), pa.scalar(None, pa.string()), text
    )


def rows_where(mask: pa.Array) -> list[int]:
    """Row numbers where the mask is true (null counts as false)."""
    found: list[int] = np.flatnonzero(
        pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    ).tolist()
    return found


def blanked(values: pa.Array, mask: pa.Array) -> pa.Array:
    """The values, null where the mask is true."""
    return pc.if_else(pc.fill_null(mask, False), pa.scalar(None, values.type), values)
