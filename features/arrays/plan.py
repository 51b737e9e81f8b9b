"""An Ibis expression as a flat list of steps over numpy columns, each distinct value once.

DuckDB takes half a second for the signals of one client, nearly all of it planning the query. The
expression stays the only definition: it is walked once a process, and the steps are run over the
few rows of a client. An operation that is not known here is refused when the plan is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import ibis.expr.operations as ops
import numpy as np

from features.arrays.groups import FRAMED, REDUCTIONS, Frame, Groups, end, spread
from features.arrays.joins import beside, beside_again, matched, pairs_of, take, where
from features.arrays.operations import OPERATIONS, Column


class UnknownOperation(Exception):
    """The expression has an operation that the plan cannot run; the text names it."""


FRAMES: dict[tuple[tuple[int, bool] | None, tuple[int, bool] | None], Frame] = {
    (None, None): "whole",
    (None, (1, True)): "before",
    (None, (0, True)): "so far",
    ((1, False), None): "after",
}


class Plan:
    """Steps for any number of expressions that share what they have in common."""

    def __init__(self) -> None:
        self.steps: list[tuple[Callable[..., Any], tuple[int, ...]]] = []
        self.words: frozenset[str] = frozenset()  # that the expressions themselves use
        self._places: dict[Any, int] = {}
        self._joins: dict[ops.JoinChain, _Joined] = {}
        self.tables = self._step(None, lambda: None)  # given to each run

    def columns(self, table: ops.Relation) -> dict[str, int]:
        """Column name -> place of its step. Raises `UnknownOperation`."""
        return {name: self._column(table, name) for name in table.schema.names}

    def needed(self, places: Mapping[str, int]) -> list[int]:
        """The steps that lead to the given ones, in the order in which they can be run."""
        found: set[int] = set()
        open_ = list(places.values())
        while open_:
            place = open_.pop()
            if place not in found:
                found.add(place)
                open_.extend(self.steps[place][1])
        return sorted(found - {self.tables})

    def last_uses(self, needed: list[int], kept: Iterable[int]) -> dict[int, list[int]]:
        """Step -> the steps that no later one of the needed asks for, ``kept`` ones left out."""
        last: dict[int, int] = {}
        for place in needed:
            last.update(dict.fromkeys(self.steps[place][1], place))
        uses: dict[int, list[int]] = {}
        for place, by in last.items():
            if place not in kept and place != self.tables:
                uses.setdefault(by, []).append(place)
        return uses

    def _step(self, key: Any, function: Callable[..., Any], *arguments: int) -> int:
        """The place of a step; one of the same key is done once."""
        if key is None or key not in self._places:
            self.steps.append((function, arguments))
            if key is None:
                return len(self.steps) - 1
            self._places[key] = len(self.steps) - 1
        return self._places[key]

    # Tables --------------------------------------------------------------------------------------

    def _column(self, table: ops.Relation, name: str) -> int:
        key = (table, name)
        if key not in self._places:
            self._places[key] = self._new_column(table, name)
        return self._places[key]

    def _new_column(self, table: ops.Relation, name: str) -> int:
        match table:
            case ops.UnboundTable():
                return self._step(None, lambda tables: tables.column(table.name, name), self.tables)
            case ops.Project():
                if not _has_field(table.values[name]):
                    raise UnknownOperation(f"Project with the constant column {name}")
                return self._value(table.values[name], _Rows(self))
            case ops.Filter():
                rows = [self._value(each, _Rows(self)) for each in table.predicates]
                chosen = self._step(("rows", table), where, *rows)
                return self._step(None, take, self._column(table.parent, name), chosen)
            case ops.Distinct():
                all_ = self.columns(table.parent)
                groups = self._step(("groups", table), _groups(len(all_)), *all_.values())
                return self._step(None, Groups.first, groups, all_[name])
            case ops.Aggregate():
                keys = [self._value(key, _Rows(self)) for key in table.groups.values()]
                if not keys:
                    raise UnknownOperation("Aggregate without groups")
                groups = self._step(("groups", table), _groups(len(keys)), *keys)
                if name in table.groups:
                    key = self._value(table.groups[name], _Rows(self))
                    return self._step(None, Groups.first, groups, key)
                return self._value(table.metrics[name], _Grouped(self, table, groups))
            case ops.JoinChain():
                return self._value(table.values[name], self._joined(table))
        raise UnknownOperation(type(table).__name__)

    def _joined(self, chain: ops.JoinChain) -> _Joined:
        """The rows of each joined table that stand beside each other, link after link."""
        if chain in self._joins:
            return self._joins[chain]
        all_rows = self._step(None, lambda: (None, None))
        rows = {chain.first: all_rows}
        for number, link in enumerate(chain.rest):
            if link.how not in ("inner", "left"):
                raise UnknownOperation(f"{link.how} join")
            sides = [_sides(each, link.table) for each in link.predicates]
            left = _Joined(self, (chain, number, "left"), rows)
            right = _Joined(self, (chain, number, "right"), {link.table: all_rows})
            keys = [side for side in sides if side]
            if not keys:
                raise UnknownOperation("join on nothing that is equal")
            pairs = self._step(
                None,
                partial(pairs_of, len(keys)),
                *(self._value(one, left) for one, _ in keys),
                *(self._value(other, right) for _, other in keys),
            )
            pair = _Joined(self, (chain, number, "pair"), self._lined_up(rows, link.table, pairs))
            rest = [each for each, side in zip(link.predicates, sides, strict=True) if not side]
            conditions = [self._value(each, pair) for each in rest]
            length = self._value(keys[0][0], left)
            match = self._step(None, partial(matched, link.how), length, pairs, *conditions)
            rows = self._lined_up(rows, link.table, match)
        self._joins[chain] = _Joined(self, chain, rows)
        return self._joins[chain]

    def _lined_up(
        self, rows: dict[ops.Node, int], table: ops.Node, match: int
    ) -> dict[ops.Node, int]:
        """The rows of every table once a ``match`` of (left, right) has joined one more."""
        left = self._step(None, lambda pair: pair[0], match)
        right = self._step(None, lambda pair: pair[1], match)
        joined = {each: self._step(None, beside_again, place, left) for each, place in rows.items()}
        return {**joined, table: right}

    # Values --------------------------------------------------------------------------------------

    def _value(self, node: ops.Node, scope: _Rows) -> int:
        key = (node, scope.key)
        if key not in self._places:
            self._places[key] = self._new_value(node, scope)
        return self._places[key]

    def _new_value(self, node: ops.Node, scope: _Rows) -> int:
        kind = type(node)
        match node:
            case ops.Field():
                return scope.field(node)
            case ops.Literal():
                return self._literal(node)
            case ops.Cast():
                return self._cast(node, scope)
            case ops.WindowFunction():
                return self._window(node, scope)
            case ops.CountStar():
                return self._step(None, _group_sizes, scope.groups(node))
            case ops.First() | ops.Last():
                return self._end(node, scope)
            case ops.Clip() if node.upper is not None:
                raise UnknownOperation("Clip with an upper bound")
            case ops.StandardDev() if node.how != "sample":
                raise UnknownOperation("StandardDev of a population")
            case _ if kind in REDUCTIONS:
                groups = scope.groups(node)
                return self._fold(REDUCTIONS[kind], groups, node)
            case _ if kind in OPERATIONS:
                arguments = [self._value(each, scope) for each in _operands(node)]
                return self._step(None, OPERATIONS[kind], *arguments)
        raise UnknownOperation(kind.__name__)

    def _literal(self, node: ops.Literal) -> int:
        if isinstance(node.value, str):
            word = node.value
            self.words |= {word}
            return self._step(None, lambda tables: (tables.place(word), None), self.tables)
        if node.value is None:
            empty = np.zeros((), np.float64 if node.dtype.is_floating() else np.int64)
            return self._step(None, lambda: (empty, np.zeros((), bool)))
        if not isinstance(node.value, bool | int | float):
            raise UnknownOperation(f"Literal of {node.dtype}")
        constant = (np.asarray(node.value), None)
        return self._step(None, lambda: constant)

    def _cast(self, node: ops.Cast, scope: _Rows) -> int:
        argument = self._value(node.arg, scope)
        to, source = node.to, node.arg.dtype
        if to.is_float64() and (source.is_boolean() or source.is_numeric()):
            return argument if source.is_float64() else self._step(None, _to(np.float64), argument)
        if to.is_int64() and (source.is_boolean() or source.is_integer()):
            return argument if source.is_int64() else self._step(None, _to(np.int64), argument)
        raise UnknownOperation(f"Cast from {source} to {to}")

    def _window(self, node: ops.WindowFunction, scope: _Rows) -> int:
        frame = FRAMES.get((_bound(node.start), _bound(node.end)))
        kind = type(node.func)
        if node.how != "rows" or frame is None or kind not in REDUCTIONS:
            raise UnknownOperation(f"WindowFunction of {kind.__name__} over {node.how}")
        if frame != "whole" and (kind not in FRAMED or not node.order_by):
            raise UnknownOperation(f"WindowFunction of {kind.__name__} in order")
        keys = [self._value(key, scope) for key in node.group_by]
        order_by = [] if frame == "whole" else [self._sort_key(key, scope) for key in node.order_by]
        groups = self._ordered(keys, order_by)
        if frame == "whole":
            return self._step(None, spread, groups, self._fold(REDUCTIONS[kind], groups, node.func))
        framed = FRAMED[kind]

        def fold(groups: Groups, column: Column, where: Column | None) -> Column:
            return framed(groups, column, where, frame)

        return self._fold(fold, groups, node.func)

    def _end(self, node: Any, scope: _Rows) -> int:
        if node.include_null or not node.order_by:
            raise UnknownOperation(f"{type(node).__name__} of nulls or of no order")
        groups = scope.groups(node)
        ordered = self._ordered([], [self._sort_key(key, _Rows(self)) for key in node.order_by])

        def fold(groups: Groups, column: Column, where: Column | None, ordered: Groups) -> Column:
            return end(groups, ordered, column, where, last=isinstance(node, ops.Last))

        return self._fold(fold, groups, node, ordered)

    def _ordered(self, keys: list[int], order_by: list[int]) -> int:
        return self._step(("ordered", *keys, "by", *order_by), _groups(len(keys)), *keys, *order_by)

    def _sort_key(self, node: Any, scope: _Rows) -> int:
        if not node.ascending or node.nulls_first:
            raise UnknownOperation("SortKey that descends or puts nulls first")
        return self._value(node.arg, scope)

    def _fold(self, function: Callable[..., Column], groups: int, node: Any, *more: int) -> int:
        """A reduction's own operands are values of single rows."""
        argument = self._value(node.arg, _Rows(self))
        if node.where is None:
            return self._step(
                None,
                lambda groups, column, *rest: function(groups, column, None, *rest),
                groups,
                argument,
                *more,
            )
        return self._step(
            None, function, groups, argument, self._value(node.where, _Rows(self)), *more
        )


class _Rows:
    """Values row by row of one table."""

    key: Any = None

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def field(self, node: ops.Field) -> int:
        """The place of a column."""
        return self.plan._column(node.rel, node.name)

    def groups(self, node: ops.Node) -> int:
        """The place of the groups that a reduction folds."""
        raise UnknownOperation(f"{type(node).__name__} outside of a group")


class _Grouped(_Rows):
    """Values group by group."""

    def __init__(self, plan: Plan, table: ops.Aggregate, groups: int) -> None:
        super().__init__(plan)
        self.key, self._groups = table, groups

    def field(self, node: ops.Field) -> int:
        raise UnknownOperation(f"Field {node.name} outside of its group's reductions")

    def groups(self, node: ops.Node) -> int:
        return self._groups


class _Joined(_Rows):
    """Values of joined rows: ``rows`` says which rows of each table stand beside each other."""

    def __init__(self, plan: Plan, key: Any, rows: dict[ops.Node, int]) -> None:
        super().__init__(plan)
        self.key, self.rows = key, rows

    def field(self, node: ops.Field) -> int:
        column = self.plan._column(node.rel.parent, node.name)
        return self.plan._step(None, beside, column, self.rows[node.rel])


# Steps -------------------------------------------------------------------------------------------


def _operands(node: ops.Node) -> list[ops.Node]:
    found: list[ops.Node] = []
    for each in node.args:
        found += each if isinstance(each, tuple) else [each]
    return [each for each in found if isinstance(each, ops.Value)]


def _has_field(node: ops.Node) -> bool:
    return isinstance(node, ops.Field) or any(map(_has_field, _operands(node)))


def _bound(boundary: Any) -> tuple[int, bool] | None:
    if boundary is None:
        return None
    value = boundary.value
    return (value.value if isinstance(value, ops.Literal) else -1), boundary.preceding


def _groups(keys: int) -> Callable[..., Groups]:
    return lambda *columns: Groups(columns[:keys], columns[keys:])


def _group_sizes(groups: Groups) -> Column:
    return groups.counts, None


def _to(kind: Any) -> Callable[[Column], Column]:
    return lambda column: (column[0].astype(kind), column[1])


def _part(number: int) -> Callable[[Any], Any]:
    return lambda pair: pair[number]


def _sides(predicate: ops.Node, right: ops.Node) -> tuple[ops.Node, ops.Node] | None:
    """Of an equality of a column on the left and one on the right: the two."""
    if not isinstance(predicate, ops.Equals):
        return None
    one, other = predicate.left, predicate.right
    if not (isinstance(one, ops.Field) and isinstance(other, ops.Field)):
        return None
    return (one, other) if other.rel == right else (other, one) if one.rel == right else None
