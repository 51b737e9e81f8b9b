"""How a heuristic is told to a person, from its own signals."""

from __future__ import annotations

import math
from string import Formatter
from typing import Literal

from features.heuristic import Heuristic

Language = Literal["en", "ru"]
UNKNOWN = {"en": "This history cannot tell.", "ru": "По этой истории сказать нельзя."}
QUIET = {"en": "Nothing of the kind was seen.", "ru": "Ничего подобного не видно."}


def tell(heuristic: Heuristic, values: dict[str, float], language: Language = "en") -> str:
    """One sentence: the clauses of ``told`` whose signals are known and were seen.

    >>> from features.catalogue import BY_ID
    >>> vague = BY_ID["vague-goals"]
    >>> tell(vague, {"vague_messages": 2.0}), tell(vague, {"vague_messages": 0.0})
    ('Messages that could not say what is wanted: 2.', 'Nothing of the kind was seen.')
    >>> tell(vague, {"vague_messages": math.nan}, "ru")
    'По этой истории сказать нельзя.'
    """
    if heuristic.unknown(values):
        return UNKNOWN[language]
    template = heuristic.told if language == "en" else heuristic.told_ru
    clauses = [
        clause.format(**values)
        for clause in template.rstrip(".").split("; ")
        if all(_seen(values[name]) for name in named(clause))
    ]
    sentence = "; ".join(clauses)
    return sentence[:1].upper() + sentence[1:] + "." if clauses else QUIET[language]


def named(template: str) -> set[str]:
    """Names of the signals a template mentions.

    >>> sorted(named("{b:.0f} of {a:.0%}"))
    ['a', 'b']
    """
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _seen(value: float) -> bool:
    return not math.isnan(value) and value > 0
