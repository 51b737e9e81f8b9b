"""What may happen next with a client, and the rows of the contract that would tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from app.pending import Pending
from app.viewer import N_
from data.contract import INTERACTIONS
from data.errors import UsageError
from features.heuristic import ADVANCE_DAYS

Asks = Literal["invoice", "amount", "new_days", "text"]

#: As far as anybody looks ahead: two years.
MOST_DAYS = 730
#: What the contract's money can hold.
MOST_MONEY = 1e13
MOST_LETTERS = 100_000


@dataclass(frozen=True)
class Kind:
    """Something that may happen: ``rows`` are its interactions, fields of the contract each.

    In a row ``refers_to`` names what of `Pending` it is about, or "before" for the row before it;
    ``scheduled_for`` is "then" (its own moment), "new" (the new date) or "advance" (the days in
    which an advance is due). ``asks``: what a person fills in; ``needs``: what of `Pending` must be
    there for it to make sense.
    """

    id: str
    title: str
    rows: tuple[Mapping[str, str], ...]
    asks: tuple[Asks, ...] = ()
    needs: Literal["invoices", "proposal"] | None = None


def _meeting(identifier: str, title: str, asks: tuple[Asks, ...] = (), **row: str) -> Kind:
    return Kind(identifier, title, ({"kind": "meeting", "refers_to": "meeting", **row},), asks)


def _call(identifier: str, title: str, status: str) -> Kind:
    row = {"kind": "call", "direction": "outbound", "status": status, "channel": "phone"}
    return Kind(identifier, title, ({**row, "refers_to": "call"},))


def _proposal(identifier: str, title: str, status: str, asks: tuple[Asks, ...] = ()) -> Kind:
    row = {"kind": "proposal", "direction": "inbound", "status": status, "channel": "email"}
    return Kind(identifier, title, ({**row, "refers_to": "proposal"},), asks, "proposal")


def _mail(identifier: str, title: str, direction: str) -> Kind:
    row = {"kind": "message", "direction": direction, "channel": "email"}
    return Kind(identifier, title, (row,), ("text",))


KINDS = (
    _mail("mail-from-them", N_("A mail from them"), "inbound"),
    _mail("mail-from-us", N_("A mail from us"), "outbound"),
    _meeting(
        "meeting-held",
        N_("A meeting is held"),
        direction="internal",
        status="held",
        scheduled_for="then",
    ),
    _meeting(
        "meeting-missed",
        N_("They miss a meeting"),
        direction="internal",
        status="missed",
        party="client",
        scheduled_for="then",
    ),
    _meeting(
        "meeting-moved",
        N_("They move a meeting to a new date"),
        ("new_days",),
        direction="inbound",
        status="rescheduled",
        party="client",
        scheduled_for="new",
    ),
    _meeting(
        "meeting-postponed",
        N_("They postpone a meeting and name no date"),
        direction="inbound",
        status="rescheduled",
        party="client",
    ),
    _meeting(
        "meeting-cancelled",
        N_("They cancel a meeting"),
        direction="inbound",
        status="cancelled",
        party="client",
    ),
    _call("call-answered", N_("They answer our call"), "answered"),
    _call("call-unanswered", N_("They do not answer our call"), "unanswered"),
    Kind(
        "invoice-paid",
        N_("An open invoice is paid"),
        ({"kind": "payment", "direction": "inbound", "refers_to": "invoice"},),
        ("invoice",),
        "invoices",
    ),
    Kind(
        "paid-up-front",
        N_("They pay up front"),
        (
            {
                "kind": "invoice",
                "direction": "outbound",
                "status": "issued",
                "channel": "email",
                "scheduled_for": "advance",
            },
            {"kind": "payment", "direction": "inbound", "refers_to": "before"},
        ),
        ("amount",),
    ),
    Kind(
        "order-placed",
        N_("They place an order"),
        (
            {
                "kind": "order",
                "direction": "inbound",
                "channel": "email",
                "refers_to": "proposal",
            },
        ),
        ("amount",),
    ),
    _proposal("proposal-accepted", N_("They accept our proposal"), "accepted"),
    _proposal("proposal-countered", N_("They make a counter-offer"), "countered", ("amount",)),
    _proposal("proposal-rejected", N_("They reject our proposal"), "rejected"),
    Kind(
        "complaint",
        N_("They complain"),
        (
            {
                "kind": "complaint",
                "direction": "inbound",
                "status": "open",
                "channel": "email",
                "refers_to": "delivery",
            },
        ),
    ),
    Kind("silence", N_("Nothing is heard"), ()),
)
BY_KIND = {kind.id: kind for kind in KINDS}


@dataclass(frozen=True)
class Change:
    """Something supposed to happen ``days`` from now; of a silence: how long it lasts.

    ``new_days``: how many days after that the new date lies; ``invoice``: id of the one that is
    paid, None for the earliest open one. Raises `UsageError` for what cannot be meant.
    """

    kind: str
    days: float = 0.0
    text: str | None = None
    amount: float | None = None
    invoice: str | None = None
    new_days: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in BY_KIND:
            raise UsageError(
                "there is no such change",
                where="what if",
                next_step=f"choose one of {', '.join(BY_KIND)}",
            )
        for days in (self.days, self.new_days or 0.0):
            if not 0 <= days <= MOST_DAYS:
                raise UsageError(
                    "a change cannot lie there in time",
                    where="what if",
                    next_step=f"give 0 to {MOST_DAYS} days from now",
                )
        if self.amount is not None and not 0 <= self.amount <= MOST_MONEY:
            raise UsageError(
                "no such sum of money can change hands",
                where="what if",
                next_step="give an amount from 0 up",
            )
        if len(self.text or "") > MOST_LETTERS:
            raise UsageError(
                "the mail is too long to be read here",
                where="what if",
                next_step=f"paste at most {MOST_LETTERS:,} letters",
            )


def rows_of(change: Change, at: datetime, open_: Pending, prefix: str) -> list[dict[str, Any]]:
    """The interactions that tell of a change at a moment (UTC), without their engagement.

    Their ids begin with ``prefix``. Whatever a person did not fill in stays unknown; an accepted
    offer is accepted at our price. Raises `UsageError` for an invoice that is not open.
    """
    kind = BY_KIND[change.kind]
    amount = _amount(change, open_)
    about = {
        "meeting": open_.meeting,
        "call": open_.call,
        "proposal": open_.proposal,
        "delivery": open_.delivery,
        "invoice": _invoice(change, open_) if "invoice" in kind.asks else None,
    }
    scheduled = {
        "then": at,
        "new": at + timedelta(days=change.new_days) if change.new_days is not None else None,
        "advance": at + timedelta(days=ADVANCE_DAYS),
    }
    rows: list[dict[str, Any]] = []
    for place, template in enumerate(kind.rows):
        row: dict[str, Any] = dict.fromkeys(INTERACTIONS.names) | dict(template)
        row["interaction_id"] = f"{prefix}{place}"
        # The last row of a change lies at its moment, those before it just before.
        row["occurred_at"] = at - timedelta(milliseconds=len(kind.rows) - 1 - place)
        row["scheduled_for"] = scheduled.get(template.get("scheduled_for", ""))
        about["before"] = rows[-1]["interaction_id"] if rows else None
        row["refers_to"] = about.get(template.get("refers_to", ""))
        row["amount"] = amount
        row["text"] = change.text if "text" in kind.asks else None
        if row["direction"] == "inbound" and row["kind"] != "payment":
            row["contact"], row["role"] = open_.contact, open_.role
        rows.append(row)
    return rows


def _amount(change: Change, open_: Pending) -> Decimal | None:
    amount = change.amount
    if change.kind == "invoice-paid" and amount is None:
        chosen = _invoice(change, open_)
        amount = next((each.owed for each in open_.invoices if each.interaction_id == chosen), None)
    elif change.kind == "proposal-accepted" and amount is None:
        amount = open_.price
    return None if amount is None else Decimal(f"{amount:.4f}")


def _invoice(change: Change, open_: Pending) -> str:
    ids = [each.interaction_id for each in open_.invoices]
    if change.invoice is None and ids:
        return ids[0]
    if change.invoice not in ids:
        raise UsageError(
            "this invoice is not open",
            where="what if",
            next_step="choose one that is, or let them pay up front",
        )
    return str(change.invoice)
