"""All clients of a book on one calendar: closed engagements, and open ones still in flight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from data.simulate.clients import Client, draw_client
from data.simulate.dice import Dice
from data.simulate.engagement import Engagement
from data.simulate.outcome import World
from data.simulate.story import tell
from data.simulate.working_days import DAYS_IN_THE_BOOK, LAST_DAY, at

HALF_A_YEAR = 182


@dataclass(frozen=True)
class History:
    """An engagement laid on the calendar; `end` is empty while it is open."""

    engagement: Engagement
    start: datetime
    end: datetime | None


def histories(seed: int, closed: int, open: int, world: World) -> list[History]:
    """Exactly so many closed and open engagements, in the order in which they opened."""
    told: list[History] = []
    number, missing = 0, closed
    while number < open or missing > 0:
        dice = Dice(seed, number)
        client = draw_client(number, dice)
        if number < open:
            earlier = min(client.engagements - 1, missing)
            told += _chain(replace(client, engagements=earlier + 1), dice, world, in_flight=True)
            missing -= earlier
        else:
            count = min(client.engagements, missing)
            told += _chain(replace(client, engagements=count), dice, world, in_flight=False)
            missing -= count
        number += 1
    return sorted(told, key=lambda h: (h.start, h.engagement.client.number, h.engagement.index))


def _chain(client: Client, dice: Dice, world: World, *, in_flight: bool) -> Iterator[History]:
    """A client's engagements, laid backwards from his last."""
    clockwork = client.leanings["regularity"] > 0
    gaps = [
        HALF_A_YEAR + dice.whole(-3, 3) if clockwork else round(dice.around(150, 0.6))
        for _ in range(client.engagements - 1)
    ]
    gaps = [min(gap, (DAYS_IN_THE_BOOK - 60) // max(1, len(gaps))) for gap in gaps]
    back = 0.0 if in_flight else dice.between(2, max(3, DAYS_IN_THE_BOOK - sum(gaps)))
    before = [back + sum(gaps[index:]) for index in range(client.engagements)]
    told = [tell(client, index, dice, days, world) for index, days in enumerate(before)]
    needed = [_calendar_days(max(row.day for row in e.rows)) for e in told]
    if in_flight:
        running, length = told.pop(), needed.pop()
        passed = max(dice.between(0.04, 0.96) * length, 0.3)
        yield History(running, LAST_DAY - timedelta(days=passed), None)
        before = [passed + days for days in before]
    # What is closed must have ended within the book: the client's whole calendar moves for it.
    late = max((length + 5 - days for length, days in zip(needed, before, strict=False)), default=0)
    for engagement, days in zip(told, before, strict=False):
        start = LAST_DAY - timedelta(days=days + max(late, 0))
        last = at(start, max(row.day for row in engagement.rows))
        end = last + timedelta(minutes=dice.whole(60, 2400))
        yield History(engagement, start, min(end, LAST_DAY))


def _calendar_days(working_days: float) -> int:
    return ceil(working_days * 7 / 5) + 3
