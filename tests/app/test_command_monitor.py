"""`clientrisk monitor`: for schedulers, which read the exit code, and for people."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def watch(clientrisk, older):
    given = ("--book", older.book.path, "--model", older.stored.folder)
    return lambda *words: clientrisk("monitor", *given, *words)


def test_action_that_is_due_is_code_5_and_one_line_that_says_which(watch):
    ran = watch("--json")
    assert ran.code == 5
    assert json.loads(ran.out)["action_due"] is True
    assert ran.err.count("\n") == 1
    assert "action is due: age" in ran.err
    assert "train again" in ran.err


def test_without_any_action_due_it_is_code_0(watch):
    ran = watch("--due-after", "1000")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("SIMULATED")
    assert "OK       signals" in ran.out


@pytest.mark.parametrize("days", ["0", "-1", "soon"])
def test_an_age_that_is_none_is_refused(watch, days):
    assert watch("--due-after", days).code == 2
