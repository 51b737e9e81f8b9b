"""When invoices were settled and when purchases were made, within the histories of a cutoff."""

from __future__ import annotations

from typing import Any

import ibis

from features.heuristic import ADVANCE_DAYS, days
from features.rhythm import EVEN, FEWEST_GAPS, LEAST_LEEWAY, LEEWAY, RHYTHM_DAYS

CENTS = 0.005  # two sums that differ by less are the same money


def settled(rows: Any) -> Any:
    """Add to `features.history` rows what is owed, when it was paid, and how late that was.

    A payment about an invoice pays that one. Any other pays the engagement's invoices in the order
    of their dates, later ones too: a prepayment is no overdue invoice.
    """
    rows = _with_strays(_owed(rows))
    # Paid by payments about it, by strays, or by both: then the later of the two settled it.
    by_name = rows.owed <= CENTS
    both = ibis.greatest(rows.stray_paid_at, rows.thread_paid_at.fill_null(rows.stray_paid_at))
    rows = rows.mutate(
        settled_at=rows.live_invoice.ifelse(
            by_name.fill_null(rows.thread_paid_at.notnull()).ifelse(rows.thread_paid_at, both),
            ibis.null("int64"),
        ),
        # Where the book records no payments, whether an invoice was paid in time is not known.
        invoice_due=(rows.live_invoice & rows.payments_recorded).ifelse(
            rows.due, ibis.null("int64")
        ),
    )
    engagement = ibis.window(group_by=[rows.snapshot, rows.row_engagement])
    # The advance: invoices due before anything was delivered; where no delivery is on record, only
    # those issued with the order. It has come when all of it has.
    with_order = (days(rows.at, rows.first_bought_at) <= ADVANCE_DAYS).fill_null(False)
    before_delivery = rows.first_delivery_at.isnull().ifelse(
        with_order, rows.invoice_due < rows.first_delivery_at
    )
    advance = (rows.live_invoice & before_delivery).fill_null(False)
    unpaid = (advance & rows.settled_at.isnull()).any().over(engagement)
    rows = rows.mutate(
        advance_due_at=rows.invoice_due.min(where=advance).over(engagement),
        advance_paid_at=unpaid.ifelse(
            ibis.null("int64"), rows.settled_at.max(where=advance).over(engagement)
        ),
        days_late=days(rows.settled_at.fill_null(rows.as_of), rows.invoice_due).clip(lower=0.0),
        overdue=(rows.settled_at.isnull() & (rows.invoice_due < rows.as_of)).fill_null(False),
        purchase_gap=rows.purchase.ifelse(
            days(rows.at, rows.purchase_before_at), ibis.null("float64")
        ),
    )
    return _in_rhythm(rows)


def _owed(rows: Any) -> Any:
    """What the payments about an invoice leave of it, and when the last of them came."""
    order_by = [rows.at, rows.interaction_id]
    thread = ibis.window(group_by=[rows.snapshot, rows.thread])
    payment = rows.kind == "payment"
    cancelled = rows.thread_cancelled_at
    # A reissued invoice carries on the thread of the cancelled one: it is not cancelled itself.
    reissued = (rows.thread != rows.interaction_id) & (cancelled <= rows.at)
    live = rows.invoiced & (cancelled.isnull() | (cancelled < rows.at) | reissued)
    rows = rows.mutate(
        # An invoice of nothing, or a credit note, can never be late.
        live_invoice=(live & ~(rows.amount <= 0).fill_null(False)).fill_null(False),
        thread_paid=rows.amount.sum(where=payment).over(thread).fill_null(0.0),
        thread_paid_at=rows.at.max(where=payment).over(thread),
        stray=payment & ~rows.invoiced.any().over(thread),
        purchase_before_at=rows.at.max(where=rows.purchase).over(
            ibis.window(group_by=rows.snapshot, order_by=order_by, preceding=(None, 1))
        ),
    )
    return rows.mutate(owed=(rows.amount - rows.thread_paid).clip(lower=0.0))


def _with_strays(rows: Any) -> Any:
    """When the payments about no invoice had covered each invoice, the earlier ones first."""
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
                payments.pay_so_far >= invoices.owed_so_far - CENTS,
            ],
        )
        .group_by("snapshot", "interaction_id")
        .agg(stray_paid_at=lambda match: match.pay_at.min())
        .rename(paid_snapshot="snapshot", paid_invoice="interaction_id")
    )
    return rows.left_join(
        paid,
        [rows.snapshot == paid.paid_snapshot, rows.interaction_id == paid.paid_invoice],
    )


def _in_rhythm(rows: Any) -> Any:
    """Add when the next purchase is due, to clients who buy at even distances.

    The spread is that of `features.rhythm`, by sums: a window has no deviation on every engine.
    """
    everybody = ibis.window(group_by="snapshot")
    rows = rows.mutate(between_jobs=(rows.purchase_gap >= RHYTHM_DAYS).fill_null(False))
    gap, between_jobs = rows.purchase_gap, rows.between_jobs
    rows = rows.mutate(
        gaps=between_jobs.sum().over(everybody).cast("float64"),
        gap_sum=gap.sum(where=between_jobs).over(everybody),
        gap_squares=(gap * gap).sum(where=between_jobs).over(everybody),
    )
    usual = rows.gap_sum / rows.gaps.nullif(0.0)
    variance = (rows.gap_squares - rows.gaps * usual * usual) / (rows.gaps - 1.0).nullif(0.0)
    allowed = (1.0 - EVEN) * usual
    even = (rows.gaps >= FEWEST_GAPS) & (variance <= allowed * allowed)
    rows = rows.mutate(usual_purchase_gap=even.ifelse(usual, ibis.null("float64")))
    leeway = (rows.usual_purchase_gap * LEEWAY).clip(lower=LEAST_LEEWAY)
    since = days(rows.at, rows.purchase_before_at)
    to_go = rows.usual_purchase_gap - since
    return rows.mutate(
        # Before the next purchase is due nobody need give a sign of life.
        days_owed_nothing=to_go.clip(lower=0.0).fill_null(0.0),
        before_purchase_is_due=(since < rows.usual_purchase_gap - leeway).fill_null(False),
    )
