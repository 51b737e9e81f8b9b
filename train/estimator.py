"""The explained estimator for a book's columns, as the catalogue and the data team declare it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from features import matrix
from features.catalogue import SOFTENS
from model.payoff import PayoffClassifier


def classifier(
    names: tuple[str, ...], *, released: Sequence[str] = (), **settings: Any
) -> PayoffClassifier:
    """The estimator for these columns, with the catalogue's signs, owners and exceptions.

    A column outside the catalogue is one no essay speaks of. ``released``: heuristics that a ruling
    freed from their declared direction.

    >>> classifier(("put_offs", "age_days")).owners
    ['put-off', None]
    """
    declared = {column.name: column for column in matrix.columns()}
    unspoken = matrix.Column("", None, 0)
    columns = [declared.get(name, unspoken) for name in names]
    owners = {column.owner for column in columns}
    return PayoffClassifier(
        signs=[column.sign for column in columns],
        owners=[column.owner for column in columns],
        softens=[pair for pair in SOFTENS if set(pair) <= owners],
        released=[owner for owner in released if owner in owners],
        **settings,
    )
