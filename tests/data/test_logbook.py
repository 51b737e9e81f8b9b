"""What people say is kept on SQLite and PostgreSQL alike: only ever added, and read as it was."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.entries import Preferences, latest, latest_of_each
from data.errors import ClientRiskError, DataRefused, UsageError
from data.logbook import Logbook
from data.logbook_tables import database
from tests import postgres

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
TOMORROW = datetime.now(UTC) + timedelta(days=1)
MODEL = {
    "as_of": NOW,
    "model_chance": 0.4,
    "model_verdict": "Think twice",
    "model_version": "client-risk/7",
    "cut_off": 0.45,
    "base_rate": 0.55,
}


def book_in(folder: Path, name: str) -> Path:
    """As much of a book as a logbook looks at."""
    path = folder / "book"
    path.mkdir(parents=True, exist_ok=True)
    (path / "book.json").write_text(json.dumps({"name": name}), "utf-8")
    return path


@pytest.fixture(scope="session")
def postgres_url(request) -> Iterator[str]:
    with postgres.server(request.config) as url:
        yield url
        database(url).dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'the team’s log #1? 100%' / 'logbook.db'}"


@pytest.fixture
def logbook(url, tmp_path) -> Logbook:
    """Empty: of a book whose name no other test has."""
    return Logbook.open(book_in(tmp_path, f"книга {tmp_path}"), url)


def test_what_was_said_is_read_as_it_was_with_what_the_model_said(logbook):
    gut = logbook.note_gut("Анна", "E-1", 0.7, note="Warm voice", **MODEL)
    closed = datetime(2026, 3, 30, 23, tzinfo=timezone(timedelta(hours=3)))
    outcome = logbook.record_outcome(
        "Ben", "E-1", False, revenue=1200.5, closed_at=closed, reason="They went silent", **MODEL
    )
    override = logbook.override("Ben", "E-2", "Worth the work", reason="I know them", **MODEL)
    (call,), (ended,), (against,) = logbook.gut_calls(), logbook.outcomes(), logbook.overrides()
    assert (call.id, ended.id, against.id) == (gut, outcome, override)
    assert (call.by, call.engagement_id, call.chance) == ("Анна", "E-1", 0.7)
    assert (call.note, call.shown) == ("Warm voice", False)
    assert (ended.paid_off, ended.revenue, ended.reason) == (False, 1200.5, "They went silent")
    assert ended.closed_at == ended.ended == closed
    assert (against.verdict, against.reason) == ("Worth the work", "I know them")
    for each in (call, ended, against):
        assert {name: getattr(each, name) for name in MODEL} == MODEL
        assert each.at.tzinfo is UTC
        assert timedelta() <= datetime.now(UTC) - each.at < timedelta(minutes=1)
        assert each.withdrawn_at is None


def test_where_the_model_showed_no_figure_none_is_kept(logbook):
    logbook.note_gut("Ann", "E-1", 0.0, as_of=None)
    logbook.record_outcome("Ann", "E-1", True)
    (call,), (ended,) = logbook.gut_calls(), logbook.outcomes()
    assert call.chance == 0.0
    assert [getattr(call, name) for name in MODEL] == [None] * len(MODEL)
    assert (ended.revenue, ended.closed_at) == (None, None)
    assert ended.ended == ended.at


def test_the_last_entry_counts_and_the_earlier_ones_stay(logbook):
    for by, chance in (("Ann", 0.1), ("Ben", 0.2), ("Ann", 0.3)):
        logbook.note_gut(by, "E-1", chance, as_of=NOW)
    calls = logbook.gut_calls()
    assert [call.chance for call in calls] == [0.1, 0.2, 0.3]
    assert latest(calls)["E-1"].chance == 0.3
    assert {key: call.chance for key, call in latest_of_each(calls).items()} == {
        ("Ann", "E-1"): 0.3,
        ("Ben", "E-1"): 0.2,
    }


def test_an_entry_is_taken_back_by_a_later_one_and_stays_on_record(logbook):
    first = logbook.record_outcome("Ann", "E-1", True)
    second = logbook.record_outcome("Ann", "E-1", False)
    logbook.withdraw("Ben", second, reason="The wrong one")
    logbook.withdraw("Ann", second)  # somebody was faster
    assert [each.id for each in logbook.outcomes()] == [first]
    both = logbook.outcomes(withdrawn=True)
    assert [each.id for each in both] == [first, second]
    assert both[0].withdrawn_at is None
    assert both[1].withdrawn_at >= both[1].at


def test_what_nobody_said_cannot_be_taken_back(logbook):
    with pytest.raises(UsageError):
        logbook.withdraw("Ann", "00000000-0000-0000-0000-000000000000")


def test_the_same_form_sent_twice_is_one_entry(logbook):
    first = logbook.override("Ann", "E-1", "Think twice", reason="A hunch", key="form 1")
    again = logbook.override("Ann", "E-1", "Think twice", reason="A hunch", key="form 1")
    other = logbook.override("Ann", "E-1", "Think twice", reason="A hunch", key="form 2")
    assert first == again
    assert [each.id for each in logbook.overrides()] == [first, other]


def test_two_books_in_one_database_do_not_mix(url, tmp_path):
    mine = Logbook.open(book_in(tmp_path / "a", f"a {tmp_path}"), url)
    other = Logbook.open(book_in(tmp_path / "b", f"b {tmp_path}"), url)
    entry = mine.record_outcome("Ann", "E-1", True)
    assert other.outcomes() == []
    with pytest.raises(UsageError):
        other.withdraw("Ann", entry)
    assert len(mine.outcomes()) == 1


def test_a_person_s_wishes_are_kept_one_by_one(logbook):
    who = f"Ann of {logbook.book}"
    assert logbook.settings(who) == Preferences()
    logbook.set_settings(who, gut_first=True, hours_per_week=12.5)
    logbook.set_settings(who, language="ru", zone="Europe/Berlin")
    logbook.set_settings(who, hours_per_week=None)
    assert logbook.settings(who) == Preferences(True, None, "ru", "Europe/Berlin")
    assert logbook.settings(f"not {who}") == Preferences()


@pytest.mark.parametrize(
    "say",
    [
        lambda log: log.override("Ann", "E-1", "Think twice", reason=" \n\x1b"),
        lambda log: log.override("Ann", "E-1", "", reason="A hunch"),
        lambda log: log.note_gut("Ann", "E-1", None, as_of=NOW),
        lambda log: log.note_gut("Ann", "E-1", 1.01, as_of=NOW),
        lambda log: log.note_gut("Ann", "E-1", float("nan"), as_of=NOW),
        lambda log: log.note_gut(" \u200f", "E-1", 0.5, as_of=NOW),
        lambda log: log.note_gut("Ann", "E-1", 0.5, as_of=datetime(2026, 1, 1)),
        lambda log: log.note_gut("Ann", "", 0.5, as_of=NOW),
        lambda log: log.note_gut("Ann", "E\0", 0.5, as_of=NOW),
        lambda log: log.note_gut("Ann", "E" * 1_000_000, 0.5, as_of=NOW),
        lambda log: log.record_outcome("Ann", "E-1", True, revenue=float("inf")),
        lambda log: log.record_outcome("Ann", "E-1", True, revenue=1e14),
        lambda log: log.record_outcome(
            "Ann", "E-1", True, closed_at=datetime.max.replace(tzinfo=UTC)
        ),
        lambda log: log.set_settings("Ann", hours_per_week=169),
        lambda log: log.set_settings("Ann", hours_per_week=float("nan")),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(logbook, say):
    with pytest.raises(ClientRiskError) as refused:
        say(logbook)
    assert refused.value.next_step
    assert not [*logbook.gut_calls(), *logbook.outcomes(), *logbook.overrides()]


HOSTILE = [
    "<script>alert(1)</script>",
    "'); DROP TABLE overrides; --",
    '=HYPERLINK("http://a")',
    "![x](http://a/b.png)",
    "\u202egnp.exe",
    "x" * 1_000_000,
    "\ud800 and \0 and \x1b[2J",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_kept_as_plain_short_lines(logbook, text):
    logbook.override(text, "E-1", text, reason=text, model_verdict=text, as_of=NOW)
    logbook.note_gut("Ann", "E-1", 0.5, note=text, as_of=NOW)
    (entry,), (call,) = logbook.overrides(), logbook.gut_calls()
    for kept in (entry.by, entry.verdict, entry.reason, entry.model_verdict, call.note):
        assert 0 < len(kept) <= 2000
        assert kept.isprintable()
    assert entry.reason.startswith(text[:1] if text[:1].isprintable() else "")


texts = st.text(max_size=60)
shares = st.floats(0, 1)
signs = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
ids = st.text(signs, min_size=1, max_size=50)
moments = st.datetimes(datetime(1000, 1, 1), datetime(2025, 1, 1), timezones=st.timezones())


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    id=ids,
    chance=shares,
    note=texts,
    paid_off=st.booleans(),
    revenue=st.none() | st.decimals(-(10**13), 10**13, places=4),
    moment=moments,
)
def test_whatever_is_said_is_read_again(logbook, id, chance, note, paid_off, revenue, moment):
    said = {**MODEL, "as_of": moment, "model_chance": chance}
    logbook.note_gut("Ann", id, chance, note=note, **said)
    logbook.record_outcome("Ann", id, paid_off, revenue=revenue, closed_at=moment, **said)
    call, ended = logbook.gut_calls()[-1], logbook.outcomes()[-1]
    # In UTC: of an hour that a clock shows twice, two zones' moments are never equal to Python.
    moment = moment.astimezone(UTC)
    assert (call.engagement_id, call.chance, call.as_of) == (id, chance, moment)
    assert (ended.engagement_id, ended.paid_off, ended.revenue) == (id, paid_off, revenue)
    assert ended.closed_at == moment
    assert call.note == "".join(each for each in " ".join(note.split()) if each.isprintable())


def test_reading_makes_no_database_and_loads_no_library(tmp_path):
    import subprocess

    code = (
        "import sys; from data.logbook import Logbook; log = Logbook.open(sys.argv[1]);"
        "assert not [*log.gut_calls(), *log.outcomes(), *log.overrides()];"
        "assert not log.settings('Ann').gut_first;"
        "assert 'sqlalchemy' not in sys.modules"
    )
    asked = [sys.executable, "-c", code, str(book_in(tmp_path, "a"))]
    subprocess.run(asked, check=True, cwd=Path(__file__).parents[2])
    assert [each.name for each in tmp_path.iterdir()] == ["book"]


@pytest.fixture
def mine(tmp_path, monkeypatch) -> Logbook:
    """A logbook beside its book, with one entry."""
    monkeypatch.delenv("CLIENTRISK_LOGBOOK", raising=False)
    logbook = Logbook.open(book_in(tmp_path, "a"))
    logbook.record_outcome("Ann", "E-1", True)
    return logbook


def test_the_file_stands_beside_the_book_and_the_environment_names_another(
    mine, tmp_path, monkeypatch
):
    assert (tmp_path / "logbook.db").is_file()
    monkeypatch.setenv("CLIENTRISK_LOGBOOK", f"sqlite:///{tmp_path / 'other.db'}")
    Logbook.open(tmp_path / "book").record_outcome("Ann", "E-2", True)
    assert (tmp_path / "other.db").is_file()
    assert [each.engagement_id for each in mine.outcomes()] == ["E-1"]


def test_a_locked_logbook_is_read_and_its_writer_told_to_try_again(mine, tmp_path):
    with sqlite3.connect(tmp_path / "logbook.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = datetime.now(UTC)
        with pytest.raises(DataRefused, match="locked by another process") as refused:
            mine.record_outcome("Ann", "E-2", True)
        assert datetime.now(UTC) - begun < timedelta(seconds=6)
        assert refused.value.next_step
        assert len(mine.outcomes()) == 1
        other.execute("ROLLBACK")
    other.close()
    mine.record_outcome("Ann", "E-2", True)
    assert len(mine.outcomes()) == 2


def test_a_newer_logbook_is_refused_politely(mine, tmp_path):
    with sqlite3.connect(tmp_path / "logbook.db") as other:
        other.execute("INSERT INTO logbook_schema VALUES (99)")
    other.close()
    for ask in (mine.outcomes, lambda: mine.record_outcome("Ann", "E-2", True)):
        with pytest.raises(DataRefused, match="version 99"):
            ask()


def test_a_file_that_is_no_logbook_is_refused_and_left_alone(tmp_path):
    (tmp_path / "logbook.db").write_bytes(b"Dear diary, " * 500)
    logbook = Logbook.open(book_in(tmp_path, "a"), f"sqlite:///{tmp_path / 'logbook.db'}")
    for ask in (logbook.outcomes, lambda: logbook.record_outcome("Ann", "E-2", True)):
        with pytest.raises(DataRefused, match="no logbook"):
            ask()
    assert (tmp_path / "logbook.db").read_bytes() == b"Dear diary, " * 500


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:secret@127.0.0.1:1/sales",
        "mongodb://ann:secret@127.0.0.1/sales",
        "secret",
        "sqlite://",
        "sqlite:///",
        "sqlite:////proc/nowhere/secret-less.db",
    ],
)
def test_a_database_that_cannot_be_had_is_told_within_seconds_and_without_a_password(url):
    begun = datetime.now(UTC)
    with pytest.raises(ClientRiskError) as refused:
        Logbook.open("book", url).record_outcome("Ann", "E-1", True)
    assert datetime.now(UTC) - begun < timedelta(seconds=6)
    assert refused.value.next_step
    assert "secret" not in str(refused.value).replace("secret-less", "")
    assert refused.value.__cause__ is None
    assert "\n" not in str(refused.value)


def test_amounts_are_exact(logbook):
    logbook.record_outcome("Ann", "E-1", True, revenue=Decimal("99999999999999.9999"))
    assert logbook.outcomes()[0].revenue == Decimal("99999999999999.9999")
