"""The benchmark's pandas version says what ours says: it is a yardstick, not a straw man."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data.simulate import HOURLY_COST, simulate
from features import matrix
from features.cues import CUES
from features.engine import prepare
from features.usual import learn

SCRIPT = Path(__file__).resolve().parents[1] / "benchmark" / "pandas_version.py"
AGREED = 0.9
#: The trained reader hears more than the patterns, and some of theirs it does not believe.
HEARD_ALIKE = 0.75


@pytest.fixture(scope="module")
def version() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pandas_version", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pandas_and_the_engine_agree_on_a_small_book(version: ModuleType) -> None:
    interactions, engagements = simulate(seed=5, closed=80, open=5)
    before = pc.subtract(engagements["closed_at"], pa.scalar(1, pa.duration("us")))
    cutoffs = pa.table(
        {
            "engagement_id": engagements["engagement_id"],
            "as_of": pc.coalesce(before, pc.max(interactions["occurred_at"])),
        }
    )
    inputs = prepare(interactions, engagements, cutoffs, learn(interactions), HOURLY_COST)
    ours = matrix.compute(inputs)
    found = version.signals(*(each.to_pandas() for each in (interactions, engagements, cutoffs)))
    assert len(found.columns) > 100
    for name in found.columns:
        column = ours.values[:, ours.names.index(name)]
        theirs = found[name].to_numpy(float)
        if name in version.SAID:
            alike = (theirs == column) | (np.isnan(theirs) & np.isnan(column))
            assert alike.mean() > HEARD_ALIKE, name
        else:
            np.testing.assert_allclose(theirs, column, rtol=1e-9, atol=1e-9, err_msg=name)


def test_its_patterns_hear_the_examples_and_not_the_counter_examples(version: ModuleType) -> None:
    heard = silent = number = 0
    for cue in CUES:
        carries = version.reader(cue)
        heard += sum(carries(version.folded(text)) for text in cue.examples)
        silent += sum(not carries(version.folded(text)) for text in cue.counter_examples)
        number += len(cue.examples)
    assert heard > AGREED * number
    assert silent > AGREED * sum(len(cue.counter_examples) for cue in CUES)
