"""Which column speaks for which heuristic: the shape a model is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Structure:
    """Columns by owner: rules (against), strengths (for, also the exceptions), and the rest.

    ``pairs`` are (exception, rule): the exception softens the rule.
    """

    rules: dict[str, tuple[int, ...]]
    strengths: dict[str, tuple[int, ...]]
    pairs: tuple[tuple[str, str], ...]
    other: tuple[int, ...]

    @cached_property
    def groups(self) -> list[list[int]]:
        """Columns that may meet on one path of a tree; they overlap where an owner has many pairs.

        One group for each pair, one for each owner without a pair, one for all other columns.
        scikit-learn narrows the allowed groups at every split to those that hold *all* columns
        of the path so far, so no path leaves one group even though groups overlap.
        """
        owned = self.rules | self.strengths
        paired = {identifier for pair in self.pairs for identifier in pair}
        groups = [[*self.strengths[e], *self.rules[r]] for e, r in self.pairs]
        groups += [[*columns] for owner, columns in owned.items() if owner not in paired]
        return groups + ([[*self.other]] if self.other else [])


def structure_of(
    signs: Sequence[int] | None,
    owners: Sequence[str | None] | None,
    softens: Sequence[tuple[str, str]] | None,
    n_columns: int,
) -> Structure:
    """Read the three declarations into a Structure; ValueError says which one is impossible.

    The columns of one owner share one direction: -1 makes it a rule, +1 a strength.

    >>> s = structure_of([-1, 1, 0], ["late", "kept", None], [("kept", "late")], 3)
    >>> s.rules, s.strengths, s.other, s.groups
    ({'late': (0,)}, {'kept': (1,)}, (2,), [[1, 0], [2]])
    """
    signs_ = [0] * n_columns if signs is None else [int(sign) for sign in signs]
    owners_: list[str | None] = [None] * n_columns if owners is None else list(owners)
    for name, given in (("signs", signs_), ("owners", owners_)):
        if len(given) != n_columns:
            raise ValueError(f"{name} has {len(given)} entries for {n_columns} columns")
    if not set(signs_) <= {-1, 0, 1}:
        raise ValueError("signs must be -1, 0 or +1")
    columns: dict[str, list[int]] = {}
    for column, owner in enumerate(owners_):
        if owner is not None:
            columns.setdefault(owner, []).append(column)
    rules: dict[str, tuple[int, ...]] = {}
    strengths: dict[str, tuple[int, ...]] = {}
    for owner, its in columns.items():
        directions = {signs_[column] for column in its} - {0}
        if len(directions) != 1:
            raise ValueError(f"the columns of {owner!r} must share one direction, -1 or +1")
        (rules if directions == {-1} else strengths)[owner] = tuple(its)
    pairs = tuple(dict.fromkeys((str(e), str(r)) for e, r in softens or ()))
    for exception, rule in pairs:
        if exception not in strengths or rule not in rules:
            raise ValueError(
                f"softens pairs {exception!r} with {rule!r}: the first must own columns of "
                "sign +1, the second columns of sign -1"
            )
    other = tuple(column for column, owner in enumerate(owners_) if owner is None)
    return Structure(rules, strengths, pairs, other)
