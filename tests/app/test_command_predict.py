"""`clientrisk predict`: the batch table, the same scores whichever way histories come."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from app.asking import cutoffs_of, from_book, open_cutoffs
from app.scoring import explain_cutoffs, load_model
from data.book import write_book
from data.safe_csv import write_csv

COLUMNS = [
    *("engagement_id", "client_id", "as_of", "status", "payoff_probability", "low", "high"),
    *("log_odds", "top_reasons", "action", "model_version"),
    *("verdict", "cut_off", "expected_gain", "question"),
]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def predict(clientrisk, small):
    """Run predict with the small book's models; gives back how it ended."""
    return lambda *words: clientrisk("predict", "--models", small.models, *words)


@pytest.fixture(scope="module")
def files(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for name in ("interactions", "engagements"):
        write_csv(getattr(small.book, name), folder / f"{name}.csv", raw=True)
        pq.write_table(getattr(small.book, name), folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="module")
def scored(small):
    """Scores of the open engagements straight from the functions, by engagement."""
    histories = from_book(small.book.path)
    stored, label = load_model(None, small.book.path, small.models)
    found = explain_cutoffs(histories, open_cutoffs(histories), stored, label)
    return {each["engagement_id"]: each["log_odds"] for each in found}


def test_the_columns_are_those_other_programs_count_on(predict, small, tmp_path):
    ran = predict("--book", small.book.path, "-o", tmp_path / "o.csv")
    assert ran.code == 0
    assert ran.out == ""
    assert (tmp_path / "o.csv").read_text("utf-8").splitlines()[0] == ",".join(COLUMNS)
    assert "SIMULATED" in ran.err


def test_csv_parquet_and_json_lines_agree(predict, small, tmp_path):
    for ending in ("csv", "parquet", "jsonl"):
        assert predict("--book", small.book.path, "-o", tmp_path / f"o.{ending}").code == 0
    parquet = pq.read_table(tmp_path / "o.parquet")
    assert parquet.column_names == COLUMNS
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    assert lines == parquet.to_pylist()
    assert [list(line) for line in lines] == [COLUMNS] * 10
    for written, row in zip(rows(tmp_path / "o.csv"), lines, strict=True):
        assert float(written["log_odds"]) == row["log_odds"]
        assert float(written["payoff_probability"]) == row["payoff_probability"]
        assert float(written["low"]) == row["low"] < row["high"] == float(written["high"])
        assert [written[name] for name in ("engagement_id", "as_of", "status")] == [
            row[name] for name in ("engagement_id", "as_of", "status")
        ]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_files_score_as_the_book_of_the_same_rows(predict, files, small, scored, tmp_path, ending):
    ran = predict(
        *("--interactions", files / f"interactions.{ending}"),
        *("--engagements", files / f"engagements.{ending}"),
        *("--hourly-cost", small.book.hourly_cost, "-o", tmp_path / "o.jsonl"),
    )
    assert ran.code == 0, ran.err
    found = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    assert {row["engagement_id"]: row["log_odds"] for row in found} == scored
    assert "trained on a SIMULATED book" in ran.err


def test_an_engagement_alone_scores_exactly_as_in_the_batch(small, scored):
    histories = from_book(small.book.path)
    stored, label = load_model(None, small.book.path, small.models)
    for engagement, log_odds in list(scored.items())[::4]:
        alone = cutoffs_of(histories, [engagement], None)
        assert explain_cutoffs(histories, alone, stored, label)[0]["log_odds"] == log_odds


def test_as_of_scores_as_a_book_that_ends_there(predict, small, tmp_path):
    book = small.book
    at = book.newest - timedelta(days=60)
    moments = book.interactions
    seen = pc.and_(
        pc.less_equal(moments["occurred_at"], at),
        pc.less_equal(pc.coalesce(moments["recorded_at"], moments["occurred_at"]), at),
    )
    closed = book.engagements["closed_at"]
    later = pc.fill_null(pc.greater(closed, at), True)
    truncated = book.engagements
    for name in ("closed_at", "revenue", "paid_off"):
        known = pc.if_else(later, pa.scalar(None, truncated[name].type), truncated[name])
        truncated = truncated.set_column(truncated.column_names.index(name), name, known)
    opened = pc.less_equal(truncated["opened_at"], at)
    write_book(
        tmp_path / "cut",
        moments.filter(seen),
        truncated.filter(opened),
        name="cut",
        simulated=True,
        currency=book.currency,
        hourly_cost=book.hourly_cost,
    )
    asked = ("--as-of", at.isoformat(), "-o")
    assert predict("--book", book.path, *asked, tmp_path / "whole.csv").code == 0
    assert predict("--book", tmp_path / "cut", *asked, tmp_path / "cut.csv").code == 0
    whole = rows(tmp_path / "whole.csv")
    assert len(whole) > 3
    assert whole == rows(tmp_path / "cut.csv")


def test_cutoffs_score_one_engagement_at_several_moments_in_their_order(predict, small, tmp_path):
    first, second = small.book.engagements["engagement_id"].to_pylist()[-2:]
    (tmp_path / "c.csv").write_text(
        "engagement_id,as_of\n"
        f"{first},2026-10-01T00:00:00Z\n{second},2026-09-01T02:00:00+02:00\n"
        f"{first},2026-08-01T00:00:00Z\n{first},2026-10-01T00:00:00Z\n"
    )
    given = ("--cutoffs", tmp_path / "c.csv", "-o", tmp_path / "o.csv")
    ran = predict("--book", small.book.path, *given)
    assert ran.code == 0, ran.err
    found = rows(tmp_path / "o.csv")
    assert [(row["engagement_id"], row["as_of"]) for row in found] == [
        (first, "2026-10-01T00:00:00Z"),
        (second, "2026-09-01T00:00:00Z"),
        (first, "2026-08-01T00:00:00Z"),
        (first, "2026-10-01T00:00:00Z"),
    ]
    assert found[0] == found[3]


def test_bad_cutoffs_are_set_aside_and_no_word_of_theirs_is_shown(predict, small, tmp_path):
    known = small.book.engagements["engagement_id"][0].as_py()
    (tmp_path / "c.csv").write_text(
        f"engagement_id,as_of\n{known},2026-10-01T00:00:00Z\n{known},secretly tomorrow\n"
        f"secret client,2026-10-01T00:00:00Z\n{known}\n{known},2026-10-01\n"
    )
    given = ("--cutoffs", tmp_path / "c.csv", "-o", tmp_path / "o.csv")
    ran = predict("--book", small.book.path, *given)
    assert ran.code == 0
    assert len(rows(tmp_path / "o.csv")) == 1
    assert "4 rows were set aside" in ran.err
    assert "secret" not in ran.err
    aside = rows(tmp_path / "o.csv.set_aside.csv")
    assert [row["line"] for row in aside] == ["3", "4", "5", "6"]
    assert "secretly tomorrow" in aside[0]["value"]
    assert predict("--book", small.book.path, "-o", tmp_path / "o.csv").code == 0
    assert not (tmp_path / "o.csv.set_aside.csv").exists(), "of an earlier run"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"engagement,as_of\n1,2\n", "engagement_id is missing"),
        (b"\0\1\2\3" * 100, "binary"),
        (b"engagement_id,as_of\nnobody,2026-10-01T00:00:00Z\n", "no row of it"),
        (None, "no such file"),
    ],
)
def test_a_file_of_cutoffs_that_cannot_be_meant_is_refused(predict, small, tmp_path, content, says):
    if content is not None:
        (tmp_path / "c.csv").write_bytes(content)
    given = ("--cutoffs", tmp_path / "c.csv", "-o", tmp_path / "o.csv")
    ran = predict("--book", small.book.path, *given)
    assert ran.code == 3
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "o.csv").exists()


def test_no_open_engagement_gives_an_empty_table(predict, small, tmp_path):
    asked = ("--as-of", "1990-01-01T00:00:00Z", "-o", tmp_path / "o.csv")
    ran = predict("--book", small.book.path, *asked)
    assert ran.code == 0
    assert "no engagement is open" in ran.err
    assert (tmp_path / "o.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_an_engagement_without_interactions_abstains_with_a_number(predict, tmp_path):
    (tmp_path / "i.csv").write_text(
        "interaction_id,engagement_id,client_id,occurred_at,kind,direction\n"
        "i1,e1,c1,2026-01-02T00:00:00Z,message,inbound\n"
    )
    (tmp_path / "e.csv").write_text(
        "engagement_id,client_id,opened_at\n"
        "e1,c1,2026-01-01T00:00:00Z\n=e2,@c2,2026-01-01T00:00:00Z\n"
    )
    given = ("--interactions", tmp_path / "i.csv", "--engagements", tmp_path / "e.csv")
    assert predict(*given, "-o", tmp_path / "o.csv").code == 0
    found = rows(tmp_path / "o.csv")
    assert [row["status"] for row in found] == ["abstained"] * 2
    assert all(0 < float(row["payoff_probability"]) < 1 for row in found)
    assert [row["action"] for row in found] == ["ask"] * 2
    formula = next(row for row in found if row["client_id"].endswith("c2"))
    assert (formula["engagement_id"], formula["client_id"]) == ("'=e2", "'@c2")
    assert predict(*given, "--raw", "-o", tmp_path / "raw.csv").code == 0
    assert {row["engagement_id"] for row in rows(tmp_path / "raw.csv")} == {"e1", "=e2"}


def test_the_settings_of_the_ledger_are_named_in_what_is_said(predict, small, tmp_path):
    asked = ("--loss-aversion", "2", "--booked", "0.25", "--late-rate", "0.2")
    ran = predict("--book", small.book.path, *asked, "-o", tmp_path / "o.csv")
    assert ran.code == 0
    assert "loss aversion 2, booked 0.25, late rate 0.2" in ran.err


def test_every_way_to_name_the_model_finds_the_same_one(predict, small, tmp_path):
    registered = small.report.registered
    scores = []
    for place, name in enumerate(
        (None, "client-risk@champion", f"client-risk/{registered.version}", registered.folder)
    ):
        given = () if name is None else ("--model", name)
        output = tmp_path / f"{place}.csv"
        assert predict("--book", small.book.path, *given, "-o", output).code == 0
        scores.append([row["log_odds"] for row in rows(output)])
    assert scores.count(scores[0]) == 4


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as-of", "2026-01-01"), 2),
        (("--as-of", "yesterday"), 2),
        (("--as-of", "9999-12-31T23:59:59-12:00"), 2),
        (("--hourly-cost", "-1"), 2),
        (("--hourly-cost", "nan"), 2),
        (("--hourly-cost", "60"), 2),
        (("--loss-aversion", "0.5"), 2),
        (("--booked", "1.5"), 2),
        (("--late-rate", "-0.1"), 2),
        (("--mapping", "bpic2012"), 2),
        (("--interactions", "i.csv"), 2),
        (("--cutoffs", "c.csv", "--as-of", "2026-01-01T00:00:00Z"), 2),
        (("--model", "a@b@c"), 2),
        (("--model", "nobody@champion"), 4),
        (("--model", "client-risk@nobody"), 4),
        (("--model", "client-risk/99"), 4),
        (("--model", "some/folder/or/other"), 4),
        (("--model", "."), 4),
        (("--models", "nowhere"), 4),
    ],
)
def test_what_cannot_be_meant_is_one_line(predict, small, tmp_path, monkeypatch, words, code):
    monkeypatch.chdir(tmp_path)
    ran = predict("--book", small.book.path, *words, "-o", "o.csv")
    assert (ran.code, ran.err.count("\n")) == (code, 1), ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_is_said_before_any_work(predict, small, tmp_path):
    for output in ("o.xlsx", "nowhere/o.csv", "o"):
        ran = predict("--book", small.book.path, "-o", tmp_path / output)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
