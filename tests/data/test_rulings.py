"""Rulings of the data team: only ever added, never half written, never misread."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DataRefused, UsageError
from data.rulings import Ruling, current, history, record, rulings_file, shared

FIRST = Ruling(
    heuristic="put-off",
    ruling="released",
    reason="Our market is slow",
    by="Анна",
    at="2026-05-01T09:00:00Z",
    figures={"fired": 60, "low": None},
)


@pytest.fixture
def book(tmp_path):
    return tmp_path / "книга" / "book"


@pytest.fixture
def ruled(book):
    book.parent.mkdir()
    record(book, FIRST)
    return book


def test_without_a_file_nothing_was_ruled(book):
    assert history(book) == ()
    assert current(book) == {}


def test_a_ruling_is_read_as_it_was_recorded(ruled):
    assert current(ruled) == {"put-off": FIRST}


def test_the_latest_ruling_counts_and_the_earlier_ones_stay(ruled):
    written = rulings_file(ruled).read_bytes()
    off = replace(FIRST, ruling="off", reason="It misleads")
    other = replace(FIRST, heuristic="low-ball")
    for each in (off, other):
        record(ruled, each)
    assert current(ruled) == {"put-off": off, "low-ball": other}
    record(ruled, replace(FIRST, ruling="restored"))
    assert current(ruled) == {"low-ball": other}
    assert len(history(ruled)) == 4
    assert rulings_file(ruled).read_bytes().startswith(written)


@pytest.mark.parametrize("changes", [{"reason": " \n\t"}, {"reason": "\x1b"}, {"by": ""}])
def test_a_ruling_without_a_reason_or_a_name_is_refused(ruled, changes):
    with pytest.raises(UsageError):
        record(ruled, replace(FIRST, **changes))
    assert history(ruled) == (FIRST,)


GOOD = FIRST.to_json()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "not json",
        "[]",
        "null",
        "[" * 100_000,
        *(json.dumps({**GOOD, name: None}) for name in GOOD),
        *(json.dumps({key: GOOD[key] for key in GOOD if key != name}) for name in GOOD),
        json.dumps({**GOOD, "ruling": "loved"}),
        json.dumps({**GOOD, "at": "2026-05-01T09:00:00"}),
        json.dumps({**GOOD, "at": "yesterday"}),
        json.dumps({**GOOD, "reason": " "}),
        json.dumps({**GOOD, "more": 1}),
        json.dumps({**GOOD, "figures": {"low": float("nan")}}),
    ],
)
def test_a_broken_line_is_refused_by_its_number_and_never_written_over(ruled, line):
    path = rulings_file(ruled)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    broken = path.read_bytes()
    for act in (lambda: current(ruled), lambda: record(ruled, FIRST)):
        with pytest.raises(DataRefused, match="line 2 is no ruling") as refused:
            act()
        assert "\n" not in str(refused.value)
    assert path.read_bytes() == broken


@pytest.mark.parametrize("content", [b"\xff\xfe", "folder"])
def test_a_file_that_cannot_be_read_is_refused(book, content):
    path = rulings_file(book)
    path.parent.mkdir()
    path.mkdir() if content == "folder" else path.write_bytes(content)
    with pytest.raises(DataRefused):
        current(book)


def test_a_last_line_without_its_end_is_not_run_into(ruled):
    path = rulings_file(ruled)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    record(ruled, replace(FIRST, heuristic="low-ball"))
    assert current(ruled).keys() == {"put-off", "low-ball"}


def test_rulings_made_at_once_are_all_kept(ruled):
    many = [replace(FIRST, heuristic=f"rule-{number}") for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda each: record(ruled, each), many))
    assert current(ruled).keys() == {"put-off", *(each.heuristic for each in many)}
    assert not list(ruled.parent.glob("*.tmp"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reason=st.text(min_size=1), by=st.text(min_size=1))
def test_whatever_the_words_they_come_back(ruled, reason, by):
    before = history(ruled)
    ruling = replace(FIRST, reason=reason, by=by)
    try:
        record(ruled, ruling)
    except UsageError:
        assert history(ruled) == before
    else:
        assert history(ruled) == (*before, ruling)


def test_other_books_of_the_folder_are_named_and_only_they(book):
    assert shared(book) is None
    book.mkdir(parents=True)
    (book / "book.json").touch()
    (book.parent / "models").mkdir()
    assert shared(book) is None
    other = book.parent / "other\x1b[2J"
    other.mkdir()
    (other / "book.json").touch()
    assert shared(book) == "the rulings count for every book of this folder, also for other[2J"
