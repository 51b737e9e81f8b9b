"""Signals given directly: one table without histories, judged by cross-validation.

`python tests/benchmark/given.py NAME FILE` prints one JSON object; NAME is a mapping's. Nothing in
such a table is dated, so it cannot be judged forward in time as everything else here is: ten
stratified folds, three times over, every row a client of its own. How much the essays weigh is
chosen within the rows learned from.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from scipy.special import expit
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold

from data.mapping import find
from features.cues.stored import shipped_reader
from features.given import Given, given
from features.matrix import SignalMatrix
from model.calibration import HeldOut
from model.payoff import PayoffClassifier
from train.baselines import fit_baselines, rules_alone
from train.estimator import Recipe
from train.judge import Figure
from train.measures import MEASURES, Tallying
from train.mix import USUAL_WEIGHT, WEIGHTS
from train.prior import Prior, essays, spoken
from train.report import MODEL

FOLDS, REPEATS, INNER = 10, 3, 3
DRAWS = 200
TOLD = ("auc", "log_loss", "brier")
Chances = dict[str, np.ndarray]


def main(name: str, file: Path) -> dict[str, Any]:
    """Counts of the rows read, and a figure with its interval per model and measure."""
    table = given(file, find(name))
    prior = Shown.of(table.signals, essays(shipped_reader()))
    chances, fold, weights = out_of_fold(table, prior)
    chances["zero_outcomes"] = np.tile(zero_outcomes(table.signals, prior), (REPEATS, 1))
    return {
        "read": table.read.read,
        "set_aside": table.read.set_aside.num_rows,
        "repeated": table.read.repeated,
        "engagements": len(table.paid_off),
        "base_rate": float(table.paid_off.mean()),
        "folds": FOLDS,
        "repeats": REPEATS,
        "signals": len(table.signals.varying()),
        "essays_weights": {f"{each:g}": weights.count(each) for each in WEIGHTS},
        "figures": figures(table.paid_off, chances, fold),
    }


@dataclass(frozen=True)
class Shown:
    """The essays' pseudo-engagements as far as a table shows their signals: ``columns`` of it.

    What it never shows cannot be told of any row, so nothing may be learned through it: else the
    essays would speak of what they see together with it in their own world.
    """

    names: tuple[str, ...]
    columns: np.ndarray
    values: np.ndarray
    prior: Prior

    @classmethod
    def of(cls, signals: SignalMatrix, prior: Prior) -> Shown:
        """The signals that vary in the table, and among them those the essays speak of."""
        names = signals.varying()
        columns = np.array([place for place, name in enumerate(names) if name in spoken()])
        places = [spoken().index(names[place]) for place in columns]
        return cls(names, columns, prior.values[:, places], prior)

    def added(
        self, X: np.ndarray, y: np.ndarray, weight: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, outcomes and weights with pseudo-engagements below, as `train.mix.stack` does."""
        if not weight:
            return X, y, np.ones(len(y))
        drawn = np.random.default_rng(1).integers(len(X), size=len(self.values))
        pseudo = X[drawn].copy()
        pseudo[:, self.columns] = self.values
        each = weight * self.prior.at_rate(float(y.mean()))
        return np.vstack([X, pseudo]), np.r_[y, self.prior.paid_off], np.r_[np.ones(len(y)), each]


def zero_outcomes(signals: SignalMatrix, prior: Shown) -> np.ndarray:
    """Chances (n,) before a single outcome is known: by the essays alone."""
    names = tuple(prior.names[place] for place in prior.columns)
    model = Recipe().classifier(names)
    pseudo = prior.prior
    model.fit(prior.values, pseudo.paid_off, USUAL_WEIGHT * pseudo.weight, pseudo.client)
    return np.asarray(model.predict_proba(signals.select(names).values)[:, 1])


def out_of_fold(table: Given, prior: Shown) -> tuple[Chances, np.ndarray, list[float]]:
    """Model -> chances (repeats, n) of rows its fit has not seen, the fold of each row, and the
    weight the essays had in each fit."""
    names = prior.names
    X, y = table.signals.select(names).values, table.paid_off
    chances: Chances = {}
    fold = np.zeros((REPEATS, len(y)), int)
    weights: list[float] = []
    splitter = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=0)
    for place, (rest, out) in enumerate(splitter.split(X, y)):
        repeat = place // FOLDS
        fold[repeat, out] = place % FOLDS
        weights.append(chosen_weight(X[rest], y[rest], prior))
        model, alone = (fitted(X[rest], y[rest], prior, weight) for weight in (weights[-1], 0.0))
        told = {MODEL: model.predict_proba(X[out])[:, 1]}
        told["explained_without_essays"] = alone.predict_proba(X[out])[:, 1]
        baselines = fit_baselines(X[rest], y[rest], np.ones(len(rest)), model)
        told |= {name: predict(X[out]) for name, predict in baselines.items()}
        told["rules_alone"] = rules_alone(
            table.signals.values[out], table.signals.names, float(y[rest].mean())
        )
        for name, chance in told.items():
            chances.setdefault(name, np.full(fold.shape, np.nan))[repeat, out] = chance
    return chances, fold, weights


def fitted(X: np.ndarray, y: np.ndarray, prior: Shown, weight: float) -> PayoffClassifier:
    """The explained model, calibrated on own rows that were held out."""
    raw = held_out(X, y, prior, weight)
    rows, outcome, each = prior.added(X, y, weight)
    pseudo = len(outcome) - len(y)
    line = HeldOut(np.r_[raw, np.full(pseudo, np.nan)], np.r_[np.ones(len(y)), np.zeros(pseudo)])
    return Recipe().classifier(prior.names).fit(rows, outcome, each, held_out=line)


def held_out(X: np.ndarray, y: np.ndarray, prior: Shown, weight: float) -> np.ndarray:
    """Raw scores (n,) of own rows by models that have not seen them."""
    raw = np.full(len(y), np.nan)
    splitter = StratifiedKFold(INNER, shuffle=True, random_state=0)
    for rest, out in splitter.split(X, y):
        model = Recipe().classifier(prior.names).set_params(calibration_folds=0)
        raw[out] = model.fit(*prior.added(X[rest], y[rest], weight)).decision_function(X[out])
    return raw


def chosen_weight(X: np.ndarray, y: np.ndarray, prior: Shown) -> float:
    """As `train.mix.choose`: of the weights within a standard error of the best, the largest."""
    losses = {}
    for weight in WEIGHTS:
        raw = held_out(X, y, prior, weight)
        slope, intercept = HeldOut(raw, np.ones(len(y))).line(y) or (1.0, 0.0)
        chance = expit(slope * raw + intercept)
        losses[weight] = -np.log(np.where(y, chance, 1 - chance))
    best = min(WEIGHTS, key=lambda weight: losses[weight].mean())
    worse = {weight: loss - losses[best] for weight, loss in losses.items()}
    return max(w for w, each in worse.items() if each.mean() <= each.std() / np.sqrt(len(y)))


def figures(
    y: np.ndarray, chances: Chances, fold: np.ndarray, draws: int = DRAWS
) -> dict[str, dict[str, Any]]:
    """Model -> measure -> figure: the mean over all folds of all repeats.

    The interval (95 %) is of rows drawn with replacement, the same draws for every model; what
    another choice of the training rows would do is not in it.
    """
    rng = np.random.default_rng(0)
    number = len(y)
    drawn = [np.bincount(rng.integers(number, size=number), minlength=number) for _ in range(draws)]
    found: dict[str, dict[str, Any]] = {}
    for name, chance in chances.items():
        parts = [
            (rows, Tallying.of(y[rows], chance[repeat][rows]))
            for repeat, of_row in enumerate(fold)
            for rows in (of_row == place for place in np.unique(of_row))
        ]
        found[name] = {}
        for measure in TOLD:
            value = _mean(measure, parts, np.ones(number))
            again = [_mean(measure, parts, weight) for weight in drawn]
            low, high = np.nanquantile(again, [0.025, 0.975])
            found[name][measure] = asdict(Figure(value, float(low), float(high)))
    return found


def _mean(measure: str, parts: list[tuple[np.ndarray, Tallying]], weight: np.ndarray) -> float:
    """Mean over folds and repeats; a fold in which all ended the same way is not counted."""
    tallies = (tallying.tally(weight[rows]) for rows, tallying in parts)
    values = [MEASURES[measure](tally) for tally in tallies if tally.mixed]
    return float(np.mean(values)) if values else float("nan")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
