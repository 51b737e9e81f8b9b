"""Print the figures of 0002-pairwise-exceptions.md (about 30 s): python decisions/0002-….py."""

import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score

from model.structure import structure_of

RULES, EXCEPTIONS, OTHERS, ROWS, FRESH = 8, 4, 16, 4000, 8000
# Which rules (columns) each exception softens.
SOFTENED = {0: (0, 1, 3), 1: (0, 1, 4), 2: (1, 2, 5), 3: (2, 3, 5)}
PAIRS = [(f"e{e}", f"r{r}") for e, its in SOFTENED.items() for r in its]
OWNERS = [f"r{i // 2}" for i in range(2 * RULES)] + [f"e{i // 2}" for i in range(2 * EXCEPTIONS)]
SIGNS = [-1] * 2 * RULES + [1] * 2 * EXCEPTIONS + [0] * OTHERS
GROWN = {"learning_rate": 0.06, "max_iter": 200, "max_leaf_nodes": 8, "l2_regularization": 1.0}


def world(
    either_alone: bool, rows: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return X with gaps, who paid off, and the true chance."""
    X = np.where(random.random((rows, 40)) < 0.4, 0, random.gamma(2.0, size=(rows, 40)))
    held = [1 / (1 + np.exp(-3 * (X[:, 16 + 2 * e] - 1.5))) for e in range(EXCEPTIONS)]
    score = 0.25 * X[:, 17:24:2].sum(axis=1)
    for rule in range(RULES):
        flag = -0.5 * np.minimum(X[:, 2 * rule], 4) - 0.25 * (X[:, 2 * rule + 1] > 2)
        its = [held[e] for e, rules in SOFTENED.items() if rule in rules]
        if its:
            flag *= np.prod([1 - h for h in its], axis=0) if either_alone else 1 - np.mean(its, 0)
        score += flag
    score += 0.5 * np.sin(X[:, 24]) * np.minimum(X[:, 25], 2) + 0.3 * (X[:, 26] > 1)
    chance = 1 / (1 + np.exp(np.median(score) - score))
    paid_off = random.random(rows) < chance
    X[random.random(X.shape) < 0.1] = np.nan
    return X, paid_off, chance


def main() -> None:
    """Fit every variant on five seeds of both worlds and print the means."""
    shape = structure_of(SIGNS, [*OWNERS, *[None] * OTHERS], PAIRS, 40)
    owned = shape.rules | shape.strengths
    with_all = [
        [*columns, *(c for e, r in shape.pairs if r == rule for c in shape.strengths[e])]
        for rule, columns in shape.rules.items()
    ]
    variants = {
        "pairwise": (shape.groups, SIGNS),
        "rule with all": ([*with_all, [*shape.other]], SIGNS),
        "additive": ([*map(list, owned.values()), [*shape.other]], SIGNS),
        "unconstrained": (None, None),
    }
    for either_alone in (True, False):
        found: dict[str, list] = {name: [] for name in ["the truth", *variants]}
        for seed in range(5):
            random = np.random.default_rng(seed)
            X, paid_off, _ = world(either_alone, ROWS, random)
            fresh, outcome, chance = world(either_alone, FRESH, random)
            found["the truth"].append(
                (roc_auc_score(outcome, chance), log_loss(outcome, chance), 0)
            )
            for name, (groups, signs) in variants.items():
                began = time.perf_counter()
                trees = HistGradientBoostingClassifier(
                    **GROWN,
                    min_samples_leaf=20,
                    early_stopping=False,
                    categorical_features=None,
                    interaction_cst=groups,
                    monotonic_cst=signs,
                    random_state=0,
                ).fit(X, paid_off)
                seconds = time.perf_counter() - began
                guess = trees.predict_proba(fresh)[:, 1]
                found[name].append(
                    (roc_auc_score(outcome, guess), log_loss(outcome, guess), seconds)
                )
        ours = np.array(found["pairwise"])[:, 0]
        for name, rows in found.items():
            auc, loss, seconds = np.array(rows).T
            sys.stdout.write(
                f"{'either alone' if either_alone else 'shares':13} {name:14} AUC {auc.mean():.4f} "
                f"({(auc - ours).mean():+.4f} ± {(auc - ours).std(ddof=1):.4f}) "
                f"log loss {loss.mean():.4f} fit {np.median(seconds):.2f} s\n"
            )


if __name__ == "__main__":
    main()
