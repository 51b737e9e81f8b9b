"""Do the intervals hold? The same clients scored by models of books that share nothing.

`python tests/benchmark/intervals.py` prints one JSON object. So many simulated books of one world
are learned from, each by itself; the clients of one more are scored by all. How far the scores lie
apart is what an interval claims to know from its own book alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from data.outcome import outcomes
from data.simulate import CONTRARY, HOURLY_COST, simulate
from features import matrix
from features.cues.stored import shipped_reader
from features.engine import prepare
from features.matrix import SignalMatrix
from features.usual import learn as learn_usual
from model.decision import interval
from train.estimator import Recipe
from train.mix import USUAL_WEIGHT, Mix, learn
from train.prior import essays
from train.snapshots import Snapshots, snapshots

BOOKS, CLOSED = 8, 600


def main() -> dict[str, Any]:
    """Median deviation told and found, and how often an interval holds the mean of all models."""
    prior = essays(shipped_reader())
    asked, _ = _book(100)
    log_odds, spread = [], []
    for seed in range(BOOKS):
        signals, own = _book(seed)
        learned = learn(signals, own, prior, Mix(own.engagements, USUAL_WEIGHT, {}), Recipe())
        steps = learned.classifier.steps(asked.select(learned.rows.names).values)
        log_odds.append(learned.classifier.log_odds_of_steps(steps))
        spread.append(learned.refits().spread(steps))
    scores, told = np.array(log_odds), np.array(spread)
    middle = scores.mean(axis=0)
    ends = np.array([interval(*each) for each in zip(scores, told, strict=True)])
    chance = 1 / (1 + np.exp(-middle))
    held = (ends[..., 0] <= chance) & (chance <= ends[..., 1])
    return {
        "simulated": True,
        "books": BOOKS,
        "engagements_each": CLOSED,
        "deviation_told": float(np.median(told)),
        "deviation_found": float(np.median(scores.std(axis=0, ddof=1))),
        "held": float(held.mean()),
    }


def _book(seed: int) -> tuple[SignalMatrix, Snapshots]:
    tables = simulate(seed=5000 + seed, closed=CLOSED, open=1, world=CONTRARY)
    rows = snapshots(tables[1], outcomes(*tables, HOURLY_COST))
    inputs = prepare(*tables, rows.cutoffs, learn_usual(tables[0]), HOURLY_COST)
    return matrix.compute(inputs), rows


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
