"""A model is watched: the same world is quiet, a changed one is seen, too few are called so."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data.contract import TIME
from data.errors import ModelRefused
from data.outcome import outcomes
from tests.older import book_at
from train.monitor import monitor

LATER = 1000  # days from which age alone would ask for action


def with_column(table, name, values):
    place = table.schema.get_field_index(name)
    return table.set_column(place, name, pc.cast(values, table.schema.field(name).type, safe=False))


def verdicts(found):
    return {each.check: each.verdict for each in found.findings}


def shifted(found):
    (signals,) = (each for each in found.findings if each.check == "signals")
    return {each["name"] for each in signals.figures["shifted"]}


@pytest.fixture(scope="module")
def quiet(older):
    return monitor(older.book, older.stored, "m/1")


@pytest.fixture
def new(older):
    """Which interactions and engagements are new to the model (bool, each)."""
    cards, rows = older.book.engagements, older.book.interactions
    cards_new = pc.greater(cards["opened_at"], pa.scalar(older.moment, TIME))
    ids = cards.filter(cards_new)["engagement_id"].combine_chunks()
    return pc.is_in(rows["engagement_id"], ids), cards_new


@pytest.fixture
def look(older):
    """Monitor the book with other tables in place of its own."""
    return lambda **tables: monitor(
        replace(older.book, **tables), older.stored, "m/1", due_after_days=LATER
    )


def test_the_same_world_is_quiet_but_for_the_age_of_the_model(quiet):
    assert quiet.new_engagements > 80
    assert verdicts(quiet) == {"age": "due", "signals": "ok", "score": "ok", "calibration": "ok"}
    assert quiet.due[0].figures["days"] == pytest.approx(273, abs=30)


def test_every_finding_is_told_and_the_figures_are_called_simulated(quiet):
    lines = quiet.lines()
    assert lines[0].startswith("SIMULATED")
    assert sum(line.startswith("OK") for line in lines) == 3
    assert not re.search(r"\d\.\d{4}", "".join(lines))
    plain = json.loads(json.dumps(quiet.to_json(), allow_nan=False))
    assert plain["action_due"] is True
    assert [each["check"] for each in plain["findings"]] == list(verdicts(quiet))


def test_amounts_ten_times_as_large_are_seen(older, new, look):
    rows, cards = older.book.interactions, older.book.engagements
    ten = pc.if_else(new[0], pc.multiply(pc.cast(rows["amount"], pa.float64()), 10), rows["amount"])
    hoped = pc.multiply(pc.cast(cards["expected_value"], pa.float64()), 10)
    hoped = pc.if_else(new[1], hoped, pc.cast(cards["expected_value"], pa.float64()))
    found = look(
        interactions=with_column(rows, "amount", ten),
        engagements=with_column(cards, "expected_value", hoped),
    )
    assert verdicts(found)["signals"] == "due"
    assert {"expected_value", "largest_amount"} <= shifted(found)


def test_clients_who_write_in_one_language_only_are_seen(older, new, look):
    rows = older.book.interactions
    english = pc.match_substring_regex(pc.fill_null(rows["text"], ""), r"(?i)\b(the|we|you)\b")
    ids = pc.unique(rows.filter(pc.and_(new[0], english))["engagement_id"])
    cards = older.book.engagements
    found = look(engagements=cards.filter(pc.invert(pc.is_in(cards["engagement_id"], ids))))
    assert found.new_engagements >= 30
    assert "cyrillic_share" in shifted(found)


def test_a_source_that_stops_sending_texts_is_seen(older, new, look):
    rows = older.book.interactions
    silent = pc.if_else(new[0], pa.scalar(None, pa.string()), rows["text"])
    assert "text_length" in shifted(look(interactions=with_column(rows, "text", silent)))


def test_outcomes_that_turned_around_are_seen_though_no_signal_moved(older, new, look):
    cards = older.book.engagements
    known = outcomes(older.book.interactions, cards, older.book.hourly_cost)["paid_off"]
    turned = pc.if_else(new[1], pc.invert(known), known)
    found = look(engagements=with_column(cards, "paid_off", turned))
    told = verdicts(found)
    assert (told["signals"], told["calibration"]) == ("ok", "due")
    assert verdicts(look())["calibration"] == "ok"


def test_right_after_training_it_is_too_few_to_say_and_never_fine(older):
    found = monitor(book_at(older.book, older.moment), older.stored, "m/1")
    assert found.new_engagements < 30
    assert verdicts(found) == {
        "age": "ok",
        "signals": "too few",
        "score": "too few",
        "calibration": "too few",
    }
    assert "too few to say" in found.lines()[3]


def test_outcomes_of_those_that_ended_early_are_not_taken_for_all(older, look):
    cards = older.book.engagements
    open_again = pc.if_else(
        pc.greater(cards["closed_at"], pa.scalar(older.moment, TIME)),
        pa.scalar(None, TIME),
        cards["closed_at"],
    )
    found = look(engagements=with_column(cards, "closed_at", open_again))
    assert verdicts(found)["calibration"] == "too few"


def test_a_model_without_a_reference_is_refused_with_the_next_step(older):
    bare = replace(older.stored, facts={"simulated": True})
    with pytest.raises(ModelRefused, match="train again"):
        monitor(older.book, bare, "m/1")


def test_a_model_of_the_essays_alone_has_nothing_to_compare_with(older):
    essays = replace(older.stored, facts={"seen_until": None})
    found = monitor(older.book, essays, "m/1")
    assert set(verdicts(found).values()) == {"too few"}
