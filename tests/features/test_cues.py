"""Every cue as declared: ids, directions, and its own examples."""

import pyarrow as pa
import pytest
import re2

from features.cues import BY_ID, CUES
from features.cues.cue import Cue
from features.cues.pattern import expand
from features.cues.stored import shipped_reader

OUTBOUND = {
    "offers-alternative",
    "offers-remote",
    "concession",
    "conciliatory",
    "offers-help",
    "sends-minutes",
}


def heard(text: str, direction: str = "inbound") -> list[str]:
    message = {"interaction_id": ["m"], "direction": [direction], "text": [text]}
    return shipped_reader().reader.read(pa.table(message))["cue"].to_pylist()


def cases(kind: str) -> list[object]:
    return [
        pytest.param(cue, text, id=f"{cue.id}-{number}")
        for cue in CUES
        for number, text in enumerate(getattr(cue, kind))
    ]


def own_direction(cue: Cue) -> str:
    return "outbound" if cue.direction == "outbound" else "inbound"


def test_there_are_32_cues_with_distinct_ids() -> None:
    assert len(CUES) == len(BY_ID) == 32


def test_only_our_own_cues_are_outbound_and_only_questions_are_either() -> None:
    assert {cue.id for cue in CUES if cue.direction == "outbound"} == OUTBOUND
    assert {cue.id for cue in CUES if cue.direction == "either"} == {"asks-question"}


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_a_cue_is_declared_in_both_languages_with_examples_of_both_kinds(cue: Cue) -> None:
    assert cue.meaning
    assert cue.english
    assert cue.russian
    for texts in (cue.examples, cue.counter_examples):
        russian = [text for text in texts if any("а" <= letter <= "я" for letter in text)]
        assert len(russian) >= 3
        assert len(texts) - len(russian) >= 3


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_every_pattern_compiles(cue: Cue) -> None:
    for pattern in (*cue.english, *cue.russian, *cue.unless_english, *cue.unless_russian):
        re2.compile(expand(pattern))


@pytest.mark.parametrize(("cue", "text"), cases("examples"))
def test_a_cue_is_heard_in_its_example(cue: Cue, text: str) -> None:
    assert cue.id in heard(text, own_direction(cue))


@pytest.mark.parametrize(("cue", "text"), cases("counter_examples"))
def test_a_cue_is_not_heard_in_its_counter_example(cue: Cue, text: str) -> None:
    assert cue.id not in heard(text, own_direction(cue))


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_a_cue_is_silent_in_messages_of_another_direction(cue: Cue) -> None:
    forbidden = {"inbound": ["outbound"], "outbound": ["inbound"], "either": []}[cue.direction]
    for text in cue.examples:
        for direction in (*forbidden, "internal"):
            assert cue.id not in heard(text, direction)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can't do Monday, my train leaves at nine. How about Tuesday at ten?", "new-date"),
        ("Can't do Monday because my train leaves at nine.", "time-candour"),
        ("Thursday at ten works for us.", "agreement"),
        ("Thursday at ten works for us.", "new-date"),
        ("Can you do it for 20% less?", "asks-question"),
        ("Четверг в десять нам подходит.", "agreement"),
    ],
)
def test_a_labelling_rule_adds_its_cue(text: str, expected: str) -> None:
    assert expected in heard(text)


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("Come today or we look for another plumber.", "rush"),
        ("Your quote is too high, could you lower it?", "price-reopened"),
        ("The second shelf arrived broken.", "blame"),
        ("Приезжайте сегодня, или мы ищем другого мастера.", "rush"),
        ("Вторая полка пришла разбитой.", "blame"),
    ],
)
def test_a_labelling_rule_keeps_a_cue_out(text: str, forbidden: str) -> None:
    assert forbidden not in heard(text)
