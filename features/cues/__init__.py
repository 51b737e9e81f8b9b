"""What a message says: the cues in the order in which they are told to a person."""

from features.cues.clarity import CLARITY
from features.cues.cue import Cue
from features.cues.meetings import MEETINGS
from features.cues.money import MONEY
from features.cues.ours import OURS
from features.cues.partnership import PARTNERSHIP
from features.cues.payments import PAYMENTS
from features.cues.talk import TALK
from features.cues.tone import TONE

CUES: tuple[Cue, ...] = (
    *MEETINGS,
    *CLARITY,
    *MONEY,
    *PAYMENTS,
    *PARTNERSHIP,
    *TONE,
    *TALK,
    *OURS,
)
BY_ID: dict[str, Cue] = {cue.id: cue for cue in CUES}
