"""An explanation's parts as a person reads them: a flag with its waivers, or a strength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.viewer import _
from app.words import SLIGHT, title, verdict
from features.telling import QUIET, UNKNOWN

NOT_SEEN = {*QUIET.values(), *UNKNOWN.values()}


@dataclass(frozen=True)
class Reason:
    """A flag with the waivers that soften it, or a strength, as one thing to read."""

    heuristic: str | None
    kind: str
    log_odds: float  # of the part itself
    told: str
    fired: bool  # it reached the mark from which a person is told of it
    evidence: list[dict[str, Any]]
    waivers: tuple[Reason, ...] = ()

    @property
    def net(self) -> float:
        """What is left of it once its waivers have been heard."""
        return self.log_odds + sum(waiver.log_odds for waiver in self.waivers)

    @property
    def less(self) -> bool:
        """Whether it moves the score against its declared way: there is less of it than usual."""
        return self.log_odds * {"flag": -1, "strength": 1}.get(self.kind, 0) < 0

    @property
    def seen(self) -> bool:
        """Whether the history shows something of it, rather than nothing of the kind."""
        return bool(self.told) and self.told not in NOT_SEEN


def reasons(explanation: dict[str, Any]) -> list[Reason]:
    """The parts as reasons, each waiver under the flag it softens, heaviest net effect first."""
    fired = set(explanation["fired"])
    waivers: dict[str | None, list[Reason]] = {}
    for part in explanation["parts"]:
        if part["kind"] == "waiver":
            waivers.setdefault(part.get("softens"), []).append(_reason(part, fired))
    found = []
    for part in explanation["parts"]:
        if part["kind"] != "waiver":
            mine = waivers.pop(part["heuristic"], []) if part["kind"] == "flag" else []
            found.append(_reason(part, fired, tuple(mine)))
    # A waiver whose flag is not among the parts still counts: nothing may be lost from the sum.
    found += [waiver for rest in waivers.values() for waiver in rest]
    # What no essay speaks of comes last: a person can do least about it.
    return sorted(found, key=lambda reason: (reason.heuristic is None, -_weight(reason)))


def _reason(part: dict[str, Any], fired: set[str], waivers: tuple[Reason, ...] = ()) -> Reason:
    return Reason(
        part["heuristic"],
        part["kind"],
        float(part["log_odds"]),
        part.get("told") or "",
        part["heuristic"] in fired,
        part.get("evidence") or [],
        waivers,
    )


def _weight(reason: Reason) -> float:
    return max(abs(reason.net), *(abs(waiver.log_odds) for waiver in reason.waivers), 0.0)


def main_reason(explanation: dict[str, Any]) -> str:
    """What weighs most in the direction of the verdict, in words; plain text.

    For an even chance or no verdict: what weighs most. Something seen comes before something that
    is remarkable for not being seen.
    """
    named = [reason for reason in reasons(explanation) if reason.heuristic is not None]
    wanted = {"Think twice": -1.0, "Worth the work": 1.0}.get(verdict(explanation))
    if wanted is not None:
        named = [reason for reason in named if reason.net * wanted > 0]
    heavy = [reason for reason in named if abs(reason.net) >= SLIGHT]
    seen = [reason for reason in heavy if reason.seen]
    heaviest = max(seen or heavy, key=lambda reason: abs(reason.net), default=None)
    if heaviest is None:
        return _("The record as a whole; no single reason stands out")
    name = title(heaviest.heuristic)
    if not heaviest.seen:
        return _("Not seen: {name}").format(name=name)
    if heaviest.less:
        return _("Less than usual: {name}").format(name=name)
    return f"{name}. {heaviest.told}"
