"""The stages of a training, for whoever waits: what goes on now, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One stage: its name, what is said when it begins (empty: nothing), its share of the time."""

    name: str
    told: str
    share: float


READING = Stage("reading", "", 0.25)
HEARING = Stage("hearing", "hearing the essays", 0.05)
JUDGING = Stage("judging", "fitting on the older engagements, judging on the newest", 0.25)
REFITTING = Stage("refitting", "refitting on all closed engagements", 0.10)
REGISTERING = Stage("registering", "logging, registering, loading again", 0.30)
COMPARING = Stage("comparing", "comparing it with the champion", 0.05)
#: In order; the shares are those of the demo's 2,000 engagements.
STAGES = (READING, HEARING, JUDGING, REFITTING, REGISTERING, COMPARING)

Begin = Callable[[Stage], None]


def done(stage: Stage, inside: float = 0.0) -> float:
    """How much of the whole training is done, ``inside`` of this stage being done: 0 to 1.

    >>> done(READING), round(done(HEARING, 0.5), 3), round(done(COMPARING, 1.0), 3)
    (0.0, 0.275, 1.0)
    """
    before = sum(each.share for each in STAGES[: STAGES.index(stage)])
    return before + stage.share * min(max(inside, 0.0), 1.0)
