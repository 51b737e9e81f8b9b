"""Expressions asked of the tables of a few clients: what one asked, the next one need not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from features.arrays.plan import Plan
from features.arrays.tables import Tables

_PLAN = Plan()
_PLANNING = Lock()


@cache
def _asked(table: Any) -> tuple[dict[str, int], list[int], frozenset[str]]:
    """Of an Ibis table: the places of its columns, the steps to them, and which are words."""
    with _PLANNING:
        places = _PLAN.columns(table.op())
        words = frozenset(name for name, type_ in table.schema().items() if type_.is_string())
        return places, _PLAN.needed(places), words


class Evaluation:
    """The values of expressions over a few rows, kept until the tables go."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._given = tables
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
        places, needed, words = _asked(table)
        if self._words != len(_PLAN.words):  # the places of the words are those of all of them
            self._words = len(_PLAN.words)
            self._values = {_PLAN.tables: Tables(self._given, _PLAN.words)}
        values, steps = self._values, _PLAN.steps
        with np.errstate(all="ignore"):  # SQL divides by zero without a word
            for place in needed:
                if place not in values:
                    function, arguments = steps[place]
                    values[place] = function(*[values[each] for each in arguments])
        told = values[_PLAN.tables].words
        return {
            name: _nulls(
                told[values[place][0]] if name in words else values[place][0], values[place][1]
            )
            for name, place in places.items()
        }


def _nulls(values: np.ndarray, known: np.ndarray | None) -> np.ndarray:
    if known is None or known.all():
        return values
    told = values.copy() if values.dtype.kind == "f" else values.astype(object)
    told[~known] = np.nan if values.dtype.kind == "f" else None
    return told
