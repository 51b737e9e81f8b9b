"""The command line as a whole: quick to start, one line per error, the right exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.command_line import COMMANDS
from app.commands import catalogue as catalogue_command
from features.catalogue import HEURISTICS

PROJECT = Path(__file__).parents[2]
HEAVY = ("sklearn", "scipy", "mlflow", "ibis", "duckdb", "pandas", "streamlit", "sqlalchemy")


@pytest.mark.parametrize("words", [["--help"], ["predict", "--help"], ["catalogue"]])
def test_a_look_at_the_commands_loads_nothing_heavy(words):
    program = (
        "import sys\nfrom app.command_line import main\n"
        f"sys.argv = ['clientrisk', *{words!r}]\n"
        "try:\n    main()\nfinally:\n"
        f"    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ran.stderr.strip() == "[]"
    assert len(ran.stdout) > 500


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_tells_what_it_does(clientrisk, command):
    ran = clientrisk(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: clientrisk {command} ")


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_an_unknown_option_is_one_line_of_usage(clientrisk, command):
    ran = clientrisk(command, "--nonsense")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"`clientrisk {command} --help`" in ran.err


def test_without_a_command_the_help_is_shown(clientrisk):
    ran = clientrisk()
    assert ran.code == 2
    assert "Commands:\n" in ran.err


def test_a_fault_of_ours_is_one_line_without_its_message(clientrisk, monkeypatch):
    def broken(value):
        raise RuntimeError("Dear Mr Smith, the secret price is")

    monkeypatch.setattr(catalogue_command, "_shown", broken)
    ran = clientrisk("catalogue", "put-off")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "RuntimeError" in ran.err
    assert "Smith" not in ran.err + ran.out


def test_a_reader_that_leaves_early_is_no_error():
    program = "from app.command_line import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "catalogue", "--json"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as ran:
        ran.stdout.close()
        assert ran.stderr.read() == b""
    assert ran.returncode == 0


def test_the_catalogue_lists_every_heuristic(clientrisk):
    listed = clientrisk("catalogue").out.splitlines()
    assert [line.split()[1] for line in listed] == [each.id for each in HEURISTICS]
    whole = json.loads(clientrisk("catalogue", "--json").out)
    assert [each["id"] for each in whole] == [each.id for each in HEURISTICS]


def test_one_heuristic_is_shown_in_full(clientrisk):
    one = json.loads(clientrisk("catalogue", "put-off", "--json").out)
    assert one["id"] == "put-off"
    assert one["title"] in clientrisk("catalogue", "put-off").out


def test_a_heuristic_that_is_not_there_is_answered_with_the_nearest(clientrisk):
    ran = clientrisk("catalogue", "put-of")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "did you mean put-off?" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("app", "--port", "0"),
        ("app", "--port", "99999"),
        ("demo", "--closed", "0", "--no-serve"),
        ("demo", "--open", "-1", "--no-serve"),
        ("demo", "--seed", "x", "--no-serve"),
    ],
)
def test_numbers_that_cannot_be_meant_are_usage(clientrisk, words):
    ran = clientrisk(*words)
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_the_app_without_a_book_is_refused(clientrisk, tmp_path):
    ran = clientrisk("app", "--book", tmp_path / "nowhere")
    assert (ran.code, ran.err.count("\n")) == (3, 1)


def test_a_taken_port_is_said_before_any_work(clientrisk, small, tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for words in (("app", "--book", small.book.path), ("demo", "--folder", tmp_path / "d")):
            ran = clientrisk(*words, "--port", port)
            assert (ran.code, ran.err.count("\n")) == (2, 1)
            assert str(port) in ran.err
    assert list(tmp_path.iterdir()) == []
