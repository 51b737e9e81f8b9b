"""One engagement while it is being told: who, in what mood, with what luck, and its rows so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from data.simulate.characters import GOOD, NEUTRAL
from data.simulate.clients import Client, Person, sigmoid
from data.simulate.dice import Dice
from data.simulate.writing import write

Ending = Literal["pays off", "overruns", "never pays", "is lost", "fades early"]


BY_USERS_TOO = frozenset({"message", "delivery", "task", "complaint"})


@dataclass(slots=True, eq=False)
class Row:
    """One interaction, its time in working days since the engagement opened."""

    day: float
    kind: str
    direction: str
    status: str | None = None
    party: str | None = None
    channel: str | None = None
    text: str | None = None
    label: str | None = None
    person: Person | None = None
    about: "Row | None" = None
    scheduled_day: float | None = None
    minutes: float | None = None
    hours: float | None = None
    invited: int | None = None
    attended: int | None = None
    amount: float | None = None
    said: tuple[str, ...] = ()
    recorded_lag: float | None = None


@dataclass
class Engagement:
    """An engagement of a client and what happens in it.

    `traits` are shares between 0 and 1: the client's temperament in this engagement's mood.
    """

    client: Client
    index: int
    dice: Dice
    traits: dict[str, float]
    hourly_cost: float
    planned_hours: float
    price: float
    care: float
    luck: float
    chance: float
    ending: Ending
    mends_from: bool
    contact: Person
    thing: str
    hoped: float
    used: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    paid: float = 0.0
    at_odds: bool = False  # a misunderstanding was not cleared up

    def shows(self, trait: str, rate: float = 0.75, floor: float = 0.02) -> bool:
        """Whether the trait shows now; anybody may do it once in a while (`floor`)."""
        return self.dice.chance(floor + rate * self.traits[trait])

    @property
    def answer_time(self) -> float:
        """Working days until the client's next answer."""
        return self.dice.around(self.client.rhythm, 0.7) * (1 + 2 * self.traits["silence"])

    @property
    def our_time(self) -> float:
        """Working days until our next answer."""
        return self.dice.around(0.35 - 0.05 * self.care, 0.8)

    def add(self, day: float, kind: str, direction: str, *said: str, **fields: object) -> Row:
        """Put a row into the history; `said` names what its text says, if it has one."""
        row = Row(max(day, 0.0), kind, direction, said=said, **fields)  # type: ignore[arg-type]
        if direction == "inbound" and row.person is None:
            user = self.client.people[1]
            by_user = kind in BY_USERS_TOO and self.dice.chance(0.12)
            row.person = user if by_user and "introduces" not in said else self.contact
        if said:
            row.text = write(said, self, row)
        if row.channel is None:
            row.channel = self._channel(row)
        self.rows.append(row)
        return row

    def hears(self, day: float, *said: str, **fields: object) -> Row:
        """A message of the client."""
        return self.add(day, "message", "inbound", *said, **fields)

    def writes(self, day: float, *said: str, **fields: object) -> Row:
        """A message of ours."""
        fields.setdefault("hours", round(self.dice.between(0.1, 0.4), 2))
        return self.add(day, "message", "outbound", *said, **fields)

    def mend(self) -> None:
        """A new person on their side: most of the trouble is gone from here on."""
        for trait in self.traits:
            if trait not in GOOD and trait not in NEUTRAL:
                self.traits[trait] *= 0.25
        self.traits["resolving"] = max(self.traits["resolving"], 0.8)

    def _channel(self, row: Row) -> str | None:
        if row.kind == "call":
            return "phone"
        if row.kind == "meeting":
            return (
                "in_person" if self.dice.chance(0.45 + 0.5 * self.traits["rigidity"]) else "video"
            )
        if row.kind in ("message", "minutes", "proposal", "order", "invoice", "complaint"):
            return "chat" if self.dice.chance(0.12) else "email"
        return None


def moods(client: Client, dice: Dice) -> Mapping[str, float]:
    """The client's traits in one engagement, as shares: temperament and a mood."""
    return {
        trait: sigmoid(leaning + dice.normal(0, 0.35)) for trait, leaning in client.leanings.items()
    }
