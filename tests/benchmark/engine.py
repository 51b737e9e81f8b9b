"""How fast the engine is: a million interactions, one client, and pandas beside it.

`python tests/benchmark/engine.py book|signals|pairs|one FOLDER` prints one JSON object; `run.py`
runs each in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import pandas_version
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from joblib import Parallel, delayed
from marked import marked

from app import asking, scoring
from data.simulate import HOURLY_COST, simulate
from features import matrix
from features.engine import Inputs, prepare
from features.usual import learn

BOOKS, CLOSED, OPEN = 20, 2000, 150  # about 50,000 interactions each
PAIRS, PAIR_BOOKS = 5, 2
CLIENTS = 200
ROWS = (50, 70)  # of a client "near 60"
INTERVAL = (2.5, 97.5)


def make_book(folder: Path) -> dict[str, Any]:
    """A large book: many simulated ones of their own seeds, every id marked with its book."""
    books = Parallel(n_jobs=os.cpu_count())(delayed(_one_book)(seed) for seed in range(BOOKS))
    interactions = pa.concat_tables(book[0] for book in books)
    engagements = pa.concat_tables(book[1] for book in books)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(interactions, folder / "interactions.parquet")
    pq.write_table(engagements, folder / "engagements.parquet")
    return {"interactions": interactions.num_rows, "engagements": engagements.num_rows}


def _one_book(seed: int) -> tuple[pa.Table, pa.Table]:
    interactions, engagements = simulate(seed=1000 + seed, closed=CLOSED, open=OPEN)
    return marked(interactions, str(seed)), marked(engagements, str(seed))


def _cutoffs(interactions: pa.Table, engagements: pa.Table) -> pa.Table:
    """Just before each engagement closed; for an open one, the newest moment."""
    before = pc.subtract(engagements["closed_at"], pa.scalar(1, pa.duration("us")))
    at = pc.coalesce(before, pc.max(interactions["occurred_at"]))
    return pa.table({"engagement_id": engagements["engagement_id"], "as_of": at})


def _signals(interactions: pa.Table, engagements: pa.Table, cutoffs: pa.Table) -> Inputs:
    usual = learn(interactions)
    inputs = prepare(interactions, engagements, cutoffs, usual, HOURLY_COST)
    matrix.compute(inputs)
    return inputs


def large(folder: Path) -> dict[str, Any]:
    """Text and signals of the whole book, from its tables in memory to the matrix."""
    interactions = pq.read_table(folder / "interactions.parquet")
    engagements = pq.read_table(folder / "engagements.parquet")
    cutoffs = _cutoffs(interactions, engagements)
    peak = Peak()
    began = time.perf_counter()
    inputs = prepare(interactions, engagements, cutoffs, learn(interactions), HOURLY_COST)
    prepared = time.perf_counter()
    found = matrix.compute(inputs)
    ended = time.perf_counter()
    return {
        "rows": interactions.num_rows,
        "cutoffs": cutoffs.num_rows,
        "signals": len(found.names),
        "text_seconds": prepared - began,
        "signal_seconds": ended - prepared,
        "large_seconds": ended - began,
        "large_peak_mb": peak.stop(),
    }


class Peak:
    """The largest resident memory, in MB, of this process and those it started (Linux).

    Pages that they share count more than once; elsewhere only this process is seen.
    """

    def __init__(self) -> None:
        self._most = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def stop(self) -> float:
        """The largest size seen."""
        self._over.set()
        self._watch.join()
        scale = 1 if sys.platform == "darwin" else 1024
        return max(self._most, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6)

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self._most = max(self._most, _resident(os.getpid()))


def _resident(process: int) -> float:
    """MB of a process and of those under it; 0 where that cannot be seen."""
    return sum(
        int(facts.get("VmRSS", "0 kB").split()[0]) * 1024 / 1e6
        for facts in map(_facts, _tree(process))
    )


def _work() -> float:
    """CPU seconds of this process and of those under it, as far as they can be seen."""
    mine = time.process_time()
    for process in _tree(os.getpid())[1:]:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended
            continue
        mine += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return mine


def _tree(process: int) -> list[int]:
    """A process and all under it."""
    under: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        facts = _facts(int(status.parent.name))
        under.setdefault(int(facts.get("PPid", 0)), []).append(int(status.parent.name))
    tree = [process]
    for each in tree:
        tree += under.get(each, [])
    return tree


def _facts(process: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:  # it has ended, or this is no Linux
        return {}
    return dict(line.split(":", 1) for line in lines)


def pairs(folder: Path) -> dict[str, Any]:
    """The pandas version and ours on the rows of two of the books, in turns; pandas over ours.

    Both read all cues; ours makes all signals of them, pandas its part. Each is run once before it
    counts.
    """
    everything = pq.read_table(folder / "interactions.parquet")
    all_engagements = pq.read_table(folder / "engagements.parquet")
    engagements = all_engagements.slice(0, PAIR_BOOKS * (CLOSED + OPEN))
    inside = pc.is_in(everything["engagement_id"], engagements["engagement_id"].combine_chunks())
    interactions = everything.filter(inside).combine_chunks()
    cutoffs = _cutoffs(interactions, engagements)
    frames = [table.to_pandas() for table in (interactions, engagements, cutoffs)]

    def ours() -> None:
        _signals(interactions, engagements, cutoffs)

    def theirs() -> None:
        pandas_version.signals(*frames)

    ours()
    columns = pandas_version.signals(*frames).shape[1]
    taken = [(_taken(theirs), _taken(ours)) for _ in range(PAIRS)]
    (low, middle, high), (least, work, most) = (
        ratio([one[which] / other[which] for one, other in taken]) for which in (0, 1)
    )
    return {
        "pair_rows": interactions.num_rows,
        "pandas_signals": columns,
        "pairs": taken,
        "times_faster": middle,
        "times_faster_low": low,
        "times_faster_high": high,
        "times_less_work": work,
        "times_less_work_low": least,
        "times_less_work_high": most,
    }


def ratio(ratios: list[float]) -> tuple[float, float, float]:
    """(low, median, high): 95 % of medians of as many ratios drawn with replacement.

    >>> ratio([5.0, 5.0, 5.0])
    (5.0, 5.0, 5.0)
    """
    chance = np.random.default_rng(0)
    medians = np.median(chance.choice(ratios, (2000, len(ratios))), axis=1)
    low, high = np.percentile(medians, INTERVAL)
    return float(low), statistics.median(ratios), float(high)


def _taken(function: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of work."""
    began, work = time.perf_counter(), _work()
    function()
    return time.perf_counter() - began, _work() - work


def one(folder: Path) -> dict[str, Any]:
    """One client at a time, from its rows to its explained score; ``folder`` is a demo's."""
    histories = asking.from_book(folder / "book")
    stored, label = scoring.load_model(None, folder / "book")
    counted = pc.value_counts(histories.interactions["client_id"].combine_chunks())
    near = [each["values"] for each in counted.to_pylist() if ROWS[0] <= each["counts"] <= ROWS[1]]
    taken = []
    for client in near[: CLIENTS + 5]:
        its = {
            name: table.filter(pc.equal(table["client_id"], client)).combine_chunks()
            for name, table in (
                ("interactions", histories.interactions),
                ("engagements", histories.engagements),
            )
        }
        alone = asking.Histories(**its, name="one", hourly_cost=histories.hourly_cost)
        engagement = its["engagements"]["engagement_id"][-1].as_py()
        began = time.perf_counter()
        cutoffs = asking.cutoffs_of(alone, [engagement], histories.newest)
        (explained,) = scoring.explain_cutoffs(alone, cutoffs, stored, label)
        taken.append(1e3 * (time.perf_counter() - began))
        assert explained["parts"]
    warm = taken[5:]
    return {
        "clients": len(warm),
        "one_client_ms": statistics.median(warm),
        "one_client_ms_p90": float(np.percentile(warm, 90)),
        "first_client_ms": taken[0],
    }


PARTS = {"book": make_book, "signals": large, "pairs": pairs, "one": one}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))) + "\n")
