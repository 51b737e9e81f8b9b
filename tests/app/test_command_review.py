"""`clientrisk review`: the trial, and rulings that follow from it or not."""

from __future__ import annotations

import json
import shutil

import pyarrow as pa
import pytest

from app.commands import review
from data.book import Book, write_book
from data.rulings import current, rulings_file
from features.catalogue import HEURISTICS, SOFTENS
from train.trial import Trial

RULE = "put-off"


@pytest.fixture
def book(small, tmp_path):
    """A copy of the small book, beside which rulings may be written."""
    return shutil.copytree(small.book.path, tmp_path / "here" / "book")


@pytest.fixture
def asked(clientrisk, small, book):
    def run(*words):
        return clientrisk("review", "--book", book, "--models", small.models, *words)

    return run


@pytest.fixture
def contradicted(monkeypatch):
    """Whatever is ruled on, the trial has contradicted it."""
    monkeypatch.setattr(Trial, "contradicted", lambda self, heuristic: True)


def test_the_trial_is_a_page_that_fits_a_terminal(asked):
    ran = asked()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("SIMULATED")
    assert max(map(len, ran.out.split("\n"))) <= 100
    assert all(heuristic.id in ran.out for heuristic in HEURISTICS)


def test_the_trial_as_json_has_effects_of_the_champion(asked, small):
    plain = json.loads(asked("--json").out)
    assert plain["model_version"] == small.report.registered.label
    assert len(plain["rules"]) == len(HEURISTICS)
    assert len(plain["waivers"]) == len(SOFTENS)
    assert any(each["effect"] for each in plain["rules"])
    assert (plain["simulated"], plain["rulings"]) == (True, {})


def test_without_a_model_there_are_no_effects_and_that_is_said(clientrisk, book, tmp_path):
    ran = clientrisk("review", "--book", book, "--models", tmp_path / "none", "--json")
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert "without effects" in ran.err
    plain = json.loads(ran.out)
    assert plain["model_version"] is None
    assert {each["effect"] for each in plain["rules"]} == {None}


def test_a_model_asked_for_by_name_must_be_there(asked):
    ran = asked("--model", "client-risk/99")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)


def test_a_book_without_outcomes_is_tried_and_says_nothing(clientrisk, small, tmp_path):
    engagements = small.book.engagements
    place = engagements.column_names.index("closed_at")
    never = pa.nulls(engagements.num_rows, engagements.schema.field(place).type)
    opened = engagements.set_column(place, engagements.schema.field(place), never)
    path = write_book(tmp_path / "book", small.book.interactions, opened, name="open").path
    ran = clientrisk("review", "--book", path, "--models", small.models)
    assert ran.code == 0
    assert "nothing can be tried" in ran.out


def test_a_ruling_against_the_trial_needs_even_so(asked, book):
    ran = asked("--release", RULE, "--reason", "it is slow here")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "--even-so" in ran.err
    assert not rulings_file(book).exists()
    ran = asked("--release", RULE, "--reason", "it is slow here", "--even-so", "--by", "Ann")
    assert ran.code == 0, ran.err
    assert "next `clientrisk train`" in ran.err
    ruling = current(book)[RULE]
    assert (ruling.ruling, ruling.reason, ruling.by) == ("released", "it is slow here", "Ann")
    assert ruling.even_so
    assert ruling.figures["book_digest"] == Book.open(book).digest
    assert ruling.figures["told"] >= ruling.figures["fired"] > 0
    assert ruling.figures["seen_until"].endswith("Z")
    assert "Ann" in ran.out
    assert "it is slow here" in asked().out


@pytest.mark.parametrize(("option", "made"), [("--release", "released"), ("--switch-off", "off")])
def test_a_contradicted_rule_is_ruled_on_and_restored(asked, book, contradicted, option, made):
    assert asked(option, RULE, "--reason", "seen", "--by", "Ann", "--even-so").code == 0
    ruling = current(book)[RULE]
    assert (ruling.ruling, ruling.even_so) == (made, False)
    again = asked(option, RULE, "--reason", "seen")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "already" in again.err
    assert asked("--restore", RULE, "--reason", "it holds again", "--by", "Bo").code == 0
    assert current(book) == {}
    assert len(rulings_file(book).read_text("utf-8").splitlines()) == 2


def test_an_exception_can_be_ruled_on(asked, book, contradicted):
    assert asked("--switch-off", "pays-up-front", "--reason", "r", "--by", "Ann").code == 0
    assert current(book)["pays-up-front"].figures["waivers"].keys() >= {"late-payment"}


@pytest.mark.parametrize(
    "words",
    [
        ("--release", RULE),
        ("--release", RULE, "--reason", " "),
        ("--release", "put-of", "--reason", "r"),
        ("--release", RULE, "--switch-off", RULE, "--reason", "r"),
        ("--restore", RULE, "--reason", "r"),
        ("--reason", "r"),
        ("--even-so",),
        ("--release", RULE, "--reason", "r", "--by", "\n"),
    ],
    ids=str,
)
def test_a_ruling_that_means_nothing_is_refused_before_the_work(asked, book, monkeypatch, words):
    monkeypatch.setattr(review, "_hold", None)
    ran = asked(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err
    assert not rulings_file(book).exists()


def test_who_rules_is_told_of_the_other_books_of_the_folder(asked, book, contradicted):
    shutil.copytree(book, book.parent / "another")
    assert "another" not in asked().err
    ran = asked("--switch-off", RULE, "--reason", "It is not so here.", "--by", "Ann")
    assert ran.code == 0
    assert "every book of this folder, also for another" in ran.err


def test_who_is_not_logged_in_says_his_name(asked, monkeypatch):
    def nobody():
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    ran = asked("--release", RULE, "--reason", "r")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "--by" in ran.err


def test_broken_rulings_are_refused_in_one_line(asked, book):
    rulings_file(book).write_text("nonsense\n", "utf-8")
    ran = asked()
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
