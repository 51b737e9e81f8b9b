"""Has what is scored changed since training? Shares per signal against those of the training rows.

The population stability index (PSI) compares shares over bins: sum of (now - then) ln(now / then).
Its usual reading (from 0.25 a large shift; Siddiqi, Credit Risk Scorecards, 2006) forgets that
sampling alone gives a PSI of about (bins - 1) (1 / new + 1 / old) (Yurdakul & Naranjo, Statistical
properties of the population stability index, 2020), more where rows of one client go together. So a
shift must pass both marks: 0.25, and what clients drawn with replacement give without any shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.stats import gamma

from features.catalogue import HEURISTICS
from features.context import PRIOR
from features.matrix import SignalMatrix
from train.texts import texts

BINS = 10
#: Below it a shift is small by convention, however sure one may be of it.
MATERIAL = 0.25
#: Of a false alarm when nothing shifted, over all signals together (Bonferroni).
FALSE_ALARM = 0.01
DRAWS = 500
SCORE = "score"
#: How much is on record of a client's other engagements grows with every book: that is no shift.
GROWING = (*PRIOR, "other_engagements_rows")
#: So are signals that look at those: they are compared where they are known. A chance always is,
#: where an honest one was to be had.
WHERE_KNOWN = {
    SCORE,
    *(each.name for rule in HEURISTICS if rule.scope == "client" for each in rule.signals),
}
#: Fewer new rows than this tell nothing of a signal that is seldom known.
FEWEST_ROWS = 30


@dataclass(frozen=True)
class Drift:
    """The shift of one signal (or the score): ``psi``, and the PSI sampling alone could give.

    ``where`` is the bin that moved most, ``then`` and ``now`` its shares.
    """

    name: str
    psi: float
    by_chance: float
    where: str
    then: float
    now: float

    @property
    def drifted(self) -> bool:
        """Whether the shift is both large and beyond chance."""
        return self.psi > max(MATERIAL, self.by_chance)


def monitored(
    interactions: pa.Table, signals: SignalMatrix, chances: np.ndarray
) -> dict[str, np.ndarray]:
    """Name -> values (n,) of all that is compared: signals, what texts are like, and the score."""
    columns = dict(zip(signals.names, signals.values.T, strict=True))
    for name in GROWING:
        columns.pop(name, None)
    return {**columns, **texts(interactions, signals.cutoffs), SCORE: np.asarray(chances, float)}


def reference(
    interactions: pa.Table, signals: SignalMatrix, opened: np.ndarray, chances: np.ndarray
) -> dict[str, Any]:
    """What training looked like, as plain JSON: per signal, bins and their counts at each age.

    ``signals``: the training rows, columns of the model; ``opened`` datetime64 (n,) of the row's
    engagement; ``chances`` (n,) given by a model that had not seen the row's outcome, nan where
    there is none: the chances a model gives to its own training rows are too sure of themselves.
    """
    age = signals.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - opened
    grid, at = np.unique(age, return_inverse=True)
    compared = {}
    for name, values in monitored(interactions, signals, chances).items():
        rows = _compared(name, values)
        edges = _edges(values)
        counts = np.zeros((len(grid), len(edges) + 2), int)
        np.add.at(counts, (at[rows], _bins(values[rows], edges)), 1)
        compared[name] = {"edges": edges.tolist(), "counts": counts.tolist()}
    days = grid.astype("timedelta64[us]") / np.timedelta64(1, "D")
    return {"ages_days": days.tolist(), "compared": compared}


def _compared(name: str, values: np.ndarray) -> np.ndarray:
    """Which rows (bool) are compared: all, or those where the value is known."""
    return ~np.isnan(values) if name in WHERE_KNOWN else np.ones(len(values), bool)


def _edges(values: np.ndarray) -> np.ndarray:
    """Upper bounds of the bins but the last: quantiles, fewer where values are tied."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(0)
    edges = np.unique(np.quantile(known, np.arange(1, BINS) / BINS, method="inverted_cdf"))
    return edges[edges < known.max()]


def _bins(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The bin of each value; the last one is "cannot tell".

    >>> _bins(np.array([0.0, 1.0, 5.0, np.nan]), np.array([0.0, 2.0]))
    array([0, 1, 2, 3])
    """
    return np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values))


def drifts(
    stored: dict[str, Any], values: dict[str, np.ndarray], age: np.ndarray, clients: np.ndarray
) -> list[Drift]:
    """The shift of everything that is in both, largest first.

    ``stored`` is what `reference` gave; ``values`` name -> (n,) of `monitored`; ``age`` int (n,)
    the place of the row's age among the stored ones; ``clients`` (n,). New engagements are young:
    rows are compared with training rows of the same ages, so that youth is no shift.
    """
    rows = {
        name: _compared(name, values[name])
        for name, kept in stored["compared"].items()
        if name in values and np.any(kept["counts"])
    }
    told = [name for name, chosen in rows.items() if chosen.sum() >= FEWEST_ROWS]
    signals = max(len(told) - (SCORE in told), 1)
    found = [
        _drift(
            name,
            stored["compared"][name],
            values[name][rows[name]],
            age[rows[name]],
            clients[rows[name]],
            FALSE_ALARM if name == SCORE else FALSE_ALARM / signals,
        )
        for name in told
    ]
    return sorted(found, key=lambda each: -each.psi)


def _drift(
    name: str,
    kept: dict[str, Any],
    values: np.ndarray,
    age: np.ndarray,
    clients: np.ndarray,
    level: float,
) -> Drift:
    edges, counts = np.array(kept["edges"], float), np.array(kept["counts"], float)
    then_at = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    hit = np.eye(counts.shape[1])[_bins(values, edges)]
    then, now = then_at[age].mean(axis=0), hit.mean(axis=0)
    # Half a row in every bin: a share of 0 would make any shift endless.
    least = 0.5 / min(counts.sum(), len(age))
    smooth_then, smooth_now = (
        (shares + least) / (1 + least * len(shares)) for shares in (then, now)
    )
    psi = float(((smooth_now - smooth_then) * np.log(smooth_now / smooth_then)).sum())
    noise = _noise(hit - then_at[age], clients)
    # To second order a PSI is the sum of squared differences over the mean share; the training
    # rows are a sample too, of so many more engagements.
    null = (noise**2 / ((smooth_now + smooth_then) / 2)).sum(axis=1)
    null *= 1 + np.bincount(age).max() / counts.sum(axis=1).max()
    place = int(np.abs(now - then).argmax())
    where = _told(place, edges)
    return Drift(name, psi, _beyond(null, level), where, float(then[place]), float(now[place]))


def _noise(difference: np.ndarray, clients: np.ndarray) -> np.ndarray:
    """How the mean (bins,) of the rows' differences (n, bins) varies over draws of clients."""
    _, client = np.unique(clients, return_inverse=True)
    number = int(client.max()) + 1
    drawn = np.random.default_rng(0).multinomial(number, np.full(number, 1 / number), size=DRAWS)
    by_client = np.zeros((number, difference.shape[1]))
    np.add.at(by_client, client, difference)
    rows = drawn @ np.bincount(client, minlength=number)
    return drawn @ by_client / rows[:, None] - difference.mean(axis=0)


def _beyond(null: np.ndarray, level: float) -> float:
    """What the null passes with this chance; its far tail by a gamma of the same two moments
    (Satterthwaite 1946), as a sum of squares has one."""
    mean, variance = float(null.mean()), float(null.var())
    if mean <= 0 or variance <= 0:
        return mean
    return float(gamma.isf(level, mean**2 / variance, scale=variance / mean))


def _told(place: int, edges: np.ndarray) -> str:
    """A bin in words.

    >>> _told(0, np.array([0.0])), _told(1, np.array([0.0])), _told(2, np.array([0.0]))
    ('up to 0', 'above 0', 'cannot tell')
    """
    if place == len(edges) + 1:
        return "cannot tell"
    if not len(edges):
        return "known"
    if place == 0:
        return f"up to {edges[0]:.3g}"
    if place == len(edges):
        return f"above {edges[-1]:.3g}"
    return f"{edges[place - 1]:.3g} to {edges[place]:.3g}"
