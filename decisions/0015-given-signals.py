"""What decisions/0015-given-signals.md says, measured again (some minutes).

`.venv/bin/python decisions/0015-given-signals.py FILE`, the set bohanec_b2b.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pyarrow as pa
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from data.mapping import find
from data.sources.csv_source import read_csv
from features.given import Given, given
from train.baselines import votes
from train.estimator import Recipe

OURS = ("Product", "Seller")
OUTCOME = "Status"
SPLITS = 4
SETTINGS = {
    "as everywhere": {},
    "10 % of the columns at a time": {"max_features": 0.1},
    "40 trees": {"max_iter": 40},
    "both": {"max_features": 0.1, "max_iter": 40},
    "l2 5": {"l2_regularization": 5.0},
    "leaves of 10": {"min_samples_leaf": 10},
    "leaves of 30": {"min_samples_leaf": 30},
    "4 leaves a tree": {"max_leaf_nodes": 4},
}


def words(file: Path, table: Given) -> dict[str, np.ndarray]:
    """Attribute=word -> whether it stands in the row (n,), for the rows the mapping accepts."""
    raw = read_csv(file, delimiter=";")
    ids = table.signals.cutoffs["engagement_id"].to_pylist()
    lines = pa.array([int(each.rsplit("-", 1)[1]) for each in ids])
    rows = [raw.lines.index(line).as_py() for line in lines]
    found = {}
    for name, column in raw.columns.items():
        told = np.array(column.to_pylist(), object)[rows]
        if name != OUTCOME:
            found |= {f"{name}={word}": (told == word).astype(float) for word in sorted(set(told))}
    return found


def auc(X: np.ndarray, y: np.ndarray, make) -> str:  # type: ignore[no-untyped-def]
    """Mean AUC of 10 folds x 3, over `SPLITS` ways to draw the folds, and their spread."""
    means = []
    for seed in range(SPLITS):
        folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=3, random_state=seed).split(X, y)
        means.append(
            np.mean(
                [
                    roc_auc_score(y[out], make().fit(X[rest], y[rest]).predict_proba(X[out])[:, 1])
                    for rest, out in folds
                ]
            )
        )
    return f"{np.mean(means):.4f} (sd {np.std(means):.4f}, first {means[0]:.4f})"


def explained(names, **settings):  # type: ignore[no-untyped-def]
    """The explained model; calibration keeps the order of chances, so it is left out."""
    recipe = Recipe({"calibration_folds": 0, **settings})
    return lambda: recipe.classifier(tuple(names))


def regression():  # type: ignore[no-untyped-def]
    """The logistic regression of the baselines."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=2000))


def main(file: Path) -> None:
    """Print the figures."""
    table = given(file, find("bohanec_b2b"))
    names, y = table.signals.varying(), table.paid_off
    X = table.signals.select(names).values
    by_word = words(file, table)
    every = np.column_stack(list(by_word.values()))
    client = np.column_stack([c for n, c in by_word.items() if n.split("=")[0] not in OURS])
    ours = np.column_stack([c for n, c in by_word.items() if n.split("=")[0] in OURS])

    def tell(label: str, figure: str) -> None:
        print(f"{label:48} {figure}", flush=True)  # noqa: T201

    told = votes(table.signals.values, table.signals.names)
    tell("votes of the essays, nothing learned", f"{roc_auc_score(y, told):.4f}")
    for label, settings in SETTINGS.items():
        tell(f"mapped, {label}", auc(X, y, explained(names, **settings)))
    free = explained([f"given_{place}" for place in range(X.shape[1])])
    tell("mapped, unbounded", auc(X, y, free))
    for label, rows in (("a column per word", client), ("the same with product and seller", every)):
        free = explained([f"given_{place}" for place in range(rows.shape[1])])
        tell(f"{label}, unbounded", auc(rows, y, free))
        tell(f"{label}, logistic regression", auc(rows, y, regression))
    both = np.column_stack([X, ours])
    added = [f"given_ours_{place}" for place in range(ours.shape[1])]
    tell("mapped, with product and seller", auc(both, y, explained([*names, *added])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
