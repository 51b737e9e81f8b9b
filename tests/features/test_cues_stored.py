"""A reader comes back from its file as it was, and a tampered file never does."""

from __future__ import annotations

import io
import json
import pickle

import numpy as np
import pytest

from data.errors import ModelRefused
from features.cues.stored import pack, read_reader, shipped_reader, unpack, write_reader
from tests.archives import as_array, parts_of, zipped


@pytest.fixture(scope="module")
def data() -> bytes:
    return shipped_reader().data


def test_what_is_written_is_read_again_and_hears_the_same(tmp_path, data):
    shipped = shipped_reader()
    again = write_reader(shipped.reader, tmp_path / "reader.npz")
    assert pack(again.reader) == pack(shipped.reader)
    text = "Either you come today or we look elsewhere."
    assert list(again.reader.hear([text], ["inbound"])) == list(
        shipped.reader.hear([text], ["inbound"])
    )
    assert read_reader(tmp_path / "reader.npz", again.sha256).sha256 == again.sha256


def changed(name: str, content: bytes):
    return lambda parts: zipped({**parts, name: content})


TAMPERED = {
    "empty": lambda parts: b"",
    "no archive": lambda parts: b"reader" * 100,
    "cut": lambda parts: zipped(parts)[:-1000],
    "a part is missing": lambda parts: zipped(dict(list(parts.items())[1:])),
    "a part too many": lambda parts: zipped({**parts, "more.npy": b""}),
    "a pickle for an array": changed("english/scale.npy", pickle.dumps([1.0])),
    "a pickled array": changed(
        "english/scale.npy", as_array(np.array([None], dtype=object), allow_pickle=True)
    ),
    "weights of another kind": changed("russian/weights.npy", as_array(np.zeros((3, 3)))),
    "too few thresholds": changed("english/threshold.npy", as_array(np.zeros(3))),
    "no number for a threshold": changed("english/threshold.npy", as_array(np.full(32, np.nan))),
    "a rarity of nothing": lambda parts: zipped(
        {
            **parts,
            "english/rarity.npy": as_array(
                np.zeros_like(np.load(io.BytesIO(parts["english/rarity.npy"])))
            ),
        }
    ),
    "one feature for all": lambda parts: zipped(
        {
            **parts,
            "english/features.npy": as_array(
                np.zeros_like(np.load(io.BytesIO(parts["english/features.npy"])))
            ),
        }
    ),
    "cues that are no names": lambda parts: zipped(
        {**parts, "facts.json": json.dumps({"cues": [1] * 32}).encode()}
    ),
    "a header that claims the memory of the world": changed(
        "english/scale.npy",
        as_array(np.zeros(32)).replace(b"(32,), }    ", b"(9999999,), }"),
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_reader_is_refused_in_one_line(data, name):
    with pytest.raises(ModelRefused) as told:
        unpack(TAMPERED[name](parts_of(data)), "reader.npz")
    assert "\n" not in str(told.value)


def test_another_sound_reader_in_its_place_is_refused(data):
    with pytest.raises(ModelRefused, match="not the file that was stored"):
        unpack(data, "reader.npz", expected_sha256="0" * 64)


def test_a_missing_reader_is_refused(tmp_path):
    with pytest.raises(ModelRefused, match="missing"):
        read_reader(tmp_path / "none.npz")
