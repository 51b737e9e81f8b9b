"""Signals given directly: a filled-in table as the matrix that histories would have made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.contract import GIVEN, TIME, signals_contract
from data.errors import DataRefused
from data.given import ReadSignals, read_signals
from data.rules import Mapping
from features import matrix
from features.matrix import SignalMatrix


@dataclass(frozen=True)
class Given:
    """A matrix without a history: one row per engagement, ``as_of`` null because nothing is dated.

    ``signals`` has every column of `features.matrix.columns`, nan where nothing was given, then the
    given ones; ``paid_off`` bool (n,), ``clients`` str (n,): the engagement itself where the source
    tells no client. ``read`` counts what became of the source's rows.
    """

    signals: SignalMatrix
    paid_off: np.ndarray
    clients: np.ndarray
    read: ReadSignals


def _meant(name: str, declared: list[str]) -> str:
    near = get_close_matches(name, declared, 1, 0.7)
    return f"did you mean {near[0]}?" if near else "see `clientrisk catalogue`"


def given(
    source: str | Path, mapping: Mapping, progress: Callable[[int], None] | None = None
) -> Given:
    """Read a table of signals through a mapping.

    Raises DataRefused when the mapping names a signal that the catalogue does not have.
    """
    own = set(signals_contract(()).names)
    names = [name for block in mapping.blocks_of("signals") for name in block.columns]
    names = [name for name in names if name not in own]
    declared = [column.name for column in matrix.columns()]
    for name in names:
        if not name.startswith(GIVEN) and name not in declared:
            raise DataRefused(
                f"[signals] gives {name!r}, which the catalogue does not have",
                where=mapping.where,
                next_step=f"{_meant(name, declared)}; where no essay speaks of it: {GIVEN}{name}",
            )
    read = read_signals(source, mapping, progress)
    every = (*declared, *(name for name in names if name.startswith(GIVEN)))
    values = np.full((read.accepted.num_rows, len(every)), np.nan)
    for name in names:
        values[:, every.index(name)] = read.accepted[name].to_numpy()
    ids = read.accepted["engagement_id"]
    cutoffs = pa.table({"engagement_id": ids, "as_of": pa.nulls(len(ids), TIME)})
    clients = read.accepted["client_id"].to_numpy()
    clients = np.where(read.accepted["client_id"].is_null().to_numpy(), ids.to_numpy(), clients)
    return Given(
        SignalMatrix(every, values, cutoffs),
        read.accepted["paid_off"].to_numpy().astype(bool),
        clients.astype(str),
        read,
    )
