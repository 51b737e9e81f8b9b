"""Which rows are about the same thing."""

from __future__ import annotations

import pyarrow as pa

from features.threads import threads

Line = tuple[str, str, str | None, int]


def read(*lines: Line, clients: str | None = None) -> dict[str, tuple[str, str]]:
    """(id, kind, refers_to, known_at) per row -> id: (thread, subject)."""
    table = pa.table(
        {
            "interaction_id": pa.array([line[0] for line in lines], pa.string()),
            "client_id": pa.array(list(clients or "c" * len(lines)), pa.string()),
            "kind": pa.array([line[1] for line in lines], pa.string()),
            "refers_to": pa.array([line[2] for line in lines], pa.string()),
            "known_at": pa.array([line[3] for line in lines], pa.int64()),
        }
    )
    thread, subject = (each.to_pylist() for each in threads(table))
    ids = [line[0] for line in lines]
    return dict(zip(ids, zip(thread, subject, strict=True), strict=True))


def test_two_invoices_of_one_order_stay_two_and_each_keeps_its_payment() -> None:
    found = read(
        ("order", "order", None, 1),
        ("one", "invoice", "order", 2),
        ("two", "invoice", "order", 3),
        ("paid", "payment", "two", 4),
    )
    assert [found[each][0] for each in ("one", "two", "paid")] == ["one", "two", "two"]


def test_a_payment_of_the_reissued_invoice_is_about_the_first() -> None:
    found = read(
        ("wrong", "invoice", None, 1),
        ("off", "invoice", "wrong", 2),
        ("right", "invoice", "off", 3),
        ("paid", "payment", "right", 4),
    )
    assert {thread for thread, _ in found.values()} == {"wrong"}


def test_a_complaint_about_a_task_is_a_thing_of_its_own_that_speaks_of_the_task() -> None:
    found = read(("data", "task", None, 1), ("c", "complaint", "data", 2))
    assert found["c"] == ("c", "data")


def test_rows_about_a_missing_row_are_about_the_same_thing() -> None:
    found = read(("off", "meeting", "gone", 1), ("held", "meeting", "gone", 2))
    assert {thread for thread, _ in found.values()} == {"gone"}


def test_a_missing_order_does_not_make_two_invoices_one() -> None:
    found = read(("one", "invoice", "gone", 1), ("two", "invoice", "gone", 2))
    assert [found["one"][0], found["two"][0]] == ["one", "two"]


def test_what_became_known_later_decides_nothing() -> None:
    seen_first = ("note", "message", "middle", 1)
    for later in (("middle", "message", "start", 5), ("middle", "invoice", None, 5)):
        found = read(("start", "message", None, 0), seen_first, later)
        assert found["note"] == ("middle", "middle")


def test_a_row_of_another_client_decides_nothing() -> None:
    rows: list[Line] = [
        ("start", "meeting", None, 0),
        ("far", "meeting", "start", 1),
        ("note", "message", "far", 2),
    ]
    assert read(*rows, clients="aab")["note"][0] == "far"
    assert read(*rows, clients="aaa")["note"][0] == "start"


def test_a_circle_of_references_ends() -> None:
    found = read(("a", "meeting", "b", 1), ("b", "meeting", "a", 1), ("c", "meeting", "c", 1))
    assert found["c"][0] == "c"
    assert {found["a"][0], found["b"][0]} <= {"a", "b"}


def test_no_rows_are_no_threads() -> None:
    assert read() == {}
