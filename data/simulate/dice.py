"""Chance from a numpy generator of its own: nothing global, the same draws for the same key."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Draws for one client.

    >>> Dice(7, 1).whole(1, 6) == Dice(7, 1).whole(1, 6)
    True
    """

    def __init__(self, *key: int) -> None:
        self._generator = np.random.default_rng(key)

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return bool(self._generator.random() < probability)

    def between(self, low: float, high: float) -> float:
        """A number, evenly spread."""
        return low + (high - low) * float(self._generator.random())

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._generator.random() * (high - low + 1))

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """A number around a mean."""
        return mean + deviation * float(self._generator.standard_normal())

    def around(self, median: float, spread: float = 0.5) -> float:
        """A positive number around a median, long to the right (log-normal)."""
        return median * float(np.exp(spread * self._generator.standard_normal()))

    def count(self, mean: float, most: int) -> int:
        """How often something happens (Poisson), never more than `most`."""
        return min(most, int(self._generator.poisson(mean)))

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[int(self._generator.random() * len(options))]

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """One of the options by weight."""
        mark = float(self._generator.random()) * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            mark -= weight
            if mark < 0:
                return option
        return options[-1]
