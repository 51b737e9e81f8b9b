"""A cue reader on disk: arrays and plain JSON in one file, read as if a stranger had written it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import ModelRefused
from data.safe_arrays import archive, array_bytes, parts_of, read_array
from data.whole_file import replace_file
from features.cues.ear import Ear, slot_of
from features.cues.minilm import WEIGHTS_SHA256, WIDTH, check_installed
from features.cues.reader import Reader
from features.cues.wording import LANGUAGES, Language

READER_FILE = "reader.npz"
SHIPPED = Path(__file__).with_name(READER_FILE)
MAX_BYTES = 32 * 2**20
MAX_FEATURES = 2**16 - 1  # rows are found through 16-bit numbers

_KINDS = {
    "features": ("u8", 1),
    "rarity": ("f4", 1),
    "weights": ("i1", 2),
    "scale": ("f8", 1),
    "intercept": ("f8", 1),
    "pattern": ("f8", 1),
    "threshold": ("f8", 1),
    "meaning": ("f4", 2),
}
_ONLY_SEMANTIC = "meaning"  # the part a light ear does without
_MODEL_FACT = "sentence_model"
_FACTS = "facts.json"


@dataclass(frozen=True)
class StoredReader:
    """A reader that passed every check; ``data``: its file, ``sha256`` (hex) of that."""

    reader: Reader
    data: bytes
    sha256: str


def pack(reader: Reader) -> bytes:
    """The reader as the bytes of its file: equal readers give equal bytes."""
    facts = {"cues": list(reader.cues), **reader.facts}
    if _semantic(reader):
        facts[_MODEL_FACT] = WEIGHTS_SHA256
    parts = {_FACTS: json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()}
    for language in LANGUAGES:
        for name, (kind, _) in _KINDS.items():
            values = getattr(reader.ears[language], name)
            if name != _ONLY_SEMANTIC or len(values):
                parts[_part(language, name)] = array_bytes(values, kind)
    return archive(parts)


def _semantic(reader: Reader) -> bool:
    return any(len(ear.meaning) for ear in reader.ears.values())


def write_reader(reader: Reader, path: Path) -> StoredReader:
    """Write the reader's file whole, after what is written was read again."""
    data = pack(reader)
    stored = unpack(data, where=str(path))
    replace_file(path, lambda beside: beside.write_bytes(data))
    return stored


def read_reader(path: Path, expected_sha256: str | None = None) -> StoredReader:
    """Read a reader's file. Raises `ModelRefused` for whatever is wrong with it."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refused("the cue reader is missing or cannot be opened", str(path)) from error
    return unpack(data, where=str(path), expected_sha256=expected_sha256)


def unpack(data: bytes, where: str, expected_sha256: str | None = None) -> StoredReader:
    """The reader in the bytes of a file; nothing in them is run, nothing large is built unasked.

    Raises `ModelRefused`, also where it needs sentence embeddings that are not installed: before
    a book is read, and not in the midst of it.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if expected_sha256 is not None and sha256 != expected_sha256:
        raise _refused("the cue reader is not the file that was stored", where)
    try:
        reader = _reader(data)
    except Exception as error:
        # Whatever a broken file breaks (zip, JSON, numpy, memory), the answer is one.
        reason = str(error) if type(error) is ValueError else type(error).__name__
        raise _refused(f"the cue reader cannot be read ({reason})", where) from error
    if _semantic(reader):
        check_installed()
    return StoredReader(reader, data, sha256)


@cache
def shipped_reader() -> StoredReader:
    """The reader that comes with the product, trained on `data/cues`."""
    return read_reader(SHIPPED)


def _reader(data: bytes) -> Reader:
    parts = parts_of(data, "a reader", MAX_BYTES)
    allowed = {_FACTS} | {_part(tongue, name) for tongue in LANGUAGES for name in _KINDS}
    required = allowed - {_part(tongue, _ONLY_SEMANTIC) for tongue in LANGUAGES}
    if not required <= parts.keys() <= allowed:
        raise ValueError("it holds other parts than a reader")
    facts: dict[str, Any] = json.loads(parts[_FACTS])
    cues = facts.pop("cues")
    if not isinstance(cues, list) or not all(isinstance(cue, str) for cue in cues):
        raise ValueError("it does not name its cues")
    ears: dict[Language, Ear] = {}
    for tongue in LANGUAGES:
        held = {name: _part(tongue, name) for name in _KINDS if _part(tongue, name) in parts}
        ears[tongue] = _ear({name: parts[part] for name, part in held.items()}, len(cues))
    reader = Reader(tuple(cues), ears, facts)
    if _semantic(reader) and facts.get(_MODEL_FACT) != WEIGHTS_SHA256:
        raise ValueError("it was trained with another sentence model")
    return reader


def _part(language: Language, name: str) -> str:
    return f"{language}/{name}.npy"


def _ear(parts: dict[str, bytes], cues: int) -> Ear:
    ear = Ear(**{name: read_array(content, name, *_KINDS[name]) for name, content in parts.items()})
    rows = len(ear.features)
    if not 0 < rows <= MAX_FEATURES or ear.rarity.shape != (rows,):
        raise ValueError("its features do not fit together")
    if ear.weights.shape != (rows, cues):
        raise ValueError("its weights do not fit its cues")
    for name in ("scale", "intercept", "pattern", "threshold"):
        values = getattr(ear, name)
        if values.shape != (cues,) or np.isnan(values).any():
            raise ValueError(f"its {name} does not fit its cues")
    if _ONLY_SEMANTIC in parts and not (
        ear.meaning.shape == (WIDTH, cues) and np.isfinite(ear.meaning).all()
    ):
        raise ValueError("its meaning does not fit its cues and the sentence model")
    if not (np.isfinite(ear.rarity).all() and (ear.rarity > 0).all()):
        raise ValueError("its rarities are no numbers above 0")
    if len(np.unique(slot_of(ear.features))) != rows:
        raise ValueError("two of its features share a slot")
    return ear


def _refused(what: str, where: str) -> ModelRefused:
    return ModelRefused(what, where=where, next_step="train it again, or install the product again")
