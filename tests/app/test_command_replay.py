"""`clientrisk replay`: a page for people, JSON and rows for programs."""

from __future__ import annotations

import csv
import json
import re

import pytest

from app.replay import Moment, Replay, Warned
from app.replay_page import BAR, KINDS, bar, lines
from data.contract import KINDS as EVERY_KIND


@pytest.fixture
def again(clientrisk, older):
    given = ("--book", older.book.path, "--model", older.stored.folder)
    return lambda *words: clientrisk("replay", *words, *given)


@pytest.fixture(scope="module")
def some(older):
    return next(
        card["engagement_id"] for card in older.book.engagements.to_pylist() if card["closed_at"]
    )


def test_a_page_is_printed_within_a_hundred_columns(again, some):
    ran = again(some)
    assert ran.code == 0
    assert ran.out.startswith("SIMULATED")
    assert all(len(line) <= 100 and line.isprintable() for line in ran.out.splitlines())
    assert "moments of" in ran.err


def test_json_is_one_object_and_rows_are_one_a_moment(again, some, tmp_path):
    whole = json.loads(again(some, "--json").out)
    assert again(some, "-o", tmp_path / "moments.csv").out == ""
    with (tmp_path / "moments.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    again(some, "-o", tmp_path / "moments.jsonl")
    written = (tmp_path / "moments.jsonl").read_text("utf-8")
    objects = [json.loads(line) for line in written.splitlines()]
    for told in (rows, objects):
        assert [each["as_of"] for each in told] == [each["as_of"] for each in whole["moments"]]
        assert [float(each["chance"]) for each in told] == pytest.approx(
            [each["chance"] for each in whole["moments"]]
        )


def test_russian_titles_are_told_in_russian(again, some):
    changes = [
        each["change"]
        for each in json.loads(again(some, "--json", "--language", "ru").out)["moments"]
    ]
    titles = [each["title"] for each in changes if each]
    assert titles
    assert all(any("а" <= letter <= "я" for letter in title.lower()) for title in titles)


def test_a_page_asked_for_in_russian_is_in_russian(again, some):
    ran = again(some, "--language", "ru")
    told = ran.out.replace(some, "").replace("folder/", "")
    told = re.sub("[0-9a-f]{12}", "", told)  # the model's digest
    assert re.findall("[A-Za-z]+", told) == []
    assert all(len(line) <= 100 for line in ran.out.splitlines())


def test_every_kind_of_work_has_a_russian_word():
    assert set(KINDS) == set(EVERY_KIND)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nobody",), 3, "no engagement 'nobody'"),
        ((), 2, "ENGAGEMENT_ID"),
        (("nobody", "-o", "moments.txt"), 2, ".csv or .jsonl"),
    ],
)
def test_what_cannot_be_meant_is_one_line(again, words, code, says):
    ran = again(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert says in ran.err


def moment(chance, verdict="go on", low=None, high=None):
    return Moment("2026-03-01T12:00:00Z", chance, low, high, 0.5, verdict, 1, None)


def test_the_bar_shows_chance_interval_and_cut_off():
    shown = bar(moment(0.25, low=0.15, high=0.35))
    assert len(shown) == BAR + 1
    assert shown == "···==●==··|··········"[: BAR + 1]
    assert bar(moment(0.0)).startswith("●")
    assert bar(moment(1.0)).endswith("●")


def a_replay(*moments, warned=None, first_below=None, paid_off=False):
    return Replay(
        "E-1", "m/1", False, "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z", True, paid_off,
        moments, first_below, warned, (),
    )  # fmt: skip


def test_a_warning_is_told_with_its_lead_time_and_what_was_spent_after_it():
    warned = Warned(
        "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", 60.5, {"meeting": 4.0, "call": 0.5}, 360.0
    )
    page = "\n".join(lines(a_replay(moment(0.2, "decline"), warned=warned)))
    assert "first warning: 2026-03-01, 60 days before the end, and it stayed" in page
    assert "4.5, which cost 360 (meeting 4.0, call 0.5)" in page
    assert "false alarm" not in page


def test_a_warning_before_a_good_end_is_called_a_false_alarm():
    warned = Warned("2026-03-01T12:00:00Z", None, 60.0, {}, None)
    page = "\n".join(lines(a_replay(moment(0.2, "decline"), warned=warned, paid_off=True)))
    assert "but the last verdict was to go on" in page
    assert "false alarm" in page


def test_no_warning_is_told_apart_from_one_that_was_too_unsure():
    assert lines(a_replay(moment(0.8)))[-1].startswith("no warning: the chance never")
    unsure = a_replay(moment(0.4, "none"), first_below="2026-03-01T12:00:00Z")
    assert "too unsure for a verdict" in lines(unsure)[-1]
