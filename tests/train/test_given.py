"""A table of given signals in the benchmark: what is learned from, and how figures are made."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features import matrix
from features.matrix import SignalMatrix
from train.estimator import Recipe
from train.prior import Prior, spoken

SCRIPT = Path(__file__).resolve().parents[1] / "benchmark" / "given.py"


@pytest.fixture
def script(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location("benchmark_given", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "benchmark_given", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def signals():
    """60 rows that show how often they put off, and a size that no essay speaks of."""
    names = (*(column.name for column in matrix.columns()), "given_size")
    values = np.full((60, len(names)), np.nan)
    values[:, names.index("put_offs")] = np.arange(60) % 3
    values[:, -1] = np.arange(60) % 2
    ids = pa.array([str(row) for row in range(60)])
    return SignalMatrix(names, values, pa.table({"engagement_id": ids}))


@pytest.fixture
def prior():
    """A world in which putting off ends badly; the other signals say nothing there."""
    names = spoken()
    values = np.full((300, len(names)), 0.0)
    values[:, names.index("put_offs")] = np.arange(300) % 3
    paid_off = np.arange(300) % 3 < 1 + (np.arange(300) % 2)
    return Prior(values, paid_off, np.arange(300), np.full(300, 1 / 300))


def test_a_given_column_has_an_owner_only_if_the_catalogue_has_it():
    model = Recipe().classifier(("put_offs", "given_size"))
    assert model.owners == ["put-off", None]
    assert model.signs == [-1, 0]


def test_without_outcomes_the_essays_speak_through_what_the_table_shows(script, signals, prior):
    shown = script.Shown.of(signals, prior)
    assert shown.names == ("put_offs", "given_size")
    assert [shown.names[place] for place in shown.columns] == ["put_offs"]
    chances = script.zero_outcomes(signals, shown)
    by_put_offs = [chances[np.arange(60) % 3 == number].mean() for number in range(3)]
    assert by_put_offs[0] > by_put_offs[1] > by_put_offs[2]
    assert len(np.unique(chances)) == 3


def test_pseudo_engagements_have_the_weight_and_the_rate_asked_for(script, signals, prior):
    shown = script.Shown.of(signals, prior)
    X, y = signals.select(shown.names).values, np.arange(60) < 15
    rows, outcome, weight = shown.added(X, y, 100.0)
    assert weight[60:].sum() == pytest.approx(100)
    assert np.average(outcome[60:], weights=weight[60:]) == pytest.approx(0.25)
    assert set(rows[60:, 1].tolist()) == {0.0, 1.0}
    assert np.array_equal(shown.added(X, y, 0.0)[0], X)


def test_figures_are_means_over_folds_and_a_fold_of_one_outcome_is_not_counted(script):
    y = np.array([True, False, True, False, True, True])
    fold = np.array([[0, 0, 1, 1, 2, 2]])
    # Right within each fold, though not across them; the last fold has one outcome.
    chance = np.array([[0.9, 0.8, 0.3, 0.2, 0.1, 0.1]])
    found = script.figures(y, {"sure": chance, "rate": np.full((1, 6), 0.5)}, fold, draws=20)
    assert found["sure"]["auc"]["value"] == 1.0
    assert found["rate"]["auc"]["value"] == 0.5
    assert found["rate"]["log_loss"]["value"] == pytest.approx(np.log(2))
