"""How few outcomes will do: the essays with own outcomes against models that learn from scratch.

`python tests/benchmark/curves.py DATA_FOLDER [SET ...]` prints one JSON object. The simulated book
is of another world than the essays' (four rules reversed, the others of other weight). Of the older
side so many engagements are drawn, whole clients at a time as far as they go; all models are judged
on the same newest side.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from data.book import Book, write_book
from data.importing import import_into
from data.simulate import CONTRARY, CURRENCY, HOURLY_COST, simulate
from features.cues.stored import shipped_reader
from train.baselines import fit_baselines
from train.estimator import Recipe
from train.judge import judge
from train.lesson import Lesson, read
from train.mix import choose, learn
from train.prior import essays
from train.report import MODEL

SIZES = (0, 20, 50, 100, 300, 1000)
DRAWS = 3
SIMULATED = "contrary simulated book"
FILES = {
    "craigslist_bargain": "dev.json",
    "ibm_accounts_receivable": "WA_Fn-UseC_-Accounts-Receivable.csv",
}
SCRATCH = ("logistic_regression", "unconstrained_boosting")


def main(data: Path, names: list[str]) -> dict[str, Any]:
    """Set -> number of outcomes -> model -> AUC and log loss, means over draws; None if absent."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            file = data / name / FILES.get(name, "")
            if name != SIMULATED and not file.is_file():
                found[name] = None
                continue
            book = _simulated(Path(folder)) if name == SIMULATED else _imported(folder, name, file)
            found[name] = curve(read(book, shipped_reader()))
    return found


def _simulated(folder: Path) -> Book:
    tables = simulate(seed=11, closed=6000, open=1, world=CONTRARY)
    about = {"name": SIMULATED, "simulated": True, "currency": CURRENCY}
    return write_book(folder / "simulated" / "book", *tables, **about, hourly_cost=HOURLY_COST)


def _imported(folder: str, name: str, file: Path) -> Book:
    path = Path(folder) / name / "book"
    import_into(path, source=file, mapping=name)
    return Book.open(path)


def curve(lesson: Lesson) -> list[dict[str, Any]]:
    """A row per number of outcomes that the older side holds."""
    assert lesson.parts
    most = lesson.rows.take(lesson.parts.train).engagements
    return [_at(lesson, size) for size in SIZES if size <= most]


def _at(lesson: Lesson, size: int) -> dict[str, Any]:
    runs = [_once(lesson, size, seed) for seed in range(DRAWS if size else 1)]
    models = runs[0]["figures"]
    return {
        "outcomes": size,
        "own_share": float(np.mean([run["own_share"] for run in runs])),
        "figures": {
            model: {
                measure: float(np.mean([run["figures"][model][measure] for run in runs]))
                for measure in models[model]
            }
            for model in models
            if all(model in run["figures"] for run in runs)
        },
    }


def _once(lesson: Lesson, size: int, seed: int) -> dict[str, Any]:
    assert lesson.parts
    signals, own = lesson.side(_drawn(lesson, size, seed))
    newest_signals, newest = lesson.side(lesson.parts.test)
    prior, recipe = essays(lesson.reader), Recipe()
    mix = choose(signals, own, prior, recipe)
    learned = learn(signals, own, prior, mix, recipe)
    X = newest_signals.select(learned.rows.names).values
    chances = {MODEL: learned.classifier.predict_proba(X)[:, 1]}
    if len(np.unique(own.paid_off)) == 2:
        names = signals.varying()
        baselines = fit_baselines(
            signals.select(names).values, own.paid_off, own.weight, learned.classifier
        )
        newest_X = newest_signals.select(names).values
        chances |= {name: baselines[name](newest_X) for name in SCRATCH}
    figures = judge(newest.paid_off, chances, newest.weight, newest.clients)
    told = {
        model: {
            **{measure: measured[measure].value for measure in ("auc", "log_loss")},
            **{f"auc_{end}": getattr(measured["auc"], end) for end in ("low", "high")},
        }
        for model, measured in figures.items()
    }
    return {"own_share": mix.own_share, "figures": told}


def _drawn(lesson: Lesson, size: int, seed: int) -> np.ndarray:
    """Mask of the rows of ``size`` engagements of the older side."""
    assert lesson.parts
    rows = lesson.rows
    engagement = rows.cutoffs["engagement_id"].to_numpy()
    older = np.unique(engagement[lesson.parts.train])
    chosen = np.random.default_rng(seed).choice(older, size, replace=False)
    return np.isin(engagement, chosen) & lesson.parts.train


if __name__ == "__main__":
    asked = sys.argv[2:] or [SIMULATED, *FILES]
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), asked)) + "\n")
