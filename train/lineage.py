"""What a store remembers, for a person: its versions, and how the champion's alias moved."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from data.errors import ModelRefused
from train import registry, tracking
from train.registry import CHAMPION, OVERRIDE, VERDICT, Move, Version
from train.report import MODEL
from train.tracking import Store

MEASURES = ("auc", "log_loss")


@dataclass(frozen=True)
class Lineage:
    """Versions, newest first, each with the figures of its training; moves, oldest first.

    ``done`` holds the moments of the moves that were finished: a kill may have stopped one.
    """

    versions: list[Version]
    figures: dict[str, dict[str, float]]
    moves: list[Move]
    done: frozenset[str]

    def lines(self) -> list[str]:
        """The lineage as lines for a terminal."""
        told = [line for each in self.versions for line in self._version(each)]
        moves = [
            f"{each.at[:19]}Z {each.kind} to version {each.version} from {each.before or 'nobody'} "
            f"by {each.by}{f': {each.reason}' if each.reason else ''}"
            f"{'' if each.at in self.done else ' (begun, not done)'}"
            for each in self.moves
        ]
        return [*(told or ["no version is registered"]), *(["moves:"] if moves else []), *moves]

    def _version(self, each: Version) -> list[str]:
        verdict = registry.tagged(each.tags, VERDICT)
        answer = verdict["answer"] if verdict else "not judged beside a champion"
        figures = ", ".join(
            f"{name.replace('_', ' ')} {value:.3f}"
            for name, value in self.figures[each.version].items()
        )
        lines = [
            f"{each.label:16}{' '.join(each.aliases):12}{each.made_at:%Y-%m-%d %H:%M}  "
            f"{figures}{' (SIMULATED)' if each.tags.get('simulated') == 'true' else ''}  {answer}"
        ]
        override = registry.tagged(each.tags, OVERRIDE)
        if override:
            lines.append(
                f"{'':16}the gate was overridden by {override['by']} on {override['at'][:10]}: "
                f"{override['reason']}"
            )
            lines += [f"{'':18}{told}" for told in override["overridden"]]
        return lines

    def to_json(self) -> dict[str, Any]:
        """The lineage as plain data."""
        return {
            "versions": [
                {
                    "label": each.label,
                    "aliases": list(each.aliases),
                    "made_at": f"{each.made_at:%Y-%m-%dT%H:%M:%SZ}",
                    "figures": self.figures[each.version],
                    "verdict": registry.tagged(each.tags, VERDICT),
                    "override": registry.tagged(each.tags, OVERRIDE),
                    "simulated": each.tags.get("simulated") == "true",
                }
                for each in self.versions
            ],
            "moves": [{**asdict(each), "done": each.at in self.done} for each in self.moves],
        }


def lineage(place: Store) -> Lineage:
    """All a store remembers; empty where there is none. Raises `ModelRefused` if it is damaged."""
    versions = registry.versions(place)
    moves = registry.history(place)
    return Lineage(
        versions,
        {each.version: _figures(place, each) for each in versions},
        moves,
        frozenset(each.at for each in registry.done(moves, registry.standing(place, CHAMPION))),
    )


def _figures(place: Store, version: Version) -> dict[str, float]:
    """Figures as its training logged them, by measure; none where the run is gone."""
    try:
        with tracking.answering(place, "its run is gone"):
            logged = tracking.client(place).get_run(version.run_id).data.metrics
    except ModelRefused:
        return {}
    names = {f"{MODEL}.{measure}": measure for measure in MEASURES}
    return {measure: logged[name] for name, measure in names.items() if name in logged}
