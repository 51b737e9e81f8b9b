"""Forward in time, grouped by client: the newest engagements are the test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.errors import DataRefused
from train.snapshots import Snapshots

TEST_SHARE = 0.25


@dataclass(frozen=True)
class Split:
    """``train`` and ``test`` are bool masks over the snapshots; ``at`` is the dividing moment.

    ``left_out`` engagements were open at that moment, or belong to a client of the test side.
    ``grouped`` is False when clients are so few and so faithful that keeping them apart would
    leave less than half of the training rows: then the time alone divides, and every report of
    the figures says so.
    """

    train: np.ndarray
    test: np.ndarray
    at: np.datetime64
    grouped: bool


def split(rows: Snapshots, test_share: float = TEST_SHARE) -> Split:
    """Test: the newest ``test_share`` of engagements by opening. Train: closed before the first.

    Raises `DataRefused` when either side lacks an outcome of each kind.
    """
    _, first = np.unique(rows.cutoffs["engagement_id"].to_numpy(), return_index=True)
    opened = np.sort(rows.opened[first])
    if len(opened) < 2:
        raise DataRefused(
            "a model needs closed engagements with outcomes",
            next_step="import engagements with closed_at and paid_off (or revenue)",
        )
    at = opened[int(len(opened) * (1 - test_share))]
    test = rows.opened >= at
    before = (rows.closed < at) & ~test
    apart = before & ~np.isin(rows.clients, np.unique(rows.clients[test]))
    grouped = rows.weight[apart].sum() >= 0.5 * rows.weight[before].sum()
    train = apart if grouped else before
    for side, name in ((train, "older"), (test, "newest")):
        if len(np.unique(rows.paid_off[side])) < 2:
            raise DataRefused(
                f"the {name} engagements with an outcome are too few or all end the same way",
                next_step="import more closed engagements, both paid off and not",
            )
    return Split(train, test, at, bool(grouped))
