"""A share of engagements that paid off, with its interval, and two of them side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.viewer import N_

FEWEST = 10
NORMAL = 1.959963984540054  # of a 95 % interval

TOO_FEW = N_("too few to say")
PAID_MORE, PAID_LESS = N_("paid off more often"), N_("paid off less often")
ALIKE = N_("no clear difference")


@dataclass(frozen=True)
class Share:
    """How many of ``number`` engagements paid off, with a 95 % interval of the share.

    The interval is Wilson's (1927) for as many clients as the engagements amount to (Kish, Survey
    Sampling, 1965), as if those of one client all ended alike: wider than it may have to be.

    >>> share = Share.of([("A", True), ("B", True), ("C", False), ("D", False)])
    >>> share.value, round(share.low, 2), round(share.high, 2), share.enough
    (0.5, 0.15, 0.85, False)
    """

    paid_off: int
    number: int
    low: float
    high: float

    @classmethod
    def of(cls, ended: Iterable[tuple[str, bool]]) -> Share:
        """Of (client, paid off) for each engagement; nan where there are none."""
        each = list(ended)
        counted: dict[str, int] = {}
        for client, _ in each:
            counted[client] = counted.get(client, 0) + 1
        number, paid_off = len(each), sum(paid for _, paid in each)
        if not number:
            return cls(0, 0, math.nan, math.nan)
        amount = number**2 / sum(times**2 for times in counted.values())
        share, spread = paid_off / number, NORMAL**2 / amount
        middle = (share + spread / 2) / (1 + spread)
        reach = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
        return cls(paid_off, number, max(middle - reach, 0.0), min(middle + reach, 1.0))

    @property
    def value(self) -> float:
        """The share, nan of none."""
        return self.paid_off / self.number if self.number else math.nan

    @property
    def enough(self) -> bool:
        """Whether there are enough to say anything."""
        return self.number >= FEWEST


def beside(one: Share, other: Share) -> str:
    """How two shares differ, in words: by Newcombe's (1998) interval of their difference.

    >>> few = Share.of([("A", True)])
    >>> beside(few, few)
    'too few to say'
    """
    if not (one.enough and other.enough):
        return TOO_FEW
    difference = one.value - other.value
    low = difference - math.hypot(one.value - one.low, other.high - other.value)
    high = difference + math.hypot(one.high - one.value, other.value - other.low)
    return PAID_MORE if low > 0 else PAID_LESS if high < 0 else ALIKE
