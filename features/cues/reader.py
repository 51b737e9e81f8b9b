"""Reading messages: which cues each one carries, in the client's own words.

First pass: the words of a message tell which cues it may carry (see `features.cues.needed`). Second
pass, only for those: the exact patterns, sentence by sentence, and what withdraws them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import pyarrow as pa
import re2

from features.cues import CUES
from features.cues.cue import Cue
from features.cues.fold import fold
from features.cues.needed import rarity, words_needed
from features.cues.new_text import blank_old
from features.cues.pattern import alternation, crosses_sentences

QUOTE_LENGTH = 160
MATCHER_MEMORY = 64 << 20
KNOWN_WORDS = 100_000
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
_WORD = re.compile("[a-zß-ſа-џ0-9]+|[?]")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-я]")


class _Wording:
    """One pattern of one cue, compiled when it is first needed."""

    def __init__(self, cue: Cue, pattern: str, unless: tuple[str, ...]) -> None:
        self.cue = cue.id
        self.across = crosses_sentences(pattern)
        self._pattern = pattern
        self._unless = unless

    @cached_property
    def says(self) -> Any:
        return _compiled((self._pattern,))

    @cached_property
    def unless(self) -> Any:
        return _compiled(self._unless) if self._unless else None

    def span(self, sentence: str) -> tuple[int, int] | None:
        """Where the sentence says it, unless something in the sentence withdraws it."""
        hit = self.says.search(sentence)
        if hit is None or (self.unless and self.unless.search(sentence)):
            return None
        return hit.span(1)


@dataclass(frozen=True)
class _Ear:
    """All wordings of one language that a direction may carry, and the words that lead to them."""

    always: tuple[_Wording, ...]  # those that need no particular word
    groups: dict[str, tuple[int, ...]]  # word or beginning of a word: its groups
    needs: tuple[
        tuple[tuple[frozenset[int], _Wording], ...], ...
    ]  # by group: (all groups, wording)
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def standing(self, sentence: str) -> set[int]:
        """The groups of which the sentence has a word."""
        found: set[int] = set()
        for word in _WORD.findall(sentence):
            groups = self.known.get(word)
            found.update(self._groups(word) if groups is None else groups)
        return found

    def may_stand(self, here: set[int], next_too: set[int]) -> Iterator[_Wording]:
        """The wordings all of whose words are here or, where they may, here and next."""
        yield from self.always
        for group in next_too:
            for wanted, wording in self.needs[group]:
                if wanted <= (next_too if wording.across else here):
                    yield wording

    def _groups(self, word: str) -> tuple[int, ...]:
        beginnings = (word[:end] for end in range(1, len(word) + 1))
        groups = {group for key in (word + " ", *beginnings) for group in self.groups.get(key, ())}
        if len(self.known) < KNOWN_WORDS:
            self.known[word] = tuple(groups)
        return tuple(groups)


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
    sentences = list(_sentences(new))
    found: dict[str, tuple[int, int, int, int]] = {}
    for language, letters in (("english", _LATIN), ("russian", _CYRILLIC)):
        if not letters.search(new):
            continue
        ear = _ear(language, direction)
        following: set[int] = set()
        # From the last sentence to the first, so that each is looked up once; the first hit stays.
        for number in range(len(sentences) - 1, -1, -1):
            begin, end = sentences[number]
            here = ear.standing(new[begin:end])
            end_of_next = sentences[min(number + 1, len(sentences) - 1)][1]
            for wording in ear.may_stand(here, here | following):
                stop = end_of_next if wording.across else end
                if wording.cue in found and found[wording.cue][0] == begin:
                    continue
                span = wording.span(new[begin:stop])
                if span is not None:
                    found[wording.cue] = (begin, stop, begin + span[0], begin + span[1])
            following = here
    return [
        (cue.id, *folded.original(*_quote(new, *found[cue.id]))) for cue in CUES if cue.id in found
    ]


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
    always: list[_Wording] = []
    numbers: dict[frozenset[str], int] = {}
    needs: list[list[tuple[frozenset[int], _Wording]]] = []
    for cue in CUES:
        if not cue.stands_in(direction):
            continue
        for pattern in getattr(cue, language):
            wording = _Wording(cue, pattern, getattr(cue, f"unless_{language}"))
            wanted = words_needed(pattern)
            for group in wanted:
                if group not in numbers:
                    numbers[group] = len(needs)
                    needs.append([])
            if wanted:
                everything = frozenset(numbers[group] for group in wanted)
                needs[numbers[max(wanted, key=rarity)]].append((everything, wording))
            else:
                always.append(wording)
    groups: dict[str, list[int]] = {}
    for group, number in numbers.items():
        for word in group:
            groups.setdefault(word, []).append(number)
    return _Ear(
        tuple(always),
        {word: tuple(these) for word, these in groups.items()},
        tuple(tuple(need) for need in needs),
    )


def _options() -> Any:
    options = re2.Options()
    options.max_mem = MATCHER_MEMORY
    options.log_errors = False
    return options


@cache
def _compiled(patterns: tuple[str, ...]) -> Any:
    return re2.compile(alternation(patterns), _options())
