"""`clientrisk cues`: messages in, the cues and the words that carry them out."""

from __future__ import annotations

import csv
import json
import time

import pytest

from features.cues import CUES


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_per_message_with_its_id_cues_and_quotes(clientrisk, tmp_path):
    (tmp_path / "m.csv").write_text(
        "message_id,direction,text\n"
        'm1,inbound,"Hi,\nNeed it ASAP!"\nm1,inbound,\n007,internal,Need it ASAP!\n'
        "=m4,inbound,Нужно срочно!\n",
        "utf-8",
    )
    ran = clientrisk("cues", tmp_path / "m.csv", "-o", tmp_path / "o.csv")
    assert (ran.code, ran.out) == (0, "")
    assert "4 messages = 4 read + 0 set aside" in ran.err
    found = rows(tmp_path / "o.csv")
    assert list(found[0]) == ["message_id", "cues", "quotes"]
    assert [row["message_id"] for row in found] == ["m1", "m1", "007", "'=m4"]
    assert "rush" in found[0]["cues"].split(" ")
    assert json.loads(found[0]["quotes"])["rush"] == "Need it ASAP!"
    assert (found[1]["cues"], found[1]["quotes"]) == ("", "{}")
    for row in found:
        assert set(row["cues"].split()) == set(json.loads(row["quotes"]))
        assert set(row["cues"].split()) <= {cue.id for cue in CUES}


def test_rows_that_cannot_be_read_are_counted_and_kept_beside(clientrisk, tmp_path):
    (tmp_path / "m.csv").write_text(
        "message_id,direction,text\nm1,inbound,x\n,inbound,secret\nm3,sideways,secret\n"
        "m4,secret\nm5,outbound,y,secret\n"
    )
    ran = clientrisk("cues", tmp_path / "m.csv", "-o", tmp_path / "o.csv")
    assert ran.code == 0
    assert "5 messages = 1 read + 4 set aside" in ran.err
    assert "secret" not in ran.err
    aside = rows(tmp_path / "o.csv.set_aside.csv")
    assert [(row["line"], row["column"]) for row in aside] == [
        ("3", "message_id"),
        ("4", "direction"),
        ("5", ""),
        ("6", ""),
    ]


def test_no_messages_are_an_empty_table(clientrisk, tmp_path):
    (tmp_path / "m.csv").write_text("message_id,direction,text\n")
    assert clientrisk("cues", tmp_path / "m.csv", "-o", tmp_path / "o.csv").code == 0
    assert (tmp_path / "o.csv").read_text() == "message_id,cues,quotes\n"


@pytest.mark.parametrize(
    ("content", "output", "code"),
    [
        (b"", "o.csv", 3),
        (b"a,b\n1,2\n", "o.csv", 3),
        (b"\0\1" * 500, "o.csv", 3),
        (None, "o.csv", 3),
        (b"message_id,direction,text\n", "o.jsonl", 2),
        (b"message_id,direction,text\n", "nowhere/o.csv", 2),
    ],
)
def test_what_cannot_be_read_is_one_line(clientrisk, tmp_path, content, output, code):
    if content is not None:
        (tmp_path / "m.csv").write_bytes(content)
    ran = clientrisk("cues", tmp_path / "m.csv", "-o", tmp_path / output)
    assert (ran.code, ran.err.count("\n")) == (code, 1)
    assert not (tmp_path / output).exists()


def test_fifty_thousand_messages_take_seconds(clientrisk, tmp_path):
    texts = ("Please send the offer again, {} pieces.", "We can meet on Tuesday, room {}.")
    with (tmp_path / "m.csv").open("w") as file:
        file.write("message_id,direction,text\n")
        file.writelines(f'm{n},inbound,"{texts[n % 2].format(n)}"\n' for n in range(50_000))
    started = time.process_time()
    ran = clientrisk("cues", tmp_path / "m.csv", "-o", tmp_path / "o.csv")
    assert ran.code == 0
    assert time.process_time() - started < 30
