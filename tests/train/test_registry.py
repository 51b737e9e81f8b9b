"""What the registry remembers of champions, whatever was killed between two of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from train.registry import Move, done, earlier

STEP = some.tuples(some.sampled_from(["promote", "rollback"]), some.integers(1, 4), some.booleans())


@given(some.lists(STEP, max_size=30))
def test_the_way_back_is_known_whatever_was_killed_on_the_way(steps):
    moves, serving, line, finished = [], None, [], []
    for number, (kind, version, killed) in enumerate(steps):
        if kind == "rollback" and not line:
            continue
        to = line[-1] if kind == "rollback" else str(version)
        if to == serving:
            continue
        moves.append(Move(f"{number:03}", kind, to, serving, "me", None))
        if killed:
            continue
        finished.append(moves[-1].at)
        if kind == "rollback":
            line = line[:-1]
        elif serving is not None:
            line = [*line, serving]
        serving = to
    assert [each.at for each in done(moves, serving)] == finished
    assert serving is None or earlier(moves, serving) == line
