"""Signals given directly: what the reader takes, sets aside, counts and refuses."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DataRefused, UsageError
from data.given import read_signals
from data.importing import import_into
from data.mapping import SHIPPED, find, load

GOOD = """
[source]
name = "leads"
delimiter = ";"

[signals.columns]
engagement_id = { template = "lead-{line}" }
paid_off = { column = "End", words = { Won = "true", Lost = "false" } }
put_offs = { column = "Answer", words = { Later = 2, Yes = 0, Unknown = "" } }
given_size = { column = "Size", words = { Small = 0.5, Big = -3 } }
given_people = "People"
"""
SOURCE = """End;Answer;Size;People;Seller
Won;Later;Small;12;Ann
Lost;Unknown;Big;;Ann
Won;Later;Small;12;Ann
Won;Later;Small;12;Bob
Lost;Maybe;Big;3;Ann
;Yes;Big;3;Ann
Lost;Yes;Big;many;Ann
"""


@pytest.fixture
def leads(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text(SOURCE)
    return path


def test_words_become_numbers_and_what_is_unknown_cannot_be_told(leads, mapping_file):
    accepted = read_signals(leads, load(mapping_file(GOOD))).accepted
    assert accepted["engagement_id"].to_pylist() == ["lead-2", "lead-3", "lead-5"]
    assert accepted["paid_off"].to_pylist() == [True, False, True]
    assert accepted["put_offs"].to_pylist() == [2.0, None, 2.0]
    assert accepted["given_size"].to_pylist() == [0.5, -3.0, 0.5]
    assert accepted["given_people"].to_pylist() == [12.0, None, 12.0]
    assert "Seller" not in accepted.column_names


def test_a_copy_is_counted_a_strange_word_and_no_outcome_are_set_aside(leads, mapping_file):
    read = read_signals(leads, load(mapping_file(GOOD)))
    aside = {row["line"]: row for row in read.set_aside.to_pylist()}
    assert aside[4]["reason"] == "repeats line 2 word for word"
    assert (aside[6]["column"], aside[6]["value"]) == ("put_offs", "Maybe")
    assert aside[7]["column"] == "paid_off"
    assert (aside[8]["column"], aside[8]["reason"]) == ("given_people", "is not a number")
    assert (read.read, read.accepted.num_rows, len(aside), read.repeated) == (7, 3, 4, 1)
    assert "7 read = 3 accepted + 4 set aside, of these 1 copies" in read.line()


def test_a_signal_of_the_catalogue_is_never_below_not_seen(leads, mapping_file):
    read = read_signals(leads, load(mapping_file(GOOD.replace("Later = 2", "Later = -2"))))
    assert {row["reason"] for row in read.set_aside.to_pylist()} >= {"is less than 0"}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.sampled_from([*SOURCE.splitlines()[1:], "Won;Later", ";;;;"])))
def test_no_row_is_lost_and_no_two_accepted_rows_are_copies(rows, tmp_path, mapping_file):
    path = tmp_path / "wild.csv"
    path.write_text("\n".join([SOURCE.splitlines()[0], *rows]) + "\n")
    read = read_signals(path, load(mapping_file(GOOD)))
    assert read.accepted.num_rows + read.set_aside.num_rows == read.read == len(rows)
    whole = [row for row in rows if row.count(";") == 4]
    assert read.repeated == len(whole) - len(set(whole))
    numbers = read.set_aside["line"].to_numpy()
    assert len(np.unique(numbers)) == len(numbers)


SLIPS = [
    ("[signals.", "[signal.", "unknown key 'signal'; did you mean signals"),
    ("paid_off =", "paidoff =", "says nothing of paid_off"),
    ("given_people =", "given-people =", "'given-people' is no name of a signal"),
    ("Later = 2", 'Later = "two"', "put_offs can never be 'two'; give a number"),
    ("Later = 2", "Later = inf", "put_offs can never be 'inf'"),
    ("Later = 2", "Later = true", "must be text in quotes"),
    ('Won = "true"', 'Won = "good"', "paid_off can never be 'good'"),
    ("words = { Small", "word = { Small", "unknown key 'word'; did you mean words"),
    ('"Size"', '"Sise"', "the column 'Sise', not found in leads.csv; did you mean Size"),
    ("[signals.", '[signals]\ngroup_by = "Seller"\n[signals.', "drop group_by"),
    ("[signals.", '[engagements.columns]\nengagement_id = "a"\nclient_id = "a"\nopened_at = "a"\n'
     "[signals.", "[signals] stands alone"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "message"), SLIPS, ids=[message for _, _, message in SLIPS]
)
def test_a_slip_is_refused_in_one_line_that_names_it(leads, mapping_file, right, wrong, message):
    assert right in GOOD
    with pytest.raises(DataRefused) as refused:
        read_signals(leads, load(mapping_file(GOOD.replace(right, wrong, 1))))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_signals_make_no_book_and_histories_give_no_signals(leads, tmp_path, mapping_file):
    with pytest.raises(UsageError, match="gives signals, not histories"):
        import_into(tmp_path / "book", source=leads, mapping=load(mapping_file(GOOD)))
    assert not (tmp_path / "book").exists()
    with pytest.raises(DataRefused, match="the mapping gives no signals"):
        read_signals(leads, find("ibm_accounts_receivable"))


def test_the_example_in_the_guide_is_a_mapping_that_works(tmp_path, mapping_file):
    guide = (SHIPPED / "README.md").read_text(encoding="utf-8")
    example = load(mapping_file(guide.split("```toml\n")[2].split("```")[0]))
    (tmp_path / "leads.csv").write_text(
        "Id,Ended,Decides,Trade,Branch\n7,won,the owner,build,North\n8,lost,?,retail,South\n"
    )
    accepted = read_signals(tmp_path / "leads.csv", example).accepted
    assert accepted["deferrals"].to_pylist() == [0.0, None]
    assert accepted["given_builder"].to_pylist() == [1.0, 0.0]
