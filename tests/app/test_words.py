import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.words import (
    ACTIONS,
    chance,
    interval,
    md_escape,
    strength,
    verdict,
    verdict_sentence,
)
from features.heuristic import Action
from features.telling import percent


@given(some.text())
def test_escaped_text_has_no_sign_left_that_markdown_reads(text):
    escaped = md_escape(text)
    assert "\n" not in escaped
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped)
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)


@given(some.text(alphabet=some.characters(categories=("L", "N", "P", "S", "Zs")), max_size=150))
def test_escaped_text_still_says_what_was_written(text):
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", md_escape(text)).replace("\u2060", "")
    assert shown == text.replace("\u2060", "")


@pytest.mark.parametrize("text", ["http://a.b", "www.a.b", "a@b.c", ":smile:", "a -> b", "WWW.a.b"])
def test_what_the_renderer_would_recognise_is_broken_up(text):
    assert "\u2060" in md_escape(text)


def test_direction_marks_and_line_ends_are_taken_out_of_headings():
    assert md_escape("ab\u202ecd\u2066e\nf\u0000") == "ab cd e f "


def test_a_long_text_is_cut_and_says_so():
    assert len(md_escape("x" * 100_000)) < 300
    assert "100,000" in md_escape("x" * 100_000).replace("\\", "")


def test_every_action_of_the_catalogue_has_words():
    assert set(get_args(Action)) <= set(ACTIONS)


def test_a_chance_is_never_certain():
    assert (percent(1.0), percent(0.0), percent(0.5)) == ("over 99%", "under 1%", "50%")


@given(some.floats(-800, 800))
def test_a_chance_lies_between_nought_and_one(log_odds):
    assert 0.0 <= chance(log_odds) <= 1.0
    assert chance(log_odds) + chance(-log_odds) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("told", "why", "expected"),
    [
        ("go on", None, "Worth the work"),
        ("decline", None, "Think twice"),
        ("none", "could go either way", "Look closer"),
        ("none", "too little history", "No verdict"),
    ],
)
def test_a_verdict_in_words_is_that_of_the_explanation(told, why, expected):
    explanation = {"verdict": told, "why": why, "payoff_probability": 0.99}
    assert verdict(explanation) == expected
    assert verdict_sentence(explanation).startswith(expected)


def test_an_interval_that_is_not_known_leaves_the_cut_off():
    assert interval({"low": None, "high": None, "cut_off": 0.3}) == "worth it from 30%"


def test_the_strength_of_a_reason_has_four_words():
    words = [strength(size) for size in (2.0, -0.5, 0.1, 0.01)]
    assert words == ["strong", "clear", "slight", "no weight"]
