"""Meetings: asked for, moved, cancelled, held or missed, and what comes after them."""

from data.simulate.calling import calls, silence
from data.simulate.engagement import Engagement, Row


def meetings(e: Engagement, day: float) -> float:
    """Tell the meetings before a proposal; the working day on which they are over."""
    for number in range(e.dice.weighted((0, 1, 2, 3), (0.22, 0.6, 0.15, 0.03))):
        day = meeting(e, day + e.dice.between(0.5, 4.0), first=number == 0)
    return day


def meeting(e: Engagement, day: float, *, first: bool) -> float:
    """One meeting from its request to the confirmed minutes."""
    dice = e.dice
    planned = 60.0 if first else float(dice.pick((30, 45, 60)))
    if e.shows("squeezing", 0.85, 0.05):
        planned = float(dice.pick((20, 30, 30)))
    agreed = day + dice.around(3.5, 0.5)
    asking = "inbound" if dice.chance(0.4) else "outbound"
    if dice.chance(0.4):
        thread = e.add(day, "meeting", asking, status="requested", scheduled_day=agreed)
        day += min(e.answer_time, 3.0)
        agreed = max(agreed, day + 0.5)
        e.add(
            day, "meeting", "inbound" if asking == "outbound" else "outbound",
            status="scheduled", about=thread, scheduled_day=agreed, minutes=planned,
        )  # fmt: skip
    else:  # agreed at once
        thread = e.add(
            day, "meeting", asking, status="scheduled", scheduled_day=agreed, minutes=planned
        )
    if dice.chance(0.15):
        e.writes(day + 0.1, "confirms_time", about=thread)
    for _ in range(3):
        moved = _before(e, thread, day, agreed, planned)
        if moved is None:
            break
        day, agreed = moved
        if agreed < day:  # cancelled for good
            return day
    if planned < 45 and dice.chance(0.3 + 0.5 * e.traits["candour"]):
        e.hears(agreed - 0.05, "candour", about=thread)
    return hold(e, thread, agreed, planned)


def _before(
    e: Engagement, thread: Row, day: float, agreed: float, planned: float
) -> tuple[float, float] | None:
    """What comes between the agreement and the date: nothing, a new date, or the end of it."""
    dice = e.dice
    when = max(day + 0.05, agreed - dice.between(0.05, 1.5))
    if e.shows("unreliability", 0.62, 0.03):
        e.add(
            when, "meeting", "inbound", "cancels" if dice.chance(0.75) else "put_off",
            status="cancelled", about=thread, party=None if dice.chance(0.1) else "client",
        )  # fmt: skip
        if dice.chance(0.25):
            return when, when - 1.0
        fresh = when + dice.between(2, 8)
        e.add(
            when + e.our_time, "meeting", "outbound", "alternative", status="rescheduled",
            about=thread, scheduled_day=fresh, party="client", minutes=planned,
        )  # fmt: skip
        return when + 0.5, fresh
    if e.shows("busyness", 0.5, 0.03):
        fresh = when + dice.between(1.5, 6)
        said = ["new_date"] + (["candour"] if dice.chance(0.2 + 0.6 * e.traits["candour"]) else [])
        e.add(
            when, "meeting", "inbound", *said, status="rescheduled", about=thread,
            scheduled_day=fresh, party="client", minutes=planned,
        )  # fmt: skip
        e.writes(when + e.our_time, "confirms_time", about=thread)
        return when + 0.5, fresh
    if dice.chance(0.05):
        fresh = when + dice.between(1, 5)
        e.add(
            when, "meeting", "outbound", "we_move", status="rescheduled", about=thread,
            scheduled_day=fresh, party="us", minutes=planned,
        )  # fmt: skip
        if dice.chance(0.6):
            e.hears(when + min(e.answer_time, 0.8), "accepts_time", about=thread)
        return when + 0.5, fresh
    return None


def hold(e: Engagement, thread: Row, day: float, planned: float) -> float:
    """The date itself, minutes, and the silence or the confirmation after it."""
    dice = e.dice
    absent = max(e.traits["unreliability"] * 0.7, e.traits["urgency"] * 0.6, 0.06)
    invited = dice.whole(1, 3) + (dice.whole(1, 3) if len(e.client.people) > 3 else 0)
    attended = sum(not dice.chance(absent) for _ in range(invited))
    if invited < 3 and not dice.chance(absent * 0.6):
        attended = max(attended, 1)
    known = dice.chance(0.75)
    e.add(
        day, "meeting", "internal", status="held" if attended else "missed", about=thread,
        party=None if attended else "client", minutes=planned, scheduled_day=day,
        invited=invited if known else None, attended=attended if known else None,
        hours=round(dice.between(1.0, 2.5), 2) if attended else 0.7,
    )  # fmt: skip
    if not attended:
        e.writes(day + 0.1, "chase", about=thread)
        return calls(e, day + dice.between(0.5, 2)) if dice.chance(0.6) else day + 1
    if dice.chance(0.2):
        e.add(day + 0.1, "note", "internal", "note_meeting", hours=0.3)
    if not dice.chance(0.65):
        return day + 0.3
    sent = day + dice.between(0.1, 1.2)
    minutes = e.add(
        sent, "minutes", "outbound", "minutes", about=thread, hours=round(dice.between(0.3, 0.9), 2)
    )
    if dice.chance(0.9 - 0.85 * e.traits["silence"]):
        sent += e.answer_time
        said = ["receipt"] + (["agreement"] if dice.chance(0.2) else [])
        e.hears(sent, *said, about=minutes if dice.chance(0.7) else None)
        return sent
    return silence(e, sent) if e.shows("silence", 0.8, 0.0) else sent + 1
