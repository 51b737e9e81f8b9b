"""The explained estimator for a book's columns, as the catalogue and the data team declare it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from data.rulings import Ruling
from features import matrix
from features.catalogue import SOFTENS
from model.payoff import PayoffClassifier


@dataclass(frozen=True)
class Recipe:
    """How a model is made: settings of the estimator, and the rulings of the data team.

    ``released`` heuristics lose their declared direction, those that are ``off`` their columns.
    ``shown``: the columns that vary in the book, where that is asked: what the essays know of
    columns that a book does not show would be missing from every score of it.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    released: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    shown: frozenset[str] | None = None

    @classmethod
    def ruled(cls, rulings: Mapping[str, Ruling], settings: Mapping[str, Any]) -> Recipe:
        """The recipe under these rulings."""
        kinds = {name: ruling.ruling for name, ruling in rulings.items()}
        return cls(
            settings,
            tuple(name for name, kind in kinds.items() if kind == "released"),
            frozenset(name for name, kind in kinds.items() if kind == "off"),
        )

    def allowed(self, names: Sequence[str]) -> tuple[str, ...]:
        """The columns that may be learned from.

        >>> Recipe(off=frozenset({"put-off"})).allowed(("put_offs", "age_days"))
        ('age_days',)
        """
        owner = {name: column.owner for name, column in _columns().items()}
        return tuple(
            name
            for name in names
            if owner.get(name) not in self.off and (self.shown is None or name in self.shown)
        )

    def classifier(self, names: tuple[str, ...]) -> PayoffClassifier:
        """The estimator for these columns, with the catalogue's signs, owners and exceptions.

        A column outside the catalogue is one no essay speaks of.

        >>> Recipe().classifier(("put_offs", "age_days")).owners
        ['put-off', None]
        """
        unspoken = matrix.Column("", None, 0)
        columns = [_columns().get(name, unspoken) for name in names]
        owners = {column.owner for column in columns}
        return PayoffClassifier(
            signs=[column.sign for column in columns],
            owners=[column.owner for column in columns],
            softens=[pair for pair in SOFTENS if set(pair) <= owners],
            released=[owner for owner in self.released if owner in owners],
            **self.settings,
        )


@cache
def _columns() -> dict[str, matrix.Column]:
    return {column.name: column for column in matrix.columns()}
