"""Forward in time, grouped by client: the newest engagements are the test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.errors import DataRefused
from train.snapshots import Snapshots

TEST_SHARE = 0.25
#: A calibration is drawn through the newest fifth: its trees have learned from nearly as much as
#: the final ones will. Fewer than 400 engagements make the line unsure: then it takes more of them.
NEWEST, FEWEST_NEWEST, MOST_NEWEST = 0.2, 400, 0.6


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
    before, apart = _sides(rows, at, test)
    grouped = _enough(rows, apart, before)
    train = apart if grouped else before
    for side, name in ((train, "older"), (test, "newest")):
        if len(np.unique(rows.paid_off[side])) < 2:
            raise DataRefused(
                f"the {name} engagements with an outcome are too few or all end the same way",
                next_step="import more closed engagements, both paid off and not",
            )
    return Split(train, test, at, grouped)


def forward_folds(
    rows: Snapshots, number: int, newer_share: float | None = None
) -> list[tuple[np.ndarray, np.ndarray]]:
    """(learn from, hold out) masks over the rows: windows of the newest part, each foretold by
    what had closed before it began, without its own clients where that leaves half of it.

    ``newer_share`` of the engagements are held out; without it, as many as a calibration takes.
    """
    if not len(rows.weight):
        return []
    _, first = np.unique(rows.cutoffs["engagement_id"].to_numpy(), return_index=True)
    opened = np.sort(rows.opened[first])
    if newer_share is None:
        newer_share = min(max(NEWEST, FEWEST_NEWEST / len(opened)), MOST_NEWEST)
    shares = np.linspace(1 - newer_share, 1, number + 1)
    ends = [opened[min(int(len(opened) * share), len(opened) - 1)] for share in shares]
    folds = []
    for begin, end, last in zip(ends[:-1], ends[1:], shares[1:], strict=True):
        held = (rows.opened >= begin) & ((rows.opened < end) | (last == 1))
        before, apart = _sides(rows, begin, held)
        if held.any():
            folds.append((apart if _enough(rows, apart, before) else before, held))
    return folds


def _sides(rows: Snapshots, at: np.datetime64, newer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows that had closed before a moment, and those of them whose client is not among newer."""
    before = (rows.closed < at) & ~newer
    return before, before & ~np.isin(rows.clients, np.unique(rows.clients[newer]))


def _enough(rows: Snapshots, apart: np.ndarray, before: np.ndarray) -> bool:
    return bool(rows.weight[apart].sum() >= 0.5 * rows.weight[before].sum())
