"""Whether to go on, in money: what still comes in and what it still costs, paid off or not.

Money and hours that are gone stand on neither side: declining does not bring them back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.telling import Language
from model.past_money import Past

#: A cut-off beyond these claims more than a ledger of usual figures can know.
LOWEST, HIGHEST = 0.05, 0.95
#: The usual advance: half of what is expected.
PREPAID = 0.5
#: Engagements of one outcome that a remaining life is taken from, at least.
FEWEST_ALIKE = 10
#: What has cost more than all others did is not finished for nothing: a tenth of it is to come.
LAST_SHARE = 0.1

WHAT = {
    "money": {
        "en": "Money still to come, and paid ahead of the work",
        "ru": "Деньги, которые ещё придут, и оплаченное вперёд",
    },
    "hours": {"en": "Our hours still to work", "ru": "Наши часы, которые ещё уйдут"},
    "displaced": {
        "en": "Other work put aside for these hours",
        "ru": "Другая работа, отложенная ради этих часов",
    },
    "late": {"en": "Money that comes late", "ru": "Цена опоздания денег"},
}
CANNOT_TELL = {
    "no expected value": {
        "en": "Cannot tell in money: the engagement has no expected value.",
        "ru": "В деньгах сказать нельзя: ожидаемая сумма не указана.",
    },
    "no hourly cost": {
        "en": "Cannot tell in money: what an hour of ours costs is not known.",
        "ru": "В деньгах сказать нельзя: стоимость нашего часа не известна.",
    },
    "no money on record": {
        "en": "Cannot tell in money: too few closed engagements name their money and hours.",
        "ru": "В деньгах сказать нельзя: закрытых проектов с деньгами и часами слишком мало.",
    },
}


@dataclass(frozen=True)
class Settings:
    """What people decide about, not data; every output that uses them names them.

    ``loss_aversion`` >= 1: how much worse a loss counts than an equal gain, 1 is not at all;
    ``booked`` 0..1: share of our hours that other work would fill; ``late_rate`` >= 0: yearly cost
    of money that is late.

    >>> Settings(loss_aversion=0.5)
    Traceback (most recent call last):
    ValueError: loss_aversion must be at least 1
    """

    loss_aversion: float = 1.0
    booked: float = 0.5
    late_rate: float = 0.10

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if not 1.0 <= self.loss_aversion < math.inf:
            raise ValueError("loss_aversion must be at least 1")
        if not 0.0 <= self.booked <= 1.0:
            raise ValueError("booked must lie between 0 and 1")
        if not 0.0 <= self.late_rate < math.inf:
            raise ValueError("late_rate must be at least 0")

    def plain(self) -> dict[str, float]:
        """By name, as every output says them."""
        return dict(vars(self))


PLAIN = Settings()


@dataclass(frozen=True)
class Ahead:
    """What is still ahead of one outcome: money that comes in by going on, hours of ours."""

    money: float
    hours: float


@dataclass(frozen=True)
class Line:
    """One entry of the ledger, in the book's money; costs are negative."""

    what: str
    if_pays_off: float
    if_not: float


@dataclass(frozen=True)
class Ledger:
    """Going on beside declining, which is 0: ``gain`` if it pays off, ``loss`` if it does not."""

    lines: tuple[Line, ...]
    settings: Settings

    @property
    def gain(self) -> float:
        """What going on brings if it pays off."""
        return math.fsum(line.if_pays_off for line in self.lines)

    @property
    def loss(self) -> float:
        """What going on brings, mostly below 0, if it does not pay off."""
        return math.fsum(line.if_not for line in self.lines)

    def expected_gain(self, chance: float) -> float:
        """What going on is worth beside declining; linear in the chance, not loss-averse."""
        return chance * self.gain + (1 - chance) * self.loss

    @property
    def cut_off(self) -> float:
        """The chance at which going on and declining are worth the same, within sane bounds.

        With loss aversion a loss counts that many times. Where one of the two is better at every
        chance the bound is the answer.
        """
        gain, loss = self._felt(self.gain), self._felt(self.loss)
        if loss < 0 < gain:
            return min(max(-loss / (gain - loss), LOWEST), HIGHEST)
        return LOWEST if gain + loss > 0 else HIGHEST

    @property
    def bounded(self) -> bool:
        """Whether the cut-off is a bound, not the very point where both sides are equal."""
        return self.cut_off in (LOWEST, HIGHEST)

    def _felt(self, money: float) -> float:
        return money * self.settings.loss_aversion if money < 0 else money


def settle(
    pays_off: Ahead,
    not_so: Ahead,
    hourly_cost: float,
    gain_per_hour: float,
    days_late: float,
    settings: Settings,
) -> Ledger:
    """Both sides in the same money, line by line.

    ``gain_per_hour``: what an hour of ours usually earns beyond its cost; ``days_late``: how late
    this client's money comes.

    >>> ledger = settle(Ahead(10_000, 80), Ahead(1_000, 60), 60, 20, 0, Settings(booked=0.5))
    >>> ledger.gain, ledger.loss, round(ledger.cut_off, 3), ledger.expected_gain(0.5)
    (4400.0, -3200.0, 0.421, 600.0)
    """
    sides = (pays_off, not_so)
    lines = {
        "money": [side.money for side in sides],
        "hours": [-side.hours * hourly_cost for side in sides],
        "displaced": [-side.hours * settings.booked * gain_per_hour for side in sides],
        "late": [-side.money * settings.late_rate * days_late / 365.0 for side in sides],
    }
    return Ledger(tuple(Line(what, *both) for what, both in lines.items()), settings)


@dataclass(frozen=True)
class Accounts:
    """What the record of one engagement says of its money as of the cutoff; nan: cannot tell.

    ``spent`` hours and ``received`` money so far, ``billed`` so far, ``days_late`` of the client.
    """

    expected_value: float
    hourly_cost: float
    spent: float
    received: float
    billed: float
    days_late: float

    @classmethod
    def of(cls, values: Mapping[str, float], hourly_cost: float | None) -> Accounts:
        """From the signals of one row; what was never recorded as spent or paid counts as none."""
        spent, received, billed = (
            0.0 if math.isnan(values[name]) else max(values[name], 0.0)
            for name in ("our_hours", "paid_amount", "invoiced_amount")
        )
        return cls(
            values["expected_value"],
            math.nan if hourly_cost is None else hourly_cost,
            spent,
            received,
            billed,
            values["mean_days_late"],
        )


@dataclass(frozen=True)
class Ledgers:
    """The ledger as things stand, and with `PREPAID` of the usual revenue paid before the work."""

    as_it_is: Ledger
    prepaid: Ledger


def open_ledgers(past: Past | None, accounts: Accounts, settings: Settings) -> Ledgers | str:
    """The ledgers of one engagement, or the key of `CANNOT_TELL` that says why there are none.

    What lies ahead is what engagements alike still had ahead of them: those of the same outcome
    that had cost at least as many hours and brought at least as much, for their size (reference
    class forecasting; Kahneman & Tversky, Intuitive prediction, 1979). Money for work that is done
    is owed either way and stands on neither side; what was paid ahead of the work would have to be
    given back, so going on keeps it. An advance pays for hours that are worked: what is lost
    before it costs anything brings nothing, prepaid or not.
    """
    if not accounts.expected_value > 0:
        return "no expected value"
    if not accounts.hourly_cost >= 0:
        return "no hourly cost"
    if past is None:
        return "no money on record"
    size = accounts.expected_value
    spent, received = accounts.spent / size, accounts.received / size
    price = past.usual_money / past.usual_hours if past.usual_hours else 0.0  # of an hour
    settled = min(max(received, accounts.billed / size), spent * price)
    late = accounts.days_late if accounts.days_late >= 0 else past.days_late
    as_it_is: list[Ahead] = []
    prepaid: list[Ahead] = []
    for hours, money in map(_alike, past.hours, past.money, [spent] * 2, [received] * 2):
        to_work = size * max(_mean(np.maximum(hours - spent, 0.0)), LAST_SHARE * spent)
        with_advance = np.maximum(money, np.minimum(PREPAID * past.usual_money, hours * price))
        for sides, brought in ((as_it_is, money), (prepaid, with_advance)):
            sides.append(Ahead(size * _mean(np.maximum(brought - settled, 0.0)), to_work))
    return Ledgers(
        *(
            settle(sides[0], sides[1], accounts.hourly_cost, past.gain_per_hour, late, settings)
            for sides in (as_it_is, prepaid)
        )
    )


def _alike(
    hours: np.ndarray, money: np.ndarray, spent: float, received: float
) -> tuple[np.ndarray, np.ndarray]:
    """Hours and money of the past engagements alike, the nearest ones where too few are."""
    short = np.maximum(spent - hours, 0) / (_mean(hours) or 1.0)
    short += np.maximum(received - money, 0) / (_mean(money) or 1.0)
    alike = short == 0
    if np.count_nonzero(alike) < FEWEST_ALIKE:
        alike = np.argsort(short, kind="stable")[:FEWEST_ALIKE]
    return hours[alike], money[alike]


def _mean(values: np.ndarray) -> float:
    return float(values.sum() / len(values))  # ndarray.mean takes four times as long


def told(
    ledgers: Ledgers, chance: float, low: float | None, high: float | None, language: Language
) -> dict[str, Any]:
    """The ledger as it is written into an explanation (plain data)."""
    ledger = ledgers.as_it_is
    return {
        "lines": [
            {
                "what": line.what,
                "told": WHAT[line.what][language],
                "if_pays_off": line.if_pays_off,
                "if_not": line.if_not,
            }
            for line in ledger.lines
        ],
        "gain": ledger.gain,
        "loss": ledger.loss,
        "expected_gain": ledger.expected_gain(chance),
        "low": None if low is None else ledger.expected_gain(low),
        "high": None if high is None else ledger.expected_gain(high),
        "cut_off": ledger.cut_off,
        "bounded": ledger.bounded,
        "prepaid": {"share": PREPAID, "cut_off": ledgers.prepaid.cut_off},
        "settings": ledger.settings.plain(),
    }
