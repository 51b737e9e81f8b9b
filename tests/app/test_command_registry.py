"""`clientrisk judge`, `promote`, `rollback`, `models`, `doctor`: codes and one-line answers."""

from __future__ import annotations

import json
import shutil

import pytest

from data.errors import ModelRefused
from train import registry, tracking

COMMANDS = ("judge", "promote", "rollback", "models", "doctor")


@pytest.fixture
def book(small, tmp_path):
    """A copy of the small book and its store; its newest quarter is too few to judge on."""
    shutil.copytree(small.book.path.parent, tmp_path / "copy")
    return tmp_path / "copy" / "book"


def again(book):
    """The champion's files registered once more: a challenger, without another training."""
    place = tracking.locate(models=book.parent / "models")
    champion = registry.having(place, "champion")
    opened = tracking.client(place)
    listed = opened.get_model_version(champion.name, champion.version)
    opened.create_model_version(
        champion.name, source=listed.source, run_id=listed.run_id, tags=champion.tags
    )
    registry.set_alias(place, "challenger", registry.numbered(place, "2"))
    return place


def test_the_list_has_every_version_and_move(clientrisk, book):
    again(book)
    ran = clientrisk("models", "--book", book)
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()[:2]] == [
        ["client-risk/2", "challenger"],
        ["client-risk/1", "champion"],
    ]
    told = json.loads(clientrisk("models", "--book", book, "--json").out)
    assert [each["label"] for each in told["versions"]] == ["client-risk/2", "client-risk/1"]
    assert [(each["kind"], each["done"]) for each in told["moves"]] == [("promote", True)]


def test_too_few_to_judge_on_is_data_refused(clientrisk, book):
    again(book)
    ran = clientrisk("judge", "--book", book)
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "30 closed engagements" in ran.err


def test_the_gate_refuses_with_a_code_of_its_own_and_a_reason_overrides_it(clientrisk, book):
    place = again(book)
    ran = clientrisk("promote", "--book", book)
    assert ran.code == 6
    assert ran.out.count("\n") == 1
    assert "cannot tell" in ran.out
    assert "--reason" in ran.err.splitlines()[-1]
    assert registry.standing(place, "champion") == "1"
    ran = clientrisk("promote", "--book", book, "--reason", "first outcomes", "--by", "Anna")
    assert ran.code == 0
    assert ran.err.splitlines()[-1] == "champion: client-risk/2"
    assert "overridden by Anna" in clientrisk("models", "--book", book).out
    ran = clientrisk("rollback", "--book", book, "--reason", "too early")
    assert (ran.code, ran.err) == (0, "champion: client-risk/1, in place of version 2\n")
    ran = clientrisk("rollback", "--book", book)
    assert (ran.code, ran.err.count("\n")) == (4, 1)


def test_the_doctor_has_a_code_for_what_is_due(clientrisk, book):
    assert clientrisk("doctor", "--book", book).code == 0
    (book.parent / "models" / ".model-abc").mkdir()
    assert clientrisk("doctor", "--book", book).code == 0
    ran = clientrisk("doctor", "--book", book, "--now")
    assert ran.code == 5
    assert "--repair" in ran.err
    ran = clientrisk("doctor", "--book", book, "--now", "--repair")
    assert ran.code == 0
    assert ran.out.startswith("swept")
    assert json.loads(clientrisk("doctor", "--book", book, "--now", "--json").out) == []


def test_without_a_store_each_says_so_and_makes_none(clientrisk, book, tmp_path):
    codes = []
    for command in COMMANDS:
        ran = clientrisk(command, "--book", book, "--models", tmp_path / "none")
        codes.append(ran.code)
        assert ran.err.count("\n") <= 1
    assert codes == [4, 4, 4, 0, 0]
    assert not (tmp_path / "none").exists()


def test_a_server_that_is_away_is_one_line_each(clientrisk, book, monkeypatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    for command in COMMANDS:
        ran = clientrisk(command, "--book", book)
        assert (ran.code, ran.err.count("\n")) == (4, 1), (command, ran.err)
        assert "does not answer" in ran.err


def test_the_demo_keeps_a_champion_of_its_own_book_and_overrules_another(book, monkeypatch):
    from app.commands.demo import _promote
    from data.book import Book

    place = again(book)
    opened = Book.open(book)
    _promote(opened, book.parent / "models", "2")
    assert registry.standing(place, "champion") == "1"
    load = registry.load

    def of_another(registered):
        stored = load(registered)
        stored.facts["book_digest"] = "another"
        return stored

    monkeypatch.setattr(registry, "load", of_another)
    _promote(opened, book.parent / "models", "2")
    assert registry.standing(place, "champion") == "2"
    assert registry.history(place)[-1].reason.startswith("demo: ")
    with pytest.raises(ModelRefused):
        _promote(opened, book.parent / "models", "9")
