"""What an explanation says of a ruling, in both languages."""

from __future__ import annotations

import pytest

from features.ruled import tell_ruling

RULING = {
    "heuristic": "put-off",
    "ruling": "released",
    "reason": "Our market is slow.",
    "by": "Ann",
    "at": "2026-05-01T09:00:00Z",
    "even_so": False,
    "figures": {"verdict": "supported"},
}


@pytest.mark.parametrize(
    ("ruling", "language", "begins"),
    [
        ("released", "en", "Released from its declared direction"),
        ("released", "ru", "Заявленное направление снято"),
        ("off", "en", "Switched off"),
        ("off", "ru", "Отключено"),
    ],
)
def test_it_says_what_when_who_and_why(ruling, language, begins):
    told = tell_ruling({**RULING, "ruling": ruling}, language)
    assert told.startswith(begins)
    assert told.endswith("(Ann): Our market is slow.")
    assert "2026-05-01" in told


def test_a_ruling_that_the_outcomes_did_not_ask_for_is_told_as_such():
    told = tell_ruling({**RULING, "even_so": True})
    assert told.endswith("The outcomes on record did not ask for it (supported).")
    assert "правило подтверждается" in tell_ruling({**RULING, "even_so": True}, "ru")
