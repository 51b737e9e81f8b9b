"""What has moved since a week ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.prospects import Prospect
from app.viewer import _

#: A chance that moved by less, in a week, has not moved to a person.
MOVED = 0.05
#: Nor is less than this worth an arrow.
STEADY = 0.01


@dataclass(frozen=True)
class Week:
    """How many prospects rose and fell by `MOVED` or more, and how many are new."""

    up: int
    down: int
    new: int


def change(prospect: Prospect) -> float | None:
    """By how much the chance moved in a week, None where either is not known."""
    if prospect.chance is None or prospect.before is None:
        return None
    return round(prospect.chance - prospect.before, 9)  # 0.15 - 0.1 is 0.05 to a person


def moved(prospect: Prospect) -> bool:
    """Whether it rose or fell by `MOVED` or more."""
    return abs(change(prospect) or 0.0) >= MOVED


def week(prospects: Iterable[Prospect]) -> Week:
    """What changed since a week ago."""
    everyone = list(prospects)
    changes = [change(one) for one in everyone]
    return Week(
        up=sum(each is not None and each >= MOVED for each in changes),
        down=sum(each is not None and each <= -MOVED for each in changes),
        new=sum(one.before is None for one in everyone),
    )


def arrow(prospect: Prospect) -> str:
    """The trend in a sign and a figure: percentage points since a week ago.

    A prospect that was not open a week ago is new, and one without a chance has none.
    """
    if prospect.before is None:
        return _("new")
    by = change(prospect)
    if by is None:
        return ""
    points = round(abs(by) * 100)
    if abs(by) < STEADY:
        return "="
    return f"▲ +{points}" if by > 0 else f"▼ −{points}"
