"""Where rules were broken, as scoring tells it to the page of exceptions: plain data.

A rule is broken where it had fired and we went on all the same. Closed engagements are judged as
they stood at the last of their ages (`train.snapshots`), open ones as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc

from app.asking import Histories
from app.exceptions import RULES
from data.outcome import balances, outcomes
from features.catalogue import HEURISTICS, SOFTENS
from features.matrix import SignalMatrix
from train.snapshots import Snapshots, snapshots
from train.trial import fired_and_known

MOST = 2000  # closed engagements: older ones say little of how we work now
#: Our hours after it fired from which we went on; less is a farewell.
FAREWELL_HOURS = 1.0


def ended_lately(histories: Histories) -> Snapshots:
    """The `MOST` newest closed engagements of known outcome, at the ages a model learns from."""
    known = outcomes(histories.interactions, histories.engagements, histories.hourly_cost)
    rows = snapshots(histories.engagements, known)
    whose = rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    names, first = np.unique(whose, return_index=True)
    newest = np.argsort(-rows.closed[first].astype(np.int64), kind="stable")[:MOST]
    return rows.take(np.isin(whose, names[newest]))


def last_looks(rows: Snapshots) -> np.ndarray:
    """Which rows (bool) are the last ones of their engagements."""
    whose = rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    last = np.ones(len(whose), dtype=bool)
    last[:-1] = whose[1:] != whose[:-1]
    return last


def ledger(
    signals: SignalMatrix,
    looks: Snapshots,
    histories: Histories,
    explanations: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What the page is made of, as plain data: ``closed`` cases, and the ``open`` ones.

    ``signals`` and ``looks`` of the `last_looks` of `ended_lately`; ``explanations`` of what is
    open now.
    """
    money = balances(histories.interactions, histories.engagements, histories.hourly_cost)
    place = pc.index_in(looks.cutoffs["engagement_id"], money["engagement_id"].combine_chunks())
    net = money["net"].take(place).to_pylist()
    columns = ["engagement_id", "client_id", "segment", "owner"]
    facts = histories.engagements.select(columns).take(place).to_pylist()
    shown = {each.id: fired_and_known(each, signals)[0] for each in HEURISTICS}
    worked = _went_on(looks, histories)
    closed = [
        {
            **row,
            "paid_off": bool(looks.paid_off[number]),
            "net": net[number],
            "fired": _with_exceptions({each for each in shown if shown[each][number]}),
            "went_on": bool(worked[number]),
        }
        for number, row in enumerate(facts)
    ]
    return {
        "closed": closed,
        "open": {
            each["engagement_id"]: fired
            for each in explanations
            if (fired := _with_exceptions(set(each["fired"])))
        },
    }


def _with_exceptions(fired: set[str]) -> dict[str, list[str]]:
    """The rules among them, each with those of its exceptions that fired too."""
    return {
        rule: [each for each, softened in SOFTENS if softened == rule and each in fired]
        for rule in RULES
        if rule in fired
    }


def _went_on(looks: Snapshots, histories: Histories) -> np.ndarray:
    """Whether more than a farewell was worked after each look: hours, or what we sent without."""
    rows = histories.interactions
    look = pc.index_in(rows["engagement_id"], looks.cutoffs["engagement_id"].combine_chunks())
    known = look.is_valid()
    rows, look = rows.filter(known), look.filter(known).to_numpy()
    as_of = looks.cutoffs["as_of"].to_numpy().astype("datetime64[us]")
    after = rows["occurred_at"].to_numpy().astype("datetime64[us]") > as_of[look]
    hours = np.nan_to_num(rows["effort_hours"].to_numpy().astype(float))
    sent = pc.equal(rows["direction"], "outbound").to_numpy()
    number = len(as_of)
    if not hours.any():
        return np.bincount(look, after & sent, number) > 1
    return np.bincount(look, after * hours, number) > FAREWELL_HOURS
