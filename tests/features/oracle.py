"""A plain reading of small histories, row by row: what the engine's trickiest signals must be.

Written from the contract and the rulings, not from the expressions. ``None`` is "cannot tell".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import mean, stdev
from typing import Any

from features.promised import promised

Row = dict[str, Any]
DAY = timedelta(days=1)
THINGS = {"meeting", "call", "proposal", "invoice", "delivery", "task", "complaint"}


class Reading:
    """What was known at one cutoff of one client's history; ``heard`` maps a row id to its cues."""

    def __init__(self, rows: Sequence[Row], as_of: datetime, heard: dict[str, set[str]]):
        self.as_of = as_of
        self.heard = heard
        self.all = {row["interaction_id"]: row for row in rows}
        self.rows = sorted(
            (row for row in rows if known_at(row) <= as_of),
            key=lambda row: (row["occurred_at"], row["interaction_id"]),
        )
        self.own = [row for row in self.rows if row["engagement_id"] == "now"]

    def says(self, row: Row, cue: str) -> bool:
        return cue in self.heard.get(row["interaction_id"], set())

    # References ------------------------------------------------------------------------------

    def target(self, row: Row) -> Row | None:
        """The row that this one refers to, where it was known no later."""
        found = self.all.get(row["refers_to"])
        return found if found is not None and known_at(found) <= known_at(row) else None

    def continues(self, row: Row) -> bool:
        """Whether the row is part of what it refers to, not a thing of its own."""
        if row["refers_to"] is None:
            return False
        if row["kind"] not in THINGS:
            return True
        target = self.target(row)
        if target is None:
            return row["kind"] not in ("invoice", "delivery")
        return bool(target["kind"] == row["kind"])

    def thread(self, row: Row) -> str:
        if not self.continues(row):
            return str(row["interaction_id"])
        name = row["refers_to"]
        for _ in range(16):
            onward = self.all.get(name)
            if onward is None or known_at(onward) > known_at(row) or not self.continues(onward):
                break
            name = onward["refers_to"]
        return str(name)

    # Money -----------------------------------------------------------------------------------

    def invoices(self) -> list[tuple[Row, datetime | None]]:
        """Live invoices of all the client's engagements, each with the moment it was settled."""
        settled = []
        for engagement in {row["engagement_id"] for row in self.rows}:
            rows = [row for row in self.rows if row["engagement_id"] == engagement]
            waiting = 0.0
            for invoice in rows:
                if not self.live(invoice):
                    continue
                settled.append((invoice, self._settled_at(invoice, waiting, rows)))
                waiting += self._owed(invoice)
        return settled

    def live(self, row: Row) -> bool:
        if row["kind"] != "invoice" or row["status"] == "cancelled":
            return False
        if row["amount"] is not None and row["amount"] <= 0:
            return False
        off = [
            other["occurred_at"]
            for other in self.rows
            if other["status"] == "cancelled" and self.thread(other) == self.thread(row)
        ]
        if not off or max(off) < row["occurred_at"]:
            return True
        reissued = self.thread(row) != row["interaction_id"]
        return reissued and max(off) <= row["occurred_at"]

    def _payments_about(self, invoice: Row) -> list[Row]:
        thread = self.thread(invoice)
        return [r for r in self.rows if r["kind"] == "payment" and self.thread(r) == thread]

    def _owed(self, invoice: Row) -> float:
        if invoice["amount"] is None:
            return 0.0
        paid = sum(float(row["amount"] or 0) for row in self._payments_about(invoice))
        return max(0.0, float(invoice["amount"]) - paid)

    def _settled_at(self, invoice: Row, before: float, rows: list[Row]) -> datetime | None:
        about = [row["occurred_at"] for row in self._payments_about(invoice)]
        if invoice["amount"] is None:
            return max(about) if about else None
        owed = self._owed(invoice)
        if owed <= 0.005:
            return max(about) if about else None
        threads_billed = {
            self.thread(row)
            for row in self.rows
            if row["kind"] == "invoice" and row["status"] != "cancelled"
        }
        received = 0.0
        covered = []
        for row in rows:
            if row["kind"] == "payment" and self.thread(row) not in threads_billed:
                received += float(row["amount"] or 0)
                if received >= before + owed - 0.005:
                    covered.append(row["occurred_at"])
        return max([min(covered), *about]) if covered else None

    def late_payment(self) -> dict[str, float | None]:
        due = [(row, paid) for row, paid in self.invoices() if row["scheduled_for"] is not None]
        past = [(row, paid) for row, paid in due if row["scheduled_for"] < self.as_of]
        waits = [
            max(timedelta(0), (paid or self.as_of) - row["scheduled_for"]) / DAY
            for row, paid in past
        ]
        own = [(row, paid) for row, paid in due if row["engagement_id"] == "now"]
        overdue = [
            (self.as_of - row["scheduled_for"]) / DAY
            for row, paid in own
            if paid is None and row["scheduled_for"] < self.as_of
        ]
        return {
            "late_invoice_share": sum(wait > 3 for wait in waits) / len(waits) if waits else None,
            "mean_days_late": mean(waits) if waits else None,
            "overdue_days": max(overdue, default=0.0) if own else None,
        }

    def _bought(self) -> list[Row]:
        bought: list[Row] = []
        billed: set[str] = set()
        ordered = {row["engagement_id"] for row in self.rows if row["kind"] == "order"}
        for row in self.rows:
            engagement = row["engagement_id"]
            bill = row["kind"] == "invoice" and row["status"] != "cancelled"
            first_bill = bill and engagement not in billed and engagement not in ordered
            if row["kind"] == "order" or first_bill:
                bought.append(row)
            if bill:
                billed.add(engagement)
        return bought

    def _gaps(self) -> list[float]:
        bought = [row["occurred_at"] for row in self._bought()]
        gaps = [(later - earlier) / DAY for earlier, later in itertools.pairwise(bought)]
        return [gap for gap in gaps if gap >= 30]

    def purchase_regularity(self) -> dict[str, float | None]:
        gaps = self._gaps()
        even = max(0.0, 1 - stdev(gaps) / mean(gaps)) if len(gaps) >= 2 else None
        return {"purchase_regularity": even}

    # Meetings and silence --------------------------------------------------------------------

    def cancelled_meetings(self) -> dict[str, float | None]:
        meetings = [row for row in self.own if row["kind"] == "meeting"]
        number = sum(self._dropped(position) for position in range(len(self.own)))
        return {"cancelled_meetings": float(number) if meetings else None}

    def _dropped(self, position: int) -> bool:
        row = self.own[position]
        if (row["kind"], row["status"]) != ("meeting", "cancelled") or not by_client(row):
            return False
        if self.says(row, "new-date"):
            return False
        at = row["occurred_at"]
        said = [
            other["occurred_at"]
            for other in self.own[:position]
            if other["direction"] == "inbound" and self.says(other, "new-date")
        ]
        if said and at - max(said) <= timedelta(hours=1):
            return False
        for other in self.own[position + 1 :]:
            soon = other["occurred_at"] - at <= 45 * DAY
            if soon and (held(other) or self._own_date(other)):
                return False
        return not any(
            held(other) and self.thread(other) == self.thread(row) and other["occurred_at"] > at
            for other in self.rows
        )

    def _own_date(self, row: Row) -> bool:
        if row["direction"] == "inbound" and self.says(row, "new-date"):
            return True
        if row["kind"] != "meeting" or row["direction"] == "outbound" or row["party"] == "us":
            return False
        asked = row["status"] == "requested" and row["scheduled_for"] is not None
        return asked or row["status"] in ("scheduled", "rescheduled")

    def silence(self) -> dict[str, float | None]:
        waits = []
        for position, row in enumerate(self.own):
            if ours(row) and any(held(other) for other in self.own[:position]):
                answer = next((r for r in self.own[position + 1 :] if alive(r)), None)
                until = answer["occurred_at"] if answer else self.as_of
                since = max(row["occurred_at"], self._due_after(row) or row["occurred_at"])
                waits.append(max(0.0, (until - since) / DAY))
        return {"silent_days_after_meeting": max(waits) if waits else None}

    def _due_after(self, row: Row) -> datetime | None:
        """When an even buyer's next purchase is due, as of a row; None for anybody else."""
        gaps = self._gaps()
        before = [each["occurred_at"] for each in self._bought() if place(each) < place(row)]
        if len(gaps) < 2 or not before or stdev(gaps) > 0.15 * mean(gaps):
            return None
        return before[-1] + mean(gaps) * DAY

    def came_back(self) -> dict[str, float | None]:
        wrote = any(row["direction"] == "inbound" and row["text"] for row in self.own)
        times = sum(self._back(position) for position in range(len(self.own)))
        return {"came_back": float(times) if wrote else None}

    def _back(self, position: int) -> bool:
        row, before = self.own[position], self.own[:position]
        put_off = [r for r in before if r["direction"] == "inbound" and self.says(r, "put-off")]
        if row["direction"] != "inbound" or self.says(row, "put-off") or not put_off:
            return False
        if row["status"] in ("rejected", "cancelled"):
            return False
        if self.says(row, "gatekeeper") or self.says(row, "defers-to-others"):
            return False
        at, last = row["occurred_at"], put_off[-1]["occurred_at"]
        waited = (at - last) / DAY
        spans = [span for span in map(when, put_off) if span is not None]
        first, until = (max((s[side] for s in spans), default=None) for side in (0, 1))
        if first is not None and until is not None and until >= last:
            earliest = (first - last) / DAY * 0.75 - 10
            near = earliest <= waited <= (until - last) / DAY * 1.25 + 10
        else:
            near = waited <= 365
        wrote = [r["occurred_at"] for r in before if ours(r)]
        unprompted = not wrote or (at - max(wrote)) / DAY >= 7
        lived = [r["occurred_at"] for r in before if alive(r)]
        return waited >= 14 and near and unprompted and (not lived or max(lived) <= last)

    def signals(self) -> dict[str, float | None]:
        """Signal name -> value, None where the history cannot tell."""
        return {
            **self.late_payment(),
            **self.purchase_regularity(),
            **self.cancelled_meetings(),
            **self.silence(),
            **self.came_back(),
        }


def known_at(row: Row) -> datetime:
    return max(row["occurred_at"], row["recorded_at"] or row["occurred_at"])


def by_client(row: Row) -> bool:
    return bool(row["party"] == "client" if row["party"] else row["direction"] == "inbound")


def place(row: Row) -> tuple[datetime, str]:
    return row["occurred_at"], row["interaction_id"]


def when(row: Row) -> tuple[datetime, datetime] | None:
    """What a putting-off row promises: the time on record, else that of its words."""
    if row["scheduled_for"] is not None:
        return row["scheduled_for"], row["scheduled_for"]
    return promised(row["text"], row["occurred_at"])


def held(row: Row) -> bool:
    return (row["kind"], row["status"]) == ("meeting", "held")


def ours(row: Row) -> bool:
    return row["direction"] == "outbound" and row["kind"] in ("message", "call", "minutes")


def alive(row: Row) -> bool:
    answered = (row["kind"], row["status"]) == ("call", "answered")
    return row["direction"] == "inbound" or held(row) or answered
