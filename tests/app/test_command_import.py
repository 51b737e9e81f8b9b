"""`clientrisk import`, and the same bad files given to `predict`: one line each, nothing left."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

INTERACTIONS = (
    "interaction_id,engagement_id,client_id,occurred_at,kind,direction,text,amount,currency\n"
    "i1,e1,c1,2026-01-02T00:00:00Z,message,inbound,Hello there,,\n"
)
ENGAGEMENTS = "engagement_id,client_id,opened_at\ne1,c1,2026-01-01T00:00:00Z\n"
HEADER = INTERACTIONS.split("\n")[0] + "\n"
INVOICE = "i{},e1,c1,2026-01-02T00:00:00Z,invoice,outbound,,5,{}\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Two good files in an otherwise empty working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "i.csv").write_text(INTERACTIONS)
    (tmp_path / "e.csv").write_text(ENGAGEMENTS)
    return tmp_path


BAD = {
    "empty": ("bad.csv", b"", "empty"),
    "wrong column": ("bad.csv", b"a,b\n1,2\n", "lack the column"),
    "misspelt column": ("bad.csv", INTERACTIONS.replace("kind", "kinds").encode(), "kinds"),
    "naive": ("bad.csv", INTERACTIONS.replace("Z,", ",").encode(), "time zone"),
    "two currencies": (
        "bad.csv",
        (HEADER + INVOICE.format(1, "EUR") + INVOICE.format(2, "USD")).encode(),
        "second currency",
    ),
    "binary": ("bad.csv", bytes(range(256)) * 40, "binary"),
    "no parquet": ("bad.parquet", b"PAR1 and then nothing", "Parquet"),
    "no json": ("bad.jsonl", b"secret words\n", "JSON"),
    "no xes": ("bad.xes", b"<html></html>", "XES"),
    "no gzip": ("bad.csv.gz", b"\x1f\x8b secret", "gzip"),
    "missing": ("bad.csv", None, "no such file"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("command", ["import", "predict"])
def test_a_bad_file_is_one_line_and_nothing_is_written(clientrisk, files, small, command, kind):
    name, content, says = BAD[kind]
    if content is not None:
        (files / name).write_bytes(content)
    before = sorted(files.rglob("*"))
    where = ("--book", "book") if command == "import" else ("-o", "o.csv", "--models", small.models)
    ran = clientrisk(command, "--interactions", name, "--engagements", "e.csv", *where)
    assert (ran.code, ran.err.count("\n"), ran.out) == (3, 1, ""), ran.err
    assert name in ran.err
    assert says in ran.err
    assert "secret" not in ran.err
    assert sorted(files.rglob("*")) == before


@pytest.mark.parametrize("command", ["import", "predict"])
def test_a_line_of_200_megabytes_is_refused_in_little_memory(clientrisk, files, small, command):
    with (files / "bad.csv").open("wb") as file:
        file.write(HEADER.encode() + b"i1,e1,")
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    where = ("--book", "b") if command == "import" else ("-o", "o.csv", "--models", small.models)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = clientrisk(command, "--interactions", "bad.csv", "--engagements", "e.csv", *where)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "longer than" in ran.err
    assert grown < 150_000  # KiB
    assert sorted(path.name for path in files.iterdir()) == ["bad.csv", "e.csv", "i.csv"]


@pytest.mark.parametrize(
    "mapping",
    [
        b'timezone = "UTC"\n',
        b"[[interactions]\n",
        b"",
        b"\0\1\2",
        b'[source]\nformat = "csv"\n[[interactions]]\nidd = "x"\n',
    ],
)
def test_a_mapping_with_a_mistake_is_one_line(clientrisk, files, mapping):
    (files / "m.toml").write_bytes(mapping)
    ran = clientrisk("import", "i.csv", "--mapping", "m.toml", "--book", "book")
    assert (ran.code, ran.err.count("\n")) == (3, 1), ran.err
    assert "m.toml" in ran.err
    assert not (files / "book").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("i.csv",), 2),
        (("--interactions", "i.csv", "--hourly-cost", "-5"), 2),
        (("--interactions", "i.csv", "--hourly-cost", "nan"), 2),
        (("--interactions", "i.csv", "--hourly-cost", "much"), 2),
        (("i.csv", "--mapping", "bpic2021"), 3),
        (("--interactions", "."), 3),
        (("--interactions", "sqlite:///nowhere.db"), 3),
        (("--interactions", "nonsense://user:secret@host/db"), 3),
    ],
)
def test_what_cannot_be_meant_is_one_line(clientrisk, files, words, code):
    ran = clientrisk("import", *words, "--book", "book")
    assert (ran.code, ran.err.count("\n")) == (code, 1), ran.err
    assert "secret" not in ran.err
    assert not (files / "book").exists()


def test_a_file_that_may_not_be_read_is_one_line(clientrisk, files, monkeypatch):
    def closed(*words, **named):
        raise PermissionError(13, "Permission denied")

    (files / "i.csv").chmod(0)
    monkeypatch.setattr(Path, "open", closed)  # who is root may read what is closed to others
    ran = clientrisk("import", "--interactions", "i.csv", "--book", "book")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "may not be read" in ran.err


def test_counts_add_up_and_importing_again_changes_nothing(clientrisk, files):
    (files / "i.csv").write_text(INTERACTIONS + INTERACTIONS.split("\n")[1] + "\n" + "x,y\n")
    given = ("import", "--interactions", "i.csv", "--engagements", "e.csv", "--book", "book")
    first = clientrisk(*given)
    assert first.code == 0
    assert "3 read = 1 accepted + 2 set aside; 1 new" in first.err
    manifest = (files / "book" / "book.json").read_bytes()
    again = clientrisk(*given)
    assert "0 new, 0 changed, 1 unchanged" in again.err
    assert (files / "book" / "book.json").read_bytes() == manifest


def test_a_book_that_is_a_file_or_a_strangers_folder_is_refused(clientrisk, files):
    for book in ("i.csv", "."):
        ran = clientrisk("import", "--interactions", "i.csv", "--book", book)
        assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert (files / "i.csv").read_text() == INTERACTIONS


def test_a_mapping_of_signals_makes_no_book_and_says_what_would(clientrisk, files):
    (files / "leads.csv").write_text("Status\nWon\n")
    ran = clientrisk("import", "leads.csv", "--mapping", "bohanec_b2b", "--book", "book")
    assert (ran.code, ran.err.count("\n"), ran.out) == (2, 1, ""), ran.err
    assert "bohanec_b2b gives signals, not histories" in ran.err
    assert "map interactions and engagements" in ran.err
    assert not (files / "book").exists()
