from features.cues.cue import Cue
TALK: tuple[Cue, ...] = ()
