"""What people record reaches training, judging and scoring; what they merely think does not."""

from __future__ import annotations

import shutil

import pyarrow.compute as pc
import pytest

from app.asking import from_book, open_cutoffs
from data.book import Book
from data.logbook import Logbook
from data.outcome import outcomes


@pytest.fixture
def book(small, tmp_path, monkeypatch):
    """A copy of the small book and its store, with a logbook of its own."""
    monkeypatch.delenv("CLIENTRISK_LOGBOOK", raising=False)
    shutil.copytree(small.book.path, tmp_path / "book")
    shutil.copytree(small.models, tmp_path / "models")
    return Book.open(tmp_path / "book")


@pytest.fixture
def open_ones(book):
    return open_cutoffs(from_book(book.path))["engagement_id"].to_pylist()


def test_an_engagement_with_a_recorded_outcome_is_no_longer_offered(book, open_ones):
    logbook = Logbook.open(book.path)
    logbook.record_outcome("Ann", open_ones[0], True)
    logbook.override("Ann", open_ones[1], "Think twice", reason="A hunch")
    histories = from_book(book.path)
    assert open_cutoffs(histories)["engagement_id"].to_pylist() == open_ones[1:]
    assert histories.digest == book.digest, "the sheet belongs to the stored book"
    assert histories.notes == ()


def test_scoring_goes_on_without_a_logbook_that_cannot_be_read_and_says_so(book, open_ones):
    (book.path.parent / "logbook.db").write_bytes(b"not a database" * 100)
    histories = from_book(book.path)
    assert open_cutoffs(histories)["engagement_id"].to_pylist() == open_ones
    assert histories.notes == ("without what people recorded: the file is no logbook",)


def learned_from(monkeypatch, clientrisk, path, *command):
    """The book a command learned or judged from, and how the command ended."""
    import train.monitor
    import train.promotion
    import train.run

    seen = []

    def remember(*asked, **more):
        seen.extend(each for each in asked if isinstance(each, Book))
        raise KeyboardInterrupt

    for module, name in (
        (train.run, "train"),
        (train.promotion, "judge"),
        (train.promotion, "promote"),
        (train.monitor, "monitor"),
    ):
        monkeypatch.setattr(module, name, remember)
    ran = clientrisk(*command, "--book", path)
    return seen, ran


@pytest.mark.parametrize("command", ["train", "judge", "promote", "monitor"])
def test_whoever_learns_or_judges_hears_what_was_recorded(
    monkeypatch, clientrisk, book, open_ones, command
):
    logbook = Logbook.open(book.path)
    for engagement in open_ones[:2]:
        logbook.record_outcome("Ann", engagement, False)
    logbook.override("Ann", open_ones[2], "Think twice", reason="A hunch")
    (learned,), ran = learned_from(monkeypatch, clientrisk, book.path, command)
    known = outcomes(learned.interactions, learned.engagements, learned.hourly_cost)
    told = dict(zip(known["engagement_id"].to_pylist(), known["paid_off"].to_pylist(), strict=True))
    assert [told[each] for each in open_ones[:3]] == [False, False, None]
    assert learned.digest != book.digest
    assert "2 outcomes recorded by people: 2 used" in ran.err


def test_a_review_tries_the_rules_on_what_was_recorded_too(clientrisk, book, open_ones):
    Logbook.open(book.path).record_outcome("Ann", open_ones[0], True)
    ran = clientrisk("review", "--book", book.path, "--json")
    assert ran.code == 0
    assert "1 outcome recorded by people: 1 used" in ran.err


def test_what_happens_after_a_recorded_end_is_no_lesson(book, open_ones):
    from data.recorded import with_recorded
    from train.snapshots import snapshots

    card = book.engagements.filter(pc.equal(book.engagements["engagement_id"], open_ones[0]))
    opened = card["opened_at"][0].as_py()
    ended = opened + (book.newest - opened) / 2
    Logbook.open(book.path).record_outcome("Ann", open_ones[0], True, closed_at=ended)
    closed, _ = with_recorded(book, Logbook.open(book.path))
    found = outcomes(closed.interactions, closed.engagements, closed.hourly_cost)
    rows = snapshots(closed.engagements, found).cutoffs
    mine = rows.filter(pc.equal(rows["engagement_id"], open_ones[0]))
    assert mine.num_rows
    assert pc.max(mine["as_of"]).as_py() < ended
