"""What messages mean, as vectors: computed once per message, then remembered on this machine.

A message takes about 15 ms to embed and is read again at every training and every new score. The
cache, a sqlite file that several processes may use at once, holds no text: the key is a SHA-256,
the value a vector. A vector still tells roughly what was written about, so the file is for its
owner's eyes only, like the book. It may be deleted at any time, and hearing goes on without one
where none can be kept.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from data.cache import cache_folder
from features.cues.minilm import WEIGHTS_SHA256, WIDTH, sentence_model

_STORED = np.dtype("<f2")  # half the room; a cue's score moves by less than 0.001
_TOGETHER = 256  # embedded before they are remembered: what an interruption loses
_ASKED = 500  # keys in one question: sqlite takes 999 at least
_TABLE = "CREATE TABLE IF NOT EXISTS meaning (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
_WAIT = 30.0  # seconds for another process to finish writing
# No home, no room, no right, no database: a cache that cannot be used costs time and nothing else.
_UNUSABLE = (OSError, RuntimeError, sqlite3.Error, TypeError, ValueError)


def embed(texts: Sequence[str]) -> np.ndarray:
    """Float32 (texts, 384), each of length one: near where two texts mean the same.

    ``texts``: folded (`features.cues.fold`). Raises `ModelRefused` where the sentence model is
    needed and the extra ``semantic`` is not installed.

    >>> embed([]).shape
    (0, 384)
    """
    keys = [_key(text) for text in texts]
    vectors = _recall(set(keys))
    unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    by_length = sorted(unknown, key=lambda key: len(unknown[key]))
    for begin in range(0, len(by_length), _TOGETHER):
        part = by_length[begin : begin + _TOGETHER]
        # Rounded before use too: a message is heard alike whether it was remembered or not.
        rounded = sentence_model().embed([unknown[key] for key in part]).astype(_STORED)
        new = dict(zip(part, rounded, strict=True))
        _remember(new)
        vectors |= new
    return np.array([vectors[key] for key in keys], np.float32).reshape(len(keys), WIDTH)


def cache_file() -> Path:
    """Where vectors are remembered."""
    return cache_folder() / "meaning.sqlite"


def _key(text: str) -> bytes:
    """Of the text and the model: another model remembers anew."""
    return hashlib.sha256(f"{WEIGHTS_SHA256} {text}".encode()).digest()


def _opened() -> sqlite3.Connection:
    path = cache_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return sqlite3.connect(path, timeout=_WAIT)


def _recall(keys: set[bytes]) -> dict[bytes, np.ndarray]:
    found: dict[bytes, np.ndarray] = {}
    wanted = list(keys)
    try:
        with closing(_opened()) as store:
            store.execute(_TABLE)
            for begin in range(0, len(wanted), _ASKED):
                part = wanted[begin : begin + _ASKED]
                marks = ", ".join("?" * len(part))
                rows = store.execute(
                    f"SELECT key, vector FROM meaning WHERE key IN ({marks})", part
                )
                found |= {key: np.frombuffer(vector, _STORED) for key, vector in rows}
    except _UNUSABLE:
        return {}
    return {key: vector for key, vector in found.items() if _is_embedding(vector)}


def _is_embedding(vector: np.ndarray) -> bool:
    """The right size, and of length one up to rounding (so finite too)."""
    length = float(np.linalg.norm(vector.astype(np.float64)))
    return vector.shape == (WIDTH,) and abs(length - 1) < 0.01


def _remember(vectors: Mapping[bytes, np.ndarray]) -> None:
    rows = [(key, vector.tobytes()) for key, vector in vectors.items()]
    try:
        with closing(_opened()) as store, store:
            store.execute(_TABLE)
            store.executemany("INSERT OR REPLACE INTO meaning VALUES (?, ?)", rows)
    except _UNUSABLE:
        return
