"""How well cues are heard: precision, recall and F1 per cue, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from train.judge import Figure

DRAWS = 400


@dataclass(frozen=True)
class CueFigure:
    """One cue in one language: ``labelled`` messages carry it, in ``heard`` it was heard."""

    cue: str
    labelled: int
    heard: int
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True)
class LanguageFigures:
    """All cues of one language; ``macro_f1``: the mean over cues that any message carries."""

    language: str
    messages: int
    hands: int
    cues: tuple[CueFigure, ...]
    macro_f1: Figure

    def lines(self) -> list[str]:
        """A table for the terminal."""
        head = f"{self.language}: {self.messages} messages of {self.hands} hands"
        rows = [f"{head:34}{'labelled':>9}{'heard':>7}{'precision':>24}{'recall':>24}{'F1':>24}"]
        for each in self.cues:
            figures = f"{each.precision!s:>24}{each.recall!s:>24}{each.f1!s:>24}"
            rows.append(f"  {each.cue:32}{each.labelled:>9}{each.heard:>7}{figures}")
        return [*rows, f"  {'macro F1':32}{'':64}{self.macro_f1!s:>24}"]


@dataclass(frozen=True)
class SemanticGain:
    """What sentence embeddings bring: ``light``: the figures without them, on the same messages."""

    light: LanguageFigures
    macro_f1: Figure

    def lines(self) -> list[str]:
        """Two lines for the terminal."""
        language = self.light.language
        return [
            f"{language} without sentence embeddings: macro F1 {self.light.macro_f1}",
            f"{language}, gain by sentence embeddings: macro F1 {self.macro_f1}",
        ]


def figures(
    language: str,
    cues: Sequence[str],
    heard: np.ndarray,
    labelled: np.ndarray,
    hands: np.ndarray,
    draws: int = DRAWS,
) -> LanguageFigures:
    """Figures of one language; ``heard`` and ``labelled`` bool (messages, cues).

    Intervals (95 %) are from messages drawn with replacement (Efron 1979). A figure that cannot be
    told (nothing heard, nothing labelled) is nan.
    """
    measures = _measures(heard, labelled, draws)
    return LanguageFigures(
        language=language,
        messages=len(hands),
        hands=len(np.unique(hands)),
        cues=tuple(
            CueFigure(
                cue,
                int(labelled[:, column].sum()),
                int(heard[:, column].sum()),
                *(_figure(measure[:, column]) for measure in measures),
            )
            for column, cue in enumerate(cues)
        ),
        macro_f1=_figure(_macro(measures[2], labelled)),
    )


def macro_f1_gain(
    heard: np.ndarray, before: np.ndarray, labelled: np.ndarray, draws: int = DRAWS
) -> Figure:
    """By how much the macro F1 of ``heard`` is above that of ``before``.

    All three bool (messages, cues). The same messages are drawn for both, so the interval is of
    the difference itself.

    >>> truth = np.eye(4, dtype=bool)
    >>> macro_f1_gain(truth, np.zeros((4, 4), bool), truth).value
    1.0
    """
    now, then = (_macro(_measures(each, labelled, draws)[2], labelled) for each in (heard, before))
    return _figure(now - then)


def _measures(
    heard: np.ndarray, labelled: np.ndarray, draws: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1, each (1 + draws, cues): of all messages, then of those drawn."""
    counted = np.stack([heard & labelled, heard, labelled]).astype(np.float64)
    rng = np.random.default_rng(0)
    size = len(labelled)
    times = np.vstack(
        [np.ones(size), *(rng.multinomial(size, np.full(size, 1 / size)) for _ in range(draws))]
    )
    right, said_by_us, said_by_label = (times @ each for each in counted)
    with np.errstate(invalid="ignore"):
        return (
            right / said_by_us,
            right / said_by_label,
            2 * right / (said_by_us + said_by_label),
        )


def _macro(f1: np.ndarray, labelled: np.ndarray) -> np.ndarray:
    """The mean over cues that any message carries: (1 + draws,)."""
    return np.nanmean(f1[:, labelled.any(axis=0)], axis=1)


def _figure(values: np.ndarray) -> Figure:
    """The first value, and the interval of the others; draws that cannot tell are left out."""
    drawn = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or not len(drawn):
        return Figure(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Figure(float(values[0]), float(low), float(high))
