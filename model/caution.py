"""What a person must know of a whole book before trusting a score of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.telling import Language, percent

#: Outside of these shares of paid-off engagements a book has too little of one outcome to learn it.
LEAST_RATE, MOST_RATE = 0.10, 0.90
#: Fewer outcomes of its own, and a book mostly repeats the essays.
FEWEST_OUTCOMES = 30

ONE_SIDED = {
    "en": "This book is one-sided: {rate} of its closed engagements paid off, of the other kind "
    "the model has seen too few; take its chances with care.",
    "ru": "Эта книга однобока: окупилось {rate} закрытых проектов, других модель видела слишком "
    "мало; относитесь к её оценкам осторожно.",
}
SMALL = {
    "en": "This book is small: the model learned from {outcomes} closed engagements of its own; a "
    "verdict mostly repeats the essays.",
    "ru": "Эта книга мала: модель училась на {outcomes} своих закрытых проектах; вывод во многом "
    "повторяет эссе.",
}


def cautions(facts: Mapping[str, Any], language: Language = "en") -> list[str]:
    """Sentences to stand above all scores of a model, from its stored facts; mostly none.

    >>> cautions({"base_rate": 0.6, "outcomes": 300})
    []
    >>> [each[:22] for each in cautions({"base_rate": 0.95, "outcomes": 12})]
    ['This book is one-sided', 'This book is small: th']
    """
    told = []
    rate = facts.get("base_rate")
    outcomes = facts.get("outcomes", facts.get("engagements"))
    if rate is not None and outcomes and not LEAST_RATE <= rate <= MOST_RATE:
        told.append(ONE_SIDED[language].format(rate=percent(rate)))
    if outcomes is not None and outcomes < FEWEST_OUTCOMES:
        told.append(SMALL[language].format(outcomes=outcomes))
    return told
