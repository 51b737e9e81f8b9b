"""Closed engagements as they stood at several ages, the past a model may learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import TIME

AGE_QUANTILES = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85)


@dataclass(frozen=True)
class Snapshots:
    """One row per engagement and age: everything but ``as_of`` repeats for the engagement.

    ``cutoffs`` has engagement_id and as_of (UTC); ``paid_off`` bool, ``clients`` str, ``opened``
    and ``closed`` datetime64[us], ``weight`` float64 that sums to 1 within an engagement.
    """

    cutoffs: pa.Table
    paid_off: np.ndarray
    clients: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    weight: np.ndarray

    def take(self, chosen: np.ndarray) -> Snapshots:
        """Rows where ``chosen`` (bool) holds; weights stay as they are."""
        return Snapshots(
            self.cutoffs.filter(pa.array(chosen)),
            *(
                getattr(self, name)[chosen]
                for name in ("paid_off", "clients", "opened", "closed", "weight")
            ),
        )

    @property
    def engagements(self) -> int:
        """How many different engagements the rows come from."""
        return len(pc.unique(self.cutoffs["engagement_id"]))


def ages(lifetimes: np.ndarray) -> np.ndarray:
    """Ages (timedelta64[us]) to look at: the opening moment, and quantiles of the lifetimes.

    The ages are the book's, not each engagement's own: a cutoff at half of an engagement's own
    life would tell the model when it is going to end.

    >>> ages(np.array([10, 20, 30], dtype="timedelta64[D]"))[:2].astype("timedelta64[h]").tolist()
    [datetime.timedelta(0), datetime.timedelta(days=11)]
    """
    micro = lifetimes.astype("timedelta64[us]").astype(np.int64)
    lived = micro[micro > 0]
    grid = np.quantile(lived, AGE_QUANTILES) if len(lived) else np.zeros(1)
    return np.unique(np.append(grid, 0.0).astype(np.int64)).astype("timedelta64[us]")


def snapshots(
    engagements: pa.Table, outcomes: pa.Table, grid: np.ndarray | None = None
) -> Snapshots:
    """Rows for every closed engagement with a known outcome, at the ages of ``grid``.

    ``outcomes`` is `data.outcome.outcomes`. Each cutoff lies strictly before ``closed_at``: what
    happens at the closing moment is the outcome. Without ``grid`` the ages are learned (`ages`).
    """
    row = pc.index_in(
        engagements["engagement_id"], outcomes["engagement_id"].combine_chunks()
    ).combine_chunks()
    paid_off = pc.take(outcomes["paid_off"].combine_chunks(), row)
    known = pc.and_(pc.is_valid(paid_off), pc.is_valid(engagements["closed_at"]))
    closed_rows = engagements.filter(known)
    opened = closed_rows["opened_at"].to_numpy().astype("datetime64[us]")
    closed = closed_rows["closed_at"].to_numpy().astype("datetime64[us]")
    outcome = paid_off.filter(known.combine_chunks()).to_numpy(zero_copy_only=False).astype(bool)
    identity = closed_rows["engagement_id"].to_numpy(zero_copy_only=False)
    client = closed_rows["client_id"].to_numpy(zero_copy_only=False)
    if grid is None:
        grid = ages(closed - opened)
    engagement, age = np.nonzero(opened[:, None] + grid[None, :] < closed[:, None])
    counts = np.bincount(engagement, minlength=len(opened))
    as_of = opened[engagement] + grid[age]
    return Snapshots(
        cutoffs=pa.table(
            {
                "engagement_id": pa.array(identity[engagement], pa.string()),
                "as_of": pa.array(as_of, pa.timestamp("us")).cast(pa.timestamp("us", "UTC")),
            }
        ),
        paid_off=outcome[engagement],
        clients=client[engagement],
        opened=opened[engagement],
        closed=closed[engagement],
        weight=1.0 / counts[engagement],
    )


def still_open(engagements: pa.Table, at: datetime) -> pa.Table:
    """(engagement_id, as_of) of the engagements that are open at a moment (UTC)."""
    moment = pa.scalar(at, TIME)
    opened = pc.less_equal(engagements["opened_at"], moment)
    running = pc.fill_null(pc.greater(engagements["closed_at"], moment), True)
    chosen = engagements.filter(pc.and_(opened, running))["engagement_id"]
    return pa.table(
        {"engagement_id": chosen, "as_of": pa.array([moment.as_py()] * len(chosen), TIME)}
    )
