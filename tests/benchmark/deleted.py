"""Is a reason the reason? Quoted interactions are deleted, and the score must move as was told.

`python tests/benchmark/deleted.py DEMO_FOLDER` prints one JSON object. Every flag that is told of
an engagement of the book, with evidence, gets a copy of its client in which just that evidence
never happened; the copies are scored as of the same moment.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import moments
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from marked import marked

from app import asking, scoring

MOST = 3000
#: A flag lighter than this in log-odds is told as hardly counting.
LEAST = 0.01
#: Where bands of weights begin, in log-odds: a page calls what is below 0.08 hardly counting.
WEIGHTS = (LEAST, 0.08, 0.15, 0.3)


def main(folder: Path, most: int = MOST) -> dict[str, Any]:
    """How many flags were tried, and in which share of them score and flag moved as told."""
    histories = asking.from_book(folder / "book")
    stored, label = scoring.load_model(None, folder / "book")
    cutoffs = moments.cutoffs(folder / "book")
    explained = scoring.explain_cutoffs(histories, cutoffs, stored, label)
    flags = [
        (place, part)
        for place, each in enumerate(explained)
        for part in each["parts"]
        if part["kind"] == "flag"
        and part["heuristic"] in each["fired"]
        and part["log_odds"] <= -LEAST
        and part["evidence"]
    ]
    chosen = np.random.default_rng(0).permutation(len(flags))[:most]
    tried = [flags[number] for number in chosen]
    copies, at = _copies(histories, cutoffs, tried)
    again = scoring.explain_cutoffs(copies, at, stored, label)
    score, flag = [], []
    for (place, part), new in zip(tried, again, strict=True):
        score.append(new["log_odds"] - explained[place]["log_odds"])
        now = [
            each["log_odds"]
            for each in new["parts"]
            if (each["kind"], each["heuristic"]) == ("flag", part["heuristic"])
        ]
        flag.append(sum(now) - part["log_odds"])
    return {
        "flags": len(flags),
        "tried": len(tried),
        "score_moved_as_told": float((np.array(score) > 0).mean()),
        "flag_moved_as_told": float((np.array(flag) > 0).mean()),
        "median_move": float(np.median(score)),
        "by_weight": _by_weight(
            np.array([-part["log_odds"] for _, part in tried]), np.array(score)
        ),
        "by_heuristic": _by_heuristic([part["heuristic"] for _, part in tried], np.array(score)),
    }


def _by_weight(told: list[float], moved: np.ndarray) -> dict[str, dict[str, float]]:
    weights = np.array(told)
    bands = {
        f"from {low:g}": (low <= weights) & (weights < high)
        for low, high in pairwise((*WEIGHTS, np.inf))
    }
    return {
        name: {"tried": int(inside.sum()), "as_told": float((moved[inside] > 0).mean())}
        for name, inside in bands.items()
        if inside.any()
    }


def _by_heuristic(names: list[str], moved: np.ndarray) -> dict[str, dict[str, float]]:
    of = np.array(names)
    return {
        name: {"tried": int((of == name).sum()), "as_told": float((moved[of == name] > 0).mean())}
        for name in sorted(set(names))
    }


def _copies(
    histories: asking.Histories, cutoffs: pa.Table, tried: list[tuple[int, dict[str, Any]]]
) -> tuple[asking.Histories, pa.Table]:
    """A copy of the client per flag, without that flag's evidence, and the moments to score."""
    client_of = dict(
        zip(
            histories.engagements["engagement_id"].to_pylist(),
            histories.engagements["client_id"].to_pylist(),
            strict=True,
        )
    )
    rows: dict[str, dict[str, pa.Table]] = {}
    happened, scored, names = [], [], []
    for number, (place, part) in enumerate(tried):
        engagement = cutoffs["engagement_id"][place].as_py()
        client = client_of[engagement]
        if client not in rows:
            rows[client] = {
                name: table.filter(pc.equal(table["client_id"], client))
                for name, table in (
                    ("interactions", histories.interactions),
                    ("engagements", histories.engagements),
                )
            }
        gone = pa.array([each["interaction_id"] for each in part["evidence"]])
        its = rows[client]["interactions"]
        its = its.filter(pc.invert(pc.is_in(its["interaction_id"], gone)))
        happened.append(marked(its, str(number)))
        scored.append(marked(rows[client]["engagements"], str(number)))
        names.append(f"{number}/{engagement}")
    at = cutoffs["as_of"].take(pa.array([place for place, _ in tried]))
    copies = asking.Histories(
        pa.concat_tables(happened).combine_chunks(),
        pa.concat_tables(scored).combine_chunks(),
        name="copies",
        hourly_cost=histories.hourly_cost,
    )
    return copies, pa.table({"engagement_id": names, "as_of": at})


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
