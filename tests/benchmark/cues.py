"""How well and how fast messages are read, also messages that nobody of this project wrote.

`python tests/benchmark/cues.py DATA_FOLDER` prints one JSON object; `run.py` runs it beside
`clientrisk train-cues --json`, which judges the reader on hands it has not seen.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pyarrow as pa

from data.corpus import read_corpus
from data.simulate import simulate
from features.cues.stored import shipped_reader

TIMED = 5
#: Set -> its file, and the cues that stand for its label. Nothing is trained or chosen on it.
FOREIGN = {
    "enron_intent": ("enron_train.txt", ("asks-question",)),
    "complaints_twitter": ("complaints-data.csv", ("complaint", "blame")),
}


def main(data: Path) -> dict[str, Any]:
    """Messages a second on one core, and figures on the foreign sets that are there."""
    interactions, _ = simulate(seed=1, closed=300, open=50)
    written = interactions.filter(interactions["text"].is_valid())
    corpus = read_corpus().messages
    labelled = pa.table(
        {
            "interaction_id": [message.id for message in corpus],
            "direction": [message.direction for message in corpus],
            "text": [message.text for message in corpus],
        }
    )
    found: dict[str, Any] = {
        "messages_a_second": _speed(written),
        "messages_a_second_dense": _speed(labelled),
        "foreign": {},
    }
    for name, (file, cues) in FOREIGN.items():
        path = data / name / file
        found["foreign"][name] = _judged(path, cues) if path.is_file() else None
    return found


def _speed(messages: pa.Table) -> float:
    """Median of messages per CPU second, after one reading that does not count."""
    reader = shipped_reader().reader
    taken = []
    for _ in range(TIMED + 1):
        begun = time.process_time()
        reader.read(messages.select(["interaction_id", "direction", "text"]))
        taken.append(time.process_time() - begun)
    return messages.num_rows / float(np.median(taken[1:]))


def _rows(path: Path) -> list[tuple[str, bool]]:
    """(text, labelled) of one of the foreign files."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [(row[1], row[2] == "1") for row in csv.reader(file)]
    lines = path.read_text("latin-1").splitlines()
    pairs = [line.split("\t", 1) for line in lines if "\t" in line]
    return [(text, label == "Yes") for label, text in pairs]


def _judged(path: Path, cues: tuple[str, ...]) -> dict[str, Any]:
    """Precision, recall, F1 and macro F1 of "one of the cues is heard" against the label."""
    rows = _rows(path)
    heard = np.zeros(len(rows), bool)
    for hit in shipped_reader().reader.hear([text for text, _ in rows], ["inbound"] * len(rows)):
        heard[hit.row] |= hit.cue in cues
    labelled = np.array([label for _, label in rows])
    rng = np.random.default_rng(0)
    drawn = [
        _macro(labelled[at], heard[at]) for at in rng.integers(len(rows), size=(400, len(rows)))
    ]
    right = float((heard & labelled).sum())
    return {
        "messages": len(rows),
        "labelled": int(labelled.sum()),
        "heard": int(heard.sum()),
        "precision": right / heard.sum() if heard.any() else None,
        "recall": right / labelled.sum(),
        "f1": _f1(labelled, heard),
        "macro_f1": {
            "value": _macro(labelled, heard),
            "low": float(np.quantile(drawn, 0.025)),
            "high": float(np.quantile(drawn, 0.975)),
        },
    }


def _f1(labelled: np.ndarray, heard: np.ndarray) -> float:
    both = labelled.sum() + heard.sum()
    return float(2 * (labelled & heard).sum() / both) if both else 0.0


def _macro(labelled: np.ndarray, heard: np.ndarray) -> float:
    return (_f1(labelled, heard) + _f1(~labelled, ~heard)) / 2


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
