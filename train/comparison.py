"""Engagements in which something fired beside those in which it stayed quiet, like with like.

Somebody who has been with us longer has shown more of everything, good and bad, and who leaves
early ends otherwise than who stays: over all snapshots together "it fired" mostly says "it has
lasted". So fired and quiet are only ever compared within one stratum (snapshots of one age), and
the differences are pooled with the weights of Mantel and Haenszel (1959, for differences of shares:
Greenland & Robins 1985), which is landmarking with its strata pooled (van Houwelingen 2007). Within
a stratum every engagement weighs 1: weights by its own number of snapshots would already know when
it is going to end. An association, not a cause: other rules are not held still.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from train.judge import Figure
from train.snapshots import Snapshots

DRAWS = 1000
#: More clients than this are drawn by random groups of them, which costs no width (Wolter 2007).
MOST_GROUPS = 1000
#: Intervals need this many clients on either side.
FEWEST_CLIENTS = 20
#: Cochran (1954): this many engagements of each outcome must be expected on either side.
FEWEST_EXPECTED = 5.0
#: The difference that a reader would act on, and what told it from none in four of five books.
WORTH_KNOWING = 0.10
POWER = 1.96 + 0.84


@dataclass(frozen=True)
class Comparison:
    """Share that paid off with and without something, over the same ages.

    ``told``: engagements for which it could be told at some age, ``fired``: those in which it then
    fired. Intervals are of 95 %; ``strict`` is the one that holds for all comparisons of a family
    together (`strictly`). They are nan where there is not ``enough`` for one. ``needed``: how many
    engagements the smaller side would need for a difference of 10 points to show in 4 of 5 books.
    """

    told: int
    fired: int
    smaller: int
    enough: bool
    with_it: Figure
    without_it: Figure
    difference: Figure
    needed: int | None
    strict: tuple[float, float] = (np.nan, np.nan)


@dataclass(frozen=True)
class Drawn:
    """A comparison with its difference in every draw (draws,), nan where there is not enough."""

    comparison: Comparison
    differences: np.ndarray

    @property
    def error(self) -> float:
        """Standard deviation of the difference over the draws."""
        return float(np.nanstd(self.differences))


class Draws:
    """One set of closed engagements with clients drawn from it, the same for every comparison.

    Rows are drawn by client, for those of one client are not independent (Field & Welsh 2007).
    """

    def __init__(self, rows: Snapshots, draws: int = DRAWS) -> None:
        rng = np.random.default_rng(0)
        self.rows, self.draws = rows, draws
        self.engagement = np.asarray(
            rows.cutoffs["engagement_id"].combine_chunks().dictionary_encode().indices
        )
        self._client = np.unique(rows.clients, return_inverse=True)[1]
        clients = int(self._client.max(initial=-1)) + 1
        self._groups = max(min(clients, MOST_GROUPS), 1)
        self._group = (rng.permutation(clients) % self._groups)[self._client]
        even = np.full(self._groups, 1 / self._groups)
        self._times = rng.multinomial(self._groups, even, size=draws).astype(float)
        self._made_up = rng.poisson(1.0, size=(4, draws, 1)).astype(float)

    @cached_property
    def age(self) -> np.ndarray:
        """Number of the age each row was taken at, youngest 0: int64 (rows,)."""
        lived = self.rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - self.rows.opened
        return np.asarray(np.unique(lived, return_inverse=True)[1])

    def compare(
        self, fired: np.ndarray, known: np.ndarray, strata: np.ndarray | None = None
    ) -> Drawn:
        """Rows where it ``fired`` beside those where it is ``known`` and quiet, bool (rows,) each.

        ``strata`` int (rows,): only rows of one number are compared; default: their age. In every
        draw four made-up clients join (one that paid off and one that did not, with it and
        without), themselves drawn: so 20 of 20 is no certainty (after Agresti & Caffo 2000).
        """
        quiet, fired = known & ~fired, known & fired
        counts = self._counts(fired, quiet, self.age if strata is None else strata)
        with_it, without_it, weight = _shares(counts.sum(axis=1, keepdims=True))
        sides = self._engagements(fired), self._engagements(quiet)
        paid_off = float(self.rows.paid_off[known].mean()) if known.any() else np.nan
        rarer = min(paid_off, 1 - paid_off)
        enough = bool(
            weight.sum() > 0
            and min(self._clients(fired), self._clients(quiet)) >= FEWEST_CLIENTS
            and min(sides) * rarer >= FEWEST_EXPECTED
        )
        some = others = np.full(self.draws, np.nan)
        variance, engagements = rarer * (1 - rarer), 1  # were the other side without end
        if enough:
            drawn = np.matmul(self._times, counts) + self._joined(counts, sides, weight)
            some, others, _ = _shares(drawn)
            variance, engagements = float(np.nanvar(some - others)), min(sides)
        difference = some - others
        found = Comparison(
            told=self._engagements(known),
            fired=sides[0],
            smaller=min(sides),
            enough=enough,
            with_it=_figure(with_it[0], some),
            without_it=_figure(without_it[0], others),
            difference=_figure(with_it[0] - without_it[0], difference),
            needed=_needed(variance, engagements) if rarer > 0 else None,
        )
        return Drawn(found, difference)

    def _counts(self, fired: np.ndarray, quiet: np.ndarray, strata: np.ndarray) -> np.ndarray:
        """Rows by (fired and paid off, fired, quiet and paid off, quiet), group and stratum."""
        number = int(strata.max(initial=0)) + 1
        cell = self._group * number + strata
        paid_off = self.rows.paid_off
        return np.stack(
            [
                np.bincount(cell[chosen], minlength=self._groups * number).reshape(-1, number)
                for chosen in (fired & paid_off, fired, quiet & paid_off, quiet)
            ]
        ).astype(float)

    def _joined(self, counts: np.ndarray, sides: tuple[int, int], weight: np.ndarray) -> np.ndarray:
        """What the made-up clients add (4, draws, strata): an engagement's usual rows each."""
        spread = weight[0] / weight.sum()
        rows = [counts[place].sum() / side for place, side in zip((1, 3), sides, strict=True)]
        with_good, with_bad, without_good, without_bad = self._made_up * spread
        return np.stack(
            [
                with_good * rows[0],
                (with_good + with_bad) * rows[0],
                without_good * rows[1],
                (without_good + without_bad) * rows[1],
            ]
        )

    def _engagements(self, chosen: np.ndarray) -> int:
        return len(np.unique(self.engagement[chosen]))

    def _clients(self, chosen: np.ndarray) -> int:
        return len(np.unique(self._client[chosen]))


def strictly(family: list[Drawn]) -> list[Comparison]:
    """The comparisons with ``strict`` intervals: with 95 % all of them hold at once.

    Of forty comparisons two miss their 95 % intervals by luck alone. Studentised largest deviation
    over the draws, which share their clients and so know what goes together (Romano & Wolf 2005).
    """
    errors = np.array([each.error if each.comparison.enough else np.nan for each in family])
    tested = errors > 0
    if not tested.any():
        return [each.comparison for each in family]
    differences = np.stack([each.differences for each in family])[tested]
    middle = np.nanmean(differences, axis=1, keepdims=True)
    far = np.nanmax(np.abs(differences - middle) / errors[tested, None], axis=0)
    times = float(np.nanquantile(far, 0.95))
    strict = []
    for each, error, used in zip(family, errors, tested, strict=True):
        value = each.comparison.difference.value
        interval = (float(value - times * error), float(value + times * error))
        strict.append(replace(each.comparison, strict=interval) if used else each.comparison)
    return strict


def _shares(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pooled share with (n,) and without (n,), and the weights (n, strata), of (4, n, strata)."""
    good, all_, other_good, others = counts
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.nan_to_num(all_ * others / (all_ + others))
        total = weight.sum(axis=1)
        pooled = [
            (weight * np.nan_to_num(paid / number)).sum(axis=1) / total
            for paid, number in ((good, all_), (other_good, others))
        ]
    return pooled[0], pooled[1], weight


def _figure(value: float, drawn: np.ndarray) -> Figure:
    drawn = drawn[np.isfinite(drawn)]
    low, high = np.quantile(drawn, [0.025, 0.975]) if len(drawn) else (np.nan, np.nan)
    return Figure(float(value), float(low), float(high))


def _needed(variance: float, engagements: int) -> int:
    """Engagements at which 10 points show, when ``engagements`` of them gave this variance."""
    return int(np.ceil(engagements * variance * (POWER / WORTH_KNOWING) ** 2))
