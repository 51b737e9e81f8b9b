"""Reading: places in the original text, what is not new, and wild input."""

import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.cues import CUES
from features.cues.fold import fold
from features.cues.new_text import blank_old
from features.cues.reader import MESSAGE_CUES, QUOTE_LENGTH
from features.cues.stored import shipped_reader

READER = shipped_reader().reader
WILD = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("aя.?!\n >\u0301\u0000\u200bİß’ё"),
    ),
    max_size=200,
)
SENTENCES = st.sampled_from([text for cue in CUES for text in cue.examples])


def read(*texts: str | None, direction: str | None = "inbound") -> list[dict]:
    rows = {
        "interaction_id": [str(number) for number in range(len(texts))],
        "direction": pa.array([direction] * len(texts), pa.string()),
        "text": pa.array(texts, pa.string()),
    }
    return READER.read(pa.table(rows)).to_pylist()


def cues(text: str) -> set[str]:
    return {row["cue"] for row in read(text)}


def test_no_text_says_nothing_and_the_columns_are_still_there() -> None:
    assert read(None, "", "  ", "...", "\x00") == []
    empty = pa.table({name: pa.array([], pa.string()) for name in ("interaction_id", "direction")})
    assert (
        READER.read(empty.append_column("text", pa.array([], pa.string()))).schema == MESSAGE_CUES
    )


def test_an_internal_or_unknown_direction_carries_no_cue() -> None:
    assert read("We need it ASAP!", direction="internal") == []
    assert read("We need it ASAP!", direction=None) == []


def test_a_message_has_one_row_per_cue() -> None:
    rows = read("We need it ASAP! Urgent! Please hurry up. We need it ASAP!")
    (rush,) = (row for row in rows if row["cue"] == "rush")
    assert "We need it ASAP! Urgent! Please hurry up."[rush["start"] :].startswith(rush["quote"])
    assert len({row["cue"] for row in rows}) == len(rows)


@given(st.lists(st.one_of(SENTENCES, WILD), max_size=6).map(" ".join))
@settings(deadline=None, max_examples=150)
def test_a_quote_is_the_clients_own_words(text: str) -> None:
    for direction in ("inbound", "outbound"):
        for row in read(text, direction=direction):
            assert row["quote"] == text[row["start"] : row["end"]]
            assert 0 < len(row["quote"]) <= QUOTE_LENGTH


def test_a_quote_keeps_spelling_that_folding_changes() -> None:
    text = "Доб\u0440ый день. Нужно\u00a0СРО\u0301ЧНО, ждё\u0301м!"
    assert {row["quote"] for row in read(text)} == {"Нужно\u00a0СРО\u0301ЧНО, ждё\u0301м!"}


def test_a_long_sentence_is_quoted_around_the_words_without_cutting_one() -> None:
    filler = " ".join(["blue chairs and green tables"] * 12)
    text = f"{filler} but we need it asap because {filler}"
    quote = next(row["quote"] for row in read(text) if row["cue"] == "rush")
    assert "asap" in quote
    assert f" {quote} " in text


@pytest.mark.parametrize(
    "old",
    [
        "> We need it ASAP!",
        "On Mon, 3 Nov 2025 at 10:00, Ann <a@example.org> wrote:\nWe need it ASAP!",
        "On Mon, 3 Nov 2025 at 10:00, Ann\n<a@example.org> wrote:\nWe need it ASAP!",
        "-----Original Message-----\nWe need it ASAP!",
        "From: Ann\nSent: Monday\nTo: Bob\n\nWe need it ASAP!",
        "От: Анна\nОтправлено: понедельник\n\nСрочно!",
        "3 ноября 2025 г., 10:00 Анна <a@example.org> пишет:\nСрочно!",
        "-- \nUrgent Deliveries Ltd, asap",
        "Best regards,\nAnn\nUrgent Deliveries Ltd",
        "С уважением,\nАнна\nСрочная печать",
    ],
)
def test_what_is_not_new_is_not_read(old: str) -> None:
    assert "rush" not in cues(f"Thank you, all is well.\n\n{old}")
    assert "rush" in cues(f"Please hurry up, we need it asap.\n\n{old}")


def test_an_answer_under_the_quoted_lines_is_read() -> None:
    text = "On Monday at 10:00 Ann wrote:\n> When do you need it?\n\nWe need it ASAP."
    rows = read(text)
    assert [row["quote"] for row in rows] == ["We need it ASAP."]


def test_a_postscript_under_the_signature_is_read() -> None:
    assert "rush" in cues("Fine.\n\nBest regards,\nAnn\n\nP.S. We need it ASAP.")


@given(WILD)
@settings(deadline=None)
def test_blanking_what_is_old_moves_nothing(text: str) -> None:
    folded = fold(text)
    assert len(blank_old(folded.text)) == len(folded.text)
    if folded.starts is not None:
        assert len(folded.starts) == len(folded.text) + 1
        assert list(folded.starts) == sorted(folded.starts)


def test_a_threat_may_stand_in_the_next_sentence() -> None:
    assert "ultimatum" in cues("I need you here today. Otherwise we cancel the whole order.")
    assert "ultimatum" not in cues("I need you here today. Thanks. Fine. We cancel the order.")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "today or " * 110_000,
        "если завтра не " * 60_000,
        "> " * 500_000,
        "?" * 1_000_000,
        "\u0301" * 300_000,
        "on a\n" * 200_000,
    ],
    ids=["letters", "threats", "conditions", "quotes", "questions", "accents", "lines"],
)
def test_a_huge_text_is_read_in_a_time_that_grows_with_its_length(text: str) -> None:
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 30
