"""The gate before the champion's alias: what a model must show, each condition with its figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from train.judge import Figure
from train.measures import Tallying, calibration_error

#: A slope this far from 1 makes a chance of 30 % a different decision (decisions/0013-gate.md).
SLOPES = (0.7, 1.4)
LARGEST_ERROR = 0.05
EXACT = 1e-9
#: Worlds drawn to see what calibration error an honest model shows, and the share it stays below.
WORLDS, SURE = 400, 0.975
#: Sums of the same parts in another order differ by this much.
ROUNDING = 1e-12
NOT_WORSE, JUDGED = "not worse than the champion", "judged forward in time"


@dataclass(frozen=True)
class Condition:
    """One condition of the gate: met, not met, or (None) cannot be told; ``told`` has figures."""

    name: str
    passed: bool | None
    told: str


def conditions(
    figures: dict[str, Figure],
    gap: float,
    alarms: list[str],
    against_base: dict[str, Figure],
    against_champion: dict[str, Figure] | None,
    champion_gap: float | None = None,
    *,
    honest: float,
) -> list[Condition]:
    """The gate's conditions for a model of these figures, all taken on the newest engagements.

    ``figures`` by measure; ``gap`` is the largest difference of an explanation's sum and its
    score; ``against_base`` and ``against_champion`` are paired differences, ours minus theirs
    (None: no champion serves); ``honest`` is `honest_error` of the same rows. A condition is not
    met when the 95 % interval lies wholly on the wrong side, so that noise refuses nobody; but
    whoever is no better than the base rate, and be it by chance, is of no use.
    """
    found = [
        _useful(against_base["log_loss"]),
        _calibrated(figures["slope"], figures["calibration_error"], honest),
        Condition("no leak", not alarms, "; ".join(alarms) or "no alarm"),
        _exact(gap, champion_gap),
    ]
    if against_champion is not None:
        found.append(_not_worse(against_champion["log_loss"], against_champion["auc"]))
    return found


def refused(found: list[Condition], champion_serves: bool) -> list[Condition]:
    """The conditions that stand against a promotion; the unknown ones do where a champion serves.

    >>> unknown = cannot_tell("12 engagements are too few")
    >>> len(refused([unknown], champion_serves=True)), refused([unknown], champion_serves=False)
    (1, [])
    """
    return [
        each for each in found if each.passed is False or (each.passed is None and champion_serves)
    ]


def compares(condition: Condition) -> bool:
    """Whether the condition is about the champion, not about the model by itself."""
    return condition.name in (NOT_WORSE, JUDGED)


def cannot_tell(why: str) -> Condition:
    """The one condition of a model that could not be judged."""
    return Condition(JUDGED, None, f"cannot tell: {why}")


def honest_error(chance: np.ndarray, weight: np.ndarray, engagements: np.ndarray) -> float:
    """What the calibration error stays below in most worlds where the chances (n,) are honest.

    Of 60 engagements noise alone makes 0.1, so that no fixed bound fits small and large books
    alike. Outcomes are drawn from the chances, one draw per engagement for all of its rows
    (consistency resampling: Bröcker & Smith, Increasing the reliability of reliability diagrams,
    2007).

    >>> many = np.full(4000, 0.3)
    >>> honest_error(many, np.ones(4000), np.arange(4000)) < 0.02
    True
    """
    rng = np.random.default_rng(0)
    names, place = np.unique(engagements, return_inverse=True)
    errors = [
        calibration_error(Tallying.of(drawn < chance, chance).tally(weight))
        for drawn in (rng.random(len(names))[place] for _ in range(WORLDS))
    ]
    return float(np.quantile(errors, SURE))


def _useful(difference: Figure) -> Condition:
    told = f"log loss against the base rate {difference!s} (below 0 is better)"
    return Condition("better than the base rate", bool(difference.value < 0), told)


def _calibrated(slope: Figure, error: Figure, honest: float) -> Condition:
    outside = slope.high < SLOPES[0] or slope.low > SLOPES[1]
    wrong = outside or error.value > max(LARGEST_ERROR, honest)
    told = (
        f"slope {slope!s} (wholly outside {SLOPES[0]} to {SLOPES[1]} refuses), calibration error "
        f"{error!s} (more than {LARGEST_ERROR} refuses, if also more than the {honest:.3f} that "
        "noise makes of honest chances)"
    )
    known = np.isfinite([slope.low, slope.high]).all() or wrong
    return Condition("calibrated", not wrong if known else None, told)


def _exact(gap: float, champion_gap: float | None) -> Condition:
    most = EXACT if champion_gap is None else min(EXACT, champion_gap + ROUNDING)
    told = f"largest |sum - log-odds| {gap:.1e} (more than {most:.1e} refuses)"
    return Condition("explains exactly", bool(gap <= most), told)


def _not_worse(log_loss: Figure, auc: Figure) -> Condition:
    worse = log_loss.low > 0 or auc.high < 0
    told = f"against the champion: log loss {log_loss!s} (below 0 is better), AUC {auc!s}"
    return Condition(NOT_WORSE, not worse, told)
