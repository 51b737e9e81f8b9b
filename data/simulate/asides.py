"""What a client lets drop between the stages: his temperament, or just small talk."""

from collections.abc import Mapping
from types import MappingProxyType

from data.simulate.engagement import Engagement

ANY_TIME: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "vagueness": ("request_vague", "rambling"),
        "dismissal": ("dismissal",),
        "inflexibility": ("refusal",),
        "indecision": ("defers",),
        "evasion": ("put_off",),
        "haggling": ("discount",),
        "freeloading": ("unpaid_work", "scope_shrink"),
        "commanding": ("command", "guilt"),
        "churning": ("rush", "scope_addition"),
        "blaming": ("blame",),
        "friction": ("disagreement",),
        "rigidity": ("in_person_only",),
        "candour": ("candour",),
    }
)
"""What a trait makes a client say."""

ORDINARY = (
    "small_news",
    "thanks",
    "question",
    "deadline",
    "polite_ask",
    "how_question",
    "agreement",
)
ORDINARY_WEIGHT = 0.55


def asides(e: Engagement, until: float) -> None:
    """A few messages anywhere in the history."""
    dice = e.dice
    traits = list(ANY_TIME)
    weights = [e.traits[trait] ** 1.6 * (0.15 if trait == "candour" else 1.0) for trait in traits]
    loudness = sum(weights)
    for _ in range(dice.count(0.3 + 1.3 * loudness, 4)):
        trait = dice.weighted([*traits, None], [*weights, ORDINARY_WEIGHT])
        said = dice.pick(ANY_TIME[trait]) if trait else dice.pick(ORDINARY)
        row = e.hears(dice.between(0.2, max(until, 1.0)), said)
        if dice.chance(0.15):
            e.writes(row.day + e.our_time, "our_reply", about=row)
