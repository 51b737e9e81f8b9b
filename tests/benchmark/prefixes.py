"""How much do the first k events of a loan application foretell? bpic2012, both outcomes.

`python tests/benchmark/prefixes.py DATA_FOLDER` prints one JSON object. The protocol is that of the
literature on outcome-oriented prediction (Teinemaa et al. 2019), without its leak: a prefix ends
with its k-th event, strictly before the event that settles the case. The newest fifth of the cases
by their start are the test; learned is from cases that had closed before the first of them started.
The pipeline is that of `clientrisk train`; only the moments at which a case is looked at differ.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book
from data.contract import TIME
from data.importing import import_into
from data.outcome import outcomes
from features import matrix
from features.cues.stored import shipped_reader
from features.engine import prepare
from features.matrix import SignalMatrix
from features.usual import learn as learn_usual
from train.baselines import fit_baselines
from train.estimator import Recipe
from train.judge import DRAWS, Figure
from train.measures import Tallying, auc
from train.mix import choose, learn
from train.prior import essays
from train.report import MODEL
from train.snapshots import Snapshots, snapshots
from train.split import split

FILE = Path("bpic2012") / "bpic2012.xes.gz"
#: Outcome -> the mapping that tells it.
OUTCOMES = {"accepted": "bpic2012", "cancelled": "bpic2012_cancelled"}
TEST_SHARE = 0.2
LONGEST = 40
#: Learned at these lengths, judged at every one: neighbouring prefixes tell almost the same.
LEARNED = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
BESIDE = ("logistic_regression", "unconstrained_boosting")


@dataclass(frozen=True)
class Prefixes:
    """Closed cases after each of their first events: a row per case and ``length`` int (n,)."""

    rows: Snapshots
    length: np.ndarray

    def take(self, chosen: np.ndarray) -> Prefixes:
        """Rows where a mask holds, each case weighing 1."""
        rows = self.rows.take(chosen)
        _, number, each = np.unique(
            rows.cutoffs["engagement_id"].to_numpy(), return_inverse=True, return_counts=True
        )
        return Prefixes(replace(rows, weight=1.0 / each[number]), self.length[chosen])


def main(data: Path) -> dict[str, Any]:
    """Counts and the figure of each model by outcome, and 1 - the AUC that has a bar."""
    found: dict[str, Any] = {"outcomes": {}}
    for name, mapping in OUTCOMES.items():
        with tempfile.TemporaryDirectory() as folder:
            book = import_into(Path(folder) / "book", source=data / FILE, mapping=mapping).book
            found["outcomes"][name] = judged(book)
        found[f"missed_auc_{name}"] = 1 - found["outcomes"][name]["auc"][MODEL]["value"]
    return found


def judged(book: Book) -> dict[str, Any]:
    """Counts of a book's cases and prefixes, and per model the AUC weighted by prefixes."""
    prefixes = prefixes_of(book)
    parts = split(prefixes.rows, TEST_SHARE)
    older = prefixes.take(parts.train & np.isin(prefixes.length, LEARNED))
    newest = prefixes.take(parts.test)
    chances, mix = foretold(book, older.rows, newest.rows)
    return {
        "cases_learned": older.rows.engagements,
        "cases_judged": newest.rows.engagements,
        "prefixes_learned": len(older.length),
        "prefixes_judged": len(newest.length),
        "base_rate": float(np.average(newest.rows.paid_off, weights=newest.rows.weight)),
        "mix": mix,
        "auc": {name: asdict(figure) for name, figure in weighted_auc(newest, chances).items()},
    }


def prefixes_of(book: Book) -> Prefixes:
    """Every closed case of a known outcome at the moments of its first events.

    Events of one moment are seen together, whichever of them ends the prefix.
    """
    told = outcomes(book.interactions, book.engagements, book.hourly_cost)
    cases = snapshots(book.engagements, told, np.zeros(1, "timedelta64[us]"))
    case = pc.index_in(
        book.interactions["engagement_id"], cases.cutoffs["engagement_id"].combine_chunks()
    )
    seen = case.is_valid()
    place = case.filter(seen).to_numpy()
    at = book.interactions["occurred_at"].filter(seen).to_numpy().astype("datetime64[us]")
    order = np.lexsort((at, place))
    place, at = place[order], at[order]
    length = np.arange(len(place)) - np.searchsorted(place, place) + 1
    chosen = (length <= LONGEST) & (at < cases.closed[place])
    place, at, length = place[chosen], at[chosen], length[chosen]
    rows = Snapshots(
        pa.table(
            {
                "engagement_id": cases.cutoffs["engagement_id"].take(pa.array(place)),
                "as_of": pa.array(at, pa.timestamp("us")).cast(TIME),
            }
        ),
        cases.paid_off[place],
        cases.clients[place],
        cases.opened[place],
        cases.closed[place],
        np.ones(len(place)),
    )
    return Prefixes(rows, length)


def foretold(book: Book, older: Snapshots, newest: Snapshots) -> tuple[dict[str, np.ndarray], str]:
    """Model -> chances (n,) for the newest rows, learned from the older ones; and their mix."""
    reader = shipped_reader()
    cutoffs = pa.concat_tables([older.cutoffs, newest.cutoffs])
    inside = pc.is_in(book.interactions["engagement_id"], pc.unique(older.cutoffs["engagement_id"]))
    usual = learn_usual(book.interactions.filter(inside))
    everything = matrix.compute(
        prepare(
            book.interactions, book.engagements, cutoffs, usual, book.hourly_cost, reader.reader
        )
    )
    learned_from = len(older.weight)
    signals = SignalMatrix(everything.names, everything.values[:learned_from], older.cutoffs)
    unseen = SignalMatrix(everything.names, everything.values[learned_from:], newest.cutoffs)
    names = signals.varying()
    prior, recipe = essays(reader), Recipe(shown=frozenset(names))
    mix = choose(signals, older, prior, recipe)
    learned = learn(signals, older, prior, mix, recipe)
    model = learned.classifier
    chances = {MODEL: model.predict_proba(unseen.select(learned.rows.names).values)[:, 1]}
    baselines = fit_baselines(signals.select(names).values, older.paid_off, older.weight, model)
    X = unseen.select(names).values
    return chances | {name: baselines[name](X) for name in BESIDE}, mix.told()


def weighted_auc(prefixes: Prefixes, chances: dict[str, np.ndarray]) -> dict[str, Figure]:
    """Model -> mean over prefix lengths of the AUC, each length weighing its number of prefixes.

    The interval (95 %) is of cases drawn with replacement, the same draws for every model.
    """
    rng = np.random.default_rng(0)
    _, case = np.unique(prefixes.rows.cutoffs["engagement_id"].to_numpy(), return_inverse=True)
    number = case.max() + 1
    drawn = [
        np.bincount(rng.integers(number, size=number), minlength=number)[case] for _ in range(DRAWS)
    ]
    found = {}
    for name, chance in chances.items():
        by_length = [
            (rows, Tallying.of(prefixes.rows.paid_off[rows], chance[rows]))
            for rows in (prefixes.length == length for length in np.unique(prefixes.length))
        ]
        value = _mean(by_length, np.ones(len(case)))
        low, high = np.nanquantile([_mean(by_length, each) for each in drawn], [0.025, 0.975])
        found[name] = Figure(value, float(low), float(high))
    return found


def _mean(by_length: list[tuple[np.ndarray, Tallying]], weight: np.ndarray) -> float:
    """A length at which all ended the same way is not counted."""
    tallies = [tallying.tally(weight[rows]) for rows, tallying in by_length]
    mixed = [tally for tally in tallies if tally.mixed]
    if not mixed:
        return float("nan")
    return float(np.average([*map(auc, mixed)], weights=[tally.all.sum() for tally in mixed]))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
