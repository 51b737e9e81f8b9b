"""`clientrisk explain`: the JSON form other programs count on, whole or not at all."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from app.asking import from_book, open_cutoffs
from app.scoring import explain_cutoffs, load_model
from features.catalogue import BY_ID, SOFTENS

KEYS = [
    "engagement_id",
    "as_of",
    "model_version",
    "status",
    "start",
    "parts",
    "log_odds",
    "payoff_probability",
    "fired",
    "cannot_tell",
    "ruled",
    "action",
    "advice",
    "why",
    "low",
    "high",
    "verdict",
    "cut_off",
    "expected_gain",
    "ledger",
    "question",
    "because",
    "until",
    "would_change",
]
PART_KEYS = ["heuristic", "kind", "softens", "log_odds", "told", "evidence"]


@pytest.fixture
def explain(clientrisk, small):
    """Run explain on the small book."""
    given = ("--book", small.book.path, "--models", small.models)
    return lambda *words: clientrisk("explain", *words, *given)


@pytest.fixture(scope="module")
def everything(small):
    """All explanations of the small book, as JSON gives them back."""
    histories = from_book(small.book.path)
    stored, label = load_model(None, small.book.path, small.models)
    found = explain_cutoffs(histories, open_cutoffs(histories), stored, label)
    return [json.loads(json.dumps(each)) for each in found]


def test_all_are_printed_one_object_a_line_and_nothing_else(explain, everything):
    ran = explain("--all", "--json")
    assert ran.code == 0
    assert [json.loads(line) for line in ran.out.splitlines()] == everything


def test_every_object_has_exactly_the_keys_other_programs_count_on(everything):
    assert len(everything) == 10
    for each in everything:
        assert list(each) == KEYS
        for part in each["parts"]:
            assert list(part) == PART_KEYS
            for row in part["evidence"]:
                assert set(row) == {"interaction_id", "occurred_at", "quote", "what"}
                assert datetime.fromisoformat(row["occurred_at"]).tzinfo
        assert set(each["fired"]) | set(each["cannot_tell"]) <= set(BY_ID)
        assert not set(each["fired"]) & set(each["cannot_tell"])
        assert each["status"] in ("scored", "abstained")


def test_the_parts_of_every_object_sum_to_its_score(everything):
    for each in everything:
        total = each["start"] + sum(part["log_odds"] for part in each["parts"])
        assert abs(total - each["log_odds"]) < 1e-9
        assert 0 < each["payoff_probability"] < 1


def test_kinds_agree_with_the_catalogue(everything):
    for part in (part for each in everything for part in each["parts"]):
        heuristic = BY_ID.get(part["heuristic"])
        if part["kind"] == "other":
            assert heuristic is None
        elif part["kind"] == "waiver":
            assert (part["heuristic"], part["softens"]) in set(map(tuple, SOFTENS))
        else:
            assert part["softens"] is None
            assert (part["kind"] == "flag") == (heuristic.polarity == "against")


def test_evidence_is_of_the_client_and_not_later_than_the_moment(everything, small):
    table = small.book.interactions.select(["interaction_id", "client_id"]).to_pydict()
    client_of = dict(zip(table["interaction_id"], table["client_id"], strict=True))
    engagements = small.book.engagements.to_pydict()
    clients = dict(zip(engagements["engagement_id"], engagements["client_id"], strict=True))
    told = 0
    for each in everything:
        for row in (row for part in each["parts"] for row in part["evidence"]):
            told += 1
            assert client_of[row["interaction_id"]] == clients[each["engagement_id"]]
            assert row["occurred_at"] <= each["as_of"]
    assert told > 10


def test_named_engagements_come_in_their_order_each_once(explain, everything):
    last, first = everything[-1], everything[0]
    ids = (last["engagement_id"], first["engagement_id"], last["engagement_id"])
    ran = explain(*ids, "--json")
    assert [json.loads(line) for line in ran.out.splitlines()] == [last, first]


def test_a_file_holds_the_same_lines(explain, everything, tmp_path):
    ran = explain("--all", "--json", "-o", tmp_path / "x.jsonl")
    assert (ran.code, ran.out) == (0, "")
    lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == everything


def test_a_page_for_people_has_the_score_and_its_reasons(explain, everything):
    first = everything[0]
    ran = explain(first["engagement_id"])
    assert ran.code == 0
    assert "SIMULATED" in ran.err
    page = ran.out.splitlines()
    assert page[0].startswith(first["engagement_id"])
    assert any(line.strip().endswith("log-odds") for line in page)
    assert all(line.isprintable() for line in page)


def test_russian_is_told_in_russian(explain, everything):
    ran = explain(everything[0]["engagement_id"], "--json", "--language", "ru")
    russian = json.loads(ran.out)
    assert russian["log_odds"] == everything[0]["log_odds"]
    assert any("а" <= letter <= "я" for letter in russian["advice"])


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nobody",), 3, "no engagement 'nobody'"),
        (("nobody", "--json", "-o", "x.jsonl"), 3, "no engagement 'nobody'"),
        ((), 2, "which engagements"),
        (("--all", "E-1"), 2, "which engagements"),
        (("--all", "--cutoffs", "c.csv"), 2, "which engagements"),
        (("--all", "-o", "x.csv"), 2, ".jsonl"),
        (("--all", "-o", "nowhere/x.jsonl"), 2, "folder does not exist"),
        (("--all", "--language", "fr"), 2, "fr"),
    ],
)
def test_what_cannot_be_meant_is_one_line(explain, tmp_path, monkeypatch, words, code, says):
    monkeypatch.chdir(tmp_path)
    ran = explain(*words)
    assert (ran.code, ran.err.count("\n"), ran.out) == (code, 1, ""), ran.err
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []
