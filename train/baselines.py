"""What the model has to beat, every time: base rate, rules alone, regression, free boosting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from features.catalogue import HEURISTICS
from model.payoff import PayoffClassifier

#: What one vote of a rule is taken to do to the odds when nothing is learned: a convention.
VOTE = np.log(1.5)

Predict = Callable[[np.ndarray], np.ndarray]


def votes(X: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Rules alone, no learning: +1 for each fired "for" or exception, -1 for each fired rule.

    ``X`` float64 (n, signals) in the order of ``names``; a null signal does not vote.
    """
    column = {name: X[:, position] for position, name in enumerate(names)}
    total = np.zeros(len(X))
    for heuristic in HEURISTICS:
        fired = np.zeros(len(X), dtype=bool)
        for signal in heuristic.signals:
            with np.errstate(invalid="ignore"):
                fired |= column[signal.name] >= signal.fires_at
        total += heuristic.sign * fired
    return total


def rules_alone(X: np.ndarray, names: tuple[str, ...], rate: float) -> np.ndarray:
    """Chance by votes alone: each vote multiplies the odds of the base rate by e ** `VOTE`."""
    return np.asarray(expit(logit(rate) + VOTE * votes(X, names)))


def fit_baselines(
    X: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    like: PayoffClassifier,
) -> dict[str, Predict]:
    """Name -> chance of paying off for rows (n, signals); ``like`` gives boosting's settings."""
    rate = float(np.average(y, weights=weight))
    regression = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        StandardScaler(),
        LogisticRegression(C=0.05, max_iter=2000),
    ).fit(X, y, logisticregression__sample_weight=weight)
    free = clone(like).set_params(signs=None, owners=None, softens=None, calibration_folds=0)
    boosting = free.fit(X, y, sample_weight=weight)
    return {
        "base_rate": lambda rows: np.full(len(rows), rate),
        "logistic_regression": lambda rows: regression.predict_proba(rows)[:, 1],
        "unconstrained_boosting": lambda rows: boosting.predict_proba(rows)[:, 1],
    }
