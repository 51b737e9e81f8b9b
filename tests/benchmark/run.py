"""Import, train, judge and explain real data and the simulated book; print a table, write JSON.

`make benchmark`, or `.venv/bin/python tests/benchmark/run.py [SET ...]`. See README.md beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).resolve().parent))

import measure  # noqa: E402 - neighbours of a script that is no package
import table  # noqa: E402

#: What a person types as `clientrisk`, whether or not the command is installed.
CLIENTRISK = [sys.executable, "-c", "from app.command_line import main; main()"]
MOMENTS = [sys.executable, str(Path(__file__).with_name("moments.py"))]
READING = [sys.executable, str(Path(__file__).with_name("cues.py"))]
GIVING = [sys.executable, str(Path(__file__).with_name("given.py"))]
PREFIXING = [sys.executable, str(Path(__file__).with_name("prefixes.py"))]
TRUST = {
    part: [sys.executable, str(Path(__file__).with_name(f"{part}.py"))]
    for part in ("curves", "deleted", "kills")
}
SPEED = [sys.executable, str(Path(__file__).with_name("engine.py"))]
SIMULATED = "simulated book"
ENGINE = "engine"
CUES = "cues"
TRUSTED = "trust"
PREFIXES = "prefixes"
#: Name of a set, which is also its folder and its mapping -> its file.
FILES = {
    "bpic2012": "bpic2012.xes.gz",
    "craigslist_bargain": "dev.json",
    "ibm_accounts_receivable": "WA_Fn-UseC_-Accounts-Receivable.csv",
    "bohanec_b2b": "Salvirt_B2B_ML_dataset.csv",
}
#: Sets without histories, whose mapping gives signals directly.
GIVEN = ("bohanec_b2b",)
SETS = (SIMULATED, *FILES, PREFIXES, TRUSTED, CUES, ENGINE)
EXACT = 1e-9
#: Set, figure, bound it stays under, what that says.
BARS = (
    (SIMULATED, "demo_seconds", 180.0, "the demo, nothing served"),
    (SIMULATED, "largest_error", EXACT, "every explanation sums to its score"),
    (ENGINE, "large_seconds", 45.0, "a million rows to signals, text included, two idle cores"),
    (ENGINE, "large_peak_mb", 2000.0, "memory for them, MB"),
    (ENGINE, "one_client_ms", 60.0, "one client from rows to explained score, warm, median"),
    (ENGINE, "share_of_pandas", 0.2, "our time as a share of pandas' time, upper end"),
    (CUES, "missed_f1_english", 0.40, "1 - macro F1 in English on hands never seen"),
    (CUES, "missed_f1_russian", 0.45, "1 - macro F1 in Russian on hands never seen"),
    (CUES, "mistaken_share", 0.15, "1 - precision of the least precise cue"),
    (CUES, "microseconds", 66.7, "CPU time a message: 15,000 a second on one core"),
    ("bpic2012", "seconds", 90.0, "end to end on two idle cores"),
    ("bpic2012", "peak_mb", 1500.0, "memory, MB"),
    ("bpic2012", "set_aside", 1, "no row is set aside"),
    ("bpic2012", "largest_error", EXACT, "every explanation sums to its score"),
    ("bpic2012", "auc", 0.75, "above it something of the outcome leaks"),
    (PREFIXES, "missed_auc_accepted", 0.34, "1 - AUC weighted by prefixes of bpic2012"),
    (PREFIXES, "missed_auc_cancelled", 0.33, "1 - AUC weighted by prefixes of bpic2012"),
    (SIMULATED, "calibration_error", 0.03, "calibration error of the newest quarter"),
    (SIMULATED, "crooked", 0.15, "how far its calibration slope is from 1"),
    (SIMULATED, "price", 0.01, "AUC that unconstrained boosting has more"),
    ("bpic2012", "calibration_error", 0.05, "calibration error of the newest quarter"),
    ("bpic2012", "crooked", 0.15, "how far its calibration slope is from 1"),
    ("bpic2012", "price", 0.01, "AUC that unconstrained boosting has more"),
    ("craigslist_bargain", "price", 0.01, "AUC that unconstrained boosting has more"),
    ("ibm_accounts_receivable", "price", 0.01, "AUC that unconstrained boosting has more"),
    ("ibm_accounts_receivable", "missed_auc", 0.155, "1 - AUC at the opening moment: history only"),
    (TRUSTED, "missed_auc_zero", 0.30, "1 - AUC on the contrary simulated book, no outcome known"),
    (TRUSTED, "short_at_50", EXACT, "what lacks of 0.04 AUC over learning from scratch, there"),
    (TRUSTED, "behind_at_1000", 0.01, "AUC that learning from scratch has more, there"),
    (TRUSTED, "score_not_as_told", 0.05, "flags whose deletion moved the score otherwise"),
    (TRUSTED, "failed_kills", 1, "kills after which the champion did not serve"),
    ("bohanec_b2b", "missed_auc", 0.165, "1 - AUC, 10 folds x 3"),
    ("bohanec_b2b", "missed_auc_zero", 0.28, "1 - AUC by the essays alone, no outcome known"),
    ("bohanec_b2b", "price", 0.01, "AUC that unconstrained boosting has more"),
)


class Failed(Exception):
    """A command that did not leave with 0; the message says which."""


def benchmark(names: list[str], data: Path, work: Path) -> dict[str, dict[str, Any]]:
    """Results by set: figures and steps, or ``absent``, or ``failed``, with the reason."""
    results: dict[str, dict[str, Any]] = {}
    for name in names:
        log = "bpic2012" if name == PREFIXES else name
        file = data / log / FILES[log] if log in FILES else None
        if file is not None and not file.is_file():
            results[name] = {"absent": f"absent: there is no {log}/{file.name} in the data folder"}
            continue
        tell(f"== {name}")
        try:
            if name == ENGINE:
                results[name] = _timed(work / name)
            elif name == CUES:
                results[name] = _heard(data, work / name)
            elif name == TRUSTED:
                results[name] = _trusted(data, work / name)
            elif name == PREFIXES:
                results[name] = _prefixed(data)
            elif name in GIVEN:
                results[name] = _given(name, data / name / FILES[name])
            else:
                results[name] = _judged(name, file, work / name)
        except Failed as error:
            results[name] = {"failed": str(error)}
    return results


def _judged(name: str, file: Path | None, folder: Path) -> dict[str, Any]:
    """One set through the commands of the product, each in a process of its own."""
    folder.mkdir(parents=True)
    book, cutoffs, explained = folder / "book", folder / "moments.csv", folder / "explained.jsonl"
    steps: dict[str, measure.Step] = {}

    def told(which: str, command: list[str]) -> dict[str, Any]:
        try:
            return dict(json.loads(step(which, command)))
        except ValueError:
            raise Failed(f"failed: `{which} --json` printed no JSON object") from None

    def step(which: str, command: list[str]) -> str:
        steps[which] = measure.run(command, PROJECT)
        if steps[which].code:
            raise Failed(f"failed: `{which}` left with {steps[which].code}")
        return steps[which].printed

    counts: dict[str, Any] = {"read": None, "set_aside": None, "tables": []}
    if file is None:
        step("demo", [*CLIENTRISK, "demo", "--no-serve", "--folder", str(folder)])
    else:
        asked = ["import", str(file), "--mapping", name, "--book", str(book), "--json"]
        tables = told("import", [*CLIENTRISK, *asked])["tables"]
        counts = {key: sum(each[key] for each in tables) for key in ("read", "set_aside")}
        counts["tables"] = tables
    report = told("train", [*CLIENTRISK, "train", "--book", str(book), "--json"])
    step("moments", [*MOMENTS, str(book), str(cutoffs)])
    asked = ["explain", "--book", str(book), "--cutoffs", str(cutoffs), "-o", str(explained)]
    # The gate may refuse it for a champion; it is judged here all the same.
    step("explain", [*CLIENTRISK, *asked, "--model", report["model_version"]])
    with explained.open(encoding="utf-8") as explanations:
        errors = [error_of(json.loads(line)) for line in explanations]
    with cutoffs.open(encoding="utf-8") as moments:
        engagements = sum(1 for _ in moments) - 1
    if len(errors) != engagements:
        raise Failed(f"failed: {engagements} engagements, but {len(errors)} explanations")
    # The demo trains by itself: its end to end is its own time, the judgement comes on top.
    whole = ("demo",) if file is None else ("import", "train", "explain")
    return {
        "simulated": report["simulated"],
        **counts,
        "engagements": engagements,
        "closed": report["engagements"],
        "judged": report["test_engagements"],
        "trained_on": report["train_engagements"],
        "base_rate": report["base_rate"],
        "grouped": report["grouped"],
        **_bar_figures(report),
        "figures": report["figures"],
        "ages": report["ages"],
        "steps": {
            which: {key: taken for key, taken in asdict(each).items() if key != "printed"}
            for which, each in steps.items()
        },
        **({"demo_seconds": steps["demo"].seconds} if "demo" in steps else {}),
        "seconds": sum(steps[which].seconds for which in whole),
        "cpu_seconds": sum(steps[which].cpu_seconds for which in whole),
        "peak_mb": max(each.peak_mb for each in steps.values()),
        "explained": len(errors),
        "largest_error": max(errors),
    }


def _bar_figures(report: dict[str, Any]) -> dict[str, float]:
    figures = report["figures"]
    model, free = figures["explained_model"], figures["unconstrained_boosting"]
    opening = report["ages"][0]["figures"] if report["ages"] else {}
    found = {
        "auc": model["auc"]["value"],
        "price": free["auc"]["value"] - model["auc"]["value"],
        "calibration_error": model["calibration_error"]["value"],
        "crooked": abs(model["slope"]["value"] - 1),
    }
    if opening:
        found["missed_auc"] = 1 - opening["explained_model"]["auc"]["value"]
    return found


def _trusted(data: Path, folder: Path) -> dict[str, Any]:
    """Learning curves, reasons put to the test, and kills; each in a process of its own."""
    demo = folder / "demo"
    found: dict[str, Any] = {}
    for part, command in (
        ("curves", [*TRUST["curves"], str(data)]),
        ("demo", [*CLIENTRISK, "demo", "--no-serve", "--folder", str(demo)]),
        ("deleted", [*TRUST["deleted"], str(demo)]),
        ("kills", TRUST["kills"]),
    ):
        step = measure.run(command, PROJECT)
        # Kills leave with 1 when one of them failed, which is a figure and not a fault of ours.
        if step.code and part != "kills":
            raise Failed(f"failed: `{part}` left with {step.code}")
        if part != "demo":
            found[part] = json.loads(step.printed)
    by_size = {
        row["outcomes"]: {model: each["auc"] for model, each in row["figures"].items()}
        for row in found["curves"]["contrary simulated book"]
    }

    def ahead(size: int) -> float:
        auc = by_size[size]
        scratch = max(auc["logistic_regression"], auc["unconstrained_boosting"])
        return float(auc["explained_model"] - scratch)

    return {
        **found,
        "missed_auc_zero": 1 - by_size[0]["explained_model"],
        "short_at_50": max(0.04 - ahead(50), 0.0),
        "behind_at_1000": -ahead(1000),
        "score_not_as_told": 1 - found["deleted"]["score_moved_as_told"],
        "failed_kills": found["kills"]["kills"] - found["kills"]["champion_served"],
    }


def _heard(data: Path, folder: Path) -> dict[str, Any]:
    """The reader trained anew and judged on hands left out; the shipped one on foreign sets."""
    folder.mkdir(parents=True)
    asked = ["train-cues", "--output", str(folder / "reader.npz"), "--json"]
    trained = measure.run([*CLIENTRISK, *asked], PROJECT)
    read = measure.run([*READING, str(data)], PROJECT)
    for which, step in (("train-cues", trained), ("cues.py", read)):
        if step.code:
            raise Failed(f"failed: `{which}` left with {step.code}")
    report, found = json.loads(trained.printed), json.loads(read.printed)
    precisions = [
        cue["precision"]["value"]
        for language in report["languages"]
        for cue in language["cues"]
        if cue["precision"]["value"] is not None
    ]
    return {
        **found,
        **report,
        **{
            f"missed_f1_{each['language']}": 1 - each["macro_f1"]["value"]
            for each in report["languages"]
        },
        "mistaken_share": 1 - min(precisions),
        "microseconds": 1e6 / min(found["messages_a_second"], found["messages_a_second_dense"]),
        "train_seconds": trained.seconds,
    }


def _given(name: str, file: Path) -> dict[str, Any]:
    """A table of signals cross-validated by `given.py`, with the figures that have bars."""
    step = measure.run([*GIVING, name, str(file)], PROJECT)
    if step.code:
        raise Failed(f"failed: `given.py` left with {step.code}")
    found: dict[str, Any] = json.loads(step.printed)
    auc = {model: figure["auc"]["value"] for model, figure in found["figures"].items()}
    return {
        **found,
        "missed_auc": 1 - auc["explained_model"],
        "missed_auc_zero": 1 - auc["zero_outcomes"],
        "price": auc["unconstrained_boosting"] - auc["explained_model"],
        "seconds": step.seconds,
        "cpu_seconds": step.cpu_seconds,
    }


def _prefixed(data: Path) -> dict[str, Any]:
    """Both outcomes of bpic2012 by prefixes, with the figures that have bars."""
    step = measure.run([*PREFIXING, str(data)], PROJECT)
    if step.code:
        raise Failed(f"failed: `prefixes.py` left with {step.code}")
    return {**json.loads(step.printed), "seconds": step.seconds, "peak_mb": step.peak_mb}


def _timed(folder: Path) -> dict[str, Any]:
    """The parts of `engine.py`, each in a process of its own, and a demo's model for the last."""
    found: dict[str, Any] = {}
    demo = folder / "demo"
    for part, command in (
        ("book", [*SPEED, "book", str(folder)]),
        ("signals", [*SPEED, "signals", str(folder)]),
        ("pairs", [*SPEED, "pairs", str(folder)]),
        ("demo", [*CLIENTRISK, "demo", "--no-serve", "--folder", str(demo)]),
        ("one", [*SPEED, "one", str(demo)]),
    ):
        step = measure.run(command, PROJECT)
        if step.code:
            raise Failed(f"failed: `{part}` left with {step.code}")
        if part != "demo":
            found |= json.loads(step.printed)
    return {**found, "share_of_pandas": 1 / found["times_faster_low"]}


def error_of(explanation: dict[str, Any]) -> float:
    """|start + parts - log_odds| of one line of `clientrisk explain`.

    >>> error_of({"start": 0.5, "parts": [{"log_odds": 0.25}], "log_odds": 1.0})
    0.25
    """
    parts = sum(part["log_odds"] for part in explanation["parts"])
    return abs(float(explanation["start"] + parts - explanation["log_odds"]))


def bars(results: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Each bar with what was measured and whether it is met; None where the set is missing."""
    found = []
    for name, figure, bound, meaning in BARS:
        value = results.get(name, {}).get(figure)
        met = None if value is None else value < bound
        found.append(
            {
                "set": name,
                "figure": figure,
                "below": bound,
                "meaning": meaning,
                "value": value,
                "met": met,
            }
        )
    return found


def tell(line: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run; 0 unless a command failed or an explanation does not sum. Absent data is no failure."""
    parser = argparse.ArgumentParser(description=__doc__, prog="benchmark")
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("-o", "--output", type=Path, default=PROJECT / "benchmark.json")
    asked = parser.parse_args(arguments)
    names = asked.sets or [*SETS]
    if unknown := sorted(set(names) - {*SETS}):
        parser.error(f"there is no set {unknown[0]!r}")
    default = PROJECT.parent / "shared" / "data"
    data = Path(os.environ.get("CLIENTRISK_DATA") or default)
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="client-risk-benchmark-") as work:
        results = benchmark(names, data, Path(work))
    found = bars(results)
    report = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "processors": os.cpu_count(),
            "busy_before": before,
            "busy_after": os.getloadavg()[0],
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "sets": results,
        "bars": found,
    }
    asked.output.write_text(json.dumps(report, indent=1, allow_nan=False) + "\n", "utf-8")
    apart = (CUES, ENGINE, TRUSTED, PREFIXES, *GIVEN)
    judged = {name: result for name, result in results.items() if name not in apart}
    told = [line for name in GIVEN for line in table.given_lines(name, results.get(name, {}))]
    told += table.prefix_lines(results.get(PREFIXES, {}))
    told += table.trust_lines(results.get(TRUSTED, {}))
    told += [*table.cue_lines(results.get(CUES, {})), *table.engine_lines(results.get(ENGINE, {}))]
    for line in [*table.lines(judged), *told]:
        tell(line)
    for bar in found:
        if bar["met"] is not None:
            verdict = "met" if bar["met"] else "MISSED"
            tell(
                f"{verdict}: {bar['set']} {bar['figure']} {bar['value']:.4g} < {bar['below']:g}"
                f" ({bar['meaning']})"
            )
    tell(f"written: {asked.output.name}")
    broken = [each for each in results.values() if "failed" in each]
    unequal = [each for each in results.values() if each.get("largest_error", 0) > EXACT]
    return 1 if broken or unequal else 0


if __name__ == "__main__":
    sys.exit(main())
