"""Own outcomes and the essays, mixed: how much the essays weigh is chosen by validation.

The essays enter as pseudo-engagements (`train.prior`) of a total weight, in engagements. Each
weight is tried on the book's own engagements forward in time; with too few outcomes to try
anything, the essays have their usual weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from features.matrix import SignalMatrix
from model.calibration import HeldOut
from model.payoff import PayoffClassifier
from model.refits import Refits, refit
from train.estimator import Recipe
from train.prior import Prior, spoken
from train.snapshots import Snapshots
from train.split import forward_folds

#: Total weights of the essays that are tried, in engagements.
WEIGHTS = (0.0, 100.0, 300.0, 1000.0)
USUAL_WEIGHT = 1000.0
#: Fewer own engagements, or of the rarer outcome, and no weight can be told from another.
FEWEST, RAREST = 20, 5
#: The newest of so many engagements do for the choice, whatever the size of the book.
MOST = 1000
#: As many engagements the essays count for in the calibration, and in the share that pays off.
STEADYING = 20.0
FOLDS = 4
#: The newest share of the engagements that the weights are tried on.
TRIED_SHARE = 0.6


@dataclass(frozen=True)
class Mix:
    """What a model is learned from: own ``outcomes``, and the essays' ``weight`` in engagements.

    ``tried``: weight -> (log loss on held-out own engagements), empty where nothing was tried.
    """

    outcomes: int
    weight: float
    tried: dict[float, float]

    @property
    def own_share(self) -> float:
        """Share of the whole weight that is the book's own outcomes'.

        >>> Mix(100, 300.0, {}).own_share
        0.25
        """
        return self.outcomes / (self.outcomes + self.weight) if self.outcomes else 0.0

    def told(self) -> str:
        """The mix as a person reads it.

        >>> Mix(84, 51.5, {}).told()
        '62 % your own 84 outcomes, 38 % the essays'
        """
        own = round(100 * self.own_share)
        return f"{own} % your own {self.outcomes:,} outcomes, {100 - own} % the essays"


@dataclass(frozen=True)
class Rows:
    """Own rows and pseudo-engagements stacked, own ones first: what a fit takes.

    ``X`` float64 (n, len(names)), ``paid_off`` bool, ``weight`` and ``line_weight`` (what a row
    counts for the calibration) float64, ``clients`` str, ``folds`` as `PayoffClassifier` takes
    them; ``own`` is the number of own rows.
    """

    names: tuple[str, ...]
    X: np.ndarray
    paid_off: np.ndarray
    weight: np.ndarray
    line_weight: np.ndarray
    clients: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    own: int


@dataclass(frozen=True)
class Learned:
    """A fitted model with what it was fitted on."""

    classifier: PayoffClassifier
    rows: Rows
    held_out: HeldOut
    mix: Mix

    def held_out_chances(self) -> np.ndarray:
        """Chances (own rows,) by trees that had not seen the row, NaN where none has not."""
        raw = self.held_out.raw[: self.rows.own]
        found: np.ndarray = expit(self.classifier.slope_ * raw + self.classifier.intercept_)
        return found

    def refits(self) -> Refits:
        """The recipe again on clients drawn with replacement."""
        rows = self.rows
        return refit(
            self.classifier, rows.X, rows.paid_off, rows.weight, rows.clients, self.held_out
        )


def stack(
    signals: SignalMatrix,
    own: Snapshots,
    prior: Prior | None,
    weight: float,
    recipe: Recipe,
    held_share: float | None = None,
) -> Rows:
    """Own rows with pseudo-engagements of a total ``weight``; without any where it is 0.

    Pseudo-engagements take the share that pays off from the book (drawn a little towards the
    essays'), and their signals outside the essays from its rows at random: there they say nothing.
    ``held_share``: as `train.split.forward_folds` takes it.
    """
    if prior is None or not weight:
        names = recipe.allowed(signals.varying())
        folds = forward_folds(own, FOLDS, held_share)
        X = signals.select(names).values
        weights = own.weight
        return Rows(names, X, own.paid_off, weights, weights, own.clients, folds, len(weights))
    known = float(own.weight.sum())
    good = float(own.weight[own.paid_off].sum())
    rate = (good + STEADYING * prior.rate) / (known + STEADYING)
    pseudo = _pseudo(signals, prior)
    whole = SignalMatrix(signals.names, np.vstack([signals.values, pseudo]), signals.cutoffs)
    names = recipe.allowed(whole.varying() if len(own.weight) else whole.select(spoken()).varying())
    each = prior.at_rate(rate)
    parts = np.random.default_rng(0).integers(FOLDS, size=prior.client.max() + 1)[prior.client]
    windows = forward_folds(own, FOLDS, held_share)
    nothing = np.zeros(len(own.weight), dtype=bool)
    windows += [(nothing, nothing)] * (FOLDS - len(windows))
    return Rows(
        names,
        whole.select(names).values,
        np.r_[own.paid_off, prior.paid_off],
        np.r_[own.weight, weight * each],
        np.r_[own.weight, min(weight, STEADYING) * each],
        np.r_[own.clients.astype(str), np.char.add("essays ", prior.client.astype(str))],
        [
            (np.r_[rest, parts != place], np.r_[held, parts == place])
            for place, (rest, held) in enumerate(windows)
        ],
        len(own.weight),
    )


def _pseudo(signals: SignalMatrix, prior: Prior) -> np.ndarray:
    rng = np.random.default_rng(1)
    shape = (len(prior.paid_off), len(signals.names))
    drawn = rng.integers(max(len(signals.values), 1), size=shape[0])
    values = signals.values[drawn].copy() if len(signals.values) else np.full(shape, np.nan)
    place = {name: column for column, name in enumerate(signals.names)}
    values[:, [place[name] for name in spoken()]] = prior.values
    return values


def learn(
    signals: SignalMatrix, own: Snapshots, prior: Prior | None, mix: Mix, recipe: Recipe
) -> Learned:
    """Fit the explained model on own rows (those of ``signals``) and the essays, calibrated
    forward in time. Raises ValueError where there are neither outcomes of both kinds nor essays.
    """
    rows = stack(signals, own, prior, mix.weight, recipe)
    unfitted = recipe.classifier(rows.names)
    held_out = _held_out(unfitted, rows)
    fitted = unfitted.fit(
        rows.X, rows.paid_off, sample_weight=rows.weight, groups=rows.clients, held_out=held_out
    )
    return Learned(fitted, rows, held_out, mix)


def _held_out(unfitted: PayoffClassifier, rows: Rows) -> HeldOut:
    raw = unfitted.held_out_scores(rows.X, rows.paid_off, rows.weight, rows.folds)
    return HeldOut(raw, rows.line_weight)


def choose(signals: SignalMatrix, own: Snapshots, prior: Prior | None, recipe: Recipe) -> Mix:
    """The weight of the essays with which held-out own engagements are foretold best.

    Of weights that do as well as the best but for one standard error of the difference (clients
    as units), the largest: the essays give way to evidence, not to noise.
    """
    outcomes = own.engagements
    good = round(float(own.weight[own.paid_off].sum()))
    if prior is None:
        return Mix(outcomes, 0.0, {})
    if outcomes < FEWEST or min(good, outcomes - good) < RAREST:
        return Mix(outcomes, USUAL_WEIGHT, {})
    newest = _newest(own)
    tried = own.take(newest)
    sample = SignalMatrix(signals.names, signals.values[newest], tried.cutoffs)
    losses = {}
    for weight in WEIGHTS:
        rows = stack(sample, tried, prior, weight, recipe, TRIED_SHARE)
        losses[weight] = _losses(recipe.classifier(rows.names), rows)
    both = np.isfinite(np.array(list(losses.values()))).all(axis=0)
    if not both.any():
        return Mix(outcomes, USUAL_WEIGHT, {})
    of_client = np.unique(tried.clients[both], return_inverse=True)[1]
    counted = tried.weight[both]
    mean = {w: float(np.average(loss[both], weights=counted)) for w, loss in losses.items()}
    best = min(mean, key=mean.__getitem__)
    as_good = [
        weight
        for weight, loss in losses.items()
        if mean[weight] - mean[best] <= _error(loss[both] - losses[best][both], counted, of_client)
    ]
    return Mix(outcomes, max(as_good), mean)


def _newest(own: Snapshots) -> np.ndarray:
    engagement = own.cutoffs["engagement_id"].to_numpy()
    _, first, number = np.unique(engagement, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=int)
    rank[np.argsort(own.opened[first], kind="stable")] = np.arange(len(first))
    return np.asarray(rank[number] >= len(first) - MOST)


def _losses(unfitted: PayoffClassifier, rows: Rows) -> np.ndarray:
    """Log loss of each own row that was held out, calibrated as it would be; NaN elsewhere."""
    found = np.full(rows.own, np.nan)
    try:
        held_out = _held_out(unfitted, rows)
    except ValueError:  # of one class alone
        return found
    slope, intercept = held_out.line(rows.paid_off) or (1.0, 0.0)
    chance = expit(slope * held_out.raw[: rows.own] + intercept)
    told = np.where(rows.paid_off[: rows.own], chance, 1 - chance)
    return np.asarray(-np.log(np.clip(told, 1e-9, 1)))


def _error(difference: np.ndarray, weight: np.ndarray, of_client: np.ndarray) -> float:
    """Standard error of a weighted mean whose units are clients."""
    mean = np.average(difference, weights=weight)
    sums = np.bincount(of_client, weight * (difference - mean))
    return float(np.sqrt((sums**2).sum()) / weight.sum())
