"""How an engagement starts: the request, our answer, questions, the first calls."""

from data.simulate.calling import calls
from data.simulate.engagement import Engagement, Row
from data.simulate.meetings import hold


def first_contact(e: Engagement) -> float:
    """Tell the start; the working day on which it is over."""
    dice = e.dice
    if e.shows("urgency", 0.9, 0.01):
        return _now_or_never(e)
    first = _request(e, 0.0)
    day = 0.0
    if any(p.role == "assistant" for p in e.client.people) and dice.chance(
        0.3 + 0.7 * e.traits["gatekeeping"]
    ):
        day = _at_the_gate(e, day)
    day += e.our_time
    reply = e.writes(day, "our_reply", about=first)
    if dice.chance(0.85):
        day = _questions(e, day, reply)
    if dice.chance(0.25):
        day += e.answer_time
        asked = e.hears(day, dice.pick(("question", "asks_price", "asks_references", "question")))
        e.writes(day + e.our_time, "our_reply", about=asked)
    if dice.chance(0.35 + 0.25 * e.traits["candour"]):
        day = calls(e, day + dice.between(0.3, 2.0))
    return day


def _request(e: Engagement, day: float) -> Row:
    said = ["request_vague" if e.shows("vagueness", 0.85, 0.05) else "request_clear"]
    if e.index and e.dice.chance(0.5):
        said.insert(0, "small_news")
    if e.shows("commanding", 0.75, 0.01):
        said.append("command")
    elif e.dice.chance(0.15):
        said.append(e.dice.pick(("deadline", "polite_ask", "asks_price", "invites_over")))
    if e.shows("freeloading", 0.45, 0.005):
        said.append("unpaid_work")
    if e.shows("rigidity", 0.3, 0.0):
        said.append("in_person_only")
    if e.dice.chance(0.1):
        return e.add(
            day, "call", "inbound", status="answered", minutes=e.dice.whole(4, 25), hours=0.3
        )
    return e.hears(day, *said, channel="web" if not e.index and e.dice.chance(0.35) else None)


def _now_or_never(e: Engagement) -> float:
    dice = e.dice
    said = ["request_vague" if e.shows("vagueness") else "request_clear", "ultimatum"]
    first = e.hears(0.0, *said, channel="email")
    wanted = dice.between(0.4, 1.4)
    asked = e.add(
        0.02, "meeting", "inbound", status="requested", scheduled_day=wanted, channel="in_person"
    )
    day = dice.between(0.05, 0.2)
    e.writes(day, "our_reply", "alternative", "remote", about=first)
    day += dice.between(0.03, 0.2)
    said = ["in_person_only" if e.shows("rigidity", 0.9) else "slot_refused"]
    if dice.chance(0.5):
        said.append("ultimatum")
    if e.shows("commanding", 0.8, 0.05):
        said.append("guilt")
    e.hears(day, *said)
    if dice.chance(0.45):  # we drop everything and go
        e.writes(day + 0.05, "concession", "confirms_time")
        e.add(
            day + 0.06, "meeting", "outbound", status="scheduled", about=asked,
            scheduled_day=max(wanted, day + 0.1), minutes=60.0, channel="in_person",
        )  # fmt: skip
        return hold(e, asked, max(wanted, day + 0.1), 60.0)
    day += dice.between(0.5, 3.0)
    e.writes(day, "alternative")
    return day


def _questions(e: Engagement, day: float, reply: Row) -> float:
    dice = e.dice
    for _ in range(1 + dice.count(0.3, 1)):
        day += dice.between(0.01, 0.6)
        asked = e.writes(day, "our_question", about=reply)
        clouded = 1 - (1 - e.traits["vagueness"]) * (1 - 0.7 * e.traits["silence"])
        if not dice.chance(0.08 + 0.75 * clouded):
            day += e.answer_time
            e.hears(day, "answer", *(("polite_ask",) if dice.chance(0.08) else ()), about=asked)
        elif dice.chance(0.55):
            day += e.answer_time
            e.hears(day, *_evasion(e))
            if dice.chance(0.5):
                day += dice.between(1, 4)
                e.writes(day, "chase")
        else:
            day += dice.between(2, 6)
            e.writes(day, "chase")
    return day


def _evasion(e: Engagement) -> tuple[str, ...]:
    if e.shows("dismissal", 0.8, 0.02):
        return ("dismissal",)
    return ("rambling",) if e.dice.chance(0.5) else ("request_vague",)


def _at_the_gate(e: Engagement, day: float) -> float:
    """Somebody in between: keeps us out, or simply books the slot."""
    dice = e.dice
    assistant = next(p for p in e.client.people if p.role == "assistant")
    if not e.shows("gatekeeping", 1.0, 0.0):
        day += dice.between(0.3, 2)
        e.hears(day, "assistant_books", person=assistant)
        return day
    e.contact = assistant
    for _ in range(dice.whole(1, 3)):
        day += dice.between(1, 6)
        e.add(day, "call", "outbound", status="answered", minutes=2.0, hours=0.1, person=assistant)
        e.hears(day + dice.between(0.01, 0.5), "gatekeeper", person=assistant)
        day += 0.5
    if dice.chance(1 - 0.8 * e.traits["gatekeeping"]):
        e.contact = e.client.people[0]
    return day
