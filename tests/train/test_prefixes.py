"""The benchmark by prefixes: cut before the outcome, forward in time, weighted by length."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest

from data.book import Book
from data.importing import import_into
from train.snapshots import Snapshots

FOLDER = Path(__file__).resolve().parents[1] / "benchmark"
DAY = np.timedelta64(1, "D")
BEGIN = np.datetime64("2012-01-01T12:00")


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def prefixes(monkeypatch):
    return script("prefixes", monkeypatch)


def trace(case: str, start: int, *events: tuple[str, float]) -> str:
    """A case of (activity, days since its start)."""
    inner = "".join(
        f'<event><string key="concept:name" value="{name}"/>'
        '<string key="lifecycle:transition" value="COMPLETE"/>'
        f'<date key="time:timestamp" value="{BEGIN + start * DAY + int(day * 24) * DAY / 24}Z"/>'
        "</event>"
        for name, day in events
    )
    return (
        f'<trace><string key="concept:name" value="{case}"/>'
        f'<string key="AMOUNT_REQ" value="1000"/>{inner}</trace>'
    )


def book_of(folder: Path, *traces: str) -> Book:
    path = folder / "log.xes"
    path.write_text(f'<log xes.version="1.0">{"".join(traces)}</log>')
    return import_into(folder / "book", source=path, mapping="bpic2012").book


def ended(case: str, start: int, verdict: str, days: float) -> str:
    return trace(case, start, ("A_SUBMITTED", 0), ("O_SENT", 0.5), (verdict, days))


def test_a_prefix_ends_with_its_event_strictly_before_the_outcome(prefixes, tmp_path):
    found = prefixes.prefixes_of(
        book_of(
            tmp_path,
            trace(
                "won", 0,
                ("A_SUBMITTED", 0), ("O_SENT", 1), ("O_SENT_BACK", 1),
                ("W_Valideren aanvraag", 3), ("A_APPROVED", 3), ("O_ACCEPTED", 3), ("O_SENT", 4),
                ("O_ACCEPTED", 5),
            ),
            trace("running", 0, ("A_SUBMITTED", 0), ("O_SENT", 1)),
            trace("refused", 0, ("A_SUBMITTED", 0), ("A_DECLINED", 1)),
        )
    )  # fmt: skip
    assert found.rows.cutoffs["engagement_id"].to_pylist() == ["won"] * 3
    assert found.length.tolist() == [1, 2, 3]
    at = found.rows.cutoffs["as_of"].to_numpy().astype("datetime64[m]")
    assert ((at - BEGIN) / DAY).tolist() == [0, 1, 1]
    assert (at < found.rows.closed).all()


def test_no_prefix_is_longer_than_the_longest(prefixes, tmp_path):
    calls = [("O_SENT", 1 + number) for number in range(60)]
    long = trace("long", 0, ("A_SUBMITTED", 0), *calls, ("O_ACCEPTED", 90))
    assert prefixes.prefixes_of(book_of(tmp_path, long)).length.max() == prefixes.LONGEST == 40


def test_learned_is_from_cases_that_had_closed_before_the_first_that_is_judged(
    prefixes, tmp_path, monkeypatch
):
    seen = {}

    def foretold(book: Book, older: Snapshots, newest: Snapshots) -> tuple[dict, str]:
        seen["older"], seen["newest"] = older, newest
        return {"explained_model": np.zeros(len(newest.weight))}, "a mix"

    monkeypatch.setattr(prefixes, "foretold", foretold)
    verdicts = ["O_ACCEPTED", "O_CANCELLED"] * 10
    cases = [
        # A cancelled offer does not close a case: the cancelled application does.
        trace(
            f"c{number}",
            number,
            ("A_SUBMITTED", 0), ("O_SENT", 0.5), (verdict, 2.5), ("A_CANCELLED", 2.5),
        )
        for number, verdict in enumerate(verdicts)
    ]  # fmt: skip
    slow = ended("slow", 3, "O_ACCEPTED", 30)
    told = prefixes.judged(book_of(tmp_path, *cases, slow))
    older, newest = seen["older"], seen["newest"]
    assert older.closed.max() < newest.opened.min()
    assert "slow" not in older.cutoffs["engagement_id"].to_pylist()
    assert (told["cases_learned"], told["cases_judged"]) == (13, 5)
    assert told["auc"]["explained_model"]["value"] == 0.5
    assert older.weight.sum() == pytest.approx(13)


def test_each_length_weighs_its_prefixes_and_one_of_a_single_kind_is_not_counted(prefixes):
    length = np.array([1, 1, 1, 1, 2, 2, 3])
    good = np.array([True, True, False, False, True, False, True])
    chance = np.array([0.9, 0.4, 0.5, 0.1, 0.2, 0.8, 0.7])
    cases = ["a", "b", "c", "d", "a", "c", "a"]
    moments = np.full(7, BEGIN)
    rows = Snapshots(
        pa.table({"engagement_id": cases}), good, np.array(cases), moments, moments, np.ones(7)
    )
    figure = prefixes.weighted_auc(prefixes.Prefixes(rows, length), {"model": chance})["model"]
    # Three of four pairs in order among four prefixes, none of one pair among two.
    assert figure.value == pytest.approx((0.75 * 4 + 0 * 2) / 6)
    assert figure.low <= figure.value <= figure.high


def test_both_outcomes_are_told_in_the_benchmark_with_their_bars(monkeypatch, tmp_path, capsys):
    run = script("run", monkeypatch)
    monkeypatch.setenv("CLIENTRISK_DATA", str(tmp_path))
    output = tmp_path / "benchmark.json"
    counts = {"cases_learned": 3, "cases_judged": 2, "prefixes_judged": 9, "base_rate": 0.5}
    auc = {"explained_model": {"value": 0.665, "low": 0.6, "high": 0.7}}
    each = {**counts, "mix": "a mix", "auc": auc}
    answer = {
        "outcomes": {"accepted": each, "cancelled": each},
        "missed_auc_accepted": 0.335,
        "missed_auc_cancelled": 0.335,
    }

    def left(code: int) -> dict:
        told = f"import sys; print({json.dumps(answer)!r}); sys.exit({code})"
        monkeypatch.setattr(run, "PREFIXING", [sys.executable, "-c", told])
        assert run.main([run.PREFIXES, "-o", str(output)]) == bool(code)
        return json.loads(output.read_text())

    assert left(0)["sets"][run.PREFIXES] == {
        "absent": "absent: there is no bpic2012/bpic2012.xes.gz in the data folder"
    }
    (tmp_path / "bpic2012").mkdir()
    (tmp_path / "bpic2012" / run.FILES["bpic2012"]).write_text("anything")
    bars = left(0)["bars"]
    met = {bar["figure"]: bar["met"] for bar in bars if bar["set"] == run.PREFIXES}
    assert met == {"missed_auc_accepted": True, "missed_auc_cancelled": False}
    assert "0.665 [0.600, 0.700]" in capsys.readouterr().out
    assert left(1)["sets"][run.PREFIXES] == {"failed": "failed: `prefixes.py` left with 1"}
