import csv
import io
import math
from dataclasses import replace

import pytest

from app.listing import listing
from app.prospects import Prospect, as_csv, book_facts, by_urgency, found_by, sources
from app.reasons import main_reason, reasons
from app.scores import load_scores, save_scores
from app.viewer import look_as
from data.errors import DataRefused
from features.catalogue import BY_ID
from features.telling import QUIET
from tests.app.sheet import (
    AS_OF,
    engagement,
    explanation,
    four_prospects,
    interaction,
    part,
    sheet,
    write_four,
    write_rows,
)


def prospects(book, language="en"):
    return by_urgency(Prospect.of(row, language) for row in load_scores(book).rows)


def four(tmp_path):
    book = write_four(tmp_path)
    return book_facts(book), prospects(book)


def test_what_needs_a_decision_comes_first(tmp_path):
    _, found = four(tmp_path)
    assert [one.engagement_id for one in found] == ["P-1", "P-4", "P-3", "P-2"]
    assert [one.verdict for one in found] == [
        "Think twice",
        "Look closer",
        "No verdict",
        "Worth the work",
    ]


def test_an_abstained_prospect_has_no_chance_to_show(tmp_path):
    _, found = four(tmp_path)
    assert [one.engagement_id for one in found if one.chance is None] == ["P-3"]


def test_last_heard_from_means_the_client_and_not_us(tmp_path):
    _, found = four(tmp_path)
    heard = {one.engagement_id: one.last_heard for one in found}
    assert (AS_OF - heard["P-2"]).days == 10  # our own mail of yesterday is no sign of life
    assert heard["P-3"] is None


def test_nothing_after_the_moment_of_the_sheet_is_seen(tmp_path):
    book = write_four(tmp_path, as_of="2026-03-01T00:00:00+00:00")
    assert all(one.last_heard is None for one in prospects(book))


def test_an_explained_engagement_that_the_book_does_not_name_is_still_listed(tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, [explanation("P-77", [])]))
    assert [(one.engagement_id, one.client_id) for one in prospects(book)] == [
        ("P-77", "not known")
    ]


def test_a_waiver_stands_under_its_flag_and_nothing_is_lost_from_the_sum():
    parts = [
        part("put-off", "flag", -1.0),
        part("put-off-honoured", "waiver", 0.9, softens="put-off"),
        part("serious-contract", "waiver", 0.2, softens="late-payment"),  # its flag is no part
        part(None, "other", 0.05),
    ]
    found = reasons(explanation("P", parts))
    assert [(one.heuristic, [waiver.heuristic for waiver in one.waivers]) for one in found] == [
        ("put-off", ["put-off-honoured"]),
        ("serious-contract", []),
        (None, []),
    ]
    assert math.isclose(sum(one.net for one in found), sum(one["log_odds"] for one in parts))


def test_the_main_reason_speaks_for_the_verdict():
    both = [part("pays-up-front", "strength", 1.0, "Pays."), part("low-ball", "flag", -1.5, "Low.")]
    assert main_reason(explanation("P", both, start=-0.4)) == "Beats every price down. Low."
    assert main_reason(explanation("P", both, start=2.0)) == "Pays up front. Pays."


def test_a_flag_that_was_waived_is_not_the_main_reason():
    parts = [
        part("put-off", "flag", -1.0, "Put off."),
        part("put-off-honoured", "waiver", 0.95, softens="put-off"),
        part("low-ball", "flag", -0.5, "Low."),
    ]
    assert main_reason(explanation("P", parts, start=-0.5)) == "Beats every price down. Low."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("harbour", {"P-1"}),
        ("СЕВЕРНЫЙ", {"P-2"}),
        ("p-3", {"P-3"}),
        ("ann", {"P-1", "P-4"}),
        ("ann countered", {"P-4"}),
        ("kept the new date", {"P-1"}),
        ("", {"P-1", "P-2", "P-3", "P-4"}),
        (".*", set()),
    ],
)
def test_search_looks_at_client_prospect_owner_and_reasons(tmp_path, words, expected):
    _, found = four(tmp_path)
    assert {one.engagement_id for one in found if found_by(one, words)} == expected


def test_evidence_is_placed_by_date_channel_and_sender(tmp_path):
    book, _ = four(tmp_path)
    assert sources(book, "Harbour & Sons")["i-2"] == "21 Mar 2026 · chat · from the client"
    assert sources(book, "Северный мост")["i-4"] == "30 Mar 2026 · email · from us"
    assert sources(book, "nobody") == {}


def test_the_export_has_no_chance_for_an_abstained_prospect_and_no_formula(tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, [*four_prospects()[2], explanation("=cmd|1", [])]))
    rows = list(
        csv.DictReader(io.StringIO(as_csv(prospects(book)).decode("utf-8-sig"), newline=""))
    )
    by_id = {row["prospect"]: row for row in rows}
    assert by_id["P-3"]["chance"] == ""
    assert by_id["P-2"]["chance"].startswith("0.8")
    assert "'=cmd|1" in by_id


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"name": "x"}'])
def test_a_book_that_cannot_be_read_is_refused_with_a_next_step(tmp_path, content):
    if content is not None:
        (tmp_path / "book.json").write_bytes(content)
    with pytest.raises(DataRefused) as refused:
        book_facts(tmp_path)
    assert refused.value.where
    assert refused.value.next_step


def test_a_damaged_table_is_refused_by_name(tmp_path):
    book = write_four(tmp_path)
    next(book.glob("interactions-*.parquet")).write_bytes(b"PAR1 no more")
    with pytest.raises(DataRefused, match="interactions-"):
        listing(book_facts(book), AS_OF.isoformat(), {"en": [explanation("P-1", [])]}, {})


def test_evidence_may_come_from_an_earlier_engagement_of_the_client(tmp_path):
    rows = [engagement("P-1", "Ann"), engagement("P-0", "Ann"), engagement("P-9", "Bob")]
    book = write_rows(
        tmp_path, rows, [interaction("i-0", "P-0", "Ann"), interaction("i-9", "P-9", "Bob")]
    )
    assert set(sources(book_facts(book), "Ann")) == {"i-0"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([part("put-off", "flag", 0.9, QUIET["en"])], f"Not seen: {BY_ID['put-off'].title}"),
        ([part("put-off", "flag", 0.9, QUIET["en"]), part("x", "strength", 0.2, "X.")], "X. X."),
        ([part("put-off", "flag", 0.9, "Once.")], f"Less than usual: {BY_ID['put-off'].title}"),
        ([part("x", "strength", 0.01, "X.")], "The record as a whole; no single reason stands out"),
        ([part(None, "other", 2.0)], "The record as a whole; no single reason stands out"),
    ],
)
def test_what_was_seen_comes_before_what_was_not(parts, expected):
    assert main_reason(explanation("P", parts, start=1.0)) == expected


def test_russian_rows_name_rules_and_steps_in_russian(tmp_path):
    write_four(tmp_path)
    look_as("ru")
    try:
        found = {one.engagement_id: one for one in prospects(tmp_path / "book", "ru")}
        assert found["P-1"].reason.startswith(BY_ID["ultimatum-meeting"].title_ru)
        assert found["P-1"].next_step == "Отступите вовремя"
    finally:
        look_as("en")


def test_hours_ahead_are_the_ledgers_at_this_chance(tmp_path):
    book = write_four(tmp_path)
    lines = [{"what": "hours", "told": "", "if_pays_off": -4000.0, "if_not": -2000.0}]
    ledger = {"lines": lines, "gain": 1.0, "loss": -1.0, "expected_gain": 0.0, "settings": {}}
    explained = explanation("P-1", [], start=0.0, ledger=ledger)
    facts = replace(book_facts(book), hourly_cost=50.0)
    (row,) = listing(facts, AS_OF.isoformat(), {"en": [explained]}, {})
    assert row["hours_ahead"] == pytest.approx(60.0)
    (row,) = listing(book_facts(book), AS_OF.isoformat(), {"en": [explained]}, {})
    assert row["hours_ahead"] is None
