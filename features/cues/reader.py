"""Reading messages: which cues each one carries, in the client's own words.

First pass: one google-re2 Set per language and direction tells which cues a whole message may carry
(gaps unbounded, so that the automaton stays small). Second pass, only for those: the exact patterns,
sentence by sentence, and what withdraws them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import re2

from features.cues import CUES
from features.cues.cue import Cue
from features.cues.fold import fold
from features.cues.new_text import blank_old
from features.cues.pattern import alternation, crosses_sentences

QUOTE_LENGTH = 160
SET_MEMORY = 64 << 20
MESSAGE_CUES = pa.schema(
    [
        ("interaction_id", pa.string()),
        ("cue", pa.string()),
        ("quote", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)

_LONGEST_SENTENCE = 600
_SENTENCE_END = re.compile(r"[!?]+|\.+(?=[\s\")]|$)|\n+")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-я]")


@dataclass(frozen=True)
class _Listener:
    """One cue in one language, compiled."""

    cue: str
    says: Any
    says_across: Any
    unless: Any


@dataclass(frozen=True)
class _Ear:
    """All cues of one language that a direction may carry: the first pass and the second."""

    heard: Any
    listeners: tuple[_Listener, ...]


def read_cues(messages: pa.Table) -> pa.Table:
    """The cues of each message with the sentence that carries them.

    ``messages`` needs ``interaction_id``, ``direction`` and ``text`` (strings; null or empty text
    says nothing). The result has one row per message and cue (schema `MESSAGE_CUES`), in the order
    of the messages and then of the cues; ``quote`` is ``text[start:end]``, at most `QUOTE_LENGTH`
    characters, with ``start`` and ``end`` counted in characters of the original text.

    >>> mail = {"interaction_id": ["a"], "direction": ["inbound"], "text": ["Hi. Need it ASAP!"]}
    >>> read_cues(pa.table(mail)).to_pylist()
    [{'interaction_id': 'a', 'cue': 'rush', 'quote': 'Need it ASAP!', 'start': 4, 'end': 17}]
    """
    rows: dict[str, list[Any]] = {name: [] for name in MESSAGE_CUES.names}
    columns = (messages[name].to_pylist() for name in ("interaction_id", "direction", "text"))
    for interaction_id, direction, text in zip(*columns, strict=True):
        if not text or direction not in ("inbound", "outbound"):
            continue
        for cue, start, end in _hear(text, direction):
            rows["interaction_id"].append(interaction_id)
            rows["cue"].append(cue)
            rows["quote"].append(text[start:end])
            rows["start"].append(start)
            rows["end"].append(end)
    return pa.table(rows, schema=MESSAGE_CUES)


def _hear(text: str, direction: str) -> list[tuple[str, int, int]]:
    """(cue, start, end) for one message, in the order of `CUES`."""
    folded = fold(text)
    new = blank_old(folded.text)
    sentences: list[tuple[int, int]] | None = None
    found: dict[str, tuple[int, int]] = {}
    for language, letters in (("english", _LATIN), ("russian", _CYRILLIC)):
        if not letters.search(new):
            continue
        ear = _ear(language, direction)
        for index in ear.heard.Match(new) or ():
            listener = ear.listeners[index]
            if listener.cue in found:
                continue
            if sentences is None:
                sentences = list(_sentences(new))
            span = _exact(listener, new, sentences)
            if span is not None:
                found[listener.cue] = folded.original(*_quote(new, *span))
    return [(cue.id, *found[cue.id]) for cue in CUES if cue.id in found]


def _exact(
    listener: _Listener, text: str, sentences: Sequence[tuple[int, int]]
) -> tuple[int, int, int, int] | None:
    """Begin and end of the sentence and of the words in it, for the first hit not withdrawn."""
    for number, (begin, end) in enumerate(sentences):
        sentence = text[begin:end]
        hit = listener.says.search(sentence) if listener.says else None
        if hit is None and listener.says_across:
            end = sentences[min(number + 1, len(sentences) - 1)][1]
            sentence = text[begin:end]
            hit = listener.says_across.search(sentence)
        if hit and not (listener.unless and listener.unless.search(sentence)):
            return begin, end, begin + hit.start(1), begin + hit.end(1)
    return None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences with their end marks; a very long one is cut at a space."""
    begin = 0
    for mark in _SENTENCE_END.finditer(text):
        yield from _pieces(text, begin, mark.end())
        begin = mark.end()
    yield from _pieces(text, begin, len(text))


def _pieces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while end - begin > _LONGEST_SENTENCE:
        space = text.rfind(" ", begin + 1, begin + _LONGEST_SENTENCE)
        cut = space if space > begin else begin + _LONGEST_SENTENCE
        yield begin, cut
        begin = cut
    if text[begin:end].strip():
        yield begin, end


def _quote(text: str, begin: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The sentence without its margins or, where it is long, the clauses around the words."""
    while begin < first and text[begin].isspace():
        begin += 1
    while end > last and text[end - 1].isspace():
        end -= 1
    if end - begin <= QUOTE_LENGTH:
        return begin, end
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


@cache
def _ear(language: str, direction: str) -> _Ear:
    """Compile once per language and direction; raises re2.error for a pattern that is none."""
    heard = re2.Set.SearchSet(_options())
    listeners = []
    for cue in CUES:
        patterns = getattr(cue, language)
        if cue.stands_in(direction) and patterns:
            heard.Add(alternation(patterns, bounded=False))
            listeners.append(_listener(cue, language))
    heard.Compile()
    return _Ear(heard, tuple(listeners))


def _options() -> Any:
    options = re2.Options()
    options.max_mem = SET_MEMORY
    options.log_errors = False
    return options


def _compiled(patterns: tuple[str, ...]) -> Any:
    return re2.compile(alternation(patterns), _options()) if patterns else None


def _listener(cue: Cue, language: str) -> _Listener:
    patterns: tuple[str, ...] = getattr(cue, language)
    unless: tuple[str, ...] = getattr(cue, f"unless_{language}")
    within = tuple(pattern for pattern in patterns if not crosses_sentences(pattern))
    across = tuple(pattern for pattern in patterns if crosses_sentences(pattern))
    return _Listener(cue.id, _compiled(within), _compiled(across), _compiled(unless))
