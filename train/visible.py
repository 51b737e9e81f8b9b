"""When each row of a book could first be seen, as the engine takes it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


def moments(column: pa.ChunkedArray) -> np.ndarray:
    """Times (UTC) as datetime64[us] (n,), NaT where there is none."""
    return column.to_numpy().astype("datetime64[us]")


def known_at(interactions: pa.Table) -> np.ndarray:
    """The later of ``occurred_at`` and ``recorded_at`` per row, datetime64[us] (n,), UTC."""
    occurred, recorded = (moments(interactions[name]) for name in ("occurred_at", "recorded_at"))
    return np.fmax(occurred, recorded)
