"""Words, word pairs and letter runs of many messages at once, as 64-bit hashes.

scikit-learn's `HashingVectorizer` makes the same kinds of features at 2,000 to 5,000 messages a
second; reading a book needs several times that, so all messages of a batch are hashed together in
numpy: with the running sum of ``code * base**place`` the hash of any stretch of text is one
subtraction (Karp and Rabin 1987, modulo 2**64).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: What a feature is made of; each block is scaled to length one by itself.
WORDS, PAIRS, LETTERS = range(3)
BLOCKS = 3

STEM = 5  # letters of a word that count: endings carry little and Russian has many
PAIR_REACH = 6  # two words this near in one sentence, in either order, are a pair
LETTER_RUNS = (3, 4, 5)

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_GAP, _LETTER, _DIGIT, _STOP, _MARK = range(5)
_ALPHABET = 0x500


def _kinds() -> np.ndarray:
    kinds = np.zeros(_ALPHABET, np.uint8)
    for code in range(_ALPHABET):
        letter = chr(code)
        if letter.isalpha() or letter == "'":
            kinds[code] = _LETTER
    kinds[[ord(digit) for digit in "0123456789"]] = _DIGIT
    kinds[[ord("."), ord("\n")]] = _STOP
    kinds[[ord("?"), ord("!")]] = _MARK
    return kinds


_KIND = _kinds()


@dataclass(frozen=True)
class Grams:
    """Features of a batch: ``hashes[i]`` of ``block[i]`` stands in sentence ``sentence[i]``.

    Sentences are numbered through the batch: ``message`` is the message of each, ``begin`` and
    ``end`` its characters there.
    """

    hashes: np.ndarray
    block: np.ndarray
    sentence: np.ndarray
    message: np.ndarray
    begin: np.ndarray
    end: np.ndarray


def grams(texts: Sequence[str]) -> Grams:
    """All features of folded texts (`features.cues.fold`), in one pass over their characters.

    >>> found = grams(["can you? do it", "no"])
    >>> found.message.tolist(), found.begin.tolist(), found.end.tolist()
    ([0, 0, 1], [0, 8, 0], [8, 14, 2])
    """
    code = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le"), np.uint32)
    code = np.where(code < _ALPHABET, code, ord(" "))
    kind = _KIND[code]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    starts = np.cumsum(lengths) - lengths

    # A sentence begins with a message and after a run of end marks.
    stops = (kind == _STOP) | (kind == _MARK)
    begins = np.zeros(len(code), bool)
    begins[1:] = stops[:-1] & ~stops[1:]
    begins[starts] = True
    sentence = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    message = np.searchsorted(starts, first, side="right") - 1
    last = np.append(first[1:], len(code)) - starts[message]

    code = np.where(kind == _DIGIT, ord("#"), code)
    code = np.where((kind == _GAP) | (kind == _STOP), ord(" "), code).astype(np.uint64)
    stretch = _Stretches(code)
    found = [*_words(stretch, kind, sentence), *_letter_runs(stretch, kind, sentence)]
    return Grams(
        hashes=np.concatenate([hashes for hashes, _, _ in found]),
        block=np.concatenate([np.full(len(hashes), block, np.int64) for hashes, _, block in found]),
        sentence=np.concatenate([where for _, where, _ in found]),
        message=message,
        begin=first - starts[message],
        end=np.minimum(last, (lengths - 1)[message]),
    )


class _Stretches:
    """Hashes of any stretches of the characters."""

    def __init__(self, code: np.ndarray) -> None:
        one = np.ones(1, np.uint64)
        size = len(code)
        powers = np.cumprod(np.append(one, np.full(size, _BASE, np.uint64)))
        self._inverses = np.cumprod(np.append(one, np.full(size, _INVERSE, np.uint64)))
        self._sums = np.append(np.zeros(1, np.uint64), np.cumsum((code + 1) * powers[:-1]))

    def __call__(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        return (self._sums[end] - self._sums[begin]) * self._inverses[begin]


def _mixed(hashes: np.ndarray, salt: int) -> np.ndarray:
    """Every bit spread over all (the finisher of splitmix64), apart for each sort of feature."""
    hashes = hashes + np.uint64(salt * _BASE % (1 << 64))
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(31))


Found = tuple[np.ndarray, np.ndarray, int]


def _words(stretch: _Stretches, kind: np.ndarray, sentence: np.ndarray) -> list[Found]:
    """Words, two and three in a row, those at the ends of a sentence, and pairs."""
    inside = (kind == _LETTER) | (kind == _DIGIT)
    edge = np.diff(inside.astype(np.int8), prepend=0, append=0)
    begin, end = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    marks = np.flatnonzero(kind == _MARK)  # a question mark is a word of its own
    order = np.argsort(np.append(begin, marks), kind="stable")
    begin, end = np.append(begin, marks)[order], np.append(end, marks + 1)[order]
    # The last letter of a short word is its ending too, but never of less than three letters.
    kept = np.minimum(STEM, np.maximum(3, end - begin - 1))
    word = _mixed(stretch(begin, np.minimum(end, begin + kept)), 1)
    word[kind[begin] == _DIGIT] = np.uint64(7)  # one number is like another
    where = sentence[begin]

    opens = np.diff(where, prepend=-1) > 0
    closes = np.append(opens, True)[1:]
    together = ~opens[1:]
    two = word[:-1] * np.uint64(3) + word[1:] * np.uint64(5)
    three = two[:-1] * np.uint64(7) + word[2:] * np.uint64(11)
    both = together[1:] & together[:-1]
    found = [
        (_mixed(word, 2), where, WORDS),
        (_mixed(word[opens], 3), where[opens], WORDS),
        (_mixed(word[closes], 4), where[closes], WORDS),
        (_mixed(two[together], 5), where[1:][together], WORDS),
        (_mixed(three[both], 6), where[2:][both], WORDS),
    ]
    for reach in range(1, min(PAIR_REACH, len(word) - 1) + 1):
        near = where[reach:] == where[:-reach]
        one, other = word[:-reach][near], word[reach:][near]
        pair = (one + other) * np.uint64(13) ^ (one ^ other)
        found.append((_mixed(pair, 7), where[reach:][near], PAIRS))
    return found


def _letter_runs(stretch: _Stretches, kind: np.ndarray, sentence: np.ndarray) -> list[Found]:
    """Runs of letters inside a word and over its edges: endings, typos, compounds."""
    inside = (kind == _LETTER) | (kind == _DIGIT)
    gaps = np.append(0, np.cumsum(~inside))
    found = []
    for size in LETTER_RUNS:
        begin = np.arange(len(kind) - size + 1)
        whole = gaps[begin + size - 1] == gaps[begin + 1]  # a gap only at the ends
        begin = begin[whole & (inside[begin] | inside[begin + size - 1])]
        runs = _mixed(stretch(begin, begin + size), 10 + size)
        found.append((runs, sentence[begin + size // 2], LETTERS))
    return found
