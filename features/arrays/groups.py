"""Rows that belong together: what is folded over a group, and over the rows before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import ibis.expr.operations as ops
import numpy as np

from features.arrays.operations import Column, both

#: Which rows of its group a row looks at: all, those before it, it and those before, those after.
Frame = Literal["whole", "before", "so far", "after"]


class Groups:
    """Rows grouped by keys (nulls are one group), ordered within a group by ``order_by``.

    ``number`` groups in the order of their keys; ``of_row`` int64 (rows,) is the group of a row,
    ``order`` the rows group by group, ``starts`` where each group begins in it.
    """

    __slots__ = ("_cells", "_in_order", "counts", "number", "of_row", "order", "starts")

    def __init__(self, keys: Sequence[Column], order_by: Sequence[Column] = ()) -> None:
        parts = _sortable(keys)
        self.order = np.lexsort((*reversed(_sortable(order_by)), *reversed(parts)))
        self._in_order = bool((self.order[1:] > self.order[:-1]).all())
        changes = np.zeros(len(self.order), bool)
        changes[:1] = True
        for part in parts:
            ordered = part[self.order]
            changes[1:] |= ordered[1:] != ordered[:-1]
        self.starts = np.flatnonzero(changes)
        self.number = len(self.starts)
        self.counts = np.diff(np.append(self.starts, len(self.order)))
        self.of_row = np.empty(len(self.order), np.int64)
        self.of_row[self.order] = np.cumsum(changes) - 1
        self._cells: tuple[np.ndarray, np.ndarray, int] | None = None

    def first(self, column: Column) -> Column:
        """The value of each group's first row: for a key, the key."""
        rows = self.order[self.starts]
        return column[0][rows], None if column[1] is None else column[1][rows]

    def fold(self, function: np.ufunc, values: np.ndarray) -> np.ndarray:
        """``function`` over the values (rows,) of each group (groups,)."""
        return function.reduceat(values if self._in_order else values[self.order], self.starts)

    def scan(self, function: np.ufunc, start: Any, values: np.ndarray, frame: Frame) -> np.ndarray:
        """``function`` over the frame of each row (rows,), ``start`` where the frame is empty."""
        before, after, width = self._places()
        place = after if frame == "after" else before
        # A line per group with an empty first cell: one cell back is "without the row itself".
        lines = np.full((self.number, width), start, values.dtype)
        cells = lines.reshape(-1)
        cells[place + 1] = values
        function.accumulate(lines, axis=1, out=lines)
        return cells[place + 1 if frame == "so far" else place]

    def _places(self) -> tuple[np.ndarray, np.ndarray, int]:
        if self._cells is None:
            width = int(self.counts.max(initial=0)) + 1
            place = np.empty(len(self.order), np.int64)
            place[self.order] = np.arange(len(self.order))
            before = place - self.starts[self.of_row]
            line = self.of_row * width
            after = self.counts[self.of_row] - 1 - before
            self._cells = line + before, line + after, width
        return self._cells


def _sortable(keys: Sequence[Column]) -> list[np.ndarray]:
    """The keys as arrays that sort nulls last."""
    parts = []
    for values, known in keys:
        parts += [values] if known is None else [~known, np.where(known, values, 0)]
    return parts


Reduction = Callable[[Groups, Column, Column | None], Column]
START: dict[tuple[str, Any], float] = {
    ("i", np.maximum): np.iinfo(np.int64).min,
    ("i", np.minimum): np.iinfo(np.int64).max,
    ("f", np.maximum): -np.inf,
    ("f", np.minimum): np.inf,
}


def _counted(column: Column, where: Column | None) -> Any:
    """Which rows count: known, and of ``where``; None for all."""
    return both(column[1], None if where is None else where[0])


def _extreme(function: np.ufunc) -> tuple[Reduction, Callable[..., Column]]:
    def fold(groups: Groups, column: Column, where: Column | None) -> Column:
        counted = _counted(column, where)
        values = column[0]
        if counted is None:
            return groups.fold(function, values), None
        values = np.where(counted, values, START[values.dtype.kind, function])
        return groups.fold(function, values), groups.fold(np.logical_or, counted)

    def scan(groups: Groups, column: Column, where: Column | None, frame: Frame) -> Column:
        counted = _counted(column, where)
        values = column[0]
        start = START[values.dtype.kind, function]
        if counted is None:
            counted = np.ones(len(values), bool)
        values = np.where(counted, values, start)
        found = groups.scan(function, start, values, frame)
        return found, groups.scan(np.logical_or, False, counted, frame)

    return fold, scan


def _sum(groups: Groups, column: Column, where: Column | None) -> Column:
    counted = _counted(column, where)
    values = column[0]
    if values.dtype.kind == "b":
        rows = groups.of_row[values if where is None else values & where[0]]
        total: Any = np.bincount(rows, minlength=groups.number)
    else:
        values = values if counted is None else np.where(counted, values, 0)
        total = groups.fold(np.add, values)
    return total, None if counted is None else groups.fold(np.logical_or, counted)


def _sum_so_far(groups: Groups, column: Column, where: Column | None, frame: Frame) -> Column:
    counted = _counted(column, where)
    values = column[0]
    if counted is None:
        counted = np.ones(len(values), bool)
    found = groups.scan(np.add, 0, np.where(counted, values, 0), frame)
    return found, groups.scan(np.logical_or, False, counted, frame)


def _any(groups: Groups, column: Column, where: Column | None) -> Column:
    counted = _counted(column, where)
    values = column[0] if where is None else column[0] & where[0]
    known = None if counted is None else groups.fold(np.logical_or, counted)
    return groups.fold(np.logical_or, values), known


def _chosen(groups: Groups, column: Column, where: Column | None) -> tuple[np.ndarray, np.ndarray]:
    """(values, groups) of the rows that count."""
    counted = _counted(column, where)
    if counted is None:
        return column[0], groups.of_row
    return column[0][counted], groups.of_row[counted]


def _count(groups: Groups, column: Column, where: Column | None) -> Column:
    return np.bincount(_chosen(groups, column, where)[1], minlength=groups.number), None


def _count_distinct(groups: Groups, column: Column, where: Column | None) -> Column:
    values, of_row = _chosen(groups, column, where)
    order = np.lexsort((values, of_row))
    values, of_row = values[order], of_row[order]
    new = np.ones(len(values), bool)
    new[1:] = (values[1:] != values[:-1]) | (of_row[1:] != of_row[:-1])
    return np.bincount(of_row[new], minlength=groups.number), None


def _mean(groups: Groups, column: Column, where: Column | None) -> Column:
    values, of_row = _chosen(groups, column, where)
    number = np.bincount(of_row, minlength=groups.number)
    total = np.bincount(of_row, weights=values, minlength=groups.number)
    return total / number, number > 0


def _deviation(groups: Groups, column: Column, where: Column | None) -> Column:
    values, of_row = _chosen(groups, column, where)
    mean = _mean(groups, column, where)[0]
    number = np.bincount(of_row, minlength=groups.number)
    off = (values - mean[of_row]) ** 2
    total = np.bincount(of_row, weights=off, minlength=groups.number)
    return np.sqrt(total / (number - 1)), number > 1


def _median(groups: Groups, column: Column, where: Column | None) -> Column:
    values, of_row = _chosen(groups, column, where)
    values = values[np.lexsort((values, of_row))]
    number = np.bincount(of_row, minlength=groups.number)
    begin = np.cumsum(number) - number
    known = number > 0
    if not len(values):
        return np.zeros(groups.number), known
    last = len(values) - 1
    low = values[np.minimum(begin + np.maximum(number - 1, 0) // 2, last)]
    high = values[np.minimum(begin + number // 2, last)]
    return low + (high - low) / 2, known


_max, _max_in_frame = _extreme(np.maximum)
_min, _min_in_frame = _extreme(np.minimum)

#: Operation of a whole group -> how it is done.
REDUCTIONS: dict[type[ops.Value], Reduction] = {
    ops.Max: _max,
    ops.Min: _min,
    ops.Sum: _sum,
    ops.Any: _any,
    ops.Count: _count,
    ops.CountDistinct: _count_distinct,
    ops.Mean: _mean,
    ops.StandardDev: _deviation,
    ops.Median: _median,
}

#: Operation of a row's frame -> how it is done, where the frame is not the whole group.
FRAMED: dict[type[ops.Value], Callable[[Groups, Column, Column | None, Frame], Column]] = {
    ops.Max: _max_in_frame,
    ops.Min: _min_in_frame,
    ops.Sum: _sum_so_far,
}


def spread(groups: Groups, column: Column) -> Column:
    """One value per group back to the rows of the group."""
    values, known = column
    return values[groups.of_row], None if known is None else known[groups.of_row]


def end(
    groups: Groups, ordered: Groups, column: Column, where: Column | None, *, last: bool
) -> Column:
    """FIRST or LAST known value of each group, its rows being in the order of ``ordered``."""
    counted = _counted(column, where)
    if counted is None:
        counted = np.ones(len(column[0]), bool)
    place = np.empty(len(counted), np.int64)
    place[ordered.order] = np.arange(len(counted))
    function = np.maximum if last else np.minimum
    found = groups.fold(function, np.where(counted, place, -1 if last else len(counted)))
    known = groups.fold(np.logical_or, counted)
    return column[0][ordered.order[np.where(known, found, 0)]], known
