"""No cell of an export is ever computed by a spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.safe_csv import csv_text, escape_cell, write_csv

SIGNS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    "text", ["=1+1", "  =1", "\u00a0@x", "+7", "-2", "＝1", "\tx", "hello\n=1", "a\r\n -b"]
)
def test_a_formula_gets_an_apostrophe(text):
    assert "'" in escape_cell(text)


@pytest.mark.parametrize("text", ["", "plain", "a=b", "3-4", "'quoted", "x\ny"])
def test_other_text_stays_as_it_is(text):
    assert escape_cell(text) == text


@given(st.text(alphabet=st.sampled_from([*SIGNS, " ", "\u00a0", "a", "'", '"', ","]), max_size=12))
def test_no_line_of_an_escaped_cell_begins_with_a_sign_and_twice_is_once(text):
    escaped = escape_cell(text)
    for line in escaped.replace("\r", "\n").split("\n"):
        assert line.lstrip(" \u00a0")[:1] not in set("=+-@＝＋－＠")
    assert escaped[:1] not in set("\t\r\n")
    assert escape_cell(escaped) == escaped


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
        max_size=5,
    )
)
def test_raw_text_comes_back_as_it_was(values):
    table = pa.table(
        {"a": pa.array(values, pa.string()), "n": pa.array(range(len(values)), pa.int64())}
    )
    rows = list(csv.reader(io.StringIO(csv_text(table, raw=True), newline="")))
    assert [row[0] for row in rows[1:]] == values


def test_numbers_stay_numbers_and_times_are_iso(tmp_path):
    table = pa.table(
        {
            "n": [-1.5],
            "m": pa.array([Decimal("-2.5000")], pa.decimal128(18, 4)),
            "t": pa.array([datetime(2024, 1, 1, tzinfo=UTC)], pa.timestamp("us", tz="UTC")),
            "b": [True],
            "z": pa.array([None], pa.string()),
        }
    )
    write_csv(table, tmp_path / "x.csv")
    assert (
        tmp_path / "x.csv"
    ).read_text() == "n,m,t,b,z\n-1.5,-2.5000,2024-01-01T00:00:00Z,true,\n"
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]
