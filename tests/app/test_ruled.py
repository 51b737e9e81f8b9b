"""A ruling of the data team reaches the next model, and every explanation says so."""

from __future__ import annotations

import shutil

import pytest

from app.asking import from_book, open_cutoffs
from app.page import page
from app.scoring import explain_cutoffs, load_model
from data.book import Book
from data.rulings import Ruling, record
from features import matrix
from train.run import train

REASON = "Public bodies pay late by law"


@pytest.fixture(scope="module")
def ruled(small, tmp_path_factory):
    """A model and its explanations of a book in which one rule is released and one is off."""
    path = tmp_path_factory.mktemp("ruled") / "book"
    shutil.copytree(small.book.path, path)
    for heuristic, kind in (("late-payment", "released"), ("low-ball", "off")):
        at = "2026-05-01T09:00:00Z"
        record(path, Ruling(heuristic, kind, REASON, "Ann", at))
    report = train(Book.open(path), settings={"max_iter": 15}, pseudo_engagements=150)
    assert "ruled on: late-payment, low-ball" in "\n".join(report.lines())
    histories = from_book(path)
    stored, label = load_model(None, path)
    explained = explain_cutoffs(histories, open_cutoffs(histories), stored, label)
    return stored, explained


def test_a_released_rule_loses_its_direction_and_one_that_is_off_its_columns(ruled):
    stored, _ = ruled
    off = {column.name for column in matrix.columns() if column.owner == "low-ball"}
    assert not off & set(stored.names)
    bounds = stored.classifier.boosting_.monotonic_cst
    of = {owner: set() for owner in stored.classifier.owners}
    for owner, bound in zip(stored.classifier.owners, bounds, strict=True):
        of[owner].add(bound)
    assert of["late-payment"] == {0}
    assert of["vague-goals"] == {-1}


def test_every_explanation_says_so(ruled):
    _, explained = ruled
    released = [
        part["told"]
        for each in explained
        for part in each["parts"]
        if part["heuristic"] == "late-payment"
    ]
    assert released
    assert all(f"2026-05-01 (Ann): {REASON}." in told for told in released)
    for each in explained:
        kinds = {ruling["heuristic"]: ruling["ruling"] for ruling in each["ruled"]}
        assert kinds == {"late-payment": "released", "low-ball": "off"}
        assert not [part for part in each["parts"] if part["heuristic"] == "low-ball"]
        assert "Beats every price down. Switched off by a decision" in page(each, "en")
