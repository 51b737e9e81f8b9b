"""A prospect that is in no book yet: what becomes of a thread and of rows, until it is kept."""

import shutil
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from app.asking import from_book
from app.keeping import beside, cutoffs, keep, settled
from app.newcomer import Answer, Facts, from_rows, from_thread
from data.book import Book
from data.errors import DataRefused
from data.hand_mapping import declared, mapping_of, read_rows
from data.proposal import Chosen, propose
from data.sources.csv_source import read_csv
from data.thread import read_thread
from data.thread_marks import Sender
from tests.app.sheet import engagement, interaction, write_rows

BOB = Sender("Bob", "bob@us.org")
TEXT = """Top words

On 3 Mar 2026 at 10:12, Ann <ann@client.com> wrote:
> When can you start?
>
> On 2 Mar 2026 at 09:00, Bob <bob@us.org> wrote:
>> Here is our offer.
"""
MARCH_4 = datetime(2026, 3, 4, 8, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    return write_rows(
        tmp_path,
        [engagement("E-1", "Old client"), engagement("ann-2026-03-02", "Another Ann")],
        [interaction("i-1", "E-1", "Old client"), interaction("row-1", "E-1", "Old client")],
    )


def newcomer(text=TEXT, client="Ann", **more):
    return from_thread(read_thread(text, UTC), {BOB}, Facts(client), **more)


def test_a_thread_is_one_prospect_and_what_names_nobody_is_set_aside():
    found = newcomer()
    rows = found.interactions.to_pylist()
    assert [(row["direction"], row["text"], row["contact"]) for row in rows] == [
        ("outbound", "Here is our offer.", None),
        ("inbound", "When can you start?", "Ann <ann@client.com>"),
    ]
    (one,) = found.engagements.to_pylist()
    assert (one["engagement_id"], one["client_id"]) == ("ann-2026-03-02", "Ann")
    assert one["opened_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert found.set_aside.select(["line", "column", "reason"]).to_pylist() == [
        {"line": 3, "column": "direction", "reason": "names no sender"}
    ]
    assert len(set(found.interactions["interaction_id"].to_pylist())) == 2


def test_what_a_person_answers_is_used():
    answered = newcomer(answers={2: Answer("us", MARCH_4)})
    assert answered.set_aside.num_rows == 0
    assert answered.interactions.to_pylist()[-1]["occurred_at"] == MARCH_4
    half = newcomer(answers={2: Answer("us")})
    assert half.set_aside["column"].to_pylist() == ["occurred_at"]


def test_a_subject_is_told_once():
    mail = "From: A <a@b.org>\nDate: {} Mar 2026 10:12\nSubject: {}Roof\n\n{}\n\n"
    text = mail.format(2, "", "One") + mail.format(3, "Re: ", "Two")
    assert newcomer(text).interactions["text"].to_pylist() == ["Roof\n\nOne", "Two"]


def test_a_thread_of_ours_alone_tells_nothing_of_a_client():
    thread = read_thread("[02.03.2026, 10:12] Bob: hi", UTC)
    with pytest.raises(DataRefused, match="no message of the client's"):
        from_thread(thread, {Sender("Bob")}, Facts("Ann"))


def test_the_same_thread_kept_twice_changes_nothing_and_a_longer_one_adds(book):
    first = keep(book, settled(newcomer(), from_book(book))).book
    again = keep(book, settled(newcomer(), from_book(book))).book
    assert first.digest == again.digest
    assert first.interactions.num_rows == 4
    longer = TEXT.replace(
        "Top words", "From: Ann <ann@client.com>\nDate: 5 Mar 2026 10:00\n\nWell?"
    )
    grown = keep(book, settled(newcomer(longer), from_book(book))).book
    assert grown.interactions.num_rows == 5
    assert grown.engagements.num_rows == 3


def test_another_clients_id_is_left_alone_and_so_is_what_the_book_knows(book):
    found = settled(newcomer(), from_book(book))
    assert found.ids == ["ann-2026-03-02-2"]
    kept = keep(book, found).book
    assert Book.open(book).engagements["client_id"].to_pylist().count("Another Ann") == 1
    ours = from_thread(read_thread(TEXT, UTC), {BOB}, Facts("Ann", expected_value=Decimal(7)))
    known = settled(ours, from_book(book))
    assert known.engagements.num_rows == 0  # it is there already, and its facts are the book's
    assert known.ids == ["ann-2026-03-02-2"]
    assert keep(book, known).book.digest == kept.digest


def test_set_aside_rows_of_two_threads_lie_beside_each_other(book):
    for client in ("Ann", "Eve"):
        keep(book, settled(newcomer(client=client), from_book(book)))
    lines = (book / "set_aside.csv").read_text("utf-8").splitlines()
    assert len(lines) == 3


def test_a_newer_prospect_is_scored_at_its_own_last_word_an_older_one_at_the_books(book):
    later, earlier = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert cutoffs(newcomer(), later)["as_of"].to_pylist() == [later]
    assert cutoffs(newcomer(), earlier)["as_of"].to_pylist() == [newcomer().newest]


def test_what_the_book_knows_of_the_same_client_is_read_with_it(book):
    histories = beside(settled(newcomer(client="Old client"), from_book(book)), from_book(book))
    assert set(histories.engagements["engagement_id"].to_pylist()) == {
        "E-1",
        "old-client-2026-03-02",
    }
    assert histories.interactions.num_rows == 4


def rows_of(tmp_path, text, facts=None, **choices):
    path = tmp_path / "export.csv"
    path.write_text(text, "utf-8")
    mapping = mapping_of(declared(propose(read_csv(path), "UTC") | choices, "x", "UTC"))
    return from_rows(read_rows(path, mapping), mapping, facts, "export.csv")


def test_rows_without_deals_are_the_one_prospect_told_of(tmp_path):
    text = "Date,Direction,Text\n2026-03-03 10:00,in,b\n2026-03-02 10:00,out,a\n"
    found = rows_of(tmp_path, text, Facts("Ann", expected_value=Decimal(900)))
    (one,) = found.engagements.to_pylist()
    assert (one["engagement_id"], one["expected_value"]) == ("ann-2026-03-02", Decimal(900))
    assert set(found.interactions["client_id"].to_pylist()) == {"Ann"}
    shuffled = text.splitlines()
    again = rows_of(tmp_path, "\n".join([shuffled[0], *shuffled[:0:-1]]), Facts("Ann"))
    ids = [set(each.interactions["interaction_id"].to_pylist()) for each in (found, again)]
    assert ids[0] == ids[1]


def test_deals_begin_with_their_first_row_in_whatever_order_it_stands(tmp_path):
    text = "Date,Deal,Direction,Deal value\n2026-03-03 10:00,R,in,5\n2026-03-02 10:00,R,out,5\n"
    (one,) = rows_of(tmp_path, text).engagements.to_pylist()
    assert one["opened_at"] == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert one["expected_value"] == 5
    (bare,) = rows_of(tmp_path, text.replace("Deal value", "x")).engagements.to_pylist()
    assert bare["opened_at"] == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_prospect_whose_own_facts_are_set_aside_is_taken_without_them(tmp_path):
    text = (
        "Date,Deal,Direction,Deal created,Deal value\n"
        "soon,R,in,2026-03-01,5\n2026-03-03 10:00,R,in,2026-03-01,5\n"
        "2026-03-04 10:00,S,in,2026-03-01,5\n2026-03-05 10:00,T,in,never,5\n"
    )
    found = rows_of(tmp_path, text)
    opened = {row["engagement_id"]: row["opened_at"].day for row in found.engagements.to_pylist()}
    assert opened == {"R": 1, "S": 1, "T": 5}
    bare = rows_of(tmp_path, text.replace("Deal created", "x"))
    assert sorted(bare.ids) == sorted(bare.engagements["engagement_id"].to_pylist())
    assert "opened_at" in bare.set_aside["column"].to_pylist()


def test_a_row_id_that_means_something_else_in_the_book_is_told_apart(tmp_path, book):
    text = "ID,Date,Deal,Direction\nrow-1,2026-03-03 10:00,R,in\n"
    found = settled(rows_of(tmp_path, text), from_book(book))
    assert found.interactions["interaction_id"].to_pylist() == ["R/row-1"]


def test_a_table_of_which_nothing_is_left_is_refused(tmp_path):
    words = Chosen("Direction", words={"in": "inbound"})
    with pytest.raises(DataRefused, match="every row was set aside"):
        rows_of(tmp_path, "Date,Direction\nsoon,in\n", direction=words)


def test_a_newcomer_is_explained_live_as_it_will_be_once_it_is_kept(small, tmp_path):
    from app.live import Live

    folder = tmp_path / "copy"
    shutil.copytree(small.book.path.parent, folder)
    live = Live.of(folder / "book")
    at = live.book.newest
    found = settled(newcomer(), live.book)
    (before,) = live.explain(beside(found, live.book), cutoffs(found, at))
    keep(folder / "book", found)
    kept = Live.of(folder / "book")
    (after,) = kept.explain(kept.book, cutoffs(found, at))
    assert before == after
    assert pa.types.is_timestamp(kept.book.interactions["occurred_at"].type)
