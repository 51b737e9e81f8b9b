"""Folding: one spelling for the reader, and the way back to the client's own words.

The folded text is NFC, lower case, with ё as е, one apostrophe, one dash, one quotation mark and
one kind of space; what is neither ASCII nor a Latin or Cyrillic letter becomes a space. Dots that
end no sentence (9.30, p.m., т.е.) are taken out of the way, and a line broken in the middle of a
sentence is joined.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_ONE_FOR_ONE = str.maketrans(
    {
        **dict.fromkeys("’‘ʼʹ´`′＇", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("«»“”„‟‹›", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\r", " "),
        **dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n"),
        "ё": "е",
        "…": ".",
        "？": "?",
        "！": "!",
    }
)
_FOREIGN = re.compile("[^\x00-\x7fß-ſа-џ]")
_INVISIBLE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_WRAPPED = re.compile(r"\n(?=[a-zа-яё])")
_ABBREVIATION = re.compile(
    r"(?<![^\W_])(?:[ap]\.m\.|e\.g\.|i\.e\.|approx\.|etc\.(?= [a-z])"
    r"|(?:mr|mrs|ms|dr|vs|no)\. (?=\S)|т\. ?[екдп]\."
    r"|(?:руб|тыс|млн|ул|стр|г|д|им)\.(?= ?[^\W\d_]| ?\d))"
)


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, where it stood in the original.

    ``starts`` is None where nothing moved; else it has one more entry than the text.
    """

    text: str
    starts: Sequence[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original text that ``text[start:end]`` was made from.

        >>> fold("Cafe\\u0301 tomorrow").original(5, 13)
        (6, 14)
        """
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end]


def fold(text: str) -> Folded:
    """The text as the patterns read it.

    >>> fold("Don’t wait — ВСЁ").text
    "don't wait - все"
    >>> fold("At 9.30 a.m. sharp.").text
    'at 9:30 am   sharp.'
    """
    starts = None
    if not text.isascii() and (
        not unicodedata.is_normalized("NFC", text) or _INVISIBLE.search(text)
    ):
        text, starts = _composed(text)
    if "\n" in text:
        text = _WRAPPED.sub(" ", text)
    lower = text.lower()
    if len(lower) != len(text):  # İ alone becomes two characters
        lower = "".join(character.lower()[0] for character in text)
    if not lower.isascii() or "\t" in lower or "\r" in lower or "`" in lower:
        lower = _FOREIGN.sub(" ", lower.translate(_ONE_FOR_ONE))
    if "." in lower:
        lower = _ABBREVIATION.sub(_without_dots, _DECIMAL.sub(":", lower))
    return Folded(lower, starts)


def _without_dots(hit: re.Match[str]) -> str:
    return hit[0].replace(".", "").ljust(len(hit[0]))


def _composed(text: str) -> tuple[str, list[int]]:
    """NFC without invisible characters and stress marks, every place remembered."""
    folded: list[str] = []
    starts: list[int] = []
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[begin:end]))
        folded.append(cluster)
        starts.extend([begin] * len(cluster))
        begin = end
    starts.append(len(text))
    return "".join(folded), starts
