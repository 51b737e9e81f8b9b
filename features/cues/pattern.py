r"""The notation in which cues are written, and its translation to google-re2.

Everything a regular expression may say stays as it is; on top of that

* a space is any short run of spaces, commas, dashes or quotes between two words, and `` ?`` is a
  space that may be missing;
* `` ... `` is a gap of at most `GAP` characters inside one sentence;
* `` .... `` is a gap of at most `WIDE_GAP` characters that may cross the end of a sentence;
* ``~`` is the rest of a word (``скидк~``), ``#`` a number (``20``, ``1,500``);
* ``^`` and ``$`` are the ends of the sentence (marks and quotes there do not matter);
* ``<when>`` is a word group of `features.cues.words.WORDS`.

Patterns see folded text (see `features.cues.fold`), whose alphabet is small: ASCII, Latin letters
up to U+017F and Cyrillic ones. They begin and end at the edge of a word. No ``\b``, ``\w`` or
look-around: they mean different things for Cyrillic in different engines.
"""

import re
from collections.abc import Iterable

from features.cues.words import WORDS

GAP = 40
WIDE_GAP = 90

_LETTER = r"[a-zß-ſа-џ]"
_EDGE = r"[\x00-/:-@\[-`{-\x7f]"  # in the folded alphabet, all that is no letter and no digit
_BETWEEN = r"[ \t,;:\"'()\[\]/*&%$+=<>|~@#_\\-]"
_GROUP = re.compile(r"<([a-zа-я_]+)>")


def with_words(pattern: str) -> str:
    """The pattern with every ``<group>`` written out; raises KeyError for a group that is none.

    >>> with_words("<month>")[:11]
    '(?:jan(?:ua'
    """
    while _GROUP.search(pattern):  # word groups may name word groups
        pattern = _GROUP.sub(lambda hit: f"(?:{WORDS[hit[1]]})", pattern)
    return pattern


def expand(pattern: str) -> str:
    """One cue pattern as a google-re2 expression, without the word edges around it.

    >>> expand("скидк~")
    'скидк[a-zß-ſа-џ]*'
    """
    meaning = {
        " .... ": rf"{_EDGE}(?:(?s:.){{0,{WIDE_GAP}}}{_EDGE})?",
        " ... ": rf"{_BETWEEN}(?:[^.!?\n]{{0,{GAP}}}{_BETWEEN})?",
        " ?": rf"{_BETWEEN}{{0,4}}",
        " ": rf"{_BETWEEN}{{1,4}}",
        "^": rf"^{_EDGE}*",
        "$": rf"{_EDGE}*$",
        "~": rf"{_LETTER}*",
        "#": r"[0-9][0-9,:]*",
    }
    pieces = re.split(r"( \.\.\.\. | \.\.\. | \?| |~|#|(?<!\[)\^|\$)", with_words(pattern))
    body = "".join(meaning.get(piece, piece) for piece in pieces)
    return body.replace(r"[^\p{L}]", _EDGE).replace(r"\p{L}", _LETTER)


def crosses_sentences(pattern: str) -> bool:
    """Whether the pattern may reach into the next sentence.

    >>> crosses_sentences("tomorrow .... or never"), crosses_sentences("now ... or never")
    (True, False)
    """
    return " .... " in pattern


def alternation(patterns: Iterable[str]) -> str:
    """All patterns as one expression that matches whole words; group 1 is what they matched."""
    either = "|".join(expand(pattern) for pattern in patterns)
    return rf"(?:^|{_EDGE})({either})(?:$|{_EDGE})"
