"""The engine against a plain reading, on wild small histories."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features import tables as engine_tables
from features.cues.stored import shipped_reader
from tests.features.oracle import Reading
from tests.features.wild import WildBook, book, see, tables


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(book(), min_size=1, max_size=16))
def test_the_engine_reads_histories_as_a_person_would(books: list[WildBook]) -> None:
    seen = see(books)
    heard: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    cues = engine_tables.heard(tables(books)[0], shipped_reader().reader)
    for interaction, cue in zip(
        *(cues[c].to_pylist() for c in ("interaction_id", "cue")), strict=True
    ):
        client, name = interaction.split("/")
        heard[client][name].add(cue)
    for number, one in enumerate(books):
        reading = Reading(one.rows, one.as_of, heard[f"C{number}"])
        if not reading.rows:
            assert np.isnan(seen.values[number]).all()
            continue
        found = dict(zip(seen.names, seen.values[number], strict=True))
        for name, value in reading.signals().items():
            expected = float("nan") if value is None else value
            assert found[name] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True), name
