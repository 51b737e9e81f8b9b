"""A small world with rules, exceptions and gaps, and one classifier that learned it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from model.payoff import PayoffClassifier

OWNERS = ["late", "late", "vague", "silent", "kept", "prepays", "prepays", None, None]
SIGNS = [-1, -1, -1, -1, 1, 1, 1, 0, 0]
SOFTENS = [("prepays", "late"), ("prepays", "vague"), ("kept", "late")]


def draw(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return X (rows, 9) with gaps and who paid off; prepaying cancels being late or vague."""
    rng = np.random.default_rng(seed)
    X = np.where(rng.random((rows, 9)) < 0.4, 0.0, rng.gamma(2.0, size=(rows, 9)))
    late, vague, prepays = X[:, 0], X[:, 2], X[:, 5]
    log_odds = 1 - (late + vague) * (prepays < 1) - 0.3 * X[:, 3] + 0.4 * X[:, 4] + np.sin(X[:, 7])
    paid_off = rng.random(rows) < 1 / (1 + np.exp(-log_odds))
    X[rng.random(X.shape) < 0.1] = np.nan
    X[:, 8] = np.where(rng.random(rows) < 0.8, np.nan, X[:, 8])
    return X, paid_off


def declared(**changes: object) -> PayoffClassifier:
    """Return an unfitted classifier of the small world."""
    settings: dict = {
        "signs": SIGNS,
        "owners": OWNERS,
        "softens": SOFTENS,
        "max_iter": 40,
        "learning_rate": 0.1,
        "max_features": 1.0,
    }
    return PayoffClassifier(**(settings | {"min_samples_leaf": 10} | changes))


@pytest.fixture(scope="session")
def world() -> tuple[np.ndarray, np.ndarray]:
    return draw(800)


@pytest.fixture(scope="session")
def fitted(world: tuple[np.ndarray, np.ndarray]) -> PayoffClassifier:
    return declared().fit(*world)


@pytest.fixture(scope="session")
def make() -> Callable[..., PayoffClassifier]:
    return declared


@pytest.fixture(scope="session")
def rows() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    return draw
