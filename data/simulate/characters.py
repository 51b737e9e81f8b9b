"""The characters of the five essays and the ordinary people between them, declared once.

A character is only where a client's temperament is drawn around; every client is drawn by himself.
Traits are leanings on the log-odds scale; what is not named stays at the trait's usual leaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

USUAL_LEANING: Mapping[str, float] = MappingProxyType(
    {
        "urgency": -2.8,  # meets now or never
        "rigidity": -2.3,  # in person only
        "vagueness": -1.5,
        "dismissal": -2.2,
        "inflexibility": -2.2,
        "indecision": -1.8,
        "gatekeeping": -2.5,
        "unreachability": -1.5,
        "unreliability": -1.8,  # cancels, does not come
        "silence": -1.4,  # confirms nothing
        "evasion": -1.9,  # puts off
        "squeezing": -1.9,  # half an hour where an hour is needed
        "haggling": -1.3,
        "freeloading": -2.2,
        "lateness": -1.5,
        "blaming": -2.2,
        "faultfinding": -1.8,
        "churning": -1.7,  # rush and new wishes
        "commanding": -2.4,
        "idleness": -1.6,  # leaves his own part undone
        "friction": -1.7,  # misunderstands at first
        "busyness": -1.2,  # moves meetings, and says why
        "candour": 0.4,
        "honour": 0.0,  # comes back when he said
        "resolving": 0.3,  # settles what went wrong
        "prepaying": -1.4,
        "growth": -1.3,
        "regularity": -6.0,
    }
)
GOOD = frozenset({"candour", "honour", "resolving", "prepaying", "growth", "regularity"})
NEUTRAL = frozenset({"busyness"})
"""Says nothing about a client's worth: everybody may be busy."""


@dataclass(frozen=True)
class Character:
    """One kind of client: its share of all clients and where its traits lean."""

    name: str
    share: float
    leanings: Mapping[str, float] = field(default_factory=dict)
    size: float = 0.0  # how large its jobs are, in logarithms of the book's usual
    mended_by_new_contact: bool = False
    repeats: float = 0.9  # how many engagements more than one, on average


CHARACTERS: tuple[Character, ...] = (
    Character(
        "ordinary good",
        0.27,
        {"candour": 1.2, "resolving": 1.2, "lateness": -2.2, "silence": -2.0, "vagueness": -2.2},
        0.1,
        repeats=1.3,
    ),
    Character("ordinary indifferent", 0.145, repeats=0.9),
    Character(
        "ordinary poor",
        0.1,
        {
            "vagueness": -0.5,
            "silence": -0.2,
            "lateness": -0.4,
            "idleness": -0.4,
            "indecision": -0.6,
            "candour": -0.4,
        },
        -0.2,
        repeats=0.7,
    ),
    Character(
        "tomorrow or never",
        0.03,
        {
            "urgency": 2.2,
            "rigidity": 1.2,
            "vagueness": 0.8,
            "unreliability": 0.6,
            "silence": 1.4,
            "commanding": 0.3,
            "candour": -1.2,
        },
        0.2,
        repeats=0.3,
    ),
    Character(
        "blamer with the big contract",
        0.025,
        {
            "blaming": 1.8,
            "faultfinding": 1.4,
            "idleness": 1.3,
            "churning": 0.6,
            "resolving": -0.3,
        },
        1.3,
        repeats=1.6,
    ),
    Character(
        "blamer whose new contact mends it",
        0.03,
        {"blaming": 1.7, "faultfinding": 1.2, "idleness": 1.1, "resolving": 0.3},
        1.0,
        mended_by_new_contact=True,
        repeats=1.8,
    ),
    Character(
        "committee without a decider",
        0.03,
        {"indecision": 2.0, "vagueness": 1.1, "evasion": 0.2, "silence": 0.0},
        0.5,
        repeats=0.6,
    ),
    Character(
        "gatekept owner",
        0.045,
        {"gatekeeping": 2.1, "unreachability": 1.0, "evasion": 0.4, "indecision": 0.0},
        0.1,
        repeats=0.6,
    ),
    Character(
        "busy and honest",
        0.04,
        {"busyness": 1.9, "candour": 2.3, "squeezing": 0.6, "unreliability": -2.6, "honour": 1.2},
        0.2,
        repeats=1.1,
    ),
    Character(
        "negotiator who pays up front",
        0.03,
        {
            "haggling": 1.6,
            "unreachability": 1.4,
            "unreliability": 1.2,
            "lateness": 0.2,
            "prepaying": 2.2,
            "growth": 1.7,
        },
        -0.2,
        repeats=1.9,
    ),
    Character(
        "low-baller",
        0.025,
        {"haggling": 2.0, "freeloading": 0.2, "lateness": 0.0, "prepaying": -2.6},
        -0.3,
        repeats=0.8,
    ),
    Character(
        "six-month clockwork buyer",
        0.02,
        {"regularity": 3.0, "candour": 1.0, "lateness": -2.6, "silence": -2.5, "vagueness": -3.0},
        -0.5,
        repeats=4.0,
    ),
    Character(
        "late payer with excuses",
        0.03,
        {"lateness": 2.0, "unreachability": 0.7, "prepaying": -2.8, "candour": -0.8},
        0.0,
        repeats=1.6,
    ),
    Character(
        "put-off artist",
        0.025,
        {"evasion": 2.0, "honour": -2.0, "unreachability": 0.6, "silence": 0.4},
        0.0,
        repeats=0.4,
    ),
    Character(
        "comes back when he said",
        0.02,
        {"evasion": 1.6, "honour": 2.4, "candour": 1.2},
        0.1,
        repeats=1.0,
    ),
    Character(
        "free-work seeker",
        0.03,
        {"freeloading": 2.0, "haggling": 0.9, "vagueness": 0.2, "prepaying": -3.0},
        -0.5,
        repeats=0.6,
    ),
    Character(
        "rush and new wishes",
        0.025,
        {"churning": 2.1, "faultfinding": 0.3, "commanding": -0.6},
        0.2,
        repeats=1.0,
    ),
    Character(
        "subordinate tone",
        0.02,
        {"commanding": 2.1, "inflexibility": 0.8, "blaming": 0.0, "dismissal": 0.4},
        0.2,
        repeats=0.5,
    ),
    Character(
        "uncompromising mismatch",
        0.02,
        {"inflexibility": 2.2, "dismissal": 1.4, "friction": 0.8, "resolving": -1.2},
        0.1,
        repeats=0.3,
    ),
    Character(
        "friction that is cleared up",
        0.02,
        {"friction": 2.0, "resolving": 2.2, "candour": 0.8},
        0.2,
        repeats=1.0,
    ),
    Character(
        "squeezer of short slots",
        0.02,
        {"squeezing": 2.2, "unreliability": -0.6, "busyness": 0.6},
        0.0,
        repeats=0.8,
    ),
)
BY_NAME: Mapping[str, Character] = MappingProxyType({c.name: c for c in CHARACTERS})
