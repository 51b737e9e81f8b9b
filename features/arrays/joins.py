"""Rows that are taken, and rows of two tables that stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from features.arrays.groups import Groups
from features.arrays.operations import Column, both

#: Rows of a table, None for all as they are, and which of them are there (a left join may have
#: none), None for all.
Rows = tuple[Any, Any]


def where(*predicates: Column) -> np.ndarray:
    """The rows of which all predicates are true."""
    chosen = predicates[0][0]
    for values, _ in predicates[1:]:
        chosen = chosen & values
    return np.flatnonzero(chosen)


def take(column: Column, rows: np.ndarray) -> Column:
    """These rows of a column."""
    values, known = column
    return values[rows], None if known is None else known[rows]


def beside(column: Column, rows: Rows) -> Column:
    """A table's column in the rows of a join: null where the table has no row there."""
    values, known = column
    places, there = rows
    if places is None:
        return column
    if there is None:
        return take(column, places)
    if not len(values):
        return np.zeros(len(places), values.dtype), there
    known = there if known is None else known[places] & there
    taken = values[places]
    return (taken & there if taken.dtype.kind == "b" else taken), known


def beside_again(rows: Rows, left: Rows) -> Rows:
    """The rows of an earlier link, once the next one has taken ``left`` of them."""
    places, there = rows
    if left[0] is None:
        return rows
    if places is None:
        return left
    return places[left[0]], None if there is None else there[left[0]]


def pairs_of(keys: int, *columns: Column) -> tuple[Rows, Rows]:
    """Rows of the left and of the right that are equal in all keys, in the order of the left."""
    left, right = columns[:keys], columns[keys:]
    number = len(left[0][0])
    same = Groups([(np.concatenate([a[0], b[0]]), None) for a, b in zip(left, right, strict=True)])
    known_left, known_right = _all_known(left), _all_known(right)
    code = same.of_row[number:]
    candidates = np.argsort(code, kind="stable")
    if known_right is not None:
        candidates = candidates[known_right[candidates]]
        code = code[known_right]
    counts = np.bincount(code, minlength=same.number)
    begin = np.cumsum(counts) - counts
    wanted = same.of_row[:number]
    times = counts[wanted]
    if known_left is not None:
        times = np.where(known_left, times, 0)
    rows = np.repeat(np.arange(number), times)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    return (rows, None), (candidates[begin[wanted[rows]] + nth], None)


def _all_known(columns: Sequence[Column]) -> np.ndarray | None:
    known = None
    for column in columns:
        known = both(known, column[1])
    return known


def matched(
    how: str, left: Column, pairs: tuple[Rows, Rows], *conditions: Column
) -> tuple[Rows, Rows]:
    """The pairs that fulfil the other conditions; a left join keeps the rows without any."""
    (rows, _), (right, _) = pairs
    if conditions:
        chosen = where(*conditions)
        rows, right = rows[chosen], right[chosen]
    if how == "inner":
        return (rows, None), (right, None)
    number = len(left[0])
    alone = np.flatnonzero(np.bincount(rows, minlength=number) == 0)
    there = None
    if len(alone):
        order = np.argsort(np.append(rows, alone), kind="stable")
        there = order < len(rows)
        rows = np.append(rows, alone)[order]
        right = np.append(right, np.zeros(len(alone), np.int64))[order]
    # Where each row of the left is there once, they stay as they are.
    return (None if len(rows) == number else rows, None), (right, there)
