"""Reaching a client: calls, follow-ups, and the silence they may meet."""

from data.simulate.engagement import Engagement


def calls(e: Engagement, day: float) -> float:
    """We try to reach them by phone, sometimes at a time they named."""
    dice = e.dice
    for attempt in range(4):
        about, agreed = None, None
        if dice.chance(0.3):
            agreed = day + dice.between(0.4, 2.0)
            about = e.add(day, "call", "inbound", status="scheduled", scheduled_day=agreed)
            day = agreed
        unanswered = dice.chance(0.1 + 0.75 * e.traits["unreachability"])
        e.add(
            day, "call", "outbound", status="unanswered" if unanswered else "answered",
            about=about, minutes=None if unanswered else float(dice.whole(3, 35)),
            scheduled_day=agreed, hours=0.05 if unanswered else 0.4,
        )  # fmt: skip
        if not unanswered:
            if dice.chance(0.3):
                e.add(day + 0.02, "note", "internal", "note_call", hours=0.1)
            return day
        day += dice.between(0.4, 3.0)
        if attempt and dice.chance(0.4):
            return day
    return day


def silence(e: Engagement, day: float) -> float:
    """We write and call, and for weeks nothing comes back."""
    dice = e.dice
    for _ in range(dice.whole(1, 3)):
        day += dice.between(2.5, 8)
        if dice.chance(0.55):
            e.writes(day, "chase")
        else:
            e.add(day, "call", "outbound", status="unanswered", hours=0.05)
    return day + dice.between(1, 5)
