"""What a real log lacks: months nobody wrote down, empty fields, rows that came in late."""

from data.simulate.engagement import Engagement

UNLOGGED_MONTH = 0.12
ALMOST_NOTHING = 0.03
NO_TEXTS = 0.04
LABELS = {
    "message": ("mail", "MAIL", "correspondence"),
    "call": ("telephone", "CALL_OUT", "Anruf"),
    "meeting": ("visit", "MEET", "appointment"),
    "proposal": ("offer", "QUOTE"),
    "order": ("deal won",),
    "invoice": ("INV",),
    "payment": ("bank",),
    "delivery": ("handover",),
    "task": ("todo", "action"),
    "note": ("note", "timesheet"),
}


def leave_gaps(e: Engagement) -> None:
    """Lose whole rows: a month that was not logged, or nearly everything."""
    dice = e.dice
    first, rest = e.rows[0], e.rows[1:]
    if dice.chance(ALMOST_NOTHING):
        kept = [dice.pick(rest) for _ in range(dice.whole(0, 3))] if rest else []
        rest = [row for row in rest if row in kept]
    elif dice.chance(UNLOGGED_MONTH):
        start = dice.between(0, max(row.day for row in e.rows))
        rest = [row for row in rest if not start <= row.day < start + 22]
    e.rows = [first, *rest]
    left = {id(row) for row in e.rows}
    for row in e.rows:
        if row.about is not None and id(row.about) not in left:
            row.about = None


def blur(e: Engagement) -> None:
    """Lose single fields, and let some rows be known only later."""
    dice = e.dice
    no_texts, no_contacts = dice.chance(NO_TEXTS), dice.chance(0.15)
    for row in e.rows:
        if row.text is not None and (no_texts or dice.chance(0.06)):
            row.text, row.said = None, ()
        if row.person is not None and (no_contacts or dice.chance(0.05)):
            row.person = None
        if row.channel is not None and dice.chance(0.08):
            row.channel = None
        if row.party is not None and dice.chance(0.06):
            row.party = None
        if row.about is not None and dice.chance(0.03):
            row.about = None
        if row.kind in LABELS and dice.chance(0.07):
            row.label = dice.pick(LABELS[row.kind])
        if dice.chance(0.12):
            row.recorded_lag = dice.around(1.0, 1.1)
        elif dice.chance(0.25):
            row.recorded_lag = 0.0
