"""The estimator: boosted trees that keep every rule apart from all but its own exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from model.calibration import HeldOut
from model.steps import find_cuts, to_steps
from model.structure import Structure, structure_of

# expit() reaches exactly 0 and 1 beyond 36 either way; nobody is that certain of a client.
NEVER_CERTAIN = 1e-15

Folds = Iterable[tuple[np.ndarray, np.ndarray]]


class PayoffClassifier(ClassifierMixin, BaseEstimator):
    """Chance that an engagement pays off, additive by rule and by each of its exceptions.

    Parameters, one entry per column of X where they are sequences:
    ``signs`` -1, 0 or +1, the only way the log-odds may move when the column grows;
    ``owners`` the heuristic a column belongs to, None for a column no essay speaks of;
    ``softens`` pairs (exception, rule) that may act on each other;
    ``released`` owners whose columns may move the log-odds either way, whatever their sign. With
    ``owners=None`` it is a plain calibrated gradient boosting. The rest is scikit-learn's, but
    ``calibration_folds``.

    Missing values (NaN) mean "cannot tell" and are allowed: in a column with an owner they stand as
    with a usual client, and so count neither for nor against. Learned: ``boosting_``, ``slope_``,
    ``intercept_``, ``calibrated_`` (False: too few of a class, the raw score is used as it is),
    ``reference_`` (the usual client), ``cuts_`` (see model.steps), ``classes_``,
    ``n_features_in_``.

    >>> rng = np.random.default_rng(0)
    >>> late, kept = rng.random((2, 300))
    >>> paid_off = rng.random(300) < 0.5 + 0.4 * (kept - late)
    >>> model = PayoffClassifier(signs=[-1, 1], owners=["late", "kept"], max_iter=20)
    >>> model.fit(np.c_[late, kept], paid_off).predict_proba([[0.9, 0.1], [0.1, 0.9]])[:, 1] > 0.5
    array([False,  True])
    """

    def __init__(
        self,
        signs: Sequence[int] | None = None,
        owners: Sequence[str | None] | None = None,
        softens: Sequence[tuple[str, str]] | None = None,
        released: Sequence[str] | None = None,
        learning_rate: float = 0.05,
        max_iter: int = 80,
        max_leaf_nodes: int = 8,
        min_samples_leaf: int = 10,
        l2_regularization: float = 1.0,
        max_features: float = 0.3,
        calibration_folds: int = 5,
        random_state: int | None = 0,
    ):
        self.signs = signs
        self.owners = owners
        self.softens = softens
        self.released = released
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.l2_regularization = l2_regularization
        self.max_features = max_features
        self.calibration_folds = calibration_folds
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        """Two classes only, NaN welcome."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.allow_nan = True
        return tags

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        groups: ArrayLike | None = None,
        held_out: HeldOut | None = None,
    ) -> PayoffClassifier:
        """Learn from rows X (n, columns), outcomes y (n,) of two classes, the second being good.

        ``sample_weight`` (n,) >= 0, rows of weight 0 count as absent. ``held_out`` is what the
        calibration is drawn through (`held_out_scores`); without it, folds of all rows, in which
        rows of one of ``groups`` (n,) (a client) are never on both sides. ValueError if impossible.
        """
        seen = self._checked(X, y, sample_weight)
        rows, good, weight, present = seen
        clients = np.arange(len(good)) if groups is None else _as_groups(groups, present)
        structure = structure_of(self.signs, self.owners, self.softens, rows.shape[1])
        steps = self._learn_steps(rows, weight)
        if held_out is None:
            folds = self._folds(good, clients, groups is not None)
            raw = self._scores_of_held_out(structure, steps, good, weight, folds)
            line = HeldOut(raw, weight).line(good) if np.isfinite(raw).all() else None
        else:
            line = HeldOut(held_out.raw[present], held_out.weight[present]).line(good)
        self.calibrated_ = line is not None
        self.slope_, self.intercept_ = line or (1.0, 0.0)
        self.boosting_ = self.grow(structure, steps, good, weight)
        self.n_iter_ = self.boosting_.n_iter_
        return self

    def held_out_scores(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike, folds: Folds
    ) -> np.ndarray:
        """Raw scores (n,) of the rows that ``folds`` hold out, NaN for the others.

        ``folds``: masks (n,) of the rows to learn from and of those to score. A fold whose rows to
        learn from are of one class holds nothing out.
        """
        rows, good, weight, present = self._checked(X, y, sample_weight)
        structure = structure_of(self.signs, self.owners, self.softens, rows.shape[1])
        steps = self._learn_steps(rows, weight)
        inside = ((rest[present], out[present]) for rest, out in folds)
        usable = (fold for fold in inside if len(np.unique(good[fold[0]])) == 2)
        raw = np.full(len(present), np.nan)
        raw[present] = self._scores_of_held_out(structure, steps, good, weight, usable)
        return raw

    def _checked(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Rows, who is good, weights, all without the rows of weight 0, and which are left."""
        checked: tuple[np.ndarray, np.ndarray] = validate_data(
            self, X, y, dtype=np.float64, ensure_all_finite="allow-nan"
        )
        rows, outcome = checked
        check_classification_targets(outcome)
        if (kind := type_of_target(outcome, input_name="y")) not in ("binary", "multiclass"):
            raise ValueError(f"Unknown label type: {kind}")
        weight = _check_sample_weight(
            sample_weight, rows, dtype=np.float64, ensure_non_negative=True
        )
        present = weight > 0
        self.classes_ = np.unique(outcome[present])
        if len(self.classes_) > 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass."
            )
        if len(self.classes_) < 2:
            raise ValueError("learning needs rows of two classes; all rows are of one class")
        return rows[present], outcome[present] == self.classes_[1], weight[present], present

    def _learn_steps(self, rows: np.ndarray, weight: np.ndarray) -> np.ndarray:
        self.cuts_ = find_cuts(rows, weight)
        self.reference_ = usual_client(rows, weight)
        return self._to_steps(rows)

    def _scores_of_held_out(
        self,
        structure: Structure,
        steps: np.ndarray,
        good: np.ndarray,
        weight: np.ndarray,
        folds: Folds,
    ) -> np.ndarray:
        raw = np.full(len(good), np.nan)
        for rest, held_out in folds:
            fold = self.grow(structure, steps[rest], good[rest], weight[rest])
            if len(steps[held_out]):
                raw[held_out] = fold.decision_function(steps[held_out])
        return raw

    def structure(self) -> Structure:
        """Return the columns by owner, as this classifier was declared."""
        check_is_fitted(self)
        return structure_of(self.signs, self.owners, self.softens, self.n_features_in_)

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """Return the calibrated log-odds (n,) of the good class."""
        return self.log_odds_of_steps(self.steps(X))

    def steps(self, X: ArrayLike) -> np.ndarray:
        """Return X as the step numbers (n, columns) that the trees see.

        What cannot be told of a rule or an exception is taken as with a usual client, so that not
        knowing counts neither for nor against; NaN stays NaN elsewhere.
        """
        check_is_fitted(self)
        rows: np.ndarray = validate_data(
            self,
            X,
            dtype=np.float64,
            ensure_all_finite="allow-nan",
            ensure_min_samples=0,
            reset=False,
        )
        return self._to_steps(rows)

    def _to_steps(self, rows: np.ndarray) -> np.ndarray:
        if self.owners is not None:
            owned = np.array([owner is not None for owner in self.owners])
            rows = np.where(np.isnan(rows) & owned, self.reference_, rows)
        return to_steps(rows, self.cuts_)

    def log_odds_of_steps(self, steps: np.ndarray) -> np.ndarray:
        """Return the calibrated log-odds (n,) of rows that are step numbers already."""
        return self.slope_ * self.boosting_.decision_function(steps) + self.intercept_

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the chances (n, 2) in the order of ``classes_``; never exactly 0 or 1."""
        return chances(self.decision_function(X))

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the likelier class (n,) of each row."""
        good = self.decision_function(X) > 0
        return self.classes_[good.astype(int)]

    def grow(
        self, structure: Structure, steps: np.ndarray, good: np.ndarray, weight: np.ndarray
    ) -> HistGradientBoostingClassifier:
        """Return fitted trees for rows that are step numbers already; nothing is kept here."""
        # scikit-learn cannot bin a column without a single known value; a constant one says as
        # little, and no tree ever splits on it.
        never_known = np.isnan(steps).all(axis=0)
        filled = np.where(never_known, 0.0, steps)
        return self.unfitted_boosting(structure, self._seed()).fit(filled, good, weight)

    def _seed(self) -> int:
        return int(check_random_state(self.random_state).randint(2**31 - 1))

    def unfitted_boosting(self, structure: Structure, seed: int) -> HistGradientBoostingClassifier:
        """Return the trees as they are declared, before any row was seen."""
        return HistGradientBoostingClassifier(
            learning_rate=self.learning_rate,
            max_iter=self.max_iter,
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=self.min_samples_leaf,
            l2_regularization=self.l2_regularization,
            max_features=self.max_features,
            monotonic_cst=self._bounds(),
            interaction_cst=structure.groups if self.owners is not None else None,
            # Categories would force trusting functools.partial when a stored model is loaded.
            categorical_features=None,
            early_stopping=False,
            random_state=seed,
        )

    def _bounds(self) -> list[int] | None:
        """The directions the trees are held to, one per column."""
        if self.signs is None:
            return None
        owners = self.owners or [None] * len(self.signs)
        free = set(self.released or ())
        return [
            0 if owner in free else int(sign)
            for owner, sign in zip(owners, self.signs, strict=True)
        ]

    def _folds(
        self, good: np.ndarray, clients: np.ndarray, grouped: bool
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield (rest, held out) row numbers; nothing when a class is too rare to hold out."""
        folds = self.calibration_folds
        rarest = min(len(np.unique(clients[good])), len(np.unique(clients[~good])))
        if folds < 2 or rarest < folds:
            return
        kind = StratifiedGroupKFold if grouped else StratifiedKFold
        splitter = kind(folds, shuffle=True, random_state=self._seed())
        splits = list(splitter.split(good, good, clients if grouped else None))
        if all(len(np.unique(good[rest])) == 2 and len(out) for rest, out in splits):
            yield from splits


def chances(log_odds: np.ndarray) -> np.ndarray:
    """Chances (n, 2) of the other and of the good class; never exactly 0 or 1.

    >>> chances(np.array([0.0]))
    array([[0.5, 0.5]])
    """
    both = expit(np.column_stack([-log_odds, log_odds]))
    return np.clip(both, NEVER_CERTAIN, 1 - NEVER_CERTAIN)


def usual_client(X: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return per column the weighted lower median of what is known (columns,).

    NaN where more than half of the weight is NaN: the usual client's value cannot be told either.

    >>> usual_client(np.array([[1, np.nan], [2, np.nan], [9, 5]]), np.ones(3))
    array([ 2., nan])
    """
    reference = np.full(X.shape[1], np.nan)
    for column, values in enumerate(X.T):
        known = ~np.isnan(values)
        if known.any() and weight[~known].sum() <= weight.sum() / 2:
            order = np.argsort(values[known], kind="stable")
            reached = np.cumsum(weight[known][order])
            middle = np.searchsorted(reached, reached[-1] / 2)
            reference[column] = values[known][order][middle]
    return reference


def _as_groups(groups: ArrayLike, present: np.ndarray) -> np.ndarray:
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    if codes.shape != present.shape:
        raise ValueError(f"groups has {codes.size} entries for {present.size} rows")
    return codes[present]
