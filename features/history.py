"""Histories as of a cutoff: the rows that may be seen, and what stands around each of them.

One Ibis expression over two tables, ``interactions`` and ``cutoffs`` (`features.tables` makes
them). Times are int64 microseconds since 1970 UTC: with whole seconds an event half a second after
a cutoff would be seen. Every window below is taken after the cutoff, so nothing later leaks in.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import ibis

from features.cues import CUES
from features.heuristic import cue_column, days
from features.invoices import settled

LATE_DAYS = 1.0  # ours is late from the day after it was due

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
        "thread": "string",
        "subject": "string",
        "due": "int64",
        "promised_from": "int64",
        "promised_until": "int64",
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
        "payments_recorded": "boolean",
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
        **{
            cue_column(cue.id): ((joined.cues & (1 << position)) != 0).fill_null(False)
            for position, cue in enumerate(CUES)
        },
    )


@cache
def history() -> Any:
    """`seen` with what stands before and after each row within its own engagement."""
    return settled(_surroundings(_judged(seen())))


def _judged(rows: Any) -> Any:
    """What single rows amount to, in the words the heuristics use."""
    meeting, call, proposal = rows.kind == "meeting", rows.kind == "call", rows.kind == "proposal"
    held = meeting & (rows.status == "held")
    answered = call & (rows.status == "answered")
    accepted = proposal & (rows.status == "accepted")
    complaint, task = rows.kind == "complaint", rows.kind == "task"
    wrote = rows.inbound & rows.has_text
    our_price = proposal & rows.outbound & (rows.status != "accepted") & (rows.amount > 0)
    complains = rows.inbound & (
        (complaint & (rows.status != "resolved")) | rows.cue_complaint | rows.cue_blame
    )
    insists = rows.cue_ultimatum | rows.cue_guilt | rows.cue_refusal | rows.cue_command
    agrees = rows.cue_agreement | rows.cue_new_date
    evades = (
        rows.cue_vague
        | rows.cue_dismissal
        | rows.cue_put_off
        | rows.cue_gatekeeper
        | rows.cue_defers_to_others
        | rows.cue_ultimatum
        | rows.cue_guilt
    )
    return rows.mutate(
        held=held,
        answered=answered,
        ours=rows.outbound & rows.kind.isin(["message", "call", "minutes"]),
        wrote=wrote,
        alive=rows.inbound | held | answered,
        # A date of the client's own; one that we wrote down is ours, whoever moved the meeting.
        dated=(
            meeting
            & ~rows.outbound
            & ~(rows.party == "us").fill_null(False)
            & (
                rows.status.isin(["scheduled", "rescheduled"])
                | ((rows.status == "requested") & rows.due.notnull())
            )
        )
        | (rows.cue_new_date & rows.inbound),
        # Writing much without answering is not answering.
        may_answer=(wrote & rows.refers_to.isnull() & ~evades) | held | answered,
        bought=(rows.kind == "order") | accepted,
        settles=rows.inbound
        & ~complains
        & (
            rows.cue_agreement
            | (rows.kind == "order")
            | accepted
            | (complaint & (rows.status == "resolved"))
        ),
        complains=complains,
        insists=rows.inbound & insists & ~agrees,
        minutes_row=(rows.kind == "minutes") & rows.outbound,
        trouble=complains | (rows.inbound & (rows.cue_rush | rows.cue_command)),
        our_price=our_price.ifelse(rows.amount, ibis.null("float64")),
        client_task=task & (rows.party == "client").fill_null(False),
        task_done=task & rows.status.isin(["done", "withdrawn"]),
        delivered=(rows.kind == "delivery") & (rows.status != "rejected"),
        invoiced=(rows.kind == "invoice") & (rows.status != "cancelled"),
        # The thing a row is or speaks of: a task of an order is a thing of its own.
        topic=rows.kind.isin(["task", "delivery"]).ifelse(rows.thread, rows.subject),
    )


def _our_lapses(rows: Any, topic: Any) -> Any:
    """What we were late with, or let down: what comes of it is not the client's doing."""
    late_delivery = (rows.kind == "delivery") & rows.by_us & (days(rows.at, rows.due) > LATE_DAYS)
    our_task = (rows.kind == "task") & rows.by_us & ~rows.client_task
    done = rows.thread_done_at.fill_null(rows.as_of)
    late_task = our_task & (days(done, rows.thread_due) > LATE_DAYS)
    missed = (rows.kind == "meeting") & rows.by_us & rows.status.isin(["cancelled", "missed"])
    return rows.mutate(
        about_late_item=(late_delivery | late_task).fill_null(False).any().over(topic),
        our_lapse=(late_delivery | (late_task & rows.task_done) | missed).fill_null(False),
    )


def _surroundings(rows: Any) -> Any:
    """What stands before and after each row, within its own engagement."""
    engagement, order_by = ["snapshot", "row_engagement"], ["at", "interaction_id"]
    before = ibis.window(group_by=engagement, order_by=order_by, preceding=(None, 1))
    after = ibis.window(group_by=engagement, order_by=order_by, following=(1, None))
    whole = ibis.window(group_by=engagement)
    thread = ibis.window(group_by=["snapshot", "thread"])
    topic = ibis.window(group_by=["snapshot", "topic"])
    # People are the client's, whatever engagement they write in.
    speaker = ibis.window(group_by=["snapshot", "contact"])
    everybody = ibis.window(group_by="snapshot")

    def next_at(predicate: Any) -> Any:
        return rows.at.min(where=predicate).over(after)

    def last_at(predicate: Any) -> Any:
        return rows.at.max(where=predicate).over(before)

    def first_at(predicate: Any) -> Any:
        return rows.at.min(where=predicate).over(whole)

    complaint, task = rows.kind == "complaint", rows.kind == "task"
    task_date = task & rows.status.isin(["open", "moved"])
    our_text = rows.outbound & rows.has_text
    rows = rows.mutate(
        next_alive_at=next_at(rows.alive),
        next_dated_at=next_at(rows.dated),
        next_held_at=next_at(rows.held),
        next_confirmed_at=next_at(
            rows.cue_confirms_receipt & rows.inbound & rows.refers_to.isnull()
        ),
        next_answer_at=next_at(rows.may_answer),
        next_answered_call_at=next_at(rows.answered),
        next_reached_out_at=next_at(rows.ours),
        next_our_text_at=next_at(our_text),
        held_before_at=last_at(rows.held),
        reached_out_at=last_at(rows.ours),
        our_text_at=last_at(our_text),
        alive_before_at=last_at(rows.alive),
        new_date_at=last_at(rows.cue_new_date & rows.inbound),
        put_off_at=last_at(rows.cue_put_off & rows.inbound),
        promised_from_at=rows.promised_from.max().over(before),
        promised_until_at=rows.promised_until.max().over(before),
        agreed_call_at=rows.due.max(
            where=(rows.kind == "call")
            & (rows.status == "scheduled")
            & ~(rows.party == "us").fill_null(False)
        ).over(before),
        complained_at=last_at(rows.complains),
        other_time_offered_at=last_at(rows.cue_offers_alternative & rows.outbound),
        remote_offered_at=last_at(rows.cue_offers_remote & rows.outbound),
        minutes_row_before_at=last_at(rows.minutes_row),
        minutes_row_after_at=next_at(rows.minutes_row),
        calmed_at=last_at(rows.cue_conciliatory | rows.cue_offers_help),
        disagreed_at=last_at(rows.cue_disagreement & rows.inbound),
        next_disagreed_at=next_at(rows.cue_disagreement & rows.inbound),
        settled_before_at=last_at(rows.settles),
        offered_at=last_at(rows.our_price.notnull()),
        highest_price_before=rows.our_price.max().over(before),
        lowest_price_before=rows.our_price.min().over(before),
        bought_before_at=last_at(rows.bought),
        first_bought_at=first_at(rows.bought),
        first_delivery_at=first_at(rows.delivered),
        has_order=(rows.kind == "order").any().over(whole),
        invoiced_before_at=last_at(rows.invoiced),
        thread_price_before=rows.our_price.max().over(
            ibis.window(group_by=["snapshot", "thread"], order_by=order_by, preceding=(None, 1))
        ),
        thread_our_minutes=rows.minutes.max(where=(rows.kind == "meeting") & rows.by_us).over(
            thread
        ),
        thread_held_at=rows.at.max(where=rows.held).over(thread),
        thread_done_at=rows.at.max(where=rows.task_done).over(thread),
        thread_cancelled_at=rows.at.max(where=rows.status == "cancelled").over(thread),
        thread_due=rows.due.max(where=task_date).over(thread),
        thread_blocked_by_us=(task & (rows.status == "blocked") & rows.by_us).any().over(thread),
        thread_our_fault=(complaint & (rows.party == "us")).any().over(thread),
        about_client_task=rows.client_task.any().over(topic),
        contact_first_at=rows.at.min(where=rows.inbound & rows.contact.notnull()).over(speaker),
    )
    replies = (
        rows.filter(rows.refers_to.notnull() & rows.inbound)
        .group_by("snapshot", "refers_to")
        .agg(reply_at=lambda reply: reply.at.min())
        .rename(reply_snapshot="snapshot", replied_to="refers_to")
    )
    rows = rows.left_join(
        replies,
        [rows.snapshot == replies.reply_snapshot, rows.interaction_id == replies.replied_to],
    )
    rows = rows.mutate(
        newest_contact_at=rows.contact_first_at.max().over(everybody),
        first_contact_at=rows.contact_first_at.min().over(everybody),
    )
    rows = _our_lapses(rows, topic)
    named = rows.inbound & rows.contact.notnull() & (rows.at >= rows.newest_contact_at)
    newest = named & (rows.contact_first_at == rows.newest_contact_at)
    answered_mail = rows.cue_sends_minutes & rows.outbound & rows.reply_at.notnull()
    return rows.mutate(
        our_lapse_at=last_at(rows.our_lapse),
        answered_minutes_mail_before_at=last_at(answered_mail),
        answered_minutes_mail_after_at=next_at(answered_mail),
        new_contact_leads=newest.sum().over(everybody) * 2 > named.sum().over(everybody),
        # The price a counter-offer or an order answers, where it says so.
        price_before=rows.thread_price_before.fill_null(rows.highest_price_before),
        purchase=(rows.kind == "order")
        | (rows.invoiced & rows.invoiced_before_at.isnull() & ~rows.has_order),
    )
