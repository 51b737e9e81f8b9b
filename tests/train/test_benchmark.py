"""The benchmark's own machinery, on a tiny set and with commands that answer at once."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from data.book import Book
from data.importing import import_into

SCRIPT = Path(__file__).resolve().parents[1] / "benchmark" / "run.py"
NAME = "ibm_accounts_receivable"
INVOICES = """countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,\
InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate
1,c-1,4/6/2013,0001,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0
1,c-1,4/6/2013,0002,1/26/2013,2/25/2013,61.74,Yes,3/3/2013,Electronic,36,6
2,c-2,4/6/2013,0003,7/3/2013,8/2/2013,65.88,No,,Paper,,
"""
FIGURE = {"value": 0.625, "low": 0.5, "high": None}
REPORT = {
    "model_version": "client-risk/1",
    "simulated": False,
    "base_rate": 0.5,
    "engagements": 2,
    "train_engagements": 1,
    "test_engagements": 1,
    "grouped": False,
    "figures": {
        model: {
            "auc": FIGURE,
            "log_loss": {"value": 0.5, "low": 0.4, "high": 0.6},
            "calibration_error": FIGURE,
            "slope": FIGURE,
        }
        for model in (
            "explained_model",
            "unconstrained_boosting",
            "logistic_regression",
            "rules_alone",
            "base_rate",
        )
    },
    "ages": [{"days": 0.0, "engagements": 1, "base_rate": 1.0, "figures": {}}],
}
#: Stands for `clientrisk`: imports for real, answers training and explanation at once.
COMMAND = """
import json, sys
from pathlib import Path
asked = dict(zip(sys.argv[2::2], sys.argv[3::2]))
if sys.argv[1] == "import":
    from app.command_line import main
    main()
elif sys.argv[1] == "train":
    print(Path(REPORT).read_text())
else:
    moments = Path(asked["--cutoffs"]).read_text().splitlines()[1:]
    lines = [
        {"start": 0.5, "parts": [{"log_odds": 0.25}], "log_odds": 0.75 + WRONG} for _ in moments
    ]
    Path(asked["-o"]).write_text("".join(json.dumps(line) + "\\n" for line in lines))
"""


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location("benchmark_run", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def quick(script, tmp_path, monkeypatch):
    """Run the benchmark on three invoices; ``wrong`` is what each explanation misses by."""
    data = tmp_path / "data" / NAME
    data.mkdir(parents=True)
    (data / script.FILES[NAME]).write_text(INVOICES)
    (tmp_path / "report.json").write_text(json.dumps(REPORT))
    monkeypatch.setenv("CLIENTRISK_DATA", str(tmp_path / "data"))

    def run(*sets: str, wrong: float = 0.0, command: str = COMMAND) -> tuple[int, dict]:
        text = command.replace("REPORT", repr(str(tmp_path / "report.json")))
        code = text.replace("WRONG", repr(wrong))
        monkeypatch.setattr(script, "CLIENTRISK", [sys.executable, "-c", code])
        output = tmp_path / "benchmark.json"
        left = script.main([*sets, "-o", str(output)])
        return left, json.loads(output.read_text())

    return run


def test_a_set_is_counted_judged_and_every_engagement_explained(quick, capsys):
    code, report = quick(NAME)
    found = report["sets"][NAME]
    assert code == 0
    assert (found["read"], found["set_aside"], found["engagements"]) == (8, 0, 3)
    assert (found["explained"], found["largest_error"]) == (3, 0.0)
    assert set(found["steps"]) == {"import", "train", "moments", "explain"}
    assert found["seconds"] > found["steps"]["import"]["seconds"] > 0
    assert found["peak_mb"] > 10
    printed = capsys.readouterr().out
    assert "rows read, both tables" in printed
    assert "0.625" in printed
    assert "SIMULATED" not in printed


def test_an_explanation_that_does_not_sum_is_a_failure(quick):
    code, report = quick(NAME, wrong=1e-6)
    assert code == 1
    assert report["sets"][NAME]["largest_error"] == pytest.approx(1e-6)


def test_absent_data_are_named_and_are_no_failure(quick, capsys):
    code, report = quick("bpic2012", "craigslist_bargain")
    assert code == 0
    assert report["sets"]["bpic2012"] == {
        "absent": "absent: there is no bpic2012/bpic2012.xes.gz in the data folder"
    }
    assert "craigslist_bargain: absent" in capsys.readouterr().out
    assert all(bar["met"] is None for bar in report["bars"])


def test_a_command_that_fails_is_named_and_the_rest_goes_on(quick, capsys):
    code, report = quick(NAME, "bpic2012", command="raise SystemExit(3)")
    assert code == 1
    assert report["sets"][NAME] == {"failed": "failed: `import` left with 3"}
    assert "absent" in report["sets"]["bpic2012"]


def test_output_that_is_no_json_is_a_failure_of_that_command(quick):
    code, report = quick(NAME, command="print('100% done')")
    assert code == 1
    assert report["sets"][NAME] == {"failed": "failed: `import --json` printed no JSON object"}


def test_bars_are_missed_from_their_bound_on(script):
    measured = {"auc": 0.75, "seconds": 89.9, "peak_mb": 1400.0, "set_aside": 0}
    met = {bar["figure"]: bar["met"] for bar in script.bars({"bpic2012": measured})}
    assert met["auc"] is False
    assert met["seconds"] is True
    assert met["largest_error"] is None


def test_moments_lie_before_the_end_and_open_ones_at_the_newest(script, tmp_path):
    source = tmp_path / "invoices.csv"
    source.write_text(INVOICES)
    import_into(tmp_path / "book", source=source, mapping=NAME)
    step = script.measure.run(
        [*script.MOMENTS, str(tmp_path / "book"), str(tmp_path / "moments.csv")], tmp_path
    )
    assert step.code == 0
    rows = dict(line.split(",") for line in (tmp_path / "moments.csv").read_text().splitlines()[1:])
    assert rows["0001"] == "2013-01-15T11:59:59.999999+00:00"
    assert rows["0003"] == Book.open(tmp_path / "book").newest.isoformat()


def test_the_engine_is_timed_part_by_part_and_a_part_that_fails_is_named(
    script, tmp_path, monkeypatch, capsys
):
    figures = {
        "rows": 10,
        "cutoffs": 2,
        "signals": 3,
        "text_seconds": 0.5,
        "large_seconds": 1.0,
        "large_peak_mb": 100.0,
        "pandas_signals": 3,
        "pair_rows": 5,
        "pairs": [[4.0, 1.0]],
        "times_faster": 8.0,
        "times_faster_low": 4.0,
        "times_faster_high": 9.0,
        "times_less_work": 5.0,
        "times_less_work_low": 4.5,
        "times_less_work_high": 5.5,
        "clients": 1,
        "one_client_ms": 59.0,
        "one_client_ms_p90": 80.0,
    }
    answers = f"import sys; print({json.dumps(figures)!r}); sys.exit(sys.argv[1] == BROKEN)"

    def run(broken: str) -> tuple[int, dict]:
        code = answers.replace("BROKEN", repr(broken))
        for command in ("SPEED", "CLIENTRISK"):
            monkeypatch.setattr(script, command, [sys.executable, "-c", code])
        output = tmp_path / "benchmark.json"
        left = script.main([script.ENGINE, "-o", str(output)])
        return left, json.loads(output.read_text())

    left, report = run(broken="")
    met = {bar["figure"]: bar["met"] for bar in report["bars"] if bar["set"] == script.ENGINE}
    assert left == 0
    assert met == {
        "large_seconds": True,
        "large_peak_mb": True,
        "one_client_ms": True,
        "share_of_pandas": False,
    }
    assert "8.0 times as fast [4.0, 9.0]" in capsys.readouterr().out
    left, report = run(broken="pairs")
    assert left == 1
    assert report["sets"][script.ENGINE] == {"failed": "failed: `pairs` left with 1"}


def test_a_table_of_signals_is_judged_apart_and_its_bars_are_told(
    script, tmp_path, monkeypatch, capsys
):
    name = script.GIVEN[0]
    (tmp_path / name).mkdir()
    (tmp_path / name / script.FILES[name]).write_text("anything")
    monkeypatch.setenv("CLIENTRISK_DATA", str(tmp_path))
    auc = {"explained_model": 0.84, "unconstrained_boosting": 0.86, "zero_outcomes": 0.7}
    answer = {
        "read": 9,
        "set_aside": 2,
        "repeated": 1,
        "engagements": 7,
        "base_rate": 0.5,
        "folds": 10,
        "repeats": 3,
        "essays_weights": {"0": 30},
        "figures": {
            model: {
                "auc": {"value": value, "low": 0.6, "high": 0.9},
                "log_loss": FIGURE,
            }
            for model, value in auc.items()
        },
    }

    def run(leaves: int) -> tuple[int, dict]:
        code = f"import sys; print({json.dumps(answer)!r}); sys.exit({leaves})"
        monkeypatch.setattr(script, "GIVING", [sys.executable, "-c", code])
        left = script.main([name, "-o", str(tmp_path / "benchmark.json")])
        return left, json.loads((tmp_path / "benchmark.json").read_text())

    left, report = run(leaves=0)
    met = {bar["figure"]: bar["met"] for bar in report["bars"] if bar["set"] == name}
    assert left == 0
    assert met == {"missed_auc": True, "missed_auc_zero": False, "price": False}
    printed = capsys.readouterr().out
    assert "9 rows read, 2 set aside, of these 1 copies" in printed
    assert "0.840 [0.600, 0.900]" in printed
    left, report = run(leaves=1)
    assert left == 1
    assert report["sets"][name] == {"failed": "failed: `given.py` left with 1"}
