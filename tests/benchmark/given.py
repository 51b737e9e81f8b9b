"""Signals given directly: one table without histories, judged by cross-validation.

`python tests/benchmark/given.py NAME FILE` prints one JSON object. Nothing in such a table is dated,
so it cannot be judged forward in time as everything else here is: ten stratified folds, three times
over, every row a client of its own.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from sklearn.model_selection import RepeatedStratifiedKFold

from data.mapping import find
from features.given import Given, given
from features.matrix import SignalMatrix
from train.baselines import fit_baselines, rules_alone
from train.judge import MEASURES, Figure
from train.run import MODEL, classifier

FOLDS, REPEATS = 10, 3
DRAWS = 200
Chances = dict[str, np.ndarray]


def main(name: str, file: Path) -> dict[str, Any]:
    """Counts of the rows read, and a figure with its interval per model and measure."""
    table = given(file, find(name))
    chances, fold = out_of_fold(table)
    chances["zero_outcomes"] = np.tile(zero_outcomes(table.signals), (REPEATS, 1))
    return {
        "read": table.read.read,
        "set_aside": table.read.set_aside.num_rows,
        "repeated": table.read.repeated,
        "engagements": len(table.paid_off),
        "base_rate": float(table.paid_off.mean()),
        "folds": FOLDS,
        "repeats": REPEATS,
        "signals": len(table.signals.varying()),
        "figures": figures(table.paid_off, chances, fold),
    }


def zero_outcomes(signals: SignalMatrix) -> np.ndarray:
    """Chances (n,) before a single outcome is known: by the essays alone."""
    return rules_alone(signals.values, signals.names, 0.5)


def out_of_fold(table: Given) -> tuple[Chances, np.ndarray]:
    """Model -> chances (repeats, n) of rows its fit has not seen, and the fold of each row."""
    names = table.signals.varying()
    X, y = table.signals.select(names).values, table.paid_off
    chances: Chances = {}
    fold = np.zeros((REPEATS, len(y)), int)
    splitter = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=0)
    for place, (rest, out) in enumerate(splitter.split(X, y)):
        repeat = place // FOLDS
        fold[repeat, out] = place % FOLDS
        model = classifier(names)
        weight = np.ones(len(rest))
        baselines = fit_baselines(X[rest], y[rest], weight, model)
        model.fit(X[rest], y[rest], groups=table.clients[rest])
        told = {MODEL: model.predict_proba(X[out])[:, 1]}
        told |= {name: predict(X[out]) for name, predict in baselines.items()}
        told["rules_alone"] = rules_alone(
            table.signals.values[out], table.signals.names, float(y[rest].mean())
        )
        for name, chance in told.items():
            chances.setdefault(name, np.full(fold.shape, np.nan))[repeat, out] = chance
    return chances, fold


def figures(
    y: np.ndarray, chances: Chances, fold: np.ndarray, draws: int = DRAWS
) -> dict[str, dict[str, Any]]:
    """Model -> measure -> figure: the mean over all folds of all repeats.

    The interval (95 %) is of rows drawn with replacement, the same draws for every model; what
    another choice of the training rows would do is not in it.
    """
    rng = np.random.default_rng(0)
    rows = len(y)
    drawn = [np.bincount(rng.integers(rows, size=rows), minlength=rows) for _ in range(draws)]
    found: dict[str, dict[str, Any]] = {}
    for name, chance in chances.items():
        found[name] = {}
        for measure in MEASURES:
            value = _mean(measure, y, chance, fold, np.ones(rows))
            low, high = np.quantile(
                [_mean(measure, y, chance, fold, weight) for weight in drawn], [0.025, 0.975]
            )
            found[name][measure] = asdict(Figure(value, float(low), float(high)))
    return found


def _mean(
    measure: str, y: np.ndarray, chance: np.ndarray, fold: np.ndarray, weight: np.ndarray
) -> float:
    """The measure within each fold, averaged over folds and repeats; a fold of one outcome is not
    counted."""
    values = []
    for repeat in range(len(fold)):
        for place in range(FOLDS):
            inside = (fold[repeat] == place) & (weight > 0)
            if len(np.unique(y[inside])) == 2:
                values.append(
                    MEASURES[measure](y[inside], chance[repeat][inside], weight[inside])
                )
    return float(np.mean(values))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
