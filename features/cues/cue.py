"""What a text cue is: one fact about one message, in two languages."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Cue:
    """One thing a message may say, with the wordings by which it is heard.

    ``english`` and ``russian`` are patterns in the notation of `features.cues.pattern`; the
    ``unless_`` patterns withdraw a hit when they stand in the same sentence (negations, reported
    speech, other senses). ``examples`` carry the cue, ``counter_examples`` are tempting and do not.

    >>> Cue("thirst", "inbound", "is thirsty", english=("thirsty",)).direction
    'inbound'
    """

    id: str
    direction: Literal["inbound", "outbound", "either"]
    meaning: str
    english: tuple[str, ...] = ()
    russian: tuple[str, ...] = ()
    unless_english: tuple[str, ...] = ()
    unless_russian: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def stands_in(self, direction: str | None) -> bool:
        """Whether a message of this direction (``inbound``, ``outbound``, ...) may carry the cue.

        >>> Cue("thirst", "either", "is thirsty").stands_in("internal")
        False
        """
        return direction in ("inbound", "outbound") and self.direction in (direction, "either")
