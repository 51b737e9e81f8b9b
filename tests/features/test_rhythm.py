"""When the next purchase is due, and that a person is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from features.catalogue import HEURISTICS
from features.rhythm import Due, next_due, tell_due

FIRST = datetime(2025, 1, 1, tzinfo=UTC)


def days(*numbers: float) -> list[datetime]:
    return [FIRST + timedelta(days=number) for number in numbers]


def test_the_window_stands_around_the_usual_distance() -> None:
    assert next_due(days(0, 180, 360)) == Due(*days(360 + 180 - 18, 360 + 180 + 18))


def test_a_short_rhythm_still_has_a_week_of_leeway() -> None:
    assert next_due(days(0, 31, 62)) == Due(*days(62 + 31 - 7, 62 + 31 + 7))


def test_parts_of_one_job_are_no_beat_and_the_order_does_not_matter() -> None:
    assert next_due(days(362, 0, 180, 360)) == Due(*days(362 + 180 - 18, 362 + 180 + 18))


@pytest.mark.parametrize("bought", [(), (0,), (0, 180), (0, 60, 360), (0, 5, 10, 15)])
def test_without_a_rhythm_nothing_is_due(bought: tuple[float, ...]) -> None:
    assert next_due(days(*bought)) is None
    assert tell_due(days(*bought), "en") == ""


def test_it_is_told_in_both_languages() -> None:
    bought = days(0, 180, 360)
    english, russian = (tell_due(bought, language) for language in ("en", "ru"))
    assert english == "The next purchase is due between 7 Jun 2026 and 13 Jul 2026."
    assert russian == "Следующая покупка ожидается с 07.06.2026 по 13.07.2026."


def test_the_clockwork_buyer_foretells_it() -> None:
    assert {each.id for each in HEURISTICS if each.foretells} == {"clockwork-buyer"}
