"""From a raw score to honest log-odds, with a straight line that keeps order and sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

LOWEST_SLOPE = 1e-3


@dataclass(frozen=True)
class HeldOut:
    """Raw scores of rows by trees that had not seen them (n,), NaN for the others, and what each
    row counts for the calibration (n,)."""

    raw: np.ndarray
    weight: np.ndarray

    def line(self, good: np.ndarray, times: np.ndarray | float = 1.0) -> tuple[float, float] | None:
        """(slope, intercept) by `fit_sigmoid`, each row counted ``times`` times; None where not
        both outcomes were held out."""
        counted = self.weight * times
        held = np.isfinite(self.raw) & (counted > 0)
        if len(np.unique(good[held])) < 2:
            return None
        return fit_sigmoid(self.raw[held], good[held], counted[held])


def fit_sigmoid(raw: np.ndarray, good: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Fit log-odds = slope * raw + intercept to held-out raw scores, slope > 0.

    ``raw`` float (n,), ``good`` bool (n,), ``weight`` > 0 (n,). Targets are drawn a little towards
    the middle by class weight, so that a perfect split does not give an endless slope.
    Source: Platt, Probabilistic Outputs for Support Vector Machines (1999).

    >>> raw = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0] * 50)
    >>> slope, intercept = fit_sigmoid(raw, np.tile([0, 0, 1, 0, 1, 1], 50) > 0, np.ones(300))
    >>> slope > 0, abs(intercept) < 1e-6
    (True, True)
    """
    for_it, against = weight[good].sum(), weight[~good].sum()
    target = np.where(good, (for_it + 1) / (for_it + 2), 1 / (against + 2))
    spread = float(np.std(raw)) or 1.0
    scaled = raw / spread

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        score = line[0] * scaled + line[1]
        value = weight @ (np.logaddexp(0, score) - target * score)
        error = weight * (expit(score) - target)
        total = weight.sum()
        return value / total, np.array([error @ scaled, error.sum()]) / total

    bounds = [(LOWEST_SLOPE * spread, None), (None, None)]
    found = minimize(loss, [spread, 0.0], jac=True, method="L-BFGS-B", bounds=bounds, tol=1e-12)
    return max(float(found.x[0]) / spread, LOWEST_SLOPE), float(found.x[1])
