"""What becomes of an engagement: a latent chance that no history shows whole, and how it ends.

Rules and exceptions as the essays have them, some strong, some weak: paying up front waives most of
what speaks against a negotiator, honoured put-offs are none, a big contract bears a blamer.
"""

from collections.abc import Mapping
from math import sin

from data.simulate.clients import Client, sigmoid
from data.simulate.dice import Dice
from data.simulate.engagement import Ending

PLAIN: Mapping[str, float] = {
    "urgency": -2.4,
    "rigidity": -0.6,
    "inflexibility": -2.2,
    "indecision": -2.1,
    "gatekeeping": -2.2,
    "squeezing": -0.4,
    "freeloading": -2.9,
    "faultfinding": -1.4,
    "churning": -3.0,
    "commanding": -1.9,
    "idleness": -3.6,
    "silence": -1.8,
    "candour": 1.4,
    "prepaying": 1.3,
    "growth": 1.5,
    "regularity": 5.4,
}
"""What a trait is worth by itself, in log-odds."""

WAIVED_BY_PREPAYING: Mapping[str, float] = {
    "unreachability": -1.9,
    "unreliability": -2.2,
    "haggling": -1.8,
    "lateness": -2.6,
}

START = 3.6
STRENGTH = 0.52
"""How much temperament decides at all; the rest is luck."""

LIFT = 1.35
"""Lifts the share that pays off to about three in five."""

LUCK = 0.5
"""Deviation of what nobody could have known: events, people leaving, our own slips."""


def temperament_log_odds(traits: Mapping[str, float], client: Client) -> float:
    """Log-odds of paying off from the temperament alone, exceptions included."""
    total = START + sum(weight * traits[trait] for trait, weight in PLAIN.items())
    waiver = 1 - 0.9 * traits["prepaying"]
    total += waiver * sum(w * traits[trait] for trait, w in WAIVED_BY_PREPAYING.items())
    total -= 2.4 * traits["vagueness"] * (0.55 + 0.9 * traits["dismissal"])
    total -= 3.0 * traits["evasion"] * (1 - 1.1 * traits["honour"])
    total -= 2.8 * traits["friction"] * (1 - 1.5 * traits["resolving"])
    bearing = 0.45 if client.size > 0.9 else 1.0  # a serious contract bears a difficult person
    total -= 2.6 * traits["blaming"] * bearing * (1 - 0.4 * traits["resolving"])
    return STRENGTH * (total + 0.5 * client.size + 0.4 * client.substance) + LIFT


def market_log_odds(days_before_the_end: float) -> float:
    """Better and worse times, over a bit more than a year."""
    return 0.35 * sin(days_before_the_end / 65.0)


def draw_ending(traits: Mapping[str, float], log_odds: float, dice: Dice) -> Ending:
    """How it ends: by chance, and if badly, in the way that fits the temperament."""
    if dice.chance(sigmoid(log_odds)):
        return "pays off"
    endings: tuple[Ending, ...] = ("overruns", "never pays", "is lost", "fades early")
    weights = (
        0.65 + traits["blaming"] + traits["churning"] + traits["idleness"] + traits["growth"],
        0.2 + 1.3 * traits["lateness"] + 0.3 * traits["freeloading"],
        0.35
        + traits["indecision"]
        + traits["inflexibility"]
        + traits["haggling"] * 0.6
        + traits["evasion"],
        0.02 + 0.7 * traits["urgency"] + 0.6 * traits["gatekeeping"] + 0.3 * traits["silence"],
    )
    return dice.weighted(endings, weights)
