"""What is still open in an engagement's history: an agreed meeting or call, an offer, invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from features.threads import threads

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CENTS = 0.005  # sums that differ by less are the same money
#: What ends a meeting or a call that was agreed on.
OVER = {"meeting": ("held", "missed", "cancelled"), "call": ("answered", "unanswered")}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Invoice:
    """An invoice that is not paid in full; ``owed`` None where it names no amount, ``due`` UTC."""

    interaction_id: str
    owed: float | None
    due: datetime | None


@dataclass(frozen=True)
class Pending:
    """What a new row may be about, each by its first row's id; ``price``: our latest offer.

    ``contact`` and ``role``: who spoke last on the client's side.
    """

    meeting: str | None
    call: str | None
    proposal: str | None
    price: float | None
    delivery: str | None
    invoices: tuple[Invoice, ...]
    contact: str | None
    role: str | None


def pending(rows: Sequence[Row]) -> Pending:
    """What is open after the rows (of the contract) of one engagement, in any order.

    >>> pending([]).invoices
    ()
    """
    ordered = sorted(rows, key=lambda row: (row["occurred_at"], row["interaction_id"]))
    thread = _threads(ordered)
    priced = [row for row in ordered if row["kind"] == "proposal" and row["direction"] != "inbound"]
    prices = [float(row["amount"]) for row in priced if row["amount"]]
    heard = [row for row in ordered if row["direction"] == "inbound" and row["contact"]]
    speaker: Row = heard[-1] if heard else {}
    return Pending(
        meeting=_agreed(ordered, thread, "meeting"),
        call=_agreed(ordered, thread, "call"),
        proposal=_last(ordered, thread, "proposal"),
        price=prices[-1] if prices else None,
        delivery=_last(ordered, thread, "delivery"),
        invoices=tuple(_unpaid(ordered, thread)),
        contact=speaker.get("contact"),
        role=speaker.get("role"),
    )


def _threads(rows: Sequence[Row]) -> dict[str, str]:
    """Interaction -> the first row of the thing it is part of, as the engine sees it."""

    def known(row: Row) -> int:
        at = max(row["occurred_at"], row["recorded_at"] or row["occurred_at"])
        return int((at - EPOCH).total_seconds() * 1e6)

    ids = [row["interaction_id"] for row in rows]
    table = pa.table(
        {
            "interaction_id": pa.array(ids, pa.string()),
            "client_id": pa.array([""] * len(rows), pa.string()),
            "kind": pa.array([row["kind"] for row in rows], pa.string()),
            "refers_to": pa.array([row["refers_to"] for row in rows], pa.string()),
            "known_at": pa.array([known(row) for row in rows], pa.int64()),
        }
    )
    return dict(zip(ids, threads(table)[0].to_pylist(), strict=True))


def _last(rows: Sequence[Row], thread: dict[str, str], kind: str) -> str | None:
    found = [thread[row["interaction_id"]] for row in rows if row["kind"] == kind]
    return found[-1] if found else None


def _agreed(rows: Sequence[Row], thread: dict[str, str], kind: str) -> str | None:
    """The newest meeting or call that nothing has ended yet."""
    open_: dict[str, None] = {}
    for row in rows:
        if row["kind"] == kind:
            thing = thread[row["interaction_id"]]
            open_.pop(thing, None)
            if row["status"] not in OVER[kind]:
                open_[thing] = None
    return next(reversed(open_), None)


def _unpaid(rows: Sequence[Row], thread: dict[str, str]) -> list[Invoice]:
    """Invoices not paid in full, by the contract's ruling: strays pay the earliest ones first."""
    live: dict[str, Row] = {}
    paid: dict[str, float] = {}
    named: set[str] = set()
    strays, any_stray = 0.0, False
    invoiced = {
        thread[row["interaction_id"]]
        for row in rows
        if row["kind"] == "invoice" and row["status"] != "cancelled"
    }
    for row in rows:
        thing = thread[row["interaction_id"]]
        if row["kind"] == "invoice":
            live.pop(thing, None)  # cancelled, or issued again
            if row["status"] != "cancelled":
                live[thing] = row
        elif row["kind"] == "payment" and thing in invoiced:
            named.add(thing)
            paid[thing] = paid.get(thing, 0.0) + float(row["amount"] or 0)
        elif row["kind"] == "payment":
            strays, any_stray = strays + float(row["amount"] or 0), True
    found = []
    for thing, row in live.items():
        owed = None
        if row["amount"] is None:
            if thing in named or any_stray:
                continue
        else:
            owed = float(row["amount"]) - paid.get(thing, 0.0)
            covered = min(max(owed, 0.0), strays)
            strays -= covered
            owed -= covered
            if owed <= CENTS:
                continue
        found.append(Invoice(row["interaction_id"], owed, row["scheduled_for"]))
    return found
