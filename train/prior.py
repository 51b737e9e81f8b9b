"""The essays as a prior: pseudo-engagements of a simulated world in which the essays hold.

They speak through the signals that an essay or the client's own past is about, and through nothing
else: counts, labels and amounts of a simulated book say nothing of yours. As outcomes of the book
come in, they weigh less (`train.mix`).
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.cache import cache_folder
from data.outcome import outcomes
from data.safe_arrays import archive, array_bytes, parts_of, read_array
from data.simulate import ESSAYS, HOURLY_COST, simulate
from data.whole_file import replace_file
from features import context, matrix
from features.cues.stored import StoredReader
from features.engine import prepare
from features.usual import learn
from train.snapshots import Snapshots, snapshots

ENGAGEMENTS = 4000
MOMENTS = 1  # of each engagement: a second tells almost the same again
SEED = 2026  # of no other book
MAX_BYTES = 2**28
_KINDS = {"values": ("<f8", 2), "paid_off": ("|b1", 1), "client": ("<i4", 1), "weight": ("<f8", 1)}


@dataclass(frozen=True)
class Prior:
    """Pseudo-engagements at moments of their lives.

    ``values`` float64 (n, signals) in the order of `spoken`, ``paid_off`` bool, ``client`` int
    (n,), ``weight`` (n,) sums to 1.
    """

    values: np.ndarray
    paid_off: np.ndarray
    client: np.ndarray
    weight: np.ndarray

    def at_rate(self, rate: float) -> np.ndarray:
        """The weights (n,), still summing to 1, at which this share pays off."""
        own = float(self.weight[self.paid_off].sum())
        return self.weight * np.where(self.paid_off, rate / own, (1 - rate) / (1 - own))

    @property
    def rate(self) -> float:
        """The share of it that pays off."""
        return float(self.weight[self.paid_off].sum())


def spoken() -> tuple[str, ...]:
    """The signals that the essays speak of, and the client's earlier engagements."""
    owned = tuple(column.name for column in matrix.columns() if column.owner)
    return (*owned, *context.PRIOR)


def essays(reader: StoredReader, engagements: int = ENGAGEMENTS) -> Prior:
    """The prior as this catalogue and reader see it; remembered on this machine (a few MB).

    What is remembered holds no client's data: every engagement in it is simulated.
    """
    key = f"{matrix.fingerprint()} {reader.sha256} {engagements} {MOMENTS} {SEED} {_world()}"
    path = cache_folder() / f"essays-{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    try:
        return _read(path.read_bytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        prior = _draw(reader, engagements)
        _remember(path, prior)
        return prior


def _world() -> str:
    """The interactions of a few simulated clients: changed, it is another world."""
    return hashlib.sha256(str(simulate(SEED, 3, 1)[0].to_pylist()).encode()).hexdigest()


def _draw(reader: StoredReader, engagements: int) -> Prior:
    happened, scored = simulate(seed=SEED, closed=engagements, open=1, world=ESSAYS)
    rows = snapshots(scored, outcomes(happened, scored, HOURLY_COST))
    rows = rows.take(_drawn(rows))
    inputs = prepare(happened, scored, rows.cutoffs, learn(happened), HOURLY_COST, reader.reader)
    _, number, each = np.unique(
        rows.cutoffs["engagement_id"].to_numpy(), return_inverse=True, return_counts=True
    )
    weight = 1.0 / each[number]
    return Prior(
        matrix.compute(inputs).select(spoken()).values,
        rows.paid_off,
        np.unique(rows.clients, return_inverse=True)[1].astype("<i4"),
        weight / weight.sum(),
    )


def _drawn(rows: Snapshots) -> np.ndarray:
    """Mask of up to `MOMENTS` rows of each engagement."""
    order = np.random.default_rng(SEED).permutation(len(rows.weight))
    engagement = np.unique(rows.cutoffs["engagement_id"].to_numpy(), return_inverse=True)[1]
    order = order[np.argsort(engagement[order], kind="stable")]
    sorted_ = engagement[order]
    first = np.searchsorted(sorted_, sorted_)
    chosen = np.zeros(len(order), dtype=bool)
    chosen[order[np.arange(len(order)) - first < MOMENTS]] = True
    return chosen


def _read(data: bytes) -> Prior:
    parts = parts_of(data, "a prior", MAX_BYTES)
    prior = Prior(**{name: read_array(parts[name], name, *_KINDS[name]) for name in _KINDS})
    rows = {len(getattr(prior, name)) for name in _KINDS}
    if len(rows) != 1 or prior.values.shape[1] != len(spoken()):
        raise ValueError("its rows do not fit together")
    return prior


def _remember(path: Path, prior: Prior) -> None:
    data = archive({name: array_bytes(getattr(prior, name), _KINDS[name][0]) for name in _KINDS})
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, lambda beside: beside.write_bytes(data))
    except OSError:
        return  # no room, no right: it is worked out again next time
    for older in path.parent.glob("essays-*.npz"):
        if older != path and older.stat().st_mtime < path.stat().st_mtime - 30 * 86400:
            older.unlink(missing_ok=True)
