"""Outcomes that people recorded close what the book has open; opinions never do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from data.book import write_book
from data.contract import ENGAGEMENTS, INTERACTIONS
from data.errors import DataRefused
from data.logbook import Logbook
from data.outcome import outcomes
from data.recorded import Told, with_recorded

OPENED = datetime(2025, 1, 1, tzinfo=UTC)
NEWEST = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """Open: e1, e2. Closed: e3 paid off, e4 did not, e5 nobody knows how."""
    ended = {"closed_at": NEWEST - timedelta(days=9)}
    rows = [{}, {}, {**ended, "paid_off": True}, {**ended, "revenue": Decimal(0)}, ended]
    cards = [
        {"engagement_id": f"e{place}", "client_id": "c", "opened_at": OPENED, **row}
        for place, row in enumerate(rows, 1)
    ]
    wrote = {"client_id": "c", "kind": "message", "direction": "inbound", "occurred_at": NEWEST}
    events = [{"interaction_id": "i1", "engagement_id": "e1", **wrote}]
    tables = (
        pa.Table.from_pylist(rows, schema=contract.schema)
        for rows, contract in ((events, INTERACTIONS), (cards, ENGAGEMENTS))
    )
    return write_book(tmp_path / "book", *tables, name="five")


@pytest.fixture
def logbook(book):
    return Logbook.open(book.path, f"sqlite:///{book.path.parent / 'logbook.db'}")


def card(book, engagement):
    (found,) = (row for row in book.engagements.to_pylist() if row["engagement_id"] == engagement)
    return found


def test_without_a_word_the_book_is_as_it_was(book, logbook):
    assert with_recorded(book, logbook) == (book, Told())
    assert Told().line is None


def test_an_open_engagement_is_closed_as_people_say(book, logbook):
    closed = OPENED + timedelta(days=30)
    logbook.record_outcome("Ann", "e1", True, revenue=900, closed_at=closed)
    found, told = with_recorded(book, logbook)
    assert told == Told(used=1)
    assert told.line == "1 outcome recorded by people: 1 used"
    expected = {**card(book, "e1"), "paid_off": True, "closed_at": closed, "revenue": Decimal(900)}
    assert card(found, "e1") == expected
    known = outcomes(found.interactions, found.engagements, None)["paid_off"].to_pylist()
    assert known == [True, None, True, False, None]
    others = [row for row in book.engagements.to_pylist() if row["engagement_id"] != "e1"]
    assert found.engagements.to_pylist()[1:] == others
    assert found.engagements.schema == ENGAGEMENTS.schema


def test_the_digest_follows_what_was_recorded_and_the_stored_book_stays(book, logbook):
    logbook.record_outcome("Ann", "e1", True)
    first = with_recorded(book, logbook)[0]
    assert len({book.digest, first.digest}) == 2
    assert with_recorded(book, logbook)[0].digest == first.digest
    assert type(book).open(book.path).digest == book.digest


def test_an_end_after_the_book_s_newest_moment_is_put_there(book, logbook):
    logbook.record_outcome("Ann", "e1", False)  # today, long after
    assert card(with_recorded(book, logbook)[0], "e1")["closed_at"] == NEWEST


def test_the_last_word_counts_and_a_word_taken_back_does_not(book, logbook):
    logbook.record_outcome("Ann", "e1", True)
    wrong = logbook.record_outcome("Ben", "e1", False)
    assert card(with_recorded(book, logbook)[0], "e1")["paid_off"] is False
    logbook.withdraw("Ben", wrong)
    assert card(with_recorded(book, logbook)[0], "e1")["paid_off"] is True


def test_the_book_wins_and_every_other_case_is_told(book, logbook):
    for engagement, paid_off in (("e3", True), ("e4", True), ("e9", True), ("e2", True)):
        early = OPENED - timedelta(days=1) if engagement == "e2" else None
        logbook.record_outcome("Ann", engagement, paid_off, closed_at=early)
    found, told = with_recorded(book, logbook)
    assert told == Told(agreed=1, disagreed=1, unknown=1, impossible=1)
    assert told.line == (
        "4 outcomes recorded by people: 1 known to the book already, 1 against the book, which "
        "wins, 1 of engagements that the book does not know, 1 before the engagement began"
    )
    assert found is book


def test_a_closed_engagement_whose_end_nobody_knew_keeps_the_book_s_day(book, logbook):
    logbook.record_outcome("Ann", "e5", True)
    found, told = with_recorded(book, logbook)
    assert told == Told(used=1)
    assert card(found, "e5") == {**card(book, "e5"), "paid_off": True}


def test_overrides_and_gut_calls_never_become_labels(book, logbook):
    for engagement in ("e1", "e2", "e5"):
        logbook.override("Ann", engagement, "Think twice", reason="It failed, it surely failed")
        logbook.note_gut("Ann", engagement, 0.0, as_of=None)
    found, told = with_recorded(book, logbook)
    assert (found, told) == (book, Told())
    assert found.digest == book.digest


def test_a_logbook_that_cannot_be_read_is_an_error_for_those_who_learn(book, logbook):
    (book.path.parent / "logbook.db").write_bytes(b"not a database" * 100)
    with pytest.raises(DataRefused):
        with_recorded(book, logbook)
