"""What is usual for a book: learned from the book a model is trained on, stored with the model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

LABELS = 20  # the most frequent labels that get signals of their own
FIRST_MEETING_MINUTES = 60.0  # essay E3: an introduction takes an hour


@dataclass(frozen=True)
class Usual:
    """The yardsticks of a book.

    ``amount`` is the median over engagements of the largest price on record, in the book's
    currency, or None where no price was ever seen. ``labels`` are the most frequent first. Where a
    book records no payments at all, no invoice of it can be called late.
    """

    amount: float | None = None
    labels: tuple[str, ...] = ()
    meeting_minutes: float = FIRST_MEETING_MINUTES
    payments_recorded: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain data for `model.json`.

        >>> Usual.from_json(Usual(amount=10.0, labels=("a",)).to_json()).labels
        ('a',)
        """
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Usual:
        """The reverse of `to_json`."""
        return cls(**{**plain, "labels": tuple(plain["labels"])})


def learn(interactions: pa.Table) -> Usual:
    """Yardsticks from the interactions of a book's training part (contract columns)."""
    priced = interactions.filter(
        pc.and_(
            pc.is_in(interactions["kind"], pa.array(["proposal", "order", "invoice"])),
            pc.greater(pc.cast(interactions["amount"], pa.float64()), 0.0),
        )
    )
    amount = None
    if priced.num_rows:
        largest = (
            pa.table(
                {
                    "engagement_id": priced["engagement_id"],
                    "amount": pc.cast(priced["amount"], pa.float64()),
                }
            )
            .group_by("engagement_id")
            .aggregate([("amount", "max")])
        )
        amount = float(pc.quantile(largest["amount_max"], 0.5)[0].as_py())
    counted = pc.value_counts(interactions["label"].combine_chunks().drop_null())
    # By count, then by name, so that equal counts give the same order on every run.
    ranked = sorted((-entry["counts"].as_py(), entry["values"].as_py()) for entry in counted)
    return Usual(
        amount=amount,
        labels=tuple(label for _, label in ranked[:LABELS]),
        payments_recorded=bool(pc.any(pc.equal(interactions["kind"], "payment")).as_py()),
    )
