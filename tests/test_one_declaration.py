"""A heuristic or a cue is added in one place, and everything else follows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
CUE = """
TALK = (
    *TALK,
    Cue("letters-only", "inbound", "answers by letter only", english=("by letter only",)),
)
"""
HEURISTIC = """
HEURISTICS = (
    *HEURISTICS,
    Heuristic(
        id="letters-only",
        title="Answers by letter only",
        title_ru="Отвечает только письмами",
        essay=("E0",),
        family="meetings",
        polarity="against",
        cues=("letters-only",),
        signals=(said("letters_demanded", "Messages that want letters", "letters-only"),),
        told="Letters demanded: {letters_demanded:.0f}.",
        told_ru="Требовали писем: {letters_demanded:.0f}.",
        action="quick-call-or-next-week",
        advice="Buy stamps.",
        advice_ru="Купите марки.",
    ),
)
"""


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a copy of the project makes of the two declarations added to its files."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("data", "features", "model", "train", "app"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "tests" / "one_declaration.py", folder)
    for file, declaration in (("cues/talk.py", CUE), ("heuristics/meetings.py", HEURISTIC)):
        with (folder / "features" / file).open("a", encoding="utf-8") as source:
            source.write(declaration)
    run = subprocess.run(
        [sys.executable, "one_declaration.py", "results", "letters-only"],
        cwd=folder,
        env={
            # MLflow writes the address it was given into the environment.
            **{name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"},
            "PYTHONPATH": str(folder),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_an_added_heuristic_is_measured_and_learned(arrived: dict) -> None:
    assert arrived["columns"] == ["letters_demanded"]
    assert "letters_demanded" in arrived["model"]
    (part,) = arrived["parts"]
    assert part["kind"] == "flag"
    assert part["log_odds"] < -0.1


def test_an_added_heuristic_is_explained_with_the_words_that_were_written(arrived: dict) -> None:
    (part,) = arrived["parts"]
    assert part["told"].startswith("Letters demanded: ")
    assert {each["quote"] for each in part["evidence"]} == {"We answer by letter only."}


def test_an_added_heuristic_is_told_to_people(arrived: dict) -> None:
    page = "\n".join(arrived["page"])
    assert "Answers by letter only" in page
    assert "“We answer by letter only.”" in page
    assert "| - | `letters-only` | Answers by letter only |" in arrived["table"]
