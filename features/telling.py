"""How a heuristic is told to a person, from its own signals."""

from __future__ import annotations

import math
from datetime import datetime
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


def percent(share: float) -> str:
    """A share as people say it; certainty is never claimed.

    >>> percent(0.314), percent(0.999), percent(0.0001)
    ('31%', 'over 99%', 'under 1%')
    """
    if share > 0.99:
        return "over 99%"
    return "under 1%" if share < 0.01 else f"{share:.0%}"


def amount(money: float, language: Language) -> str:
    """Money as people say it: two digits that count, no currency, for a book has one only.

    >>> amount(-12_345.6, "en"), amount(1_234, "ru"), amount(0.4, "en")
    ('-12,000', '1 200', '0')
    """
    digits = 0 if abs(money) < 1 else 1 - math.floor(math.log10(abs(money)))
    figure = f"{round(money, min(digits, 0)) + 0.0:,.0f}"
    return figure if language == "en" else figure.replace(",", " ")


def date(moment: datetime, language: Language) -> str:
    """A day, UTC.

    >>> from datetime import UTC
    >>> date(datetime(2026, 3, 5, tzinfo=UTC), "en"), date(datetime(2026, 3, 5, tzinfo=UTC), "ru")
    ('5 Mar 2026', '05.03.2026')
    """
    return f"{moment.day} {moment:%b %Y}" if language == "en" else f"{moment:%d.%m.%Y}"


def _seen(value: float) -> bool:
    return not math.isnan(value) and value > 0
