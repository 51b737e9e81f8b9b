"""The declared wordings of one cue in one language, and where a message says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

import re2

from features.cues.cue import Cue
from features.cues.pattern import alternation, crosses_sentences

Language = Literal["english", "russian"]
LANGUAGES: tuple[Language, ...] = ("english", "russian")
MATCHER_MEMORY = 64 << 20

_LONGEST_SENTENCE = 600
_SENTENCE_END = re.compile(r"[!?]+|\.+(?=[\s\")]|$)|\n+")
Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Sentences of a folded text with their end marks; a very long one is cut at a space.

    >>> sentences("hi. need it asap!")
    [(0, 3), (3, 17)]
    """
    found: list[Span] = []
    begin = 0
    for mark in _SENTENCE_END.finditer(text):
        found += _pieces(text, begin, mark.end())
        begin = mark.end()
    return [*found, *_pieces(text, begin, len(text))]


def _pieces(text: str, begin: int, end: int) -> Iterator[Span]:
    while end - begin > _LONGEST_SENTENCE:
        space = text.rfind(" ", begin + 1, begin + _LONGEST_SENTENCE)
        cut = space if space > begin else begin + _LONGEST_SENTENCE
        yield begin, cut
        begin = cut
    if text[begin:end].strip():
        yield begin, end


def said(
    cue: Cue, language: Language, text: str, places: Sequence[Span]
) -> tuple[Span, Span] | None:
    """The first of a text's `sentences` that says the cue, and the words that do, or None.

    >>> from features.cues import BY_ID
    >>> text = "hi. need it asap!"
    >>> said(BY_ID["rush"], "english", text, sentences(text))
    ((3, 17), (12, 16))
    """
    within, across, unless = _compiled(cue, language)
    for number, (begin, end) in enumerate(places):
        end_of_next = places[min(number + 1, len(places) - 1)][1]
        for matcher, stop in ((within, end), (across, end_of_next)):
            hit = matcher.search(text[begin:stop]) if matcher else None
            # What is withdrawn in the same breath was not said.
            if hit and not (unless and unless.search(text[begin:stop])):
                return (begin, stop), (begin + hit.start(1), begin + hit.end(1))
    return None


@cache
def _compiled(cue: Cue, language: Language) -> tuple[Any, Any, Any]:
    """Matchers inside a sentence, across two, and of what withdraws; re2.error for no pattern."""
    patterns = getattr(cue, language)
    across = tuple(pattern for pattern in patterns if crosses_sentences(pattern))
    within = tuple(pattern for pattern in patterns if pattern not in across)
    return _matcher(within), _matcher(across), _matcher(getattr(cue, f"unless_{language}"))


def _matcher(patterns: tuple[str, ...]) -> Any:
    options = re2.Options()
    options.max_mem = MATCHER_MEMORY
    options.log_errors = False
    return re2.compile(alternation(patterns), options) if patterns else None
