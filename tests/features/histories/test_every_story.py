"""Claims about all told histories together, and what the small model makes of each."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from app.scoring import load_model
from features import matrix
from features.catalogue import HEURISTICS
from features.usual import Usual
from tests.conftest import Small
from tests.features.histories import (
    test_appointments,
    test_clarity,
    test_meetings,
    test_money,
    test_partnership,
    test_payments,
    test_peace,
    test_put_off,
    test_responsiveness,
)
from tests.features.telling import LANGUAGES, Case
from tests.features.timeline import interactions, prepared

FAMILIES = (
    test_meetings,
    test_appointments,
    test_clarity,
    test_responsiveness,
    test_put_off,
    test_money,
    test_payments,
    test_partnership,
    test_peace,
)
CASES: tuple[Case, ...] = tuple(case for family in FAMILIES for case in family.CASES)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def written(case: Case) -> list[tuple[str, str]]:
    """Each message of a story in English and in Russian."""
    english, russian = (interactions(case.story, language=each) for each in LANGUAGES)
    return [
        (one["text"], other["text"])
        for one, other in zip(english, russian, strict=True)
        if "text" in one
    ]


def test_all_families_are_told() -> None:
    files = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert files - {Path(__file__).stem} == {family.__name__.split(".")[-1] for family in FAMILIES}


def test_no_story_is_told_twice() -> None:
    assert len({str(case) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("heuristic", [each.id for each in HEURISTICS])
def test_every_heuristic_has_a_history_for_each_answer_and_a_twin_in_words(heuristic: str) -> None:
    told = [case for case in CASES if case.heuristic == heuristic]
    assert {case.expected for case in told} == {"fires", "quiet", "unknown"}
    assert {case.expected for case in told if written(case)} >= {"fires", "quiet"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_message_of_a_story_is_written_in_both_languages(case: Case) -> None:
    for english, russian in written(case):
        assert english.isascii()
        assert CYRILLIC.search(russian), english


def test_the_model_scores_a_story_alike_in_both_languages(small: Small) -> None:
    stored, _ = load_model(None, small.book.path, small.models)
    usual = Usual.from_json(stored.usual)
    chances = []
    for language in LANGUAGES:
        stories = {str(case): case.told_in(language) for case in CASES}
        signals = matrix.compute(prepared(stories, usual))
        values = signals.select(stored.names).values
        chances.append(stored.classifier.predict_proba(values)[:, 1])
    np.testing.assert_array_equal(*chances)
    assert np.ptp(chances[0]) > 0, "a model that tells no story from another proves nothing"
