"""Drafts: every action in both languages, nothing invented, nothing foreign, nothing internal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.draft import (
    BODIES,
    LONGEST_NAME,
    OUR_OWN,
    SUBJECTS,
    draft,
    language_written,
    plain_name,
)
from app.words import ACTIONS
from features.catalogue import BY_ID, HEURISTICS

LANGUAGES = ("en", "ru")
AS_OF = "2026-03-31T12:00:00Z"
CYRILLIC, LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)


def explained(action: str, heuristic: str | None = None, **more):
    about = {"heuristic": heuristic, "told": "Told to us, not to them."}
    return {"action": action, "as_of": AS_OF, "because": about, "question": None, **more}


def test_there_is_a_message_for_every_action_and_for_nothing_else():
    assert set(BODIES) == set(SUBJECTS) == {*ACTIONS, "wait until"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_message_is_whole_short_and_in_its_language(action, language):
    told = draft(explained(action), None, language)
    assert told.language == language
    assert told.subject
    assert "\n" not in told.subject
    assert 60 < len(told.body) < 700
    assert not re.search(r"[{}]", told.subject + told.body)
    foreign = CYRILLIC if language == "en" else LATIN
    assert not foreign.search(told.subject + told.body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_that_may_be_asked_is_asked_in_the_client_s_language(language):
    for heuristic in HEURISTICS:
        asks = heuristic.asks if language == "en" else heuristic.asks_ru
        told = draft(
            explained("ask", question={"heuristic": heuristic.id, "text": "x"}), None, language
        )
        if asks and heuristic.id not in OUR_OWN:
            assert asks in told.body
        else:
            assert not asks or asks not in told.body


def test_what_only_our_own_records_answer_is_never_asked_of_a_client():
    """Such questions say first whom to ask: "In our records: …"."""
    assert {each.id for each in HEURISTICS if ":" in each.asks} == OUR_OWN


def test_a_message_says_nothing_of_the_reasons_we_have():
    for heuristic in HEURISTICS:
        for action in ACTIONS:
            body = draft(explained(action, heuristic.id), "Ann", "en").body
            assert "Told to us" not in body
            assert heuristic.title not in body
            assert heuristic.advice not in body


def test_the_reason_brings_its_question_where_the_message_asks():
    told = draft(explained("take-control", "no-decision-authority"), None, "ru")
    assert BY_ID["no-decision-authority"].asks_ru in told.body
    told = draft(explained("drop", "no-decision-authority"), None, "ru")
    assert "?" not in told.body


@pytest.mark.parametrize(("language", "day"), [("en", "14 May 2026"), ("ru", "14.05.2026")])
def test_a_date_to_wait_for_stands_in_the_message(language, day):
    told = draft(explained("wait", until="2026-05-14T00:00:00Z"), None, language)
    assert day in told.body
    assert day in told.subject
    assert day not in draft(explained("wait"), None, language).body


def test_the_week_that_is_offered_begins_on_the_next_monday():
    assert "6 Apr 2026" in draft(explained("quick-call-or-next-week"), None, "en").body


def test_an_action_nobody_knows_asks():
    told = draft(explained("dance"), None, "en")
    assert told.subject == SUBJECTS["ask"]["en"]


@pytest.mark.parametrize(
    "name", ["Ann", "Anna-Maria O'Neill", "Мария Ивановна Штерн", "J. R. Smith", "李雷"]
)
def test_a_plain_name_is_greeted(name):
    assert plain_name(name) == name
    assert draft(explained("drop"), f"  {name} ", "en").body.startswith(f"Dear {name},\n")


@pytest.mark.parametrize(
    "name",
    [
        "",
        None,
        "ann@example.com",
        "=1+1",
        "![x](http://a)",
        "C-1042",
        "<b>Ann</b>",
        "\u202eAnn",
        "a" * (LONGEST_NAME + 1),
        "we told you to pay now or else",
    ],
    ids=repr,
)
def test_whatever_is_no_plain_name_is_left_out(name):
    assert plain_name(name) is None
    assert draft(explained("drop"), name, "ru").body.startswith("Здравствуйте!\n")


@given(st.text(max_size=60))
def test_no_name_brings_anything_but_letters_into_a_message(name):
    known = plain_name(name)
    assert known is None or re.fullmatch(r"[\w '’.\-]{1,40}", known)


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Can we move it to Thursday?"], "en"),
        (["Давайте перенесём на четверг"], "ru"),
        (["Ок, deadline завтра, пришлите invoice"], "ru"),
        (["Fine.\n> Добрый день, напоминаем о счёте и сроках оплаты"], "en"),
        (["", "12345 !!!"], None),
        ([], None),
    ],
)
def test_the_language_is_that_of_what_they_wrote_themselves(texts, language):
    assert language_written(texts) == language
