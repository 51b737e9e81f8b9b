"""How far a score would have come out otherwise, had other clients been in the book.

The same recipe, refitted on clients drawn with replacement; kept as flat arrays, which are walked
with numpy alone: no object of a library is built from a stranger's file for them.
Source: Field & Welsh, Bootstrapping clustered data (2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from joblib import Parallel, delayed
from sklearn.ensemble import HistGradientBoostingClassifier

from data.safe_arrays import archive, array_bytes, parts_of, read_array
from model.calibration import HeldOut
from model.payoff import PayoffClassifier

MAX_BYTES = 32 * 2**20
#: Rows walked through all trees at once: what stays in the processor's cache.
CHUNK = 128
FEWEST = 2
DEEPEST = 64
NUMBER = 16

_KINDS = {
    "column": ("<i2", 1),
    "threshold": ("<f8", 1),
    "missing_left": ("|b1", 1),
    "left": ("<i4", 1),
    "right": ("<i4", 1),
    "value": ("<f8", 1),
    "roots": ("<i4", 2),
    "lines": ("<f8", 2),
}


@dataclass(frozen=True)
class Refits:
    """The nodes of all trees of all refits, one after the other; a leaf is its own child.

    ``roots`` int32 (refits, trees) are the trees' first nodes; ``lines`` float64 (refits, 3) the
    starting point of the trees, and slope and intercept of the calibration.
    """

    column: np.ndarray
    threshold: np.ndarray
    missing_left: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    roots: np.ndarray
    lines: np.ndarray

    def log_odds(self, steps: np.ndarray) -> np.ndarray:
        """Calibrated log-odds by each refit, float64 (refits, n), of rows of steps (n, columns)."""
        chunks = [steps[begin : begin + CHUNK] for begin in range(0, len(steps), CHUNK)]
        empty = np.empty((len(self.roots), 0))
        raw = np.concatenate([empty, *map(self._leaves, chunks)], axis=1)
        start, slope, intercept = (self.lines[:, [place]] for place in range(3))
        return slope * (start + raw) + intercept

    def spread(self, steps: np.ndarray) -> np.ndarray:
        """Standard deviation of the log-odds over the refits, float64 (n,)."""
        deviation: np.ndarray = self.log_odds(steps).std(axis=0, ddof=1)
        return deviation

    def _leaves(self, steps: np.ndarray) -> np.ndarray:
        """Sums of the leaves' values (refits, n): all trees walked at once, level by level."""
        walk = self._walk
        # A missing value lies below everything where it goes left, and above everything elsewhere.
        missing = np.isnan(steps)
        sides = np.hstack([np.where(missing, np.inf, steps), np.where(missing, -np.inf, steps)])
        columns = walk.column + np.where(self.missing_left, steps.shape[1], 0)
        begins = (np.arange(len(steps)) * sides.shape[1])[:, None]
        at = np.tile(walk.roots, (len(steps), 1))
        for _ in range(walk.depth):
            left = sides.ravel()[begins + columns[at]] <= walk.threshold[at]
            at = walk.children[2 * at + left]
        return self.value[at].reshape(len(steps), *self.roots.shape).sum(axis=2).T

    @cached_property
    def _walk(self) -> _Walk:
        at, depth = np.unique(self.roots), 0
        while len(inner := at[self.left[at] != at]):
            at, depth = np.unique([self.left[inner], self.right[inner]]), depth + 1
            if depth > DEEPEST:
                raise ValueError("its trees are deeper than any of ours")
        return _Walk(
            self.column.astype(np.intp),
            # Endless is the mark of "whatever is known": what is missing must still lie above it.
            np.minimum(self.threshold, np.finfo(float).max),
            np.column_stack([self.right, self.left]).ravel().astype(np.intp),
            self.roots.ravel().astype(np.intp),
            depth,
        )


@dataclass(frozen=True)
class _Walk:
    """The nodes as they are walked: numpy follows its own kind of index fastest."""

    column: np.ndarray
    threshold: np.ndarray
    children: np.ndarray
    roots: np.ndarray
    depth: int


def flatten(
    boostings: Sequence[HistGradientBoostingClassifier], lines: Sequence[tuple[float, float]]
) -> Refits:
    """Fitted boostings of equally many trees, each with its (slope, intercept), as arrays."""
    trees = [tree.nodes for each in boostings for (tree,) in each._predictors]
    begins = np.cumsum([0, *map(len, trees)])
    nodes = np.concatenate(trees)
    own = np.arange(len(nodes))
    base = np.repeat(begins[:-1], np.diff(begins))
    leaf = nodes["is_leaf"].astype(bool)
    return Refits(
        column=np.where(leaf, 0, nodes["feature_idx"]).astype("<i2"),
        threshold=np.where(leaf, 0.0, nodes["num_threshold"]),
        missing_left=nodes["missing_go_to_left"].astype(bool),
        left=np.where(leaf, own, base + nodes["left"]).astype("<i4"),
        right=np.where(leaf, own, base + nodes["right"]).astype("<i4"),
        value=np.where(leaf, nodes["value"], 0.0),
        roots=begins[:-1].reshape(len(boostings), -1).astype("<i4"),
        lines=np.array(
            [
                (float(each._baseline_prediction.item()), *line)
                for each, line in zip(boostings, lines, strict=True)
            ]
        ),
    )


def refit(
    classifier: PayoffClassifier,
    X: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    clients: np.ndarray,
    held_out: HeldOut,
    number: int = NUMBER,
) -> Refits:
    """Fit a fitted classifier's recipe ``number`` times more, each on clients drawn again.

    Arguments as it was fitted on, none of weight 0. Steps stay its own; the calibration is drawn
    through the same held-out scores, of the drawn clients.
    """
    structure = classifier.structure()
    steps, good = classifier.steps(X), y == classifier.classes_[1]
    of_client = np.unique(clients, return_inverse=True)[1]
    rng = np.random.default_rng(0)
    size = of_client.max() + 1
    times = [
        np.bincount(drawn, minlength=size)[of_client]
        for drawn in rng.integers(size, size=(number, size))
    ]
    usable = [each for each in times if len(np.unique(good[each > 0])) == 2]

    def again(drawn: np.ndarray) -> tuple[HistGradientBoostingClassifier, tuple[float, float]]:
        inside = drawn > 0
        trees = classifier.grow(
            structure, steps[inside], good[inside], weight[inside] * drawn[inside]
        )
        line = held_out.line(good, drawn) if classifier.calibrated_ else None
        return trees, line or (classifier.slope_, classifier.intercept_)

    # Threads: the trees are grown outside of Python's lock, and nothing is copied.
    made = Parallel(n_jobs=-1, prefer="threads")(delayed(again)(drawn) for drawn in usable)
    return flatten(*zip(*made, strict=True))


def pack(refits: Refits) -> bytes:
    """The refits as the bytes of their file."""
    return archive({name: array_bytes(getattr(refits, name), _KINDS[name][0]) for name in _KINDS})


def unpack(data: bytes, n_columns: int) -> Refits:
    """The refits in the bytes of a file, for rows of ``n_columns``.

    Every index is looked at before it is followed. Raises ValueError for whatever is wrong.
    """
    parts = parts_of(data, "a file of refits", MAX_BYTES)
    if parts.keys() != _KINDS.keys():
        raise ValueError("it holds other parts than refits")
    refits = Refits(**{name: read_array(parts[name], name, *_KINDS[name]) for name in _KINDS})
    nodes = len(refits.value)
    per_node = [each.name for each in fields(refits) if each.name not in ("roots", "lines")]
    if any(len(getattr(refits, name)) != nodes for name in per_node) or not nodes:
        raise ValueError("its nodes do not fit together")
    if not ((refits.column >= 0) & (refits.column < n_columns)).all():
        raise ValueError("a tree reads a missing column")
    if np.isnan(refits.threshold).any() or not np.isfinite(refits.value).all():
        raise ValueError("a tree holds what is no number")
    own = np.arange(nodes)
    leaf = (refits.left == own) & (refits.right == own)
    for child in (refits.left, refits.right):
        if not (leaf | (child > own)).all() or not (child < nodes).all():
            raise ValueError("a tree points outside itself or backwards")
    if refits.roots.size == 0 or not ((refits.roots >= 0) & (refits.roots < nodes)).all():
        raise ValueError("a tree begins outside itself")
    count = len(refits.roots)
    if count < FEWEST or refits.lines.shape != (count, 3) or not np.isfinite(refits.lines).all():
        raise ValueError("its calibrations are no lines")
    if not (refits.lines[:, 1] > 0).all():
        raise ValueError("a calibration is no rising line")
    _ = refits._walk  # refuses trees without end
    return refits
