"""What one value of an expression is made of: SQL's operations on numpy columns.

A column is a pair (values, known): ``known`` is a boolean array, or None where nothing is null.
Strings are int64 places in the sorted words of all tables, so that they compare as code points do.
An unknown boolean has the value False: what asks "which rows" reads the values alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis.expr.operations as ops
import numpy as np

Column = tuple[Any, Any]
Operation = Callable[..., Column]


def both(one: Any, other: Any) -> Any:
    """Known where both are."""
    if one is None:
        return other
    return one if other is None else one & other


def either(one: Any, other: Any) -> Any:
    """Known where one of them is."""
    return None if one is None or other is None else one | other


def _arithmetic(function: Callable[..., Any]) -> Operation:
    def run(left: Column, right: Column) -> Column:
        return function(left[0], right[0]), both(left[1], right[1])

    return run


def _comparison(function: Callable[..., Any]) -> Operation:
    def run(left: Column, right: Column) -> Column:
        known = both(left[1], right[1])
        found = function(left[0], right[0])
        return (found if known is None else found & known), known

    return run


def conjunction(left: Column, right: Column) -> Column:
    """AND in three-valued logic: false beats unknown.

    >>> yes, unknown = (np.array([True]), None), (np.array([False]), np.array([False]))
    >>> conjunction(yes, unknown)[1], conjunction(negation(yes), unknown)[1]
    (array([False]), array([ True]))
    """
    (one, one_known), (other, other_known) = left, right
    if one_known is None and other_known is None:
        return one & other, None
    false = ~one if one_known is None else one_known & ~one
    other_false = ~other if other_known is None else other_known & ~other
    found = one & other
    return found, found | false | other_false


def disjunction(left: Column, right: Column) -> Column:
    """OR in three-valued logic: true beats unknown."""
    found = left[0] | right[0]
    known = both(left[1], right[1])
    return found, None if known is None else known | found


def negation(column: Column) -> Column:
    """NOT: unknown stays unknown."""
    values, known = column
    return (~values if known is None else ~values & known), known


def _is_null(column: Column) -> Column:
    values, known = column
    return (np.zeros(np.shape(values), bool) if known is None else ~known), None


def _not_null(column: Column) -> Column:
    values, known = column
    return (np.ones(np.shape(values), bool) if known is None else known), None


def choice(condition: Column, chosen: Column, otherwise: Column) -> Column:
    """CASE WHEN: an unknown condition takes the other side."""
    where = condition[0]
    values = np.where(where, chosen[0], otherwise[0])
    if chosen[1] is None and otherwise[1] is None:
        return values, None
    one = True if chosen[1] is None else chosen[1]
    other = True if otherwise[1] is None else otherwise[1]
    return values, np.where(where, one, other)


def coalesce(*columns: Column) -> Column:
    """The first that is known."""
    values, known = columns[0]
    for other, other_known in columns[1:]:
        if known is None:
            break
        values, known = np.where(known, values, other), either(known, other_known)
    return values, known


def greatest(*columns: Column) -> Column:
    """The largest of those that are known."""
    values, known = columns[0]
    for other, other_known in columns[1:]:
        largest = np.maximum(values, other)
        if known is not None:
            largest = np.where(known, largest, other)
        if other_known is not None:
            largest = np.where(other_known, largest, values)
        values, known = largest, either(known, other_known)
    return values, known


def _null_if(column: Column, other: Column) -> Column:
    same = _comparison(np.equal)(column, other)[0]
    return column[0], both(column[1], ~same)


def _between(column: Column, lower: Column, upper: Column) -> Column:
    at_least = _comparison(np.greater_equal)(column, lower)
    return conjunction(at_least, _comparison(np.less_equal)(column, upper))


def among(column: Column, *options: Column) -> Column:
    """IN: the options are all known."""
    values, known = column
    found = values == options[0][0]
    for option, _ in options[1:]:
        found = found | (values == option)
    return (found if known is None else found & known), known


def _clip_below(column: Column, lower: Column) -> Column:
    return np.maximum(column[0], lower[0]), both(column[1], lower[1])


def _floor(column: Column) -> Column:
    return np.floor(column[0]).astype(np.int64), column[1]


#: Operation of a row's own values -> how it is done; its arguments are the node's, in their order.
OPERATIONS: dict[type[ops.Value], Operation] = {
    ops.Add: _arithmetic(np.add),
    ops.Subtract: _arithmetic(np.subtract),
    ops.Multiply: _arithmetic(np.multiply),
    ops.Divide: _arithmetic(np.true_divide),
    ops.Modulus: _arithmetic(np.fmod),
    ops.BitwiseAnd: _arithmetic(np.bitwise_and),
    ops.Equals: _comparison(np.equal),
    ops.NotEquals: _comparison(np.not_equal),
    ops.Less: _comparison(np.less),
    ops.LessEqual: _comparison(np.less_equal),
    ops.Greater: _comparison(np.greater),
    ops.GreaterEqual: _comparison(np.greater_equal),
    ops.And: conjunction,
    ops.Or: disjunction,
    ops.Not: negation,
    ops.IsNull: _is_null,
    ops.NotNull: _not_null,
    ops.IfElse: choice,
    ops.Coalesce: coalesce,
    ops.Greatest: greatest,
    ops.NullIf: _null_if,
    ops.Between: _between,
    ops.InValues: among,
    ops.Clip: _clip_below,
    ops.Floor: _floor,
}
