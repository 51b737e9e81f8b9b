from dataclasses import replace

import pytest

from app.prospects import Prospect, by_urgency
from app.scores import load_scores
from app.trend import arrow, change, moved, week
from tests.app.sheet import write_four


@pytest.fixture
def one(tmp_path):
    rows = load_scores(write_four(tmp_path)).rows
    return by_urgency(Prospect.of(row, "en") for row in rows)[0]


@pytest.mark.parametrize(
    ("before", "chance", "expected"),
    [
        (0.3, 0.42, "▲ +12"),
        (0.42, 0.3, "▼ −12"),
        (0.42, 0.424, "="),
        (None, 0.42, "new"),
        (0.42, None, ""),
    ],
)
def test_a_trend_is_told_in_points(one, before, chance, expected):
    assert arrow(replace(one, before=before, chance=chance)) == expected


def test_what_cannot_be_compared_has_not_moved(one):
    assert change(replace(one, before=None)) is None
    assert not moved(replace(one, before=None))
    assert moved(replace(one, before=0.1, chance=0.15))
    assert not moved(replace(one, before=0.1, chance=0.14))


def test_a_week_counts_what_rose_fell_and_came(one):
    pairs = [(0.1, 0.2), (0.5, 0.2), (0.5, 0.45), (0.3, 0.31), (None, 0.5), (None, None)]
    found = week(replace(one, before=before, chance=chance) for before, chance in pairs)
    assert (found.up, found.down, found.new) == (1, 2, 2)
