"""The work: tasks on both sides, deliveries, wishes, complaints and how they end."""

from data.simulate.engagement import Engagement, Row


def do_the_work(e: Engagement, day: float) -> float:
    """Tell the work until the last delivery; the working day it is over."""
    dice = e.dice
    tasks = [
        _client_task(e, day + dice.between(0.2, 3))
        for _ in range(dice.weighted((0, 1, 2), (0.5, 0.4, 0.1)))
    ]
    if dice.chance(0.2):
        _our_task(e, day + dice.between(0.2, 2))
    deliveries = dice.weighted((1, 2, 3), (0.7, 0.24, 0.06))
    length = dice.around(18 + e.planned_hours / 6, 0.4)
    changes = dice.whole(1, deliveries) if e.mends_from else 0
    for number in range(1, deliveries + 1):
        start, day = day, day + length / deliveries
        if number == changes:
            _new_contact(e, start + 0.3)
        _hours(e, start, day, 0.4 / deliveries)
        _wishes(e, start, day)
        day = _delivery(e, day, number, tasks)
    return day


def _hours(e: Engagement, start: float, end: float, share: float) -> None:
    """A part of the hours is noted as it is spent; the rest when the books are closed."""
    dice = e.dice
    for _ in range(dice.count(0.8, 2)):
        hours = e.planned_hours * share * dice.between(0.2, 0.6)
        day = dice.between(start, end)
        if dice.chance(0.7):
            e.add(day, "note", "internal", "note_work", hours=round(hours, 1))
        else:
            e.writes(day, "progress", hours=round(hours, 1))


def _client_task(e: Engagement, day: float) -> Row:
    dice = e.dice
    due = day + dice.between(4, 12)
    task = e.add(
        day, "task", "outbound", "asks_task", status="open", party="client", scheduled_day=due
    )
    idle = 0.03 + 0.9 * e.traits["idleness"]
    if not dice.chance(idle):
        done = max(day + 0.5, due - dice.between(0, 4))
        said = ("task_done",) if dice.chance(0.7) else ()
        e.add(done, "task", "inbound", *said, status="done", about=task, party="client")
    elif dice.chance(0.4):
        e.add(
            due + dice.between(0, 4), "task", "inbound", "delays_task", status="moved",
            about=task, party="client", scheduled_day=due + dice.between(5, 20),
        )  # fmt: skip
        if dice.chance(0.35):
            e.add(due + 21, "task", "inbound", "task_done", status="done", about=task)
    elif dice.chance(0.5):
        e.writes(due + dice.between(1, 5), "asks_task", about=task)
        if dice.chance(0.4):
            e.add(due + dice.between(5, 15), "task", "inbound", status="done", about=task)
    elif dice.chance(0.25):
        e.add(due + 3, "task", "outbound", status="withdrawn", about=task)
    return task


def _our_task(e: Engagement, day: float) -> None:
    dice = e.dice
    due = day + dice.between(3, 10)
    task = e.add(day, "task", "internal", status="open", party="us", scheduled_day=due)
    if dice.chance(0.15 + 0.5 * e.traits["idleness"]):
        e.add(due - 1, "task", "internal", status="blocked", about=task, party="client")
    elif dice.chance(0.9):
        e.add(due - dice.between(0, 2), "task", "internal", status="done", about=task, party="us")


def _new_contact(e: Engagement, day: float) -> None:
    e.contact = e.client.later_contact
    e.hears(day, "introduces")
    e.mend()


def _wishes(e: Engagement, start: float, end: float) -> None:
    dice = e.dice
    if e.at_odds and dice.chance(0.75):  # what was not cleared up comes back
        e.hears(dice.between(start, end), "disagreement")
    for _ in range(dice.count(0.05 + 3.6 * e.traits["churning"], 4)):
        day = dice.between(start, end)
        said = [dice.pick(("rush", "rush", "scope_addition"))]
        if dice.chance(0.3):
            said = ["scope_addition", "rush"]
        e.hears(day, *said)
        if dice.chance(0.5):
            e.writes(day + e.our_time, dice.pick(("concession", "concession", "firm_price")))
    if e.shows("commanding", 0.5, 0.0):
        said = ["command"] + (["guilt"] if dice.chance(0.4) else [])
        e.hears(dice.between(start, end), *said)
    if dice.chance(0.22):
        kinds = ("deadline", "polite_ask", "how_question", "small_news", "separate_order")
        asked = e.hears(dice.between(start, end), dice.pick(kinds))
        if dice.chance(0.6):
            e.writes(asked.day + e.our_time, "our_reply", about=asked)


def _delivery(e: Engagement, day: float, number: int, tasks: list[Row]) -> float:
    dice = e.dice
    agreed = day + dice.between(-2, 2) if dice.chance(0.4) else None
    delivery = e.add(
        day, "delivery", "outbound", "delivery", status="sent", scheduled_day=agreed, hours=0.5
    )
    if dice.chance(0.55):
        day += e.answer_time
        said = ["accepts_delivery"] + (["thanks"] if dice.chance(0.3) else [])
        e.add(day, "delivery", "inbound", *said, status="accepted", about=delivery)
    elif dice.chance(0.4):
        day += e.answer_time
        e.hears(day, "thanks")
    elif dice.chance(0.06 + 0.4 * e.traits["faultfinding"]):
        day += e.answer_time
        e.add(day, "delivery", "inbound", status="rejected", about=delivery)
    for _ in range(dice.count(0.06 + 1.3 * e.traits["faultfinding"], 2)):
        day = _complaint(e, day, delivery, tasks)
    return day


def _complaint(e: Engagement, day: float, delivery: Row, tasks: list[Row]) -> float:
    dice = e.dice
    day += e.answer_time + dice.between(0, 3)
    blames = e.shows("blaming", 0.9, 0.02)
    theirs = blames and dice.chance(0.7)
    known = [task for task in tasks if task.day < day]
    about = dice.pick(known) if theirs and known else delivery
    party = (
        ("client" if theirs else "us" if dice.chance(0.6) else None) if dice.chance(0.6) else None
    )
    said = ["complaint"] + (["blame"] if blames else [])
    if dice.chance(0.15 + e.traits["commanding"] * 0.4):
        said.append(dice.pick(("rush", "disappointment", "guilt")))
    complaint = e.add(day, "complaint", "inbound", *said, status="open", about=about, party=party)
    day += e.our_time
    calm = dice.chance(0.45 + 0.2 * e.care)
    if calm:
        answer = ["conciliatory"] + (["help"] if dice.chance(0.6) else [])
    else:
        answer = [dice.pick(("clarifies", "help"))]
    e.writes(day, *answer, about=complaint, hours=round(dice.between(0.3, 2), 2))
    if dice.chance(0.1 + 0.5 * e.traits["resolving"] + 0.25 * calm):
        day += e.answer_time
        e.add(day, "complaint", "inbound", "settles", status="resolved", about=complaint)
    elif dice.chance(0.4):
        day += 2
        e.add(day, "complaint", "outbound", status="resolved", about=complaint)
    return day
