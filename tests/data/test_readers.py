"""Every format gives the same rows, with the line each began on."""

import gzip
import json
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataRefused
from data.mapping import find
from data.readers import read_table, source_name
from data.sources.csv_source import read_csv
from data.sources.json_lines import read_json_lines
from data.sources.sql import read_sql
from data.sources.xes import read_xes

NAMES = ["interaction_id", "engagement_id", "client_id", "occurred_at", "kind", "direction", "text"]
ROWS = [
    ["i1", "e1", "c1", "2024-01-05T10:00:00Z", "message", "inbound", "Grüße, Ёлка\nsecond line"],
    ["i2", "e1", "c1", "2024-01-06T10:00:00Z", "message", "outbound", 'said "no"; a, b|c'],
]


def csv_text(delimiter: str = ",", newline: str = "\n") -> str:
    quoted = [
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in [NAMES, *ROWS]
    ]
    return newline.join(quoted) + newline


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_any_delimiter_and_marked_encoding(tmp_path, delimiter, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes(csv_text(delimiter).encode(encoding))
    read = read_table(path, "interactions")
    assert [read.accepted["text"].to_pylist(), read.notes] == [[row[6] for row in ROWS], ()]


def test_windows_1252_is_read_with_a_note(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(csv_text().replace("Ёлка", "é").encode("cp1252"))
    read = read_table(path, "interactions")
    assert read.accepted["text"][0].as_py().startswith("Grüße, é")
    assert "read as Windows-1252" in read.notes[0]


def test_a_declared_encoding_wins(tmp_path, mapping_file):
    columns = "\n".join(f'{name} = "{name}"' for name in NAMES)
    mapping = find(
        mapping_file(f'[source]\nencoding = "cp1251"\n[interactions.columns]\n{columns}\n')
    )
    path = tmp_path / "x.csv"
    path.write_bytes(csv_text().replace("Grüße", "Привет").encode("cp1251"))
    assert (
        read_table(path, "interactions", mapping)
        .accepted["text"][0]
        .as_py()
        .startswith("Привет, Ё")
    )
    path.write_bytes(b"\x98" + csv_text().encode())
    with pytest.raises(DataRefused, match="is not cp1251"):
        read_table(path, "interactions", mapping)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_numbers_are_exact_after_fields_over_several_lines(tmp_path, newline):
    path = tmp_path / "x.csv"
    text = (
        f'{newline}a,b{newline}1,"x{newline}y"{newline}{newline}2,z{newline}3{newline}4,w{newline}'
    )
    path.write_bytes(text.encode())
    raw = read_csv(path)
    assert raw.lines.to_pylist() == [3, 6, 8]
    assert raw.broken == [(7, None, None, "has 1 fields, the header names 2")]


def test_unknown_columns_are_noted_not_silently_dropped(interactions):
    read = read_table(interactions({"mood": "good"}), "interactions")
    assert read.notes == ("interactions.csv: columns not read: mood",)


def test_gzip_parquet_json_lines_and_sql_give_the_rows_of_the_csv(tmp_path):
    (tmp_path / "x.csv").write_text(csv_text(), encoding="utf-8")
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(csv_text().encode()))
    records = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
    lines = "\n".join(json.dumps(record) for record in records)
    (tmp_path / "x.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "x.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "x.parquet")
    with sqlite3.connect(tmp_path / "x.db") as database:
        database.execute(f"create table interactions ({', '.join(NAMES)})")
        database.executemany(f"insert into interactions values ({','.join('?' * 7)})", ROWS)
    database.close()
    expected = read_table(tmp_path / "x.csv", "interactions").accepted
    sources = [tmp_path / name for name in ("x.csv.gz", "x.jsonl", "x.ndjson.gz", "x.parquet")]
    for source in [*sources, f"sqlite:///{tmp_path / 'x.db'}"]:
        assert read_table(source, "interactions").accepted.equals(expected), source


def test_json_lines_that_are_no_objects_are_set_aside_with_their_line(tmp_path):
    path = tmp_path / "x.jsonl"
    deep = "[" * 100_000
    lines = [
        '{"a": 1.10}',
        "",
        "[1]",
        '{"b": {"c": true}',
        '{"b": {"c": true}}',
        deep,
        '{"a": NaN}',
    ]
    path.write_text("\n".join(lines) + "\n")
    raw = read_json_lines(path)
    assert {name: column.to_pylist() for name, column in raw.columns.items()} == {
        "a": ["1.10", None],
        "b.c": [None, "true"],
    }
    assert raw.lines.to_pylist() == [1, 5]
    assert [entry[0] for entry in raw.broken] == [3, 4, 6, 7]


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <string key="about" value="the log"><string key="nested" value="never a column"/></string>
  <trace>
    <string key="concept:name" value="case 1"/>
    <event>
      <string key="concept:name" value="A &amp; B"><string key="inner" value="left out"/></string>
      <date key="time:timestamp" value="2024-01-01T00:00:00+01:00"/>
    </event>
    <event><string key="concept:name" value="C"/><float key="cost" value="1.5"/></event>
    <int key="late" value="7"/>
  </trace>
</log>
"""


def test_xes_events_carry_their_trace_and_nothing_of_the_log(tmp_path):
    path = tmp_path / "x.xes"
    path.write_text(XES, encoding="utf-8")
    raw = read_xes(path)
    assert {name: column.to_pylist() for name, column in raw.columns.items()} == {
        "case:concept:name": ["case 1", "case 1"],
        "case:late": ["7", "7"],
        "concept:name": ["A & B", "C"],
        "time:timestamp": ["2024-01-01T00:00:00+01:00", None],
        "event:index": ["1", "2"],
        "cost": [None, "1.5"],
    }
    assert raw.lines.to_pylist() == [8, 12]


def test_a_password_is_in_no_name_and_no_error(tmp_path):
    url = "postgresql://ann:secret@localhost:1/crm"
    assert source_name(url) == "crm"
    for bad in (url, "nosuchdialect://ann:secret@host/crm", "sqlite:///none-secret/x.db"):
        with pytest.raises(DataRefused) as refused:
            read_sql(bad, "interactions", None)
        assert "secret" not in str(refused.value)
    with pytest.raises(DataRefused, match="its form is dialect"):
        source_name("://ann:secret@host")


def test_a_missing_table_is_refused_without_making_a_database(tmp_path):
    path = tmp_path / "x.db"
    with pytest.raises(DataRefused, match="no such database file"):
        read_table(f"sqlite:///{path}", "interactions")
    assert not path.exists()
    sqlite3.connect(path).execute("create table other (a)").connection.close()
    with pytest.raises(DataRefused, match="refused to give interactions"):
        read_table(f"sqlite:///{path}", "interactions")


def test_progress_tells_how_many_rows_were_read(tmp_path, interactions):
    told: list[int] = []
    read_table(interactions({}, {}, {}), "interactions", progress=told.append)
    assert sum(told) == 3


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=400),
    ending=st.sampled_from(["csv", "csv.gz", "jsonl", "xes", "parquet"]),
)
def test_any_bytes_are_read_or_refused_nothing_else(tmp_path_factory, content, ending):
    path = tmp_path_factory.mktemp("wild") / f"x.{ending}"
    path.write_bytes(content)
    try:
        read = read_table(path, "interactions")
    except DataRefused:
        return
    assert read.accepted.num_rows + read.set_aside.num_rows == read.read


@settings(max_examples=60, deadline=None)
@given(tail=st.text(max_size=200))
def test_any_text_after_a_good_row_never_loses_that_row_silently(tmp_path_factory, tail):
    path = tmp_path_factory.mktemp("wild") / "x.csv"
    path.write_text(csv_text() + tail, encoding="utf-8", newline="", errors="replace")
    try:
        read = read_table(path, "interactions")
    except DataRefused:
        return
    assert read.accepted.num_rows + read.set_aside.num_rows == read.read
    assert set(read.accepted["interaction_id"].to_pylist()) >= {"i1", "i2"}
