"""Importing merges by id, says what it did, and does nothing twice."""

import csv
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.book import Book
from data.errors import DataRefused, UsageError
from data.importing import import_into
from data.readers import read_table


def files(path: Path) -> dict[str, tuple[bytes, int]]:
    return {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.iterdir()}


def aside(path: Path) -> list[list[str]]:
    with (path / "set_aside.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def test_importing_the_same_twice_changes_no_byte(tmp_path, interactions, engagements):
    book = tmp_path / "b"
    messages, deals = (
        interactions({}, {"kind": "=1\r\n+1"}, {"text": "x"}),
        engagements({}, {"paid_off": "?"}),
    )
    first = import_into(book, interactions=messages, engagements=deals)
    before = files(book)
    second = import_into(book, interactions=messages, engagements=deals)
    assert files(book) == before
    assert [(each.new, each.unchanged) for each in first.tables] == [(2, 0), (1, 0)]
    assert [(each.new, each.unchanged, each.changed) for each in second.tables] == [
        (0, 2, 0),
        (0, 1, 0),
    ]


def test_a_changed_row_replaces_the_old_one_and_is_counted(tmp_path, interactions):
    book = tmp_path / "b"
    import_into(book, interactions=interactions({}, {}, {"text": "old"}))
    report = import_into(
        book, interactions=interactions({}, {"text": "added"}, {"text": "new"}, {})
    )
    (table,) = report.tables
    assert (table.new, table.unchanged, table.changed) == (1, 1, 2)
    assert Book.open(book).interactions["text"].to_pylist() == [None, "added", "new", None]


def test_the_report_adds_up_and_is_printed(tmp_path, interactions, engagements):
    report = import_into(
        tmp_path / "b", interactions=interactions({}, {"kind": "x"}, {"engagement_id": "e9"}),
        engagements=engagements({}),
    )  # fmt: skip
    for table in report.tables:
        assert table.accepted + table.set_aside == table.read
        assert table.new + table.unchanged + table.changed == table.accepted
    assert report.lines()[0] == (
        "interactions from interactions.csv: 3 read = 2 accepted + 1 set aside; "
        "2 new, 0 changed, 0 unchanged"
    )
    assert any("1 engagements have interactions but no row" in line for line in report.lines())


def test_set_aside_rows_are_kept_by_source_and_replaced_by_its_next_import(tmp_path, interactions):
    book = tmp_path / "b"
    import_into(book, interactions=interactions({"kind": "=x"}, {}, name="a.csv"))
    import_into(book, interactions=interactions({"kind": "y"}, {"kind": "y"}, name="b.csv"))
    assert [(row[0], row[2], row[4]) for row in aside(book)] == [
        ("a.csv", "2", "'=x"),
        ("b.csv", "2", "y"),
        ("b.csv", "3", "y"),
    ]
    import_into(book, interactions=interactions({}, {}, name="b.csv"))
    assert [row[0] for row in aside(book)] == ["a.csv"]


def test_nothing_is_invented_when_only_interactions_come(tmp_path, interactions):
    import_into(tmp_path / "b", interactions=interactions({}))
    assert Book.open(tmp_path / "b").engagements.num_rows == 0


def test_the_currency_of_the_data_becomes_the_books(tmp_path, interactions):
    import_into(tmp_path / "b", interactions=interactions({"currency": "CHF"}), hourly_cost=90)
    import_into(tmp_path / "b", interactions=interactions({}))
    book = Book.open(tmp_path / "b")
    assert (book.currency, book.hourly_cost, book.name) == ("CHF", 90, "b")


def test_a_mapping_with_another_currency_than_the_book_is_refused(
    tmp_path, interactions, mapping_file
):
    import_into(tmp_path / "b", interactions=interactions({"currency": "CHF"}))
    mapping = mapping_file(
        '[source]\ncurrency = "USD"\n[interactions.columns]\n'
        + "".join(
            f'{name} = "{name}"\n'
            for name in (
                "interaction_id",
                "engagement_id",
                "client_id",
                "occurred_at",
                "kind",
                "direction",
            )
        )
    )
    with pytest.raises(DataRefused, match="this source is in USD, but this book is in CHF"):
        import_into(tmp_path / "b", source=interactions({}, name="c.csv"), mapping=mapping)


def test_a_source_of_both_tables_needs_a_mapping(tmp_path, interactions):
    with pytest.raises(UsageError, match="needs a mapping"):
        import_into(tmp_path / "b", source=interactions({}))


def test_one_bad_file_of_two_leaves_the_book_as_it_was(tmp_path, interactions, engagements):
    book = tmp_path / "b"
    import_into(book, interactions=interactions({}))
    before = files(book)
    deals = engagements({})
    deals.write_text("")
    with pytest.raises(DataRefused, match="empty"):
        import_into(book, interactions=interactions({}, {}), engagements=deals)
    assert files(book) == before


def test_importers_at_the_same_time_lose_nothing_of_each_other(tmp_path, interactions):
    sources = [
        interactions({"interaction_id": f"x{place}"}, name=f"{place}.csv") for place in range(6)
    ]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda source: import_into(tmp_path / "b", interactions=source), sources))
    found = Book.open(tmp_path / "b").interactions["interaction_id"].to_pylist()
    assert found == [f"x{place}" for place in range(6)]


WRITER = """
import sys
from data.importing import import_into
number = 0
while True:
    number += 1
    import_into(sys.argv[1], interactions=sys.argv[2 + number % 2])
    print(number, flush=True)
"""


def test_a_writer_killed_for_real_leaves_a_book_that_opens(tmp_path, interactions):
    one = interactions(*({"text": f"{place}"} for place in range(200)), name="one.csv")
    two = interactions(*({"text": f"{place}!"} for place in range(300)), name="two.csv")
    book = tmp_path / "b"
    import_into(book, interactions=one)
    for pause in (0.0, 0.013, 0.031):
        command = [sys.executable, "-c", WRITER, str(book), str(one), str(two)]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(pause)
            os.kill(writer.pid, signal.SIGKILL)
        assert Book.open(book).interactions.num_rows == 300
        assert read_table(one, "interactions").accepted.num_rows == 200
    import_into(book, interactions=one)
