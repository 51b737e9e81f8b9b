"""Figures with intervals: how good is a chance, on engagements the model has not seen?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

DRAWS = 200


@dataclass(frozen=True)
class Figure:
    """A figure and its 95 % interval, from clients drawn with replacement."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def finite(plain: Any) -> Any:
    """The same plain data with null for what JSON has no number for.

    >>> finite({"auc": float("nan"), "rows": [1]})
    {'auc': None, 'rows': [1]}
    """
    if isinstance(plain, dict):
        return {name: finite(each) for name, each in plain.items()}
    if isinstance(plain, (list, tuple)):
        return [finite(each) for each in plain]
    return None if isinstance(plain, float) and not np.isfinite(plain) else plain


def _auc(y: np.ndarray, chance: np.ndarray, weight: np.ndarray) -> float:
    """The weighted share of (good, bad) pairs in the right order, ties counting half.

    What scikit-learn's roc_auc_score gives, in a tenth of its time: the draws ask for thousands.
    """
    distinct, place = np.unique(chance, return_inverse=True)
    good = np.bincount(place, weight * y, len(distinct))
    bad = np.bincount(place, weight * ~y, len(distinct))
    return float(good @ (np.cumsum(bad) - bad / 2) / (good.sum() * bad.sum()))


def _log_loss(y: np.ndarray, chance: np.ndarray, weight: np.ndarray) -> float:
    sure = np.clip(np.where(y, chance, 1 - chance), 1e-9, 1.0)
    return float(np.average(-np.log(sure), weights=weight))


def _brier(y: np.ndarray, chance: np.ndarray, weight: np.ndarray) -> float:
    return float(np.average((chance - y) ** 2, weights=weight))


MEASURES = {"auc": _auc, "log_loss": _log_loss, "brier": _brier}


def judge(
    y: np.ndarray,
    chances: dict[str, np.ndarray],
    weight: np.ndarray,
    clients: np.ndarray,
    draws: int = DRAWS,
) -> dict[str, dict[str, Figure]]:
    """Model name -> measure -> `Figure`; all models on the same draws of clients.

    ``y`` bool (n,), ``chances`` float (n,) each, ``weight`` (n,). The bootstrap is by cluster
    (Field & Welsh 2007): rows of one client are not independent.
    """
    rng = np.random.default_rng(0)
    _, client = np.unique(clients, return_inverse=True)
    number = client.max() + 1
    drawn: dict[str, dict[str, list[float]]] = {
        name: {measure: [] for measure in MEASURES} for name in chances
    }
    for _ in range(draws):
        times = np.bincount(rng.integers(number, size=number), minlength=number)[client]
        again = weight * times
        inside = again > 0
        if len(np.unique(y[inside])) < 2:
            continue
        for name, chance in chances.items():
            for measure, function in MEASURES.items():
                drawn[name][measure].append(function(y[inside], chance[inside], again[inside]))
    return {
        name: {
            measure: Figure(
                function(y, chance, weight),
                *(float(bound) for bound in _interval(drawn[name][measure])),
            )
            for measure, function in MEASURES.items()
        }
        for name, chance in chances.items()
    }


@dataclass(frozen=True)
class AtAge:
    """The judgement of engagements at one age; without figures where all ended the same way.

    Rows of all ages together flatter a model that only knows that what is decided late ends badly:
    within an age that knowledge is worth nothing.
    """

    days: float
    engagements: int
    base_rate: float
    figures: dict[str, dict[str, Figure]]


def by_age(
    y: np.ndarray, chances: dict[str, np.ndarray], ages: np.ndarray, clients: np.ndarray
) -> list[AtAge]:
    """`judge` within each age of ``ages`` (timedelta64, (n,)), youngest first: the opening moment.

    One row per engagement and age, all weighing the same.
    """
    found = []
    for age in np.unique(ages):
        rows = ages == age
        mixed = len(np.unique(y[rows])) == 2
        inside = {name: chance[rows] for name, chance in chances.items()}
        found.append(
            AtAge(
                days=float(age / np.timedelta64(1, "D")),
                engagements=int(rows.sum()),
                base_rate=float(y[rows].mean()),
                figures=judge(y[rows], inside, np.ones(rows.sum()), clients[rows]) if mixed else {},
            )
        )
    return found


def _interval(values: list[float]) -> tuple[float, float]:
    if not values:
        return np.nan, np.nan
    low, high = np.quantile(values, [0.025, 0.975])
    return low, high


def reliability(
    y: np.ndarray, chance: np.ndarray, weight: np.ndarray, bins: int = 10
) -> list[tuple[float, float, float]]:
    """(mean chance, share that paid off, weight) per tenth of the rows, lowest chance first."""
    order = np.argsort(chance, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    place = np.minimum((share * bins).astype(int), bins - 1)
    points = []
    for each in range(bins):
        rows = order[place == each]
        if len(rows) and weight[rows].sum() > 0:
            points.append(
                (
                    float(np.average(chance[rows], weights=weight[rows])),
                    float(np.average(y[rows], weights=weight[rows])),
                    float(weight[rows].sum()),
                )
            )
    return points
