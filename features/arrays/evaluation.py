"""Expressions asked of tables: the plan is made once a process and run for each set of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from features.arrays.plan import Plan
from features.arrays.tables import Tables

_PLAN = Plan()
_PLANNING = Lock()


@dataclass(frozen=True)
class _Asked:
    """Of an Ibis table: the places of its columns, which are words, and the steps to them.

    ``last_uses`` says what is no longer needed after a step.
    """

    places: dict[str, int]
    words: frozenset[str]
    needed: list[int]
    last_uses: dict[int, list[int]]


@cache
def _asked(table: Any) -> _Asked:
    with _PLANNING:
        places = _PLAN.columns(table.op())
        words = frozenset(name for name, type_ in table.schema().items() if type_.is_string())
        needed = _PLAN.needed(places)
        return _Asked(places, words, needed, _PLAN.last_uses(needed, set(places.values())))


class Evaluation:
    """The values of expressions over a few rows.

    What one expression made of them the next one finds, unless it is not to be ``kept``.
    """

    def __init__(self, tables: Mapping[str, pa.Table], *, kept: bool = True) -> None:
        self._given = tables
        self._kept = kept
        self._values: dict[int, Any] = {}
        self._words = -1

    def columns(self, table: Any) -> dict[str, np.ndarray]:
        """Column name -> values (rows,) of an Ibis table; null is nan or, elsewhere, None.

        Raises `UnknownOperation` for an expression that has one.

        >>> import ibis
        >>> t = ibis.table({"who": "string", "late": "float64"}, name="t")
        >>> mean = t.group_by("who").agg(late=t.late.mean())
        >>> given = {"t": pa.table({"who": ["b", "a", "b"], "late": [1.0, None, 4.0]})}
        >>> Evaluation(given).columns(mean)
        {'who': array(['a', 'b'], dtype=object), 'late': array([nan, 2.5])}
        """
        asked = _asked(table)
        if self._words != len(_PLAN.words):  # the places of the words are those of all of them
            self._words = len(_PLAN.words)
            self._values = {_PLAN.tables: Tables(self._given, _PLAN.words)}
        values, steps = self._values, _PLAN.steps
        with np.errstate(all="ignore"):  # SQL divides by zero without a word
            for place in asked.needed:
                if place not in values:
                    function, arguments = steps[place]
                    values[place] = function(*[values[each] for each in arguments])
                if not self._kept:
                    for done in asked.last_uses.get(place, ()):
                        del values[done]
        told = values[_PLAN.tables].words
        return {
            name: _nulls(
                told[values[place][0]] if name in asked.words else values[place][0],
                values[place][1],
            )
            for name, place in asked.places.items()
        }


def _nulls(values: np.ndarray, known: np.ndarray | None) -> np.ndarray:
    if known is None or known.all():
        return values
    told = values.copy() if values.dtype.kind == "f" else values.astype(object)
    told[~known] = np.nan if values.dtype.kind == "f" else None
    return told
