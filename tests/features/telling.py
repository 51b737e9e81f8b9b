"""Cases of the history tests: what a heuristic must make of one told history, in both languages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from features.catalogue import BY_ID
from features.telling import Language
from tests.features.timeline import Story, Told, read

LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Case:
    """``expected`` is fires, quiet or unknown; ``evidence`` the ids that must be shown, no others.

    ``as_of`` is the cutoff, a day after the last row unless given; ``values`` are signals that must
    come out exactly so.
    """

    heuristic: str
    expected: str
    claim: str
    story: str
    as_of: str | None = None
    evidence: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        return f"{self.heuristic} {self.expected}: {self.claim}"

    def told_in(self, language: Language) -> Story:
        """The story as people of that language write it."""
        return Story(self.story, self.as_of, language)


def fires(
    heuristic: str,
    claim: str,
    story: str,
    *,
    evidence: Sequence[str],
    as_of: str | None = None,
    **values: float,
) -> Case:
    """The story shows the heuristic, by exactly these interactions."""
    exact = tuple(values.items())
    return Case(heuristic, "fires", claim, story, as_of, tuple(evidence), exact)


def quiet(
    heuristic: str, claim: str, story: str, as_of: str | None = None, **values: float
) -> Case:
    """The twin: the story lacks it, or it was our doing: known, and below every mark."""
    return Case(heuristic, "quiet", claim, story, as_of, values=tuple(values.items()))


def unknown(heuristic: str, claim: str, story: str, as_of: str | None = None) -> Case:
    """The story cannot tell."""
    return Case(heuristic, "unknown", claim, story, as_of)


@cache
def _read(cases: tuple[Case, ...]) -> dict[str, Told]:
    return read(
        {f"{case} ({each})": case.told_in(each) for case in cases for each in LANGUAGES},
    )


def check(case: Case, of: tuple[Case, ...]) -> None:
    """Assert what the case expects, and that it does not depend on the language.

    All cases of a file are read in one query.
    """
    told, heuristic = _read(of), BY_ID[case.heuristic]
    english, russian = (told[f"{case} ({each})"] for each in LANGUAGES)
    signals = {signal.name: english.values[signal.name] for signal in heuristic.signals}
    assert heuristic.unknown(signals) == (case.expected == "unknown"), signals
    assert heuristic.fired(signals) == (case.expected == "fires"), signals
    for name, expected in case.values:
        assert math.isclose(english.values[name], expected, rel_tol=1e-9), (name, signals)
    if case.expected == "fires":
        assert english.evidence.get(case.heuristic, []) == list(case.evidence), signals
    assert differing(english, russian) == {}
    assert english.fired == russian.fired
    assert english.evidence == russian.evidence


def differing(one: Told, other: Told) -> dict[str, tuple[float, float]]:
    """Signals that are not the same in both: equal values, or both unknown.

    >>> nan = float("nan")
    >>> differing(Told({"a": 1.0, "b": nan}, {}), Told({"a": nan, "b": nan}, {}))
    {'a': (1.0, nan)}
    """
    pairs = {name: (value, other.values[name]) for name, value in one.values.items()}
    return {
        name: (left, right)
        for name, (left, right) in pairs.items()
        if left != right and not (math.isnan(left) and math.isnan(right))
    }
