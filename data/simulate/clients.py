"""Individual clients: each with a temperament, a language and people of his own."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from data.simulate.characters import CHARACTERS, GOOD, NEUTRAL, USUAL_LEANING, Character
from data.simulate.dice import Dice
from data.simulate.language import Language
from data.simulate.phrasings import LANGUAGES

MOST_ENGAGEMENTS = 6
SEGMENTS = ("small", "medium", "large")
INDUSTRIES = ("retail", "construction", "logistics", "health", "manufacturing", "education", "law")
SOURCES = ("referral", "web form", "cold call", "fair", "returning", "partner")


@dataclass(frozen=True)
class Person:
    """Somebody on the client's side."""

    name: str
    role: str


@dataclass(frozen=True)
class Client:
    """A client: latent temperament (each trait on the log-odds scale) and what is on his card."""

    number: int
    character: Character
    leanings: Mapping[str, float]
    substance: float  # real need and real money behind the words; no history shows it
    size: float
    language: str
    formal: bool
    signs: bool
    people: tuple[Person, ...]
    rhythm: float  # how many working days he needs for an answer
    industry: str
    source: str
    owner: str
    engagements: int
    later_contact: Person
    mended_at: int  # the engagement in which the later contact takes over, where one does

    @property
    def segment(self) -> str:
        """How large his jobs usually are."""
        return SEGMENTS[0 if self.size < -0.35 else 1 if self.size < 0.6 else 2]

    def owner_in(self, language: Language) -> str:
        """Our person's name as that language writes it."""
        return language.our_names[self.owner]


def draw_client(number: int, dice: Dice, character: Character | None = None) -> Client:
    """One client of a character (drawn by its share if not given)."""
    if character is None:
        character = dice.weighted(CHARACTERS, [c.share for c in CHARACTERS])
    goodwill = dice.normal()
    leanings = {}
    for trait, usual in USUAL_LEANING.items():
        pull = 0.0 if trait in NEUTRAL else 0.6 if trait in GOOD else -0.6
        leanings[trait] = (
            character.leanings.get(trait, usual) + pull * goodwill + dice.normal(0, 0.55)
        )
    if character.leanings.get("regularity", -6.0) < 0:
        leanings["regularity"] = USUAL_LEANING["regularity"]
    language = "english" if dice.chance(0.6) else "russian"
    names = LANGUAGES[language].names
    people = [Person(dice.pick(names), "decider"), Person(dice.pick(names), "user")]
    if dice.chance(0.35) or leanings["gatekeeping"] > 0:
        people.append(Person(dice.pick(names), "assistant"))
    if leanings["indecision"] > 0.3:
        people += [Person(dice.pick(names), "other") for _ in range(dice.whole(1, 3))]
    engagements = 1 + dice.count(character.repeats, MOST_ENGAGEMENTS - 1)
    return Client(
        number=number,
        character=character,
        leanings=leanings,
        substance=dice.normal() + 0.3 * goodwill,
        size=character.size + dice.normal(0, 0.6),
        language=language,
        formal=dice.chance(0.5),
        signs=dice.chance(0.35),
        people=tuple(people),
        rhythm=dice.around(0.8, 0.6),
        industry=dice.pick(INDUSTRIES),
        source=dice.weighted(SOURCES, (0.2, 0.35, 0.12, 0.08, 0.1, 0.15)),
        owner=dice.pick(("Anna", "Marek", "Olga", "Tom")),
        engagements=engagements,
        later_contact=Person(dice.pick(names), "decider"),
        mended_at=dice.whole(0, engagements - 1),
    )


def sigmoid(log_odds: float) -> float:
    """Log-odds as a share between 0 and 1."""
    return 1.0 / (1.0 + exp(-log_odds))
