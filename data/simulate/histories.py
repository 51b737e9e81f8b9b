"""All clients of a book on one calendar: closed engagements, and open ones still in flight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from data.simulate.clients import Client, draw_client
from data.simulate.dice import Dice
from data.simulate.engagement import Engagement
from data.simulate.story import tell
from data.simulate.working_days import DAYS_IN_THE_BOOK, LAST_DAY, at

HALF_A_YEAR = 182


@dataclass(frozen=True)
class History:
    """An engagement laid on the calendar; `end` is empty while it is open."""

    engagement: Engagement
    start: datetime
    end: datetime | None


def histories(seed: int, closed: int, open: int) -> list[History]:
    """Exactly so many closed and open engagements, in the order in which they opened."""
    told: list[History] = []
    number, missing = 0, closed
    while number < open or missing > 0:
        dice = Dice(seed, number)
        client = draw_client(number, dice)
        if number < open:
            earlier = min(client.engagements - 1, missing)
            told += _chain(replace(client, engagements=earlier + 1), dice, in_flight=True)
            missing -= earlier
        else:
            count = min(client.engagements, missing)
            told += _chain(replace(client, engagements=count), dice, in_flight=False)
            missing -= count
        number += 1
    return sorted(told, key=lambda h: (h.start, h.engagement.client.number, h.engagement.index))


def _chain(client: Client, dice: Dice, *, in_flight: bool) -> Iterator[History]:
    """A client's engagements, laid backwards from his last."""
    clockwork = client.leanings["regularity"] > 0
    gaps = [
        HALF_A_YEAR + dice.whole(-3, 3) if clockwork else round(dice.around(150, 0.6))
        for _ in range(client.engagements - 1)
    ]
    gaps = [min(gap, (DAYS_IN_THE_BOOK - 60) // max(1, len(gaps))) for gap in gaps]
    span = sum(gaps)
    back = 0 if in_flight else dice.between(2, max(3, DAYS_IN_THE_BOOK - span))
    for index in range(client.engagements):
        before_the_end = back + sum(gaps[index:])
        engagement = tell(client, index, dice, before_the_end)
        length = _calendar_days(max(row.day for row in engagement.rows))
        if in_flight and index == client.engagements - 1:
            passed = dice.between(0.04, 0.96) * length
            start = LAST_DAY - timedelta(days=max(passed, 0.3))
            yield History(engagement, start, None)
            continue
        start = LAST_DAY - timedelta(days=max(before_the_end, length + 5))
        last = at(start, max(row.day for row in engagement.rows))
        yield History(engagement, start, min(last + timedelta(hours=dice.between(1, 40)), LAST_DAY))


def _calendar_days(working_days: float) -> int:
    return ceil(working_days * 7 / 5) + 3
