"""What becomes of an engagement: a latent chance that no history shows whole, and how it ends.

Rules and exceptions as the essays have them, some strong, some weak: paying up front waives most of
what speaks against a negotiator, honoured put-offs are none, a big contract bears a blamer. Another
world weighs them otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sin

from data.simulate.clients import Client, sigmoid
from data.simulate.dice import Dice
from data.simulate.engagement import Ending


def _plain() -> Mapping[str, float]:
    return {
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


def _waived() -> Mapping[str, float]:
    return {"unreachability": -1.9, "unreliability": -2.2, "haggling": -1.8, "lateness": -2.6}


@dataclass(frozen=True)
class World:
    """What temperament is worth, in log-odds; the defaults are a world as the essays tell it.

    ``plain``: a trait by itself; ``waived``: what paying up front waives, by ``waiver``; the rest
    are traits that another one softens. ``strength`` is how much temperament decides at all,
    ``luck`` the deviation of what nobody could have known (events, people leaving, our own slips),
    ``lift`` brings the share that pays off to about three in five.
    """

    plain: Mapping[str, float] = field(default_factory=_plain)
    waived: Mapping[str, float] = field(default_factory=_waived)
    waiver: float = 0.9
    vagueness: float = -2.4
    evasion: float = -3.0
    friction: float = -2.8
    blaming: float = -2.6
    start: float = 3.6
    strength: float = 0.52
    lift: float = 1.35
    luck: float = 0.5

    def log_odds(self, traits: Mapping[str, float], client: Client) -> float:
        """Log-odds of paying off from the temperament alone, exceptions included."""
        total = self.start + sum(weight * traits[trait] for trait, weight in self.plain.items())
        left = 1 - self.waiver * traits["prepaying"]
        total += left * sum(weight * traits[trait] for trait, weight in self.waived.items())
        total += self.vagueness * traits["vagueness"] * (0.55 + 0.9 * traits["dismissal"])
        total += self.evasion * traits["evasion"] * (1 - 1.1 * traits["honour"])
        total += self.friction * traits["friction"] * (1 - 1.5 * traits["resolving"])
        bearing = 0.45 if client.size > 0.9 else 1.0  # a serious contract bears a difficult person
        total += self.blaming * traits["blaming"] * bearing * (1 - 0.4 * traits["resolving"])
        return self.strength * (total + 0.5 * client.size + 0.4 * client.substance) + self.lift


ESSAYS = World()
CONTRARY = World(
    plain={
        **_plain(),
        # Reversed: who fights for a slot or hides behind an assistant means business here.
        "squeezing": 1.2,
        "gatekeeping": 1.6,
        "rigidity": 0.8,
        # The rest weighs half as much, or half as much again.
        "urgency": -1.2,
        "inflexibility": -3.3,
        "indecision": -1.05,
        "freeloading": -1.5,
        "faultfinding": -2.1,
        "churning": -1.5,
        "commanding": -2.9,
        "idleness": -5.4,
        "silence": -2.7,
        "candour": 0.7,
        "prepaying": 2.0,
        "growth": 0.75,
    },
    waived={"unreachability": -2.9, "unreliability": -1.1, "haggling": 1.8, "lateness": -3.9},
    waiver=0.5,
    vagueness=-3.6,
    evasion=-1.5,
    friction=-1.4,
    blaming=-3.9,
    start=2.4,
)
"""Another market: four rules of the essays reversed, the others of other weight."""


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
