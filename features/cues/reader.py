"""Reading messages: which cues each one carries, in the client's own words.

For each language an `Ear` with learned weights, and the declared wordings. A wording adds to what
the ear makes of the message, so it is looked for only where it decides: google-re2 would otherwise
be asked for every cue of every sentence, which is most of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from features.cues import CUES
from features.cues.cue import Cue
from features.cues.ear import Ear, Scores
from features.cues.fold import Folded, fold
from features.cues.new_text import blank_old
from features.cues.wording import LANGUAGES, Language, Span, said, sentences

QUOTE_LENGTH = 160
BATCH = 2048  # messages scored at once: a few megabytes, and numpy's calls no longer count
MESSAGE_CUES = pa.schema(
    [
        ("interaction_id", pa.string()),
        ("cue", pa.string()),
        ("quote", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)
_CYRILLIC = re.compile("[а-я]")
_LATIN = re.compile("[a-z]")
_ACCENTED = re.compile("[ß-ſ]")


def language_of(text: str) -> Language:
    """The language most of a folded text's letters belong to.

    >>> language_of("ок, deadline завтра")
    'russian'
    """
    if not _CYRILLIC.search(text):
        return "english"
    # Folded letters beyond ASCII take two bytes: where they are a third of all, no need to count.
    if (len(text.encode()) - len(text)) * 3 >= len(text) and not _ACCENTED.search(text):
        return "russian"
    return "russian" if len(_CYRILLIC.findall(text)) * 2 >= len(_LATIN.findall(text)) else "english"


@dataclass(frozen=True)
class Message:
    """A message made ready: what is new in it, folded, and the way back to the original."""

    row: int
    direction: str | None
    folded: Folded
    new: str

    @cached_property
    def sentences(self) -> list[Span]:
        """Where the sentences of what is new stand."""
        return sentences(self.new)


@dataclass(frozen=True)
class Hit:
    """A cue heard in the message of a row: the half-open range of the original text."""

    row: int
    cue: str
    start: int
    end: int


@dataclass(frozen=True)
class Reader:
    """Hears the cues of the catalogue: ``cues`` are the columns of each language's ear.

    A cue that no ear has learned yet is heard by its declared wordings alone. ``facts``: how the
    ears were made, as plain data.
    """

    cues: tuple[str, ...] = ()
    ears: Mapping[Language, Ear] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def read(self, messages: pa.Table) -> pa.Table:
        """The cues of each message with the sentence that carries them.

        ``messages`` needs ``interaction_id``, ``direction`` and ``text`` (strings; null or empty
        text says nothing). One row per message and cue (schema `MESSAGE_CUES`), in the order of
        the messages and then of `CUES`; ``quote`` is ``text[start:end]``, at most `QUOTE_LENGTH`
        characters, with ``start`` and ``end`` counted in characters of the original text.

        >>> mail = {"interaction_id": ["a"], "direction": ["inbound"], "text": ["Hi. Need it ASAP!"]}
        >>> Reader().read(pa.table(mail)).to_pylist()
        [{'interaction_id': 'a', 'cue': 'rush', 'quote': 'Need it ASAP!', 'start': 4, 'end': 17}]
        """
        texts = messages["text"].to_pylist()
        hits = list(self.hear(texts, messages["direction"].to_pylist()))
        ids = messages["interaction_id"].take(pa.array([hit.row for hit in hits], pa.int64()))
        return pa.table(
            {
                "interaction_id": ids,
                "cue": pa.array([hit.cue for hit in hits], pa.string()),
                "quote": pa.array([texts[h.row][h.start : h.end] for h in hits], pa.string()),
                "start": pa.array([hit.start for hit in hits], pa.int64()),
                "end": pa.array([hit.end for hit in hits], pa.int64()),
            },
            schema=MESSAGE_CUES,
        )

    def hear(self, texts: Sequence[str | None], directions: Sequence[str | None]) -> Iterator[Hit]:
        """Hits message by message, each message's in the order of `CUES`."""
        for begin in range(0, len(texts), BATCH):
            rows = zip(texts[begin : begin + BATCH], directions[begin : begin + BATCH], strict=True)
            batch = [
                Message(row, direction, folded, blank_old(folded.text))
                for row, (text, direction) in enumerate(rows, begin)
                if text and direction in ("inbound", "outbound")
                for folded in [fold(text)]
            ]
            found: list[Hit] = []
            spoken = [language_of(message.new) for message in batch]
            for language in LANGUAGES:
                same = [m for m, of in zip(batch, spoken, strict=True) if of == language]
                if same:
                    found += self._hear(same, language)
            # A message is in one language, and its hits are in order already.
            yield from sorted(found, key=lambda hit: hit.row)

    def _hear(self, batch: list[Message], language: Language) -> list[Hit]:
        """Hits in messages of one language, cue by cue in the order of `CUES`."""
        ear = self.ears.get(language)
        scores = ear.scores([message.new for message in batch]) if ear else None
        found: list[Hit] = []
        inbound = np.array([message.direction == "inbound" for message in batch])
        for cue in CUES:
            stands = np.where(inbound, cue.stands_in("inbound"), cue.stands_in("outbound"))
            sure, asked = self._decided(cue, ear, scores, stands)
            for number in np.flatnonzero(stands & (sure | asked)).tolist():
                message = batch[number]
                if scores is not None and sure[number]:
                    sentence = words = scores.loudest(number, self._column[cue.id])
                    if sentence[1] - sentence[0] > QUOTE_LENGTH:
                        spoken = said(cue, language, message.new, [sentence])
                        words = spoken[1] if spoken else sentence
                elif spoken := said(cue, language, message.new, message.sentences):
                    sentence, words = spoken
                else:
                    continue
                start, end = message.folded.original(*_quote(message.new, *sentence, *words))
                found.append(Hit(message.row, cue.id, start, end))
        return found

    def _decided(
        self, cue: Cue, ear: Ear | None, scores: Scores | None, stands: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Bool per message: heard whatever the wordings say; heard if a wording says so."""
        column = self._column.get(cue.id)
        if ear is None or scores is None or column is None:
            return np.zeros(len(stands), bool), stands
        score, threshold = scores.message[:, column], ear.threshold[column]
        return score >= threshold, score + ear.pattern[column] >= threshold

    @cached_property
    def _column(self) -> dict[str, int]:
        return {cue: column for column, cue in enumerate(self.cues)}


def _quote(text: str, begin: int, end: int, first: int, last: int) -> Span:
    """The sentence without its margins or, where it is long, the clauses around the words."""
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end - begin <= QUOTE_LENGTH:
        return begin, end
    first, last = max(first, begin), min(last, end)
    last = min(last, first + QUOTE_LENGTH)
    room = QUOTE_LENGTH - (last - first)
    # Half the room may go before the words; what is left goes after them.
    begin = _word_edge(text, max(begin, first - room // 2), first, forward=True)
    end = _word_edge(text, min(end, begin + QUOTE_LENGTH), last, forward=False)
    return begin, end


def _word_edge(text: str, place: int, stop: int, *, forward: bool) -> int:
    """Move ``place`` towards ``stop`` until no word is cut in two."""
    if forward:
        while place < stop and place > 0 and not text[place - 1].isspace():
            place += 1
        return place
    while place > stop and place < len(text) and not text[place].isspace():
        place -= 1
    while place > stop and text[place - 1].isspace():
        place -= 1
    return place
