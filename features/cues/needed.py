"""Which words a message must have before a cue pattern can match it.

Hundreds of patterns with open gaps make one automaton too large to be fast; a look-up of words is
cheap and rules out nearly all of them. From ``can ... (?:cheaper|less)`` follows: a message needs
"can", and it needs "cheaper" or "less".
"""

import re

from features.cues.pattern import with_words

_LETTER = re.compile("[a-zß-ſа-џ0-9]")
_GAP = re.compile(
    r" \.{3,4} |\(\?:\[\^\.!\?\]\{0,\d+\}\[\^\\p\{L\}\]\)\?|\[\^\.!\?,?\](?:\{0,\d+\}|\*)\??"
)
_QUANTIFIER = re.compile(r"[*+?]\??|\{\d+,?\d*\}\??")
_TOKEN = re.compile(r"\\p\{L\}|\\.|\[\^?.[^\]]*\]|.")
_COMMON_WORDS = (
    "a an the and or but if so to of in on at by for with from as is are was were be been am "
    "do does did have has had will would can could should i we you he she it they me us my "
    "our your his her their this that these those what which who how when where there here "
    "not no all any some one more just only now then get got make made like want need know "
    "time about out up please thanks thank work well good new also very too и в во на не что "
    "с со а но как по за к у из от до мы я вы он она они это все так же бы ли нам вам нас вас "
    "мне меня наш ваш для еще уже или если"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_OPEN = "_"  # ends a word that the pattern may go on with, or not, behind the closing bracket


def words_needed(pattern: str) -> tuple[frozenset[str], ...]:
    """Groups of words, of each of which a matching message has one.

    A word with a space at its end is meant whole, any other is the beginning of a word; a question
    mark counts as a word.

    >>> [sorted(group) for group in words_needed("can ... (?:cheaper|less~)")]
    [['can '], ['cheaper ', 'less']]
    >>> words_needed("(?:who )?~")
    ()
    """
    pattern = with_words(pattern)
    branch = _Branch(pattern, 0)
    groups = branch.groups
    if branch.end < len(pattern):
        groups = [_Choice(pattern, 0).words]
    return tuple(dict.fromkeys(_closed(group) for group in groups if "" not in group))


def _closed(group: frozenset[str]) -> frozenset[str]:
    return frozenset(word.replace(_OPEN, " ") for word in group)


def _continued(group: frozenset[str]) -> frozenset[str]:
    return frozenset(word.rstrip(_OPEN) for word in group)


class _Choice:
    """Branches from ``place`` to the closing bracket, and words of which one must stand there."""

    def __init__(self, pattern: str, place: int) -> None:
        words: set[str] = set()
        self.spaced = True  # every branch ends with a space
        self.end = place
        while True:
            branch = _Branch(pattern, place)
            usable = [group for group in branch.groups if "" not in group]
            rarest: frozenset[str] = max(usable, key=rarity) if usable else frozenset({""})
            words |= rarest
            self.spaced &= branch.spaced
            self.end = branch.end
            if self.end >= len(pattern) or pattern[self.end] == ")":
                break
            place = self.end + 1
        self.words = frozenset(words)


def rarity(group: frozenset[str]) -> int:
    """A guess how seldom a group stands in a message: long words are rarer, common words never."""
    return min(0 if word.rstrip(" _") in _COMMON else len(word) for word in group)


class _Branch:
    """One branch from ``place`` to its end, and the groups of words that it needs."""

    def __init__(self, pattern: str, place: int) -> None:
        self.groups: list[frozenset[str]] = []
        self.spaced = False
        self.end = place
        self._word = ""
        inside = False  # in the middle of a word: what follows does not begin one
        while place < len(pattern) and pattern[place] not in "|)":
            self.spaced = False
            gap = _GAP.match(pattern, place)
            if gap or pattern[place] == " ":
                place = gap.end() if gap else place + 1
                maybe = not gap and pattern[place : place + 1] == "?"
                self._finish("" if maybe else " ")
                place, inside, self.spaced = place + maybe, maybe, not maybe
                continue
            if pattern.startswith("(?:", place):
                choice = _Choice(pattern, place + 3)
                place, quantifier = _quantified(pattern, choice.end + 1)
                begins = not self._word and not inside
                self._finish("")
                if begins and quantifier[:1] in ("", "+"):
                    goes_on = place < len(pattern) and pattern[place] not in " |)"
                    goes_on &= not pattern.startswith("(?: ", place)
                    closes = not goes_on and pattern[place : place + 1] == " "
                    words = choice.words
                    words = _continued(words) if goes_on else _closed(words) if closes else words
                    self.groups.append(words)
                self.spaced = choice.spaced
                inside = not (choice.spaced and (begins or quantifier[:1] in ("", "+")))
                continue
            token = _TOKEN.match(pattern, place)
            assert token is not None
            place, quantifier = _quantified(pattern, token.end())
            if _LETTER.fullmatch(token[0]) and not quantifier and not inside:
                self._word += token[0]
                continue
            self._finish("")
            inside = token[0] != "^"
            self.spaced = token[0] == "^"
            if token[0] == r"\?" and not quantifier:
                self.groups.append(frozenset({"? "}))
        self._finish(_OPEN)
        self.end = place

    def _finish(self, mark: str) -> None:
        if self._word:
            self.groups.append(frozenset({self._word + mark}))
            self._word = ""


def _quantified(pattern: str, place: int) -> tuple[int, str]:
    hit = _QUANTIFIER.match(pattern, place)
    return (hit.end(), hit[0]) if hit else (place, "")
