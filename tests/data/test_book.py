"""A book is whole at every moment, whatever kills its writer."""

import json
import os
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from data import book as book_module
from data.book import Book, is_book, write_book
from data.contract import ENGAGEMENTS, INTERACTIONS
from data.digest import table_digest
from data.errors import DataRefused


def interactions(*ids: str, text: str = "hello") -> pa.Table:
    rows = [
        {
            "interaction_id": each,
            "engagement_id": "e1",
            "client_id": "c1",
            "occurred_at": datetime(2024, 1, place + 1, tzinfo=UTC),
            "kind": "message",
            "direction": "inbound",
            "text": text,
        }
        for place, each in enumerate(ids)
    ]
    return pa.Table.from_pylist(rows, INTERACTIONS.schema)


def engagements(*ids: str) -> pa.Table:
    opened = datetime(2024, 1, 1, tzinfo=UTC)
    rows = [{"engagement_id": each, "client_id": "c1", "opened_at": opened} for each in ids]
    return pa.Table.from_pylist(rows, ENGAGEMENTS.schema)


def files(path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.iterdir()}


def test_what_is_written_is_what_is_opened(tmp_path):
    written = write_book(
        tmp_path / "b", interactions("i1", "i2"), engagements("e1"),
        name="мой book", simulated=True, currency="EUR", hourly_cost=80.0,
    )  # fmt: skip
    opened = Book.open(tmp_path / "b")
    assert opened.interactions.equals(written.interactions)
    assert opened.engagements.equals(written.engagements)
    assert (opened.name, opened.simulated, opened.currency) == ("мой book", True, "EUR")
    assert (opened.hourly_cost, opened.digest) == (80.0, written.digest)
    assert opened.newest == datetime(2024, 1, 2, tzinfo=UTC)


def test_order_and_chunks_change_neither_digest_nor_bytes(tmp_path):
    table = interactions("i1", "i2", "i3")
    one = write_book(tmp_path / "a", table, engagements("e1"), name="x")
    shuffled = pa.concat_tables([table.slice(2), table.slice(0, 2)])
    other = write_book(tmp_path / "b", shuffled, engagements("e1"), name="x")
    assert one.digest == other.digest
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_any_change_of_content_changes_the_digest(tmp_path):
    base = write_book(tmp_path / "a", interactions("i1"), engagements("e1"), name="x")
    others = [
        (interactions("i2"), engagements("e1"), None),
        (interactions("i1", text="hellO"), engagements("e1"), None),
        (interactions("i1"), engagements("e2"), None),
        (interactions("i1"), engagements("e1"), 50.0),
    ]
    digests = {
        write_book(tmp_path / str(place), table, deals, name="x", hourly_cost=cost).digest
        for place, (table, deals, cost) in enumerate(others)
    }
    assert len(digests | {base.digest}) == 5


def test_the_digest_of_a_table_sees_where_a_text_ends_and_what_is_null():
    tables = [
        pa.table({"a": ["ab", "c"]}),
        pa.table({"a": ["a", "bc"]}),
        pa.table({"a": ["abc", ""]}),
        pa.table({"a": ["abc", None]}),
    ]
    assert len({table_digest(table) for table in tables}) == 4
    sliced = pa.table(
        {"a": ["x", "ab", "c", "y"], "b": [9, 1, None, 9], "c": [None, True, False, None]}
    ).slice(1, 2)
    fresh = pa.table({"a": ["ab", "c"], "b": [1, None], "c": [True, False]})
    assert table_digest(sliced) == table_digest(fresh)


def test_a_folder_without_a_book_is_refused_with_the_next_step(tmp_path):
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(DataRefused, match="clientrisk import"):
            Book.open(path)


def test_a_strange_folder_is_never_written_to(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(DataRefused, match="not empty and is no book"):
        write_book(tmp_path, interactions("i1"), engagements("e1"), name="x")
    assert files(tmp_path) == {"thesis.txt": b"mine"}


def test_a_file_in_place_of_a_book_is_refused(tmp_path):
    (tmp_path / "b").write_text("mine")
    with pytest.raises(DataRefused):
        write_book(tmp_path / "b", interactions("i1"), engagements("e1"), name="x")
    with pytest.raises(DataRefused):
        Book.open(tmp_path / "b")


class KilledError(BaseException):
    """Stands for the process ending at this moment."""


@pytest.mark.parametrize("moment", range(1, 9))
def test_killed_at_any_step_the_old_or_the_new_book_is_there(tmp_path, monkeypatch, moment):
    path = tmp_path / "b"
    old = write_book(path, interactions("i1"), engagements("e1"), name="x")
    steps = iter(range(1, 100))

    def step(real):
        def killed_or(*arguments, **options):
            if next(steps) == moment:
                raise KilledError
            return real(*arguments, **options)

        return killed_or

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", step(os.replace))
        patch.setattr(os, "fsync", step(os.fsync))
        patch.setattr(book_module.pq, "write_table", step(book_module.pq.write_table))
        try:
            write_book(path, interactions("i1", "i2"), engagements("e1", "e2"), name="x")
            finished = True
        except KilledError:
            finished = False
    found = Book.open(path)
    assert finished or found.digest == old.digest
    new = write_book(path, interactions("i1", "i2"), engagements("e1", "e2"), name="x")
    assert Book.open(path).digest == new.digest
    assert len(files(path)) == 4  # manifest, lock and two tables: nothing is left over


def test_leftovers_of_a_killed_writer_are_not_read_and_are_swept(tmp_path):
    path = tmp_path / "b"
    path.mkdir()
    (path / "interactions-0123456789ab.parquet").write_bytes(b"half")
    (path / "book.json.77.tmp").write_text("{")
    assert not is_book(path)
    write_book(path, interactions("i1"), engagements("e1"), name="x")
    assert not (path / "interactions-0123456789ab.parquet").exists()
    assert not (path / "book.json.77.tmp").exists()


def _rewrite_manifest(path, **changes):
    manifest = json.loads((path / "book.json").read_text())
    (path / "book.json").write_text(json.dumps({**manifest, **changes}))


def test_a_damaged_book_is_refused(tmp_path):
    path = tmp_path / "b"
    write_book(path, interactions("i1"), engagements("e1"), name="x")
    (table,) = path.glob("interactions-*.parquet")
    good = table.read_bytes()
    table.write_bytes(good[: len(good) // 2])
    with pytest.raises(DataRefused, match="damaged: its interactions cannot be read"):
        Book.open(path)
    table.unlink()
    with pytest.raises(DataRefused, match="damaged: a file it names is missing"):
        Book.open(path)
    table.write_bytes(good)
    _rewrite_manifest(path, hourly_cost=1.0)
    with pytest.raises(DataRefused, match="damaged: its content"):
        Book.open(path)
    _rewrite_manifest(path, format=99)
    with pytest.raises(DataRefused, match="of another version"):
        Book.open(path)
    (path / "book.json").write_text("{")
    with pytest.raises(DataRefused, match="manifest cannot be read"):
        Book.open(path)


def test_a_manifest_cannot_point_outside_its_folder(tmp_path):
    write_book(tmp_path / "a", interactions("i1"), engagements("e1"), name="x")
    write_book(tmp_path / "b", interactions("i2"), engagements("e1"), name="x")
    (outside,) = (tmp_path / "b").glob("interactions-*")
    _rewrite_manifest(tmp_path / "a", interactions={"file": f"../b/{outside.name}", "rows": 1})
    with pytest.raises(DataRefused, match="is missing"):
        Book.open(tmp_path / "a")


def test_tables_that_break_the_contract_are_not_written(tmp_path):
    twice = pa.concat_tables([interactions("i1"), interactions("i1")])
    with pytest.raises(DataRefused, match="same interaction_id"):
        write_book(tmp_path / "b", twice, engagements("e1"), name="x")
    with pytest.raises(DataRefused, match="columns"):
        write_book(tmp_path / "b", engagements("e1"), engagements("e1"), name="x")
    assert not is_book(tmp_path / "b")


def test_an_empty_book_has_no_newest_moment(tmp_path):
    book = write_book(tmp_path / "b", INTERACTIONS.empty(), ENGAGEMENTS.empty(), name="x")
    assert Book.open(tmp_path / "b").digest == book.digest
    with pytest.raises(DataRefused, match="has no interactions"):
        _ = book.newest


def test_two_equal_books_written_apart_have_equal_bytes_whatever_the_seed(tmp_path):
    order = np.random.default_rng(3).permutation(20)
    table = interactions(*(f"i{place}" for place in range(20)))
    write_book(tmp_path / "a", table, engagements("e1", "e2"), name="x")
    write_book(tmp_path / "b", table.take(pa.array(order)), engagements("e2", "e1"), name="x")
    assert files(tmp_path / "a") == files(tmp_path / "b")
