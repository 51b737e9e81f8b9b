"""Histories as of a cutoff: the rows that may be seen, and what stands around each of them.

One Ibis expression over two tables, ``interactions`` and ``cutoffs`` (`features.tables` makes
them). Times are int64 microseconds since 1970 UTC: with whole seconds an event half a second after
a cutoff would be seen. Every window below is taken after the cutoff, so nothing later leaks in.
"""

from __future__ import annotations

from typing import Any

import ibis

from features.cues import CUES
from features.heuristic import cue_column, days

INTERACTIONS = ibis.schema(
    {
        "interaction_id": "string",
        "engagement_id": "string",
        "client_id": "string",
        "at": "int64",
        "known_at": "int64",
        "kind": "string",
        "direction": "string",
        "status": "string",
        "party": "string",
        "channel": "string",
        "contact": "string",
        "role": "string",
        "refers_to": "string",
        "due": "int64",
        "minutes": "float64",
        "hours": "float64",
        "invited": "float64",
        "attended": "float64",
        "amount": "float64",
        "has_text": "boolean",
        "label_slot": "int64",
        "cues": "int64",
    }
)
CUTOFFS = ibis.schema(
    {
        "snapshot": "int64",
        "engagement_id": "string",
        "client_id": "string",
        "as_of": "int64",
        "opened": "int64",
        "expected_value": "float64",
        "usual_amount": "float64",
        "usual_meeting_minutes": "float64",
    }
)


def seen() -> Any:
    """What was known at each cutoff: rows of the client, marked ``own`` when of the engagement."""
    cutoffs = ibis.table(CUTOFFS, name="cutoffs")
    rows = ibis.table(INTERACTIONS, name="interactions").rename(row_engagement="engagement_id")
    joined = cutoffs.join(
        rows,
        [
            cutoffs.client_id == rows.client_id,
            rows.at <= cutoffs.as_of,
            rows.known_at <= cutoffs.as_of,
        ],
    )
    return joined.mutate(
        own=joined.engagement_id == joined.row_engagement,
        inbound=joined.direction == "inbound",
        outbound=joined.direction == "outbound",
        # Whose doing: named, else the one who acted; an unknown hand counts against nobody.
        by_client=(joined.party == "client").fill_null(joined.direction == "inbound"),
        by_us=(joined.party == "us").fill_null(joined.direction == "outbound"),
        status=joined.status.fill_null(""),
        thread=joined.refers_to.fill_null(joined.interaction_id),
        **{
            cue_column(cue.id): ((joined.cues & (1 << position)) != 0).fill_null(False)
            for position, cue in enumerate(CUES)
        },
    )


def history() -> Any:
    """`seen` with what stands before and after each row within its own engagement."""
    return _settled(_surroundings(_judged(seen())))


def _judged(rows: Any) -> Any:
    """What single rows amount to, in the words the heuristics use."""
    meeting, call, proposal = rows.kind == "meeting", rows.kind == "call", rows.kind == "proposal"
    held = meeting & (rows.status == "held")
    bought = (rows.kind == "order") | (proposal & (rows.status == "accepted"))
    complaint = rows.kind == "complaint"
    return rows.mutate(
        held=held,
        answered=call & (rows.status == "answered"),
        ours=rows.outbound & rows.kind.isin(["message", "call", "minutes"]),
        alive=rows.inbound | held | (call & (rows.status == "answered")),
        dated=rows.by_client
        & (
            (meeting & rows.status.isin(["requested", "scheduled", "rescheduled"]))
            | rows.cue_new_date
        ),
        bought=bought,
        settles=rows.cue_agreement
        | bought
        | (complaint & (rows.status == "resolved") & rows.inbound),
        complains=rows.inbound & (complaint | rows.cue_complaint | rows.cue_blame),
        trouble=rows.inbound
        & (complaint | rows.cue_complaint | rows.cue_blame | rows.cue_rush | rows.cue_command),
        our_price=(proposal & rows.outbound).ifelse(rows.amount, ibis.null("float64")),
        delivered=(rows.kind == "delivery") & (rows.status != "rejected"),
        invoiced=(rows.kind == "invoice") & (rows.status != "cancelled"),
    )


def _surroundings(rows: Any) -> Any:
    """What stands before and after each row, within its own engagement."""
    engagement = [rows.snapshot, rows.row_engagement]
    order_by = [rows.at, rows.interaction_id]
    before = ibis.window(group_by=engagement, order_by=order_by, preceding=(None, 1))
    after = ibis.window(group_by=engagement, order_by=order_by, following=(1, None))
    whole = ibis.window(group_by=engagement)
    thread = ibis.window(group_by=[rows.snapshot, rows.thread])

    def next_at(predicate: Any) -> Any:
        return rows.at.min(where=predicate).over(after)

    def last_at(predicate: Any) -> Any:
        return rows.at.max(where=predicate).over(before)

    def first_at(predicate: Any) -> Any:
        return rows.at.min(where=predicate).over(whole)

    replies = (
        rows.filter(rows.refers_to.notnull() & rows.inbound)
        .group_by("snapshot", "refers_to")
        .agg(reply_at=lambda reply: reply.at.min())
        .rename(reply_snapshot="snapshot", replied_to="refers_to")
    )
    rows = rows.mutate(
        next_alive_at=next_at(rows.alive),
        next_dated_at=next_at(rows.dated),
        next_reached_out_at=next_at(rows.ours),
        next_held_at=next_at(rows.held),
        next_confirmed_at=next_at(rows.cue_confirms_receipt & rows.inbound),
        next_written_at=next_at(rows.inbound & rows.has_text),
        next_answered_call_at=next_at(rows.answered),
        held_before_at=last_at(rows.held),
        reached_out_at=last_at(rows.ours),
        alive_before_at=last_at(rows.alive),
        put_off_at=last_at(rows.cue_put_off & rows.inbound),
        complained_at=last_at(rows.complains),
        calmed_at=last_at(rows.cue_conciliatory | rows.cue_offers_help),
        disagreed_at=last_at(rows.cue_disagreement),
        price_before=rows.our_price.max().over(before),
        lowest_price_before=rows.our_price.min().over(before),
        bought_before_at=last_at(rows.bought),
        first_bought_at=first_at(rows.bought),
        first_delivery_at=first_at(rows.delivered),
        has_order=(rows.kind == "order").any().over(whole),
        invoiced_before_at=last_at(rows.invoiced),
        thread_done_at=rows.at.min(where=rows.status.isin(["done", "withdrawn"])).over(thread),
        thread_cancelled_at=rows.at.max(where=rows.status == "cancelled").over(thread),
        thread_paid=rows.amount.sum(where=rows.kind == "payment").over(thread),
        thread_paid_at=rows.at.max(where=rows.kind == "payment").over(thread),
        contact_first_at=rows.at.min(where=rows.inbound & rows.contact.notnull()).over(
            ibis.window(group_by=[*engagement, rows.contact])
        ),
    )
    rows = rows.left_join(
        replies,
        [rows.snapshot == replies.reply_snapshot, rows.interaction_id == replies.replied_to],
    ).drop("reply_snapshot", "replied_to")
    return rows.mutate(
        newest_contact_at=rows.contact_first_at.max().over(
            ibis.window(group_by=[rows.snapshot, rows.row_engagement])
        ),
        first_contact_at=rows.contact_first_at.min().over(
            ibis.window(group_by=[rows.snapshot, rows.row_engagement])
        ),
        purchase=(rows.kind == "order")
        | (rows.invoiced & rows.invoiced_before_at.isnull() & ~rows.has_order),
    )


def _settled(rows: Any) -> Any:
    """When each invoice was settled; a payment that refers to none pays them in their order."""
    live = rows.invoiced & (
        rows.thread_cancelled_at.isnull() | (rows.thread_cancelled_at < rows.at)
    )
    order_by = [rows.at, rows.interaction_id]
    rows = rows.mutate(
        live_invoice=live,
        stray=(rows.kind == "payment") & rows.refers_to.isnull(),
        owed=(rows.amount - rows.thread_paid.fill_null(0.0)).clip(lower=0.0),
        purchase_before_at=rows.at.max(where=rows.purchase).over(
            ibis.window(group_by=rows.snapshot, order_by=order_by, preceding=(None, 1))
        ),
    )
    running = ibis.window(
        group_by=[rows.snapshot, rows.row_engagement],
        order_by=[rows.at, rows.interaction_id],
        preceding=(None, 0),
    )
    rows = rows.mutate(
        owed_so_far=rows.owed.sum(where=rows.live_invoice).over(running),
        stray_so_far=rows.amount.sum(where=rows.stray).over(running),
    )
    payments = rows.filter(rows.stray).select(
        pay_snapshot="snapshot",
        pay_engagement="row_engagement",
        pay_at="at",
        pay_so_far="stray_so_far",
    )
    invoices = rows.filter(rows.live_invoice).select(
        "snapshot", "row_engagement", "interaction_id", "owed_so_far"
    )
    paid = (
        invoices.join(
            payments,
            [
                invoices.snapshot == payments.pay_snapshot,
                invoices.row_engagement == payments.pay_engagement,
                payments.pay_so_far >= invoices.owed_so_far - 0.005,
            ],
        )
        .group_by("snapshot", "interaction_id")
        .agg(stray_paid_at=lambda match: match.pay_at.min())
        .rename(paid_snapshot="snapshot", paid_invoice="interaction_id")
    )
    rows = rows.left_join(
        paid,
        [rows.snapshot == paid.paid_snapshot, rows.interaction_id == paid.paid_invoice],
    ).drop("paid_snapshot", "paid_invoice")
    by_reference = (rows.owed <= rows.amount * 0.005) | rows.amount.isnull()
    settled_at = rows.live_invoice.ifelse(
        by_reference.ifelse(rows.thread_paid_at, rows.stray_paid_at), ibis.null("int64")
    )
    rows = rows.mutate(settled_at=settled_at)
    due = rows.live_invoice.ifelse(rows.due, ibis.null("int64"))
    end = rows.settled_at.fill_null(rows.as_of)
    return rows.mutate(
        invoice_due=due,
        days_late=days(end, due).clip(lower=0.0),
        overdue=(rows.settled_at.isnull() & (due < rows.as_of)).fill_null(False),
        purchase_gap=rows.purchase.ifelse(
            days(rows.at, rows.purchase_before_at), ibis.null("float64")
        ),
    )
