"""The essays as pseudo-engagements: drawn once, remembered, and silent outside the essays."""

from __future__ import annotations

import numpy as np
import pytest

from features.catalogue import HEURISTICS
from features.cues.stored import shipped_reader
from train import prior as pseudo
from train.prior import Prior, essays, spoken


@pytest.fixture
def drawn(tmp_path, monkeypatch) -> Prior:
    monkeypatch.setenv("CLIENTRISK_CACHE", str(tmp_path / "cache"))
    return essays(shipped_reader(), 60)


def test_every_signal_of_every_heuristic_is_spoken_and_no_count_of_the_book(drawn):
    names = spoken()
    assert {signal.name for h in HEURISTICS for signal in h.signals} <= set(names)
    assert not {"any_count", "age_days", "expected_value", "label_01_count"} & set(names)
    assert drawn.values.shape == (len(drawn.paid_off), len(names))


def test_each_engagement_weighs_the_same_and_all_of_them_one(drawn):
    assert len(drawn.weight) == 60 * pseudo.MOMENTS
    assert drawn.weight.sum() == pytest.approx(1)
    assert np.ptp(drawn.weight) == 0
    assert 0.3 < drawn.rate < 0.9


def test_the_share_that_pays_off_is_taken_from_elsewhere(drawn):
    weight = drawn.at_rate(0.2)
    assert weight.sum() == pytest.approx(1)
    assert weight[drawn.paid_off].sum() == pytest.approx(0.2)


def test_it_is_remembered_and_a_broken_memory_is_made_again(drawn, tmp_path, monkeypatch):
    (kept,) = (tmp_path / "cache").glob("essays-*.npz")
    monkeypatch.setattr(pseudo, "_draw", lambda *words: pytest.fail("it was drawn again"))
    np.testing.assert_array_equal(essays(shipped_reader(), 60).values, drawn.values)
    monkeypatch.undo()
    monkeypatch.setenv("CLIENTRISK_CACHE", str(tmp_path / "cache"))
    kept.write_bytes(kept.read_bytes()[:500])
    np.testing.assert_array_equal(essays(shipped_reader(), 60).values, drawn.values)


def test_without_a_place_to_remember_it_is_drawn_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("CLIENTRISK_CACHE", str(tmp_path / "file"))
    assert len(essays(shipped_reader(), 10).paid_off) == 10
