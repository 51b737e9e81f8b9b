"""This week: what to do with the hours there are, for the most expected gain.

A prospect's expected gain is earned over the hours still to work on it, so an hour brings its
share of it. An answer is worth what it can turn in the decision (the expected value of sample
information: Raiffa & Schlaifer, Applied Statistical Decision Theory, 1961), a friendly no what
this week's hours would lose. Which of them to take is a bounded knapsack, solved exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.viewer import N_

if TYPE_CHECKING:
    from app.prospects import Prospect

WORK, ASK, NO = N_("Work on it"), N_("Ask"), N_("Say no")
#: Hours: of a step of work, of asking the one question, of a short friendly no.
STEP, ASKING, DECLINING = 0.5, 0.5, 0.25
QUARTER = 0.25  # of an hour
SHORT, LONG = 1, 2  # quarters of an hour: the lengths there are
WEEK = timedelta(days=7)
#: The answers to a question are taken as equally likely: a sheet does not say how often each comes.
EVEN_ODDS = 0.5

NO_TIME = N_("No time left for it")
WAITS = N_("Its time has not come")
UNPRICED = N_("Cannot tell in money")
UNKNOWN = N_("Too little on record: ask first")
OWED = N_("Your gut call comes first")
NOTHING = N_("Nothing to gain at this chance")


@dataclass(frozen=True)
class Limits:
    """What people decide: ``hours`` there are, and ``most`` of them for one prospect in a week.

    >>> Limits(hours=-1)
    Traceback (most recent call last):
    ValueError: hours must be a number of at least 0
    """

    hours: float = 20.0
    most: float = 4.0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for name, value in vars(self).items():
            if not 0 <= value < math.inf:
                raise ValueError(f"{name} must be a number of at least 0")


@dataclass(frozen=True)
class Task:
    """What may be done for a prospect: up to ``most`` steps of ``hours``, each worth ``gain``.

    ``low`` and ``high``: the same at the ends of the chance's 80 % interval; ``whole``: hours of
    all the work ahead.
    """

    prospect: Prospect
    kind: str
    hours: float
    most: int
    gain: float
    low: float
    high: float
    whole: float


@dataclass(frozen=True)
class Chosen:
    """A task and how many of its steps to take."""

    task: Task
    steps: int

    @property
    def hours(self) -> float:
        """Hours it takes."""
        return self.steps * self.task.hours

    @property
    def gain(self) -> float:
        """What it is expected to bring, in the book's money."""
        return self.steps * self.task.gain

    @property
    def per_hour(self) -> float:
        """What an hour of it brings."""
        return self.task.gain / self.task.hours


@dataclass(frozen=True)
class Left:
    """A prospect that is not in the plan, and why; ``per_hour``: what an hour would bring."""

    prospect: Prospect
    why: str
    per_hour: float | None = None


@dataclass(frozen=True)
class Plan:
    """What to do this week, the best hour first, and what is left out.

    ``next_hour``: what one hour more would bring; ``low`` and ``high`` of the whole gain, were
    every chance at that end of its interval at once.
    """

    limits: Limits
    chosen: tuple[Chosen, ...]
    left: tuple[Left, ...]
    next_hour: float

    @property
    def hours(self) -> float:
        """Hours in use."""
        return sum(each.hours for each in self.chosen)

    def gain(self, *kinds: str) -> float:
        """What the chosen tasks of these kinds (none named: of all) are expected to bring."""
        return math.fsum(each.gain for each in self.chosen if not kinds or each.task.kind in kinds)

    @property
    def low(self) -> float:
        """The whole gain with every chance at the low end."""
        return math.fsum(each.steps * each.task.low for each in self.chosen)

    @property
    def high(self) -> float:
        """The whole gain with every chance at the high end."""
        return math.fsum(each.steps * each.task.high for each in self.chosen)


def stakes(explanations: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """What the plan takes from explanations, by engagement, as plain data; priced ones only.

    ``low`` and ``high``: the expected gain at the ends of the interval (at the chance itself where
    there is none); ``answer``: what the answer to the one question is worth.

    >>> stakes([{"engagement_id": "P", "ledger": {"cannot_tell": "No value."}}])
    {}
    """
    found = {}
    for each in explanations:
        ledger = each["ledger"]
        if "gain" in ledger:
            ends = {
                name: ledger["expected_gain"] if ledger[name] is None else ledger[name]
                for name in ("low", "high")
            }
            found[each["engagement_id"]] = ends | {"answer": _worth(ledger, each["question"])}
    return found


def _worth(ledger: Mapping[str, Any], question: Mapping[str, Any] | None) -> float:
    """What deciding after the answer brings over deciding before it; 0 where both say the same."""
    if question is None:
        return 0.0
    yes, no = (
        question[answer] * ledger["gain"] + (1 - question[answer]) * ledger["loss"]
        for answer in ("if_yes", "if_no")
    )
    after = EVEN_ODDS * max(yes, 0.0) + (1 - EVEN_ODDS) * max(no, 0.0)
    return after - max(EVEN_ODDS * yes + (1 - EVEN_ODDS) * no, 0.0)


def task(
    prospect: Prospect, stake: Mapping[str, float] | None, most: float, end: datetime
) -> Task | Left:
    """What may be done for a prospect before ``end`` (UTC), or why nothing."""
    if prospect.action is None:  # veiled: `app.veil`
        return Left(prospect, OWED)
    late = prospect.until is None or prospect.until > end
    if prospect.action == "wait" and late:
        return Left(prospect, WAITS)
    if prospect.chance is None:
        return Left(prospect, UNKNOWN)
    ahead = prospect.hours_ahead
    if prospect.expected_gain is None or stake is None or ahead is None:
        return Left(prospect, UNPRICED)
    if prospect.verdict == "Look closer" and stake["answer"] > 0:
        worth = stake["answer"]
        return Task(prospect, ASK, ASKING, 1, worth, worth, worth, ahead)
    whole = max(math.ceil(ahead / STEP), 1) * STEP
    ends = (prospect.expected_gain, stake["low"], stake["high"])
    if prospect.verdict == "Think twice":
        share = min(most, whole) / whole
        spared, high, low = (-end * share for end in ends)
        declined = Task(prospect, NO, DECLINING, 1, spared, low, high, ahead)
        return declined if spared > 0 else Left(prospect, NOTHING)
    steps = int(min(most, whole) / STEP)
    gain, low, high = (end * STEP / whole for end in ends)
    if gain <= 0 or not steps:
        return Left(prospect, NOTHING)
    return Task(prospect, WORK, STEP, steps, gain, low, high, ahead)


def best(tasks: Sequence[Task], hours: float) -> list[int]:
    """How many steps of each task bring most within the hours, exactly.

    Steps of one length are exchangeable, so of each length the best ones are taken; that leaves
    one number to try out: how many of the short ones (decisions/0018-this-week.md).
    """
    import numpy as np

    quarters = math.floor(hours / QUARTER + 1e-9)
    gain = np.array([each.gain for each in tasks])
    lengths = np.array([round(each.hours / QUARTER) for each in tasks], dtype=int)
    most = np.minimum([each.most for each in tasks], quarters).astype(int)
    taken = np.zeros(len(tasks), dtype=int)
    steps, worth = {}, {}
    for length in (SHORT, LONG):
        each_step = np.repeat(np.arange(len(tasks)), np.where(lengths == length, most, 0))
        steps[length] = each_step[np.argsort(-gain[each_step], kind="stable")]
        worth[length] = np.append(0.0, np.cumsum(gain[steps[length]]))
    short = np.arange(min(len(steps[SHORT]), quarters) + 1)
    long = np.minimum((quarters - short * SHORT) // LONG, len(steps[LONG]))
    best_of = int(np.argmax(worth[SHORT][short] + worth[LONG][long]))
    for length, number in ((SHORT, short[best_of]), (LONG, long[best_of])):
        taken += np.bincount(steps[length][:number], minlength=len(tasks))
    return taken.tolist()


def plan(
    prospects: Iterable[Prospect],
    staked: Mapping[str, Mapping[str, float]],
    limits: Limits,
    now: datetime,
) -> Plan:
    """The week after ``now`` (UTC); ``staked`` as `stakes` gives it."""
    asked = [
        task(each, staked.get(each.engagement_id), limits.most, now + WEEK) for each in prospects
    ]
    tasks = [each for each in asked if isinstance(each, Task)]
    steps = best(tasks, limits.hours)
    chosen = [Chosen(each, taken) for each, taken in zip(tasks, steps, strict=True) if taken]
    chosen.sort(key=lambda each: (-each.per_hour, each.task.prospect.engagement_id))
    no_time = [
        Left(each.prospect, NO_TIME, each.gain / each.hours)
        for each, taken in zip(tasks, steps, strict=True)
        if not taken
    ]
    no_time.sort(key=lambda each: (-(each.per_hour or 0.0), each.prospect.engagement_id))
    left = (*no_time, *(each for each in asked if isinstance(each, Left)))
    return Plan(limits, tuple(chosen), left, _worth_of(tasks, limits.hours + 1) - _total(chosen))


def _worth_of(tasks: Sequence[Task], hours: float) -> float:
    steps = best(tasks, hours)
    return math.fsum(each.gain * taken for each, taken in zip(tasks, steps, strict=True))


def _total(chosen: Iterable[Chosen]) -> float:
    return math.fsum(each.gain for each in chosen)
