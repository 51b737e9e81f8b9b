"""The signal matrix: one row per cutoff, one column per signal, derived from the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from features import context
from features.catalogue import HEURISTICS, declarations
from features.engine import Inputs, Question, run
from features.history import history


@dataclass(frozen=True)
class Column:
    """One column: its name, the heuristic that owns it (None: no essay speaks of it), its sign."""

    name: str
    owner: str | None
    sign: int


@dataclass(frozen=True)
class SignalMatrix:
    """``values`` float64 (cutoffs, signals), nan for "cannot tell"; ``cutoffs`` as they came in."""

    names: tuple[str, ...]
    values: np.ndarray
    cutoffs: pa.Table

    def select(self, names: Sequence[str]) -> SignalMatrix:
        """The same cutoffs with these columns only, in this order."""
        place = {name: position for position, name in enumerate(self.names)}
        chosen = [place[name] for name in names]
        return SignalMatrix(tuple(names), self.values[:, chosen], self.cutoffs)

    def where(self, chosen: np.ndarray) -> SignalMatrix:
        """The rows in which ``chosen`` (bool) holds."""
        return SignalMatrix(self.names, self.values[chosen], self.cutoffs.filter(pa.array(chosen)))

    def slice(self, start: int, length: int) -> SignalMatrix:
        """``length`` of the rows, from ``start`` on."""
        values = self.values[start : start + length]
        return SignalMatrix(self.names, values, self.cutoffs.slice(start, length))

    def varying(self) -> tuple[str, ...]:
        """Names of the columns that take at least two values ("cannot tell" being one)."""
        first = self.values[:1]
        same = (self.values == first) | (np.isnan(self.values) & np.isnan(first))
        return tuple(
            name for name, alike in zip(self.names, same.all(axis=0), strict=True) if not alike
        )

    def row(self, number: int) -> dict[str, float]:
        """The signals of one cutoff by name."""
        return dict(zip(self.names, self.values[number].tolist(), strict=True))


@cache
def columns() -> tuple[Column, ...]:
    """All columns in the matrix's order: the catalogue's signals, then the context."""
    declared = tuple(
        Column(signal.name, heuristic.id, heuristic.sign)
        for heuristic in HEURISTICS
        for signal in heuristic.signals
    )
    return declared + tuple(Column(name, None, 0) for name in context.names())


def expression() -> Any:
    """All signals of all snapshots as one Ibis expression over the engine's tables."""
    rows = history()
    measures: dict[str, Any] = {}
    for heuristic in HEURISTICS:
        for signal in heuristic.signals:
            known = signal.needs(rows).any()
            value = signal.measure(rows).cast("float64")
            measures[signal.name] = known.ifelse(value, ibis.null("float64"))
    for name, measure in context.measures(rows).items():
        measures[name] = measure.cast("float64")
    signals = rows.group_by("snapshot").agg(**measures)
    prior = context.prior(rows).rename(prior_snapshot="snapshot")
    joined = signals.left_join(prior, signals.snapshot == prior.prior_snapshot)
    return joined.select(
        "snapshot",
        *[column.name for column in columns() if column.name not in context.PRIOR],
        *[joined[name].cast("float64").name(name) for name in context.PRIOR],
    )


QUESTION = Question(expression)


@cache
def fingerprint() -> str:
    """SHA-256 over the declarations and the compiled SQL: a model fits only the signals it saw."""
    return hashlib.sha256((declarations() + QUESTION.sql).encode()).hexdigest()


def compute(inputs: Inputs, progress: Callable[[int], None] | None = None) -> SignalMatrix:
    """Signals of every cutoff of ``inputs``; a cutoff before anything was seen is all nan.

    Raises `DataRefused` when a cutoff names an unknown engagement.
    """
    names = tuple(column.name for column in columns())
    values = np.full((inputs.cutoffs.num_rows, len(names)), np.nan)
    for part in run(QUESTION, inputs, progress):
        values[part["snapshot"]] = np.column_stack([part[name] for name in names])
    return SignalMatrix(names, values, inputs.cutoffs)
