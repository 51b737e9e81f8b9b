"""Figures with intervals: how good is a chance, on engagements the model has not seen?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from train.measures import MEASURES, Measure, Tallying, bins, tenths

DRAWS = 200
#: Measures >= 0 that grow by noise alone: their intervals are reflected, see `_figure`.
REFLECTED = ("calibration_error",)
#: What is compared of two models; a skill's difference is a loss's, in other units.
PAIRED = ("auc", "log_loss", "brier", "calibration_error", "lift")
#: What is told within each age.
WITHIN_AGE = {name: MEASURES[name] for name in ("auc", "log_loss", "brier")}


@dataclass(frozen=True)
class Figure:
    """A figure and its 95 % interval, from clients drawn with replacement.

    >>> print(Figure(0.5, 0.4, 0.6), f"{Figure(0.5, 0.4, 0.6):.0%}")
    0.500 [0.400, 0.600] 50% [40%, 60%]
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self:.3f}"

    def __format__(self, spec: str) -> str:
        if not np.isfinite(self.value):
            return "cannot tell"
        return f"{self.value:{spec}} [{self.low:{spec}}, {self.high:{spec}}]"


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


def judge(
    y: np.ndarray,
    chances: dict[str, np.ndarray],
    weight: np.ndarray,
    clients: np.ndarray,
    draws: int = DRAWS,
    measures: Mapping[str, Measure] = MEASURES,
    rate: float = np.nan,
) -> dict[str, dict[str, Figure]]:
    """Model name -> measure -> `Figure`; all models on the same draws of clients.

    ``y`` bool (n,), ``chances`` float (n,) each, ``weight`` (n,). Skill is told against ``rate``,
    the training side's base rate, which is that of ``chances["base_rate"]`` where it is among them.
    The bootstrap is by cluster (Field & Welsh 2007): rows of one client are not independent.
    """
    rate = float(chances["base_rate"][0]) if "base_rate" in chances else rate
    models = [Tallying.of(y, chance, rate) for chance in chances.values()]

    def measured(weight: np.ndarray) -> np.ndarray:
        tallies = [model.tally(weight) for model in models]
        return np.array([[measure(tally) for measure in measures.values()] for tally in tallies])

    whole = measured(weight)
    drawn = [measured(again) for again in _draws(y, weight, clients, draws)]
    shaped = np.reshape(drawn, (-1, *whole.shape))
    return {
        name: {
            measure: _figure(whole[row, column], shaped[:, row, column], measure in REFLECTED)
            for column, measure in enumerate(measures)
        }
        for row, name in enumerate(chances)
    }


#: The second table of a judgement: measure and what stands above its column.
BEYOND = {
    "log_loss_skill": "skill (log loss)",
    "slope": "slope",
    "intercept": "intercept",
    "calibration_error": "calibration error",
    "lift": "lift of top tenth",
}


def lines(figures: dict[str, dict[str, Figure]]) -> list[str]:
    """Skill, calibration and lift of `judge` as a table for the terminal."""
    rows = [f"{'':24}" + "".join(f"{title:>24}" for title in BEYOND.values())]
    for name, measured in figures.items():
        cells = "".join(f"{measured[measure]!s:>24}" for measure in BEYOND)
        rows.append(f"{name.replace('_', ' '):24}{cells}")
    return rows


def paired(
    y: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    weight: np.ndarray,
    clients: np.ndarray,
    draws: int = DRAWS,
) -> dict[str, Figure]:
    """Measure -> `Figure` of a's less b's, chances float (n,) of the same rows, each draw for both.

    Much narrower than two intervals side by side: what is hard about a client is hard for both.
    """
    both = [Tallying.of(y, chance) for chance in (a, b)]

    def differences(weight: np.ndarray) -> np.ndarray:
        first, second = (each.tally(weight) for each in both)
        return np.array([MEASURES[name](first) - MEASURES[name](second) for name in PAIRED])

    whole = differences(weight)
    drawn = [differences(again) for again in _draws(y, weight, clients, draws)]
    shaped = np.reshape(drawn, (-1, *whole.shape))
    return {name: _figure(whole[column], shaped[:, column]) for column, name in enumerate(PAIRED)}


def _draws(
    y: np.ndarray, weight: np.ndarray, clients: np.ndarray, draws: int
) -> Iterator[np.ndarray]:
    """Weights (n,) of the rows, clients being drawn with replacement, the same in every call.

    Draws in which all ended alike are left out: most measures have no answer to them.
    """
    rng = np.random.default_rng(0)
    _, client = np.unique(clients, return_inverse=True)
    number = client.max() + 1
    for _ in range(draws):
        again = weight * np.bincount(rng.integers(number, size=number), minlength=number)[client]
        good = again[y].sum()
        if 0 < good < again.sum():
            yield again


def _figure(value: float, drawn: np.ndarray, reflected: bool = False) -> Figure:
    """The figure with the interval of its draws; without one where too few draws have a value.

    ``reflected``: of a measure >= 0 that noise alone makes grow. Drawing adds the noise once more,
    so what the draws lie above the figure is taken off it (Davison & Hinkley 1997, ch. 5.2).
    """
    known = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or not 2 * len(known) > drawn.size:
        return Figure(float(value), np.nan, np.nan)
    low, high = np.quantile(known, [0.025, 0.975])
    if reflected:
        low, high = max(2 * value - high, 0.0), max(2 * value - low, value)
    return Figure(float(value), float(low), float(high))


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
        asked = (y[rows], inside, np.ones(rows.sum()), clients[rows])
        found.append(
            AtAge(
                days=float(age / np.timedelta64(1, "D")),
                engagements=int(rows.sum()),
                base_rate=float(y[rows].mean()),
                figures=judge(*asked, measures=WITHIN_AGE) if mixed else {},
            )
        )
    return found


@dataclass(frozen=True)
class Tenth:
    """A tenth of the rows by chance: its mean chance, the share that paid off, its weight."""

    chance: float
    share: Figure
    weight: float


def reliability(
    y: np.ndarray,
    chance: np.ndarray,
    weight: np.ndarray,
    clients: np.ndarray,
    draws: int = DRAWS,
) -> list[Tenth]:
    """The tenths of the rows, lowest chance first, equal chances never parted, empty ones left out.

    The intervals come from clients drawn with replacement.
    """
    tallying = Tallying.of(y, chance)
    whole = tallying.tally(weight)
    place = bins(whole)  # the draws keep the tenths as they are
    again = _draws(y, weight, clients, draws)
    drawn = np.array([tenths(tallying.tally(each), place)[:, 1] for each in again])
    return [
        Tenth(float(mean), _figure(share, drawn[..., row] if drawn.size else drawn), float(total))
        for row, (mean, share, total) in enumerate(tenths(whole, place))
        if total > 0
    ]
