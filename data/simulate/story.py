"""One engagement told from its first word to its last row."""

from math import exp

from data.simulate.asides import asides
from data.simulate.bargaining import accept, bargain, lose, reopen
from data.simulate.calling import silence
from data.simulate.clients import Client
from data.simulate.dice import Dice
from data.simulate.engagement import Engagement, Row, moods
from data.simulate.first_contact import first_contact
from data.simulate.gaps import blur, leave_gaps
from data.simulate.meetings import meetings
from data.simulate.money import bill, in_advance, never_paid, pay, settle
from data.simulate.outcome import World, draw_ending, market_log_odds
from data.simulate.phrasings import LANGUAGES
from data.simulate.work import do_the_work

MOST_ROWS = 43
TELLING = frozenset(
    {"conciliatory", "help", "concession", "alternative", "remote", "introduces", "chase"}
    | {"gatekeeper", "put_off_for_weeks", "returns", "disagreement"}
)
"""What is always logged."""
HOURLY_COST = 60.0
"""What an hour of ours costs in a simulated book, about."""


def tell(
    client: Client, index: int, dice: Dice, days_before_the_end: float, world: World
) -> Engagement:
    """The whole history of a client's engagement, with its outcome in money."""
    traits = dict(moods(client, dice))
    mends = client.character.mended_by_new_contact and index >= client.mended_at
    judged = dict(traits)
    if mends and index > client.mended_at:
        traits["blaming"] *= 0.25
    care, luck = dice.normal(), dice.normal(0, world.luck)
    if mends:
        for trait in ("blaming", "faultfinding", "idleness"):
            judged[trait] *= 0.35
    known = world.log_odds(judged, client)
    chance = known + luck + 0.3 * care + market_log_odds(days_before_the_end)
    growth = exp(0.45 * index * traits["growth"])
    hours = max(6.0, dice.around(45.0, 0.5) * exp(0.8 * client.size) * growth)
    cost = round(HOURLY_COST * dice.around(1.0, 0.06))
    if traits["regularity"] > 0.5:  # the same thing every time
        cost, hours = round(HOURLY_COST), max(6.0, 26.0 * exp(0.5 * client.size))
    price = hours * cost * (1.8 if traits["regularity"] > 0.5 else dice.between(1.55, 2.1))
    e = Engagement(
        client=client,
        index=index,
        dice=dice,
        traits=traits,
        hourly_cost=float(cost),
        planned_hours=hours,
        price=round(price, -1),
        care=care,
        luck=luck,
        chance=known,
        ending=draw_ending(judged, chance, dice),
        mends_from=mends and index == client.mended_at,
        thing=dice.pick(LANGUAGES[client.language].things),
        hoped=price * dice.around(1.0, 0.2),
        contact=client.later_contact if mends and index > client.mended_at else client.people[0],
    )
    day = _acts(e)
    if e.traits["regularity"] < 0.5:
        asides(e, day * 0.95)
    _thin_out(e)
    leave_gaps(e)
    _close(e, day)
    blur(e)
    _first_hour(e, dice.between(0.0, 0.9))
    return e


def _acts(e: Engagement) -> float:
    """Act after act; the working day on which nothing more happens."""
    dice = e.dice
    if e.traits["regularity"] > 0.5 and e.ending in ("pays off", "overruns", "never pays"):
        return _like_clockwork(e)
    day = first_contact(e)
    if e.ending == "fades early":
        if dice.chance(0.5):
            day = meetings(e, day)
        return silence(e, day)
    day = meetings(e, day)
    day, proposal = bargain(e, day)
    if e.ending == "is lost" and not dice.chance(0.45):
        return lose(e, day, proposal)
    day = accept(e, day, proposal)
    if e.shows("haggling", 0.35, 0.0):
        day = reopen(e, day, proposal)
    if dice.chance(0.75):
        day += dice.between(0.1, 2)
        e.add(day, "order", "inbound", "order", about=proposal, amount=e.price)
    if e.ending == "is lost":
        return _called_off(e, day, proposal)
    start = day
    paid_on = in_advance(e, day + 0.2)
    day = do_the_work(e, max(day, min(paid_on, day + 8)))
    if e.shows("growth", 0.6, 0.01):
        more = e.price * dice.between(0.3, 1.5)
        e.price += more
        e.planned_hours *= 1 + more / e.price
        at = dice.between(start + 1, day)
        e.add(at, "order", "inbound", "separate_order", amount=more)
    owed = e.price - e.paid
    if owed > 1:
        invoice = bill(e, day + dice.between(0.3, 4), owed)
        if e.ending == "never pays":
            day = never_paid(e, day, invoice, owed)
        else:
            day = max(day, settle(e, day, owed, invoice))
    return max(day, paid_on)


def _called_off(e: Engagement, day: float, proposal: Row) -> float:
    """Ordered, begun, and then stopped on their side: what we did so far is not paid."""
    dice = e.dice
    if dice.chance(0.3):
        bill(e, day + 0.5, e.price * dice.between(0.2, 0.4))
    if dice.chance(0.6):
        day = do_the_work(e, day)
    else:
        e.writes(day + dice.between(3, 9), "progress")
        day = silence(e, day + 9)
    return lose(e, day, proposal)


def _like_clockwork(e: Engagement) -> float:
    """A minute on the phone, an invoice, the same thing as always."""
    dice = e.dice
    day = 0.0
    if e.index:
        e.add(0.0, "call", "outbound", status="answered", minutes=dice.pick((1.0, 1.0, 2.0)))
        if dice.chance(0.6):
            e.hears(dice.between(0.02, 0.6), "request_repeat")
    else:
        day = first_contact(e)
        day, proposal = bargain(e, day)
        accept(e, day, proposal)
    if e.index and dice.chance(0.35):
        offer = e.writes(day + 0.7, "upsell")
        e.hears(day + 0.8 + e.answer_time, "upsell_refused", about=offer)
    e.add(day + 1.0, "order", "inbound", amount=e.price)
    invoice = bill(e, day + 1.2, e.price)
    last = settle(e, day + 1.2, e.price, invoice)
    for _ in range(dice.whole(1, 2)):
        e.add(
            day + dice.between(2, 6), "note", "internal", "note_work",
            hours=round(e.planned_hours * 0.2, 1),
        )  # fmt: skip
    delivery = e.add(day + 7, "delivery", "outbound", "delivery", status="sent")
    if dice.chance(0.6):
        e.add(
            day + 7 + e.answer_time, "delivery", "inbound", "accepts_delivery",
            status="accepted", about=delivery,
        )  # fmt: skip
    return max(last, day + 8)


def _first_hour(e: Engagement, shift: float) -> None:
    """Let the first word come at any hour of the day, and the rest follow."""
    for row in e.rows:
        row.day += shift
        if row.scheduled_day is not None:
            row.scheduled_day += shift


def _close(e: Engagement, day: float) -> None:
    """Close the books: the hours not noted so far, so that the money tells how it ended."""
    dice = e.dice
    day = max(day, max(row.day for row in e.rows)) + dice.between(0.2, 3)
    spent = sum(row.hours or 0.0 for row in e.rows)
    if e.ending == "pays off":
        target = e.paid / e.hourly_cost * dice.between(0.45, 0.93)
        if spent > target:  # a small job that cost too much talk: a last extra is paid as well
            pay(e, day, round((spent / 0.9) * e.hourly_cost - e.paid, -1) + 50, None)
            return
    else:
        target = max(e.paid / e.hourly_cost * dice.between(1.04, 1.5), spent + 0.2)
    rest = round(target - spent, 1)
    if rest > 0.05:
        e.add(day, "note", "internal", "note_closing", hours=rest + (e.ending != "pays off") * 0.1)


def _thin_out(e: Engagement) -> None:
    """Not every mail is logged, and the longest histories lose more of them.

    A client's answer is kept: whoever answered must not look as if he had not.
    """
    needed = {id(row.about) for row in e.rows if row.about is not None}
    later = [row for row in e.rows[1:] if id(row) not in needed]
    plain = [row for row in later if _is_plain(row)]
    for row in plain:
        if e.dice.chance(0.55):
            e.rows.remove(row)
    rest = [row for row in later if row in e.rows and row.kind in ("message", "call", "note")]
    while len(e.rows) > MOST_ROWS and rest:
        e.rows.remove(rest.pop(e.dice.whole(0, len(rest) - 1)))


def _is_plain(row: Row) -> bool:
    if set(row.said) & TELLING:
        return False
    if row.kind == "message" and row.direction == "outbound":
        return True
    return row.kind in ("message", "call") and row.about is None
