"""An ear: one language's learned weights, by which words a message speaks for each cue.

For every cue a linear model over the features of `features.cues.grams`. A message is scored as a
whole and sentence by sentence (each alone and with the next), so that one sentence in a long mail
is heard and its place is known. An ear may weigh what the message means as well: its embedding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse

from features.cues.grams import BLOCKS, Grams, grams
from features.cues.meaning import embed

_SLOTS = 20  # bits of a hash that name its slot in the look-up table


def slot_of(hashes: np.ndarray) -> np.ndarray:
    """The slot of the look-up table for each hash; a slot holds one feature."""
    return hashes >> np.uint64(64 - _SLOTS)


@dataclass(frozen=True)
class Scores:
    """What an ear makes of a batch.

    ``message``: float (messages, cues), to be compared with the ear's threshold;
    ``sentence``: float (sentences, cues), each sentence alone; ``grams`` tells where they stand.
    """

    message: np.ndarray
    sentence: np.ndarray
    grams: Grams

    @cached_property
    def _bounds(self) -> list[int]:
        """Number of each message's first sentence, and of all sentences."""
        messages = np.arange(len(self.message) + 1)
        return np.searchsorted(self.grams.message, messages).tolist()

    def loudest(self, message: int, cue: int) -> tuple[int, int]:
        """The characters of the sentence of a message that speaks most for a cue."""
        first, last = self._bounds[message], self._bounds[message + 1]
        place = first + int(self.sentence[first:last, cue].argmax())
        return int(self.grams.begin[place]), int(self.grams.end[place])


@dataclass(frozen=True)
class Ear:
    """Weights of one language.

    ``features`` uint64 (F,): hashes of the known features, none two in one slot; ``rarity`` float
    (F,): inverse document frequency; ``weights`` int8 (F, cues), to be multiplied by ``scale``
    float (cues,); ``intercept`` float (cues,). ``pattern`` float (cues,): what a hit of the cue's
    own patterns adds; ``threshold`` float (cues,): from where a cue is heard, infinite where the
    ear never says yes. ``meaning`` float32 (384 or 0, cues): weights of the message's embedding,
    no rows in a light ear.
    """

    features: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    scale: np.ndarray
    intercept: np.ndarray
    pattern: np.ndarray
    threshold: np.ndarray
    meaning: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @cached_property
    def _slots(self) -> np.ndarray:
        """Slot -> 1 + row of the feature in it, 0 for none."""
        slots = np.zeros(1 << _SLOTS, np.uint32)
        slots[slot_of(self.features)] = np.arange(1, len(self.features) + 1)
        return slots

    @cached_property
    def _weighted(self) -> np.ndarray:
        return (self.weights * self.scale).astype(np.float32) * self.rarity[:, None].astype(
            np.float32
        )

    def _known(self, found: Grams) -> tuple[np.ndarray, np.ndarray]:
        """Places in ``found`` whose feature is known, and the rows of those features."""
        row = self._slots[slot_of(found.hashes)].astype(np.int64) - 1
        place = np.flatnonzero(row >= 0)
        row = row[place]
        same = self.features[row] == found.hashes[place]
        return place[same], row[same]

    def bags(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        """Float (messages, F): the scaled features a linear model is fitted to."""
        found = grams(texts)
        place, row = self._known(found)
        message, block = found.message[found.sentence[place]], found.block[place]
        squares = np.zeros((len(texts), BLOCKS))
        np.add.at(squares, (message, block), self.rarity[row] ** 2)
        value = self.rarity[row] / np.sqrt(squares[message, block])
        return scipy.sparse.csr_matrix(
            (value.astype(np.float32), (message, row)), shape=(len(texts), len(self.features))
        )

    def scores(self, texts: Sequence[str], meanings: np.ndarray | None = None) -> Scores:
        """Scores of folded texts for every cue; ``meanings``: their embeddings, where known already.

        The message's score is the mean of the whole's and of the best stretch's of one or two
        sentences: as good on short messages as the whole alone, and better on long ones.
        """
        found = grams(texts)
        place, row = self._known(found)
        sentences, cues = len(found.message), self.weights.shape[1]
        cell = found.sentence[place] * BLOCKS + found.block[place]
        order = np.argsort(cell, kind="stable")
        bounds = np.searchsorted(cell[order], np.arange(sentences * BLOCKS + 1))
        counts = scipy.sparse.csr_matrix(
            (np.ones(len(place), np.float32), row[order], bounds),
            shape=(sentences * BLOCKS, len(self.features)),
        )
        said = (counts @ self._weighted).reshape(sentences, BLOCKS, cues)
        squares = np.bincount(cell, self.rarity[row] ** 2, minlength=sentences * BLOCKS)
        squares = squares.reshape(sentences, BLOCKS).astype(np.float32)

        first = np.flatnonzero(np.diff(found.message, prepend=-1))
        alone = _scaled(said, squares)
        best = alone
        if len(first) < sentences:
            follows = np.append(found.message[1:] == found.message[:-1], False)
            with_next = said[:-1] + said[1:], squares[:-1] + squares[1:]
            best = alone.copy()
            best[:-1][follows[:-1]] = np.maximum(
                alone[:-1][follows[:-1]], _scaled(*with_next)[follows[:-1]]
            )
        whole = _scaled(np.add.reduceat(said, first), np.add.reduceat(squares, first))
        best = np.maximum(np.maximum.reduceat(best, first), whole)
        message = (whole + best) / 2 + self.intercept
        if len(self.meaning):
            message += (embed(texts) if meanings is None else meanings) @ self.meaning
        return Scores(message, alone + self.intercept, found)


def _scaled(said: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Sums over blocks, each divided by its length: (n, blocks, cues) to (n, cues)."""
    length = np.sqrt(np.where(squares > 0, squares, 1.0))[:, :, None]
    return (said / length).sum(axis=1)
