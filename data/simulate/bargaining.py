"""From our first proposal to a yes, a no, or nothing."""

from data.simulate.calling import calls, silence
from data.simulate.engagement import Engagement, Row


def bargain(e: Engagement, day: float) -> tuple[float, Row]:
    """Tell the proposal and the talk about it; the day it is over and the proposal's first row."""
    dice = e.dice
    day += dice.between(0.5, 4)
    asked = e.price * dice.between(1.0, 1.15)
    proposal = e.add(
        day, "proposal", "outbound", "proposal", status="sent", amount=asked,
        hours=round(dice.between(1.0, 3.0), 2),
    )  # fmt: skip
    if e.shows("friction", 0.8):
        day = _misunderstanding(e, day, proposal)
    if e.shows("indecision", 0.85):
        day = _others_must_decide(e, day)
    elif dice.chance(0.1):
        day += e.answer_time
        e.hears(day, "names_decider")
    if e.shows("evasion", 0.85):
        day = _put_off(e, day)
    if e.shows("inflexibility", 0.75):
        day = _mismatch(e, day, proposal)
    return _price_talk(e, day, proposal, asked), proposal


def accept(e: Engagement, day: float, proposal: Row) -> float:
    """The client says yes."""
    day += e.answer_time
    if e.dice.chance(0.65):
        e.add(
            day, "proposal", "inbound", "agreement", status="accepted", about=proposal,
            amount=e.price,
        )  # fmt: skip
    else:
        e.hears(day, "agreement", about=proposal)
    return day


def reopen(e: Engagement, day: float, proposal: Row) -> float:
    """After the yes, the price once more."""
    dice = e.dice
    day += e.answer_time + 1
    e.hears(day, "reopens_price", about=proposal)
    if dice.chance(0.5):
        e.add(day + 0.5, "meeting", "inbound", status="requested", scheduled_day=day + 3)
    if dice.chance(0.4):
        e.price *= 1 - dice.between(0.02, 0.1)
        e.writes(day + 1, "concession")
    else:
        e.writes(day + 1, "firm_price")
    return day + 1


def lose(e: Engagement, day: float, proposal: Row) -> float:
    """The client says no, or nothing any more."""
    if e.dice.chance(0.35):
        day = silence(e, day)
    if e.dice.chance(0.55):
        day += e.answer_time
        e.add(day, "proposal", "inbound", "rejects", status="rejected", about=proposal)
    else:
        day = silence(e, day)
        if e.dice.chance(0.3):
            e.add(day, "note", "internal", "note_lost", hours=0.1)
    return day


def _misunderstanding(e: Engagement, day: float, proposal: Row) -> float:
    dice = e.dice
    for _ in range(1 + dice.count(0.3, 1)):
        day += e.answer_time
        e.hears(day, "disagreement", about=proposal)
        day += e.our_time
        e.writes(day, "clarifies", *(("conciliatory",) if dice.chance(0.25) else ()))
    settled = 0.1 + 0.85 * e.traits["resolving"]
    if dice.chance(settled if e.ending == "pays off" else settled * 0.4):
        day += e.answer_time
        e.hears(day, "settles", about=proposal)
    else:
        e.at_odds = True
    return day


def _others_must_decide(e: Engagement, day: float) -> float:
    dice = e.dice
    for _ in range(1 + dice.count(1.6 * e.traits["indecision"], 3)):
        day += e.answer_time + dice.between(0, 4)
        e.hears(day, "defers", person=dice.pick(e.client.people))
        if dice.chance(0.5):
            day += dice.between(1, 5)
            e.writes(day, "chase")
    if e.shows("indecision", 0.4, 0.0):
        e.hears(day + e.answer_time, "scope_addition", person=dice.pick(e.client.people))
    return day


def _put_off(e: Engagement, day: float) -> float:
    """'In three months': some come back when they said, some say it again."""
    dice = e.dice
    for _ in range(1 + dice.count(1.4 * e.traits["evasion"] * (1 - e.traits["honour"]), 2)):
        day += e.answer_time
        away = dice.between(26, 65)
        returns = dice.chance(0.05 + 0.95 * e.traits["honour"])
        said = "put_off_for_weeks" if returns or dice.chance(0.4) else "put_off"
        later = e.hears(day, said, scheduled_day=day + away)
        if not dice.chance(0.4):
            later.scheduled_day = None  # said, and noted down nowhere
        if dice.chance(0.5):
            e.writes(day + e.our_time, "polite_reply")
        if returns:
            day += away + dice.normal(0, 2)
            e.hears(day, "returns")
            return day
        day += away * dice.between(0.5, 1.1)
        if dice.chance(0.5):
            e.writes(day, "chase")
        else:
            day = calls(e, day)
    return day


def _mismatch(e: Engagement, day: float, proposal: Row) -> float:
    dice = e.dice
    for _ in range(dice.whole(1, 2)):
        day += e.answer_time
        said = ["refusal"] + (["dismissal"] if e.shows("dismissal") else [])
        e.add(day, "proposal", "inbound", *said, status="rejected", about=proposal)
        if dice.chance(0.7):
            day += dice.between(0.5, 3)
            e.add(
                day, "proposal", "outbound", "clarifies", status="sent", about=proposal,
                amount=e.price * dice.between(0.85, 1.05), hours=round(dice.between(0.5, 2), 2),
            )  # fmt: skip
    if dice.chance(0.2):
        e.hears(day + e.answer_time, "bends")
        day += 1
    return day


def _price_talk(e: Engagement, day: float, proposal: Row, asked: float) -> float:
    dice = e.dice
    if e.shows("freeloading", 0.6, 0.01):
        day += e.answer_time
        if dice.chance(0.5):
            e.hears(day, "unpaid_work")
        else:
            e.add(
                day, "proposal", "inbound", "scope_shrink", status="countered", about=proposal,
                amount=asked * dice.between(0.15, 0.45),
            )  # fmt: skip
            e.price *= dice.between(0.4, 0.8)
            e.planned_hours *= 0.75
        if dice.chance(0.5):
            e.writes(day + e.our_time, "firm_price")
    elif dice.chance(0.06):
        e.hears(day + e.answer_time, "planned_phase")
    rounds = dice.count(0.15 + 2.1 * e.traits["haggling"], 4)
    for _ in range(rounds):
        day += e.answer_time
        cut = dice.between(0.04, 0.10) + 0.38 * e.traits["haggling"] * dice.between(0.3, 1.0)
        if dice.chance(0.6):
            e.add(
                day, "proposal", "inbound", "discount", status="countered", about=proposal,
                amount=asked * (1 - cut),
            )  # fmt: skip
        else:
            e.hears(day, "discount")
        day += e.our_time
        if dice.chance(0.5 + 0.1 * e.care):
            asked *= 1 - cut * dice.between(0.2, 0.5)
            e.add(
                day, "proposal", "outbound", "concession", status="sent", about=proposal,
                amount=asked, hours=0.5,
            )  # fmt: skip
        else:
            e.writes(day, "firm_price")
    if rounds:
        e.price = min(e.price, asked)
    return day
