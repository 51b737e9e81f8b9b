"""Invoices and payments: before the work, in time, late with a reason, or never."""

from data.simulate.calling import calls
from data.simulate.engagement import Engagement, Row


def bill(e: Engagement, day: float, amount: float, *, due_after: float = 10.0) -> Row:
    """Send an invoice; now and then it is cancelled and issued again."""
    dice = e.dice
    fields = {"amount": amount, "scheduled_day": day + due_after, "hours": 0.2}
    invoice = e.add(day, "invoice", "outbound", "invoice", status="issued", **fields)
    if dice.chance(0.03):
        e.add(day + 0.2, "invoice", "outbound", status="cancelled", about=invoice, amount=amount)
        invoice = e.add(
            day + 0.25, "invoice", "outbound", status="issued", about=invoice, amount=amount,
            scheduled_day=day + due_after,
        )  # fmt: skip
    if dice.chance(0.06):
        e.hears(invoice.day + min(e.answer_time, 2), "asks_bank_details", about=invoice)
    return invoice


def pay(e: Engagement, day: float, amount: float, invoice: Row | None) -> float:
    """Money arrives."""
    e.paid += amount
    named = invoice is not None and e.dice.chance(0.85)
    e.add(day, "payment", "inbound", about=invoice if named else None, amount=amount)
    return day


def in_advance(e: Engagement, day: float) -> float:
    """Payment before the work: offered, agreed, or agreed and not kept."""
    dice = e.dice
    if e.shows("prepaying", 0.9, 0.03):
        if dice.chance(0.7):
            e.hears(day, "up_front")
        share = 1.0 if dice.chance(0.45) else dice.between(0.4, 0.7)
        invoice = bill(e, day + 0.2, e.price * share)
        return pay(e, day + dice.between(0.6, 4), e.price * share, invoice)
    if dice.chance(0.25):
        share = dice.between(0.2, 0.5)
        invoice = bill(e, day + 0.2, e.price * share)
        if e.shows("freeloading", 0.8, 0.02):
            e.hears(day + 1 + e.answer_time, "unpaid_work")
            return settle(e, day + 8, e.price * share, invoice)
        return settle(e, day, e.price * share, invoice, due_after=5.0)
    return day


def settle(
    e: Engagement, day: float, amount: float, invoice: Row, *, due_after: float = 10.0
) -> float:
    """An invoice until its money is there; the working day of the (last) payment."""
    dice = e.dice
    lateness = e.traits["lateness"]
    late = -dice.between(0, due_after * 0.6)
    if dice.chance(0.12 + 0.85 * lateness):
        late = dice.around(2 + 16 * lateness, 0.6)
    paid_on = max(day + 0.5, (invoice.scheduled_day or day + due_after) + late)
    if late > 3:
        chasing(e, paid_on - late, late)
    if late > 5 and dice.chance(0.25):
        pay(e, paid_on - late * 0.4, amount * 0.5, invoice)
        return pay(e, paid_on, amount * 0.5, invoice)
    return pay(e, paid_on, amount, invoice)


def chasing(e: Engagement, due: float, late: float) -> None:
    """Reminders and the reasons why the money is not there."""
    dice = e.dice
    day = due + dice.between(1, 3)
    while day < due + late - 0.5:
        if dice.chance(0.7):
            e.writes(day, "reminder")
        else:
            calls(e, day)
        if dice.chance(0.25 + 0.6 * e.traits["lateness"]):
            promised = day + dice.between(3, 7) if dice.chance(0.3) else None
            e.hears(day + min(e.answer_time, 2.0), "excuse", scheduled_day=promised)
        day += dice.between(4, 9)


def never_paid(e: Engagement, day: float, invoice: Row, owed: float) -> float:
    """The last invoice stays open, or a part of it."""
    dice = e.dice
    due = invoice.scheduled_day or day + 10
    wait = dice.between(15, 40)
    chasing(e, due, wait)
    if dice.chance(0.4):
        pay(e, due + wait, owed * dice.between(0.1, 0.45), invoice)
    if dice.chance(0.5):
        e.add(due + wait + 1, "note", "internal", "note_lost", hours=0.2)
    return due + wait + 2
