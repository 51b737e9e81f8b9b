from features.cues.cue import Cue
OURS: tuple[Cue, ...] = ()
