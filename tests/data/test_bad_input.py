"""Input that cannot be read as a whole: one clear line each, and nothing half-written."""

import gzip
import os
import random
import time

import pytest

from data.errors import ClientRiskError, DataRefused
from data.importing import import_into
from data.mapping import load
from data.readers import read_table

HEADER = "interaction_id,engagement_id,client_id,occurred_at,kind,direction\n"
GOOD = HEADER + "i1,e1,c1,2024-01-05T10:00:00Z,message,inbound\n"


def bad_files() -> dict[str, tuple[str, bytes, str]]:
    noise = random.Random(7).randbytes(5000)
    return {
        "empty": ("x.csv", b"", "is empty"),
        "blank": ("x.csv", b" \n\n", "is empty"),
        "bom_only": ("x.csv", b"\xef\xbb\xbf", "is empty"),
        "empty_gz": ("x.csv.gz", gzip.compress(b""), "is empty"),
        "wrong_column": ("x.csv", GOOD.replace("kind", "what").encode(), "lack the column kind"),
        "typo": (
            "x.csv",
            GOOD.replace("direction", "direction,amout").encode(),
            "did you mean amount",
        ),
        "twice": ("x.csv", GOOD.replace("kind", "client_id").encode(), "two columns are called"),
        "naive": ("x.csv", GOOD.replace("Z", "").encode(), "no time in it has a time zone"),
        "binary": ("x.csv", b"\x00\x01" + noise, "binary"),
        "noise": ("x.csv", noise.replace(b"\0", b"\x81"), "binary"),
        "excel": ("x.csv", b"PK\x03\x04" + noise, "a zip or Excel file"),
        "parquet_as_csv": ("x.csv", b"PAR1" + noise, "a Parquet file"),
        "stray_quote": (
            "x.csv",
            (GOOD + 'i2,"' + "no end\n" * 2_000_000).encode(),
            "line 3 never ends",
        ),
        "cut_gz": ("x.csv.gz", gzip.compress(GOOD.encode() + noise)[:-20], "damaged or cut off"),
        "no_gz": ("x.csv.gz", GOOD.encode(), "damaged or cut off"),
        "no_parquet": ("x.parquet", GOOD.encode(), "no readable Parquet"),
        "no_json": ("x.jsonl", GOOD.encode(), "no line of it is a JSON object"),
        "no_xes": ("x.xes", b"<html><log/></html>", "no XES event log"),
        "cut_xes": ("x.xes", b"<log><trace>", "damaged on line 1"),
        "doctype": ("x.xes", b'<!DOCTYPE log [<!ENTITY a "b">]><log/>', "DOCTYPE"),
        "two_currencies": (
            "x.csv",
            b"interaction_id,engagement_id,client_id,occurred_at,kind,direction,currency\n"
            b"i1,e1,c1,2024-01-05T10:00:00Z,order,inbound,EUR\n"
            b"i2,e1,c1,2024-01-05T10:00:00Z,order,inbound,USD\n",
            "second currency: USD on line 3, but this book is in EUR",
        ),
    }


@pytest.mark.parametrize(
    ("name", "content", "message"), bad_files().values(), ids=list(bad_files())
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line_and_leaves_nothing(
    tmp_path, name, content, message
):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataRefused, match=message) as refused:
        import_into(tmp_path / "book", interactions=path)
    assert refused.value.exit_code == 3
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 600
    assert not (tmp_path / "book").exists()


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl", "x.xes", "x.csv.gz"])
def test_an_endless_line_is_refused_before_it_is_read_to_its_end(tmp_path, name):
    path = tmp_path / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(HEADER.encode() + b"x" * 40_000_000, 1))
    else:
        start = (
            b'<log><trace><event><string key="a" value="'
            if name.endswith("xes")
            else HEADER.encode()
        )
        path.write_bytes(start)
        os.truncate(path, 0)
        with path.open("wb") as stream:
            stream.write(start)
            for _ in range(40):
                stream.write(b"x" * 1_000_000)
    begun = time.monotonic()
    with pytest.raises(DataRefused, match=r"longer than 10,000,000|one tag of it never ends"):
        read_table(path, "interactions")
    assert time.monotonic() - begun < 10


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DataRefused, match="no such file"):
        read_table(tmp_path / "none.csv", "interactions")
    with pytest.raises(DataRefused, match="a folder"):
        read_table(tmp_path, "interactions")


def test_one_naive_time_among_others_is_only_set_aside(interactions):
    read = read_table(interactions({}, {"occurred_at": "2024-01-05 10:00"}), "interactions")
    assert (read.accepted.num_rows, read.set_aside.num_rows, read.read) == (1, 1, 2)


def test_another_currency_than_the_books_is_refused_and_the_book_stays(tmp_path, interactions):
    first = interactions({"currency": "EUR", "amount": "5"}, name="a.csv")
    import_into(tmp_path / "book", interactions=first)
    before = {each.name: each.read_bytes() for each in (tmp_path / "book").iterdir()}
    second = interactions({"interaction_id": "i9"}, {"currency": "USD"}, name="b.csv")
    with pytest.raises(DataRefused, match="USD on line 3, but this book is in EUR"):
        import_into(tmp_path / "book", interactions=second)
    assert before == {each.name: each.read_bytes() for each in (tmp_path / "book").iterdir()}


def test_nothing_to_import_is_a_usage_error(tmp_path):
    with pytest.raises(ClientRiskError) as error:
        import_into(tmp_path / "book")
    assert error.value.exit_code == 2


def test_no_word_of_a_client_is_in_an_error(tmp_path, mapping_file):
    path = tmp_path / "x.csv"
    path.write_text(GOOD.replace("kind", "secret_word") + "private text,,,,,\n")
    with pytest.raises(DataRefused) as refused:
        read_table(path, "interactions")
    assert "private text" not in str(refused.value)
    with pytest.raises(DataRefused, match="is not TOML"):
        load(mapping_file("[source\n"))
