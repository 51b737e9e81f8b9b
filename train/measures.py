"""How good is a chance? Measures over the weight that ended well and badly at each chance.

Every measure is a function of a `Tally`, so that a draw of clients costs two counts and no sort.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

BINS = 10
TOP = 0.1
#: A chance nearer to 0 or 1 is read as this: one miss of a certain chance would cost infinitely.
LEAST = 1e-9
#: Newton's steps at most (five or so are usual), and the step that is as good as none.
STEPS, TOLERANCE = 50, 1e-6


@dataclass(frozen=True)
class Tally:
    """Weight of rows that paid off and of those that did not, float64 (k,), per distinct chance.

    ``chance`` (k,) rises strictly; chances of no weight are allowed. ``rate`` is the base rate of
    the training side, nan where it is not known: then there is no skill to tell.
    """

    chance: np.ndarray
    good: np.ndarray
    bad: np.ndarray
    rate: float = np.nan

    @property
    def all(self) -> np.ndarray:
        """Weight of all rows (k,)."""
        return self.good + self.bad

    @property
    def mixed(self) -> bool:
        """Whether both kinds are there; most measures have no answer else."""
        return bool(self.good.any() and self.bad.any())


@dataclass(frozen=True)
class Tallying:
    """The tallies of one model's chances under any weights: sorted once, counted often."""

    distinct: np.ndarray
    place: np.ndarray
    y: np.ndarray
    rate: float

    @classmethod
    def of(cls, y: np.ndarray, chance: np.ndarray, rate: float = np.nan) -> Tallying:
        """For outcomes ``y`` bool (n,) and chances float64 (n,)."""
        distinct, place = np.unique(chance, return_inverse=True)
        return cls(distinct, place, y, rate)

    def tally(self, weight: np.ndarray) -> Tally:
        """The tally of rows of these weights (n,), 0 for absent ones."""
        number = len(self.distinct)
        good = np.bincount(self.place, np.where(self.y, weight, 0.0), number)
        bad = np.bincount(self.place, np.where(self.y, 0.0, weight), number)
        return Tally(self.distinct, good, bad, self.rate)


Measure = Callable[[Tally], float]


def auc(tally: Tally) -> float:
    """The weighted share of (good, bad) pairs in the right order, ties counting half.

    >>> auc(Tally(np.array([0.2, 0.5, 0.9]), np.array([0.0, 1, 1]), np.array([1.0, 1, 0])))
    0.875
    """
    if not tally.mixed:
        return np.nan
    below = np.cumsum(tally.bad) - tally.bad / 2
    return float(tally.good @ below / (tally.good.sum() * tally.bad.sum()))


def log_loss(tally: Tally) -> float:
    """The mean of -log of the chance given to what came; 0 is best."""
    chance = np.clip(tally.chance, LEAST, 1.0)
    other = np.clip(1 - tally.chance, LEAST, 1.0)
    cost = tally.good @ np.log(chance) + tally.bad @ np.log(other)
    return float(-cost / tally.all.sum())


def brier(tally: Tally) -> float:
    """The mean squared distance of chance and outcome (Brier 1950); 0 is best."""
    missed = tally.good @ (1 - tally.chance) ** 2 + tally.bad @ tally.chance**2
    return float(missed / tally.all.sum())


def skill(loss: Measure) -> Measure:
    """1 - loss / loss of the training side's base rate on the same rows: 0 is worth nothing.

    nan where the base rate is not known, or foresaw everything.
    """

    def measure(tally: Tally) -> float:
        base = loss(_constant(tally))
        return 1 - loss(tally) / base if base > 0 else np.nan

    return measure


def _constant(tally: Tally) -> Tally:
    ones = np.ones(1)
    return Tally(ones * tally.rate, ones * tally.good.sum(), ones * tally.bad.sum())


def mean_chance(tally: Tally) -> float:
    """The mean chance."""
    return float(tally.chance @ tally.all / tally.all.sum())


def share_paid_off(tally: Tally) -> float:
    """The share that paid off."""
    return float(tally.good.sum() / tally.all.sum())


def calibration_slope(tally: Tally) -> float:
    """Slope of a logistic regression of the outcome on the log-odds: 1 is honest, less too bold.

    Cox, Two further applications of a model for binary regression (1958); Steyerberg, Clinical
    Prediction Models (2009), ch. 15. nan where no slope fits best: a constant chance, or one that
    parts good and bad without overlap.
    """
    if not tally.mixed:
        return np.nan
    log_odds = _log_odds(tally)
    good, bad = log_odds[tally.good > 0], log_odds[tally.bad > 0]
    # The likelihood has a maximum just when both kinds lie on either side of some of the other.
    if min(good.max(), bad.max()) <= max(good.min(), bad.min()):
        return np.nan
    centre = float(np.average(log_odds, weights=tally.all))
    design = np.stack([log_odds - centre, np.ones(len(log_odds))])
    return float(_logistic(tally, design, np.zeros(len(log_odds)))[0])


def calibration_intercept(tally: Tally) -> float:
    """What must be added to all log-odds to meet the share that paid off: 0 is honest.

    The intercept with the slope held at 1, "calibration in the large": van Calster et al.,
    Calibration: the Achilles heel of predictive analytics (2019).
    """
    if not tally.mixed:
        return np.nan
    log_odds = _log_odds(tally)
    return float(_logistic(tally, np.ones((1, len(log_odds))), log_odds)[0])


def _log_odds(tally: Tally) -> np.ndarray:
    return np.asarray(logit(np.clip(tally.chance, LEAST, 1 - LEAST)))


def _logistic(tally: Tally, design: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Coefficients (c,) of the weighted logistic regression of the tally on ``design`` (c, k).

    Newton's method, a step being halved while it brings less than a quarter of what the gradient
    promises (Armijo's rule); nan if it does not arrive.
    """

    def loss(score: np.ndarray) -> float:
        return float(tally.all @ np.logaddexp(0, score) - tally.good @ score)

    found, score = np.zeros(len(design)), offset
    for _ in range(STEPS):
        downhill = design @ (tally.good - tally.all * expit(score))
        curvature = (design * (tally.all * expit(score) * expit(-score))) @ design.T
        try:
            step = np.linalg.solve(curvature, downhill)
        except np.linalg.LinAlgError:
            break
        now = loss(score)
        while np.abs(step).max() > TOLERANCE and (
            loss(score + step @ design) > now - downhill @ step / 4
        ):
            step = step / 2
        found, score = found + step, score + step @ design
        if np.abs(step).max() <= TOLERANCE:
            return found
    return np.full(len(design), np.nan)


def bins(tally: Tally) -> np.ndarray:
    """The tenth (k,) each chance lies in by weight; equal chances are never parted."""
    reached = np.cumsum(tally.all) - tally.all / 2
    return np.minimum((reached / tally.all.sum() * BINS).astype(int), BINS - 1)


def tenths(tally: Tally, place: np.ndarray) -> np.ndarray:
    """(BINS, 3): mean chance, share that paid off and weight by tenth ``place`` (k,), as `bins`.

    nan where a tenth is empty.
    """
    weight = np.bincount(place, tally.all, BINS)
    with np.errstate(invalid="ignore"):
        chance = np.bincount(place, tally.chance * tally.all, BINS) / weight
        share = np.bincount(place, tally.good, BINS) / weight
    return np.stack([chance, share, weight], axis=1)


def calibration_error(tally: Tally) -> float:
    """Mean distance of chance and share that paid off over tenths of equal weight; 0 is honest.

    The expected calibration error of Naeini et al., Obtaining well calibrated probabilities using
    Bayesian binning (2015). Noise alone makes it grow: see `train.judge.REFLECTED`.
    """
    chance, share, weight = tenths(tally, bins(tally)).T
    return float(np.nansum(np.abs(chance - share) * weight) / weight.sum())


def top_lift(tally: Tally) -> float:
    """Share paid off in the tenth of highest chance over the share of all; 1 is worth nothing.

    Rows that tie for the last places come in by part, as any of them could.
    """
    if not tally.good.any():
        return np.nan
    above = tally.all.sum() * TOP - (np.cumsum(tally.all[::-1])[::-1] - tally.all)
    taken = np.clip(above, 0, tally.all)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(tally.all > 0, tally.good / tally.all, 0.0)
    return float(taken @ share / taken.sum() / share_paid_off(tally))


#: Name -> measure: what a model is judged by.
MEASURES: dict[str, Measure] = {
    "auc": auc,
    "log_loss": log_loss,
    "brier": brier,
    "log_loss_skill": skill(log_loss),
    "brier_skill": skill(brier),
    "slope": calibration_slope,
    "intercept": calibration_intercept,
    "calibration_error": calibration_error,
    "lift": top_lift,
}
