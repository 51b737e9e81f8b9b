"""Which interactions are about the same thing: references followed to the thing's first row."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

#: Kinds that are things of their own, whatever they refer to: two invoices of one order stay two.
THINGS = ("meeting", "call", "proposal", "invoice", "delivery", "task", "complaint")
MOST_STEPS = 16  # a chain of references longer than this is cut; a circle ends here too


def threads(rows: pa.Table) -> tuple[pa.Array, pa.Array]:
    """(thread, subject) per row: the thing the row is part of, and the thing it speaks of.

    ``rows`` has interaction_id, client_id, kind, refers_to, known_at. Both names differ for a thing
    that is about another thing: a complaint about a task. A reference is followed only to rows of
    the same client that were known no later than the row itself, so that nothing unseen at a cutoff
    decides what a seen row is about. Beyond that, and where the row is missing, the reference is
    the name of the thing.

    >>> moved = {
    ...     "interaction_id": ["m", "moved", "held"], "client_id": ["c"] * 3,
    ...     "kind": ["meeting"] * 3, "refers_to": [None, "m", "moved"], "known_at": [1, 2, 3],
    ... }
    >>> threads(pa.table(moved))[0].to_pylist()
    ['m', 'm', 'm']
    """
    ids, client, kind, refers, known = (
        pa.concat_arrays(rows[name].chunks) if rows[name].num_chunks else pa.array([], type_)
        for name, type_ in (
            ("interaction_id", pa.string()),
            ("client_id", pa.string()),
            ("kind", pa.string()),
            ("refers_to", pa.string()),
            ("known_at", pa.int64()),
        )
    )

    def seen(pointer: pa.Array) -> pa.Array:
        """Row numbers the pointers lead to, null where a pointer may not be followed."""
        row = pc.index_in(pointer, ids, skip_nulls=True)
        allowed = pc.and_(
            pc.less_equal(pc.take(known, row), known), pc.equal(pc.take(client, row), client)
        )
        return pc.if_else(pc.fill_null(allowed, False), row, pa.scalar(None, pa.int32()))

    target = seen(refers)
    other_kind = pc.fill_null(pc.not_equal(pc.take(kind, target), kind), False)
    # An invoice's unknown reference is an order more often than an invoice.
    unknown = pc.and_(pc.is_null(target), pc.is_in(kind, pa.array(["invoice", "delivery"])))
    thing = pc.and_(pc.is_in(kind, pa.array(THINGS)), pc.or_(other_kind, unknown))
    continues = pc.and_(pc.is_valid(refers), pc.invert(thing))
    subject = pc.coalesce(refers, ids)
    for _ in range(MOST_STEPS):
        row = seen(subject)
        onward = pc.fill_null(pc.take(continues, row), False)
        if not pc.any(onward).as_py():
            break
        subject = pc.if_else(onward, pc.take(refers, row), subject)
    return pc.if_else(continues, subject, ids), subject
