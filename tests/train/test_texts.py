"""What the client's texts are like, as of a moment."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from data.contract import TIME
from train.texts import texts


def day(number):
    return datetime(2026, 1, number, tzinfo=UTC)


def told(rows, asked):
    """``rows``: (engagement, direction, text, occurred, recorded); ``asked``: (engagement, day)."""
    names = ("engagement_id", "direction", "text", "occurred_at", "recorded_at")
    types = (pa.string(), pa.string(), pa.string(), TIME, TIME)
    table = pa.table(
        {
            name: pa.array([row[place] for row in rows], kind)
            for place, (name, kind) in enumerate(zip(names, types, strict=True))
        }
    )
    cutoffs = pa.table(
        {
            "engagement_id": pa.array([each for each, _ in asked], pa.string()),
            "as_of": pa.array([when for _, when in asked], TIME),
        }
    )
    return texts(table, cutoffs)


def test_letters_of_each_alphabet_are_counted_as_of_the_moment():
    rows = [
        ("A", "inbound", "abcd", day(1), None),
        ("B", "inbound", "шесть!", day(1), None),
        ("A", "inbound", "эээээээ 1", day(3), None),
    ]
    found = told(rows, [("A", day(2)), ("B", day(2)), ("A", day(3))])
    assert found["cyrillic_share"] == pytest.approx([0.0, 1.0, 7 / 11])
    assert found["text_length"] == pytest.approx([4.0, 6.0, 6.5])


def test_our_own_words_later_rows_and_rows_recorded_later_are_not_read():
    rows = [
        ("A", "outbound", "мы", day(1), None),
        ("A", "inbound", "да", day(5), None),
        ("A", "inbound", "да", day(1), day(5)),
        ("A", "inbound", None, day(1), None),
        ("A", "inbound", "", day(1), None),
    ]
    found = told(rows, [("A", day(2)), ("nobody", day(2)), ("A", day(6))])
    assert np.isnan(found["cyrillic_share"]).tolist() == [True, True, False]
    assert np.isnan(found["text_length"]).tolist() == [True, True, False]


def test_a_text_without_letters_has_a_length_and_no_language():
    found = told([("A", "inbound", "+7 900", day(1), None)], [("A", day(2))])
    assert np.isnan(found["cyrillic_share"]).all()
    assert found["text_length"].tolist() == [6.0]
