"""A notation for histories: one line per interaction, from which the contract's tables are made.

    2026-03-02 10:00 client message id=threat
        "Either you come today or we look elsewhere."
        "Или вы приезжаете сегодня, или мы ищем других."
    2026-03-03 09:00 us meeting scheduled id=talk for=2026-03-05T10:00 minutes=60
    2026-03-05 10:00 fact meeting held about=talk

Who acted (client, us, or fact: it is on record), the kind, its status where it has one, then
`key=value` in any order. Times are UTC. What was written stands in double quotes, on the same line
or below it: once, or twice where the story can be told in English and in Russian.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from data.contract import ENGAGEMENTS, INTERACTIONS, STATUSES
from features import evidence, matrix
from features.catalogue import HEURISTICS
from features.engine import Inputs, prepare
from features.telling import Language
from features.usual import Usual

WHO = {"client": "inbound", "us": "outbound", "fact": "internal"}
USUAL = Usual(amount=1000.0, labels=("call back", "won"))


def moment(text: str) -> datetime:
    """An ISO time without a zone, read as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


KEYS: Mapping[str, tuple[str, Any]] = {
    "id": ("interaction_id", str),
    "in": ("engagement_id", str),
    "known": ("recorded_at", moment),
    "by": ("party", str),
    "channel": ("channel", str),
    "label": ("label", str),
    "contact": ("contact", str),
    "role": ("role", str),
    "about": ("refers_to", str),
    "for": ("scheduled_for", moment),
    "minutes": ("duration_minutes", float),
    "hours": ("effort_hours", float),
    "invited": ("invited", int),
    "attended": ("attended", int),
    "amount": ("amount", Decimal),
}


def lines(story: str) -> list[list[str]]:
    """The words of each line of a history, what was written below a line joined to it."""
    return [
        shlex.split(line) for line in re.sub(r'\n\s*"', ' "', story).splitlines() if line.strip()
    ]


def interactions(story: str, name: str = "S", language: Language = "en") -> list[dict[str, Any]]:
    """The rows of one history; ids are ``name/id``, so that many histories fit into one book."""
    rows = []
    for number, (day, hour, who, kind, *rest) in enumerate(lines(story), 1):
        row: dict[str, Any] = {
            "interaction_id": f"row{number}",
            "engagement_id": "now",
            "client_id": name,
            "occurred_at": moment(f"{day}T{hour}"),
            "kind": kind,
            "direction": WHO[who],
        }
        written = []
        for word in rest:
            key, equals, value = word.partition("=")
            if equals and key in KEYS:
                column, convert = KEYS[key]
                row[column] = convert(value)
            elif word in STATUSES.get(kind, ()):
                row["status"] = word
            else:
                written.append(word)
        if written:
            row["text"] = written[-1] if language == "ru" else written[0]
        for column in ("interaction_id", "engagement_id", "refers_to"):
            if column in row:
                row[column] = f"{name}/{row[column]}"
        rows.append(row)
    return rows


def table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as a contract table; what a row does not say is null."""
    return pa.Table.from_pylist(
        [{name: row.get(name) for name in schema.names} for row in rows], schema
    )


def engagements(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One open engagement for each that the rows name, opened at its first row."""
    first: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda each: each["occurred_at"]):
        known = {"engagement_id": row["engagement_id"], "client_id": row["client_id"]}
        first.setdefault(row["engagement_id"], {**known, "opened_at": row["occurred_at"]})
    return list(first.values())


@dataclass(frozen=True)
class Told:
    """What the engine makes of one history: its signals, and evidence ids per heuristic."""

    values: dict[str, float]
    evidence: dict[str, list[str]]

    @property
    def fired(self) -> set[str]:
        """The heuristics a person would be told of."""
        return {heuristic.id for heuristic in HEURISTICS if heuristic.fired(self.values)}


@dataclass(frozen=True)
class Story:
    """A history to be read at ``as_of`` (a day after its last row unless given) in one language.

    The engagement that is looked at is the one called ``now``.
    """

    text: str
    as_of: str | None = None
    language: Language = "en"


def prepared(stories: Mapping[str, Story], usual: Usual = USUAL) -> Inputs:
    """Many histories as one book for the engine, a cutoff each, in their order."""
    rows, cutoffs = [], []
    for name, story in stories.items():
        told = interactions(story.text, name, story.language)
        last = max(row["occurred_at"] for row in told) + timedelta(days=1)
        at = moment(story.as_of) if story.as_of else last
        cutoffs.append({"engagement_id": f"{name}/now", "as_of": at})
        rows += told
    return prepare(
        table(rows, INTERACTIONS.schema),
        table(engagements(rows), ENGAGEMENTS.schema),
        pa.Table.from_pylist(
            cutoffs,
            pa.schema([("engagement_id", pa.string()), ("as_of", pa.timestamp("us", tz="UTC"))]),
        ),
        usual,
    )


def read(stories: Mapping[str, Story], usual: Usual = USUAL) -> dict[str, Told]:
    """All histories in one query."""
    inputs = prepared(stories, usual)
    signals, shown = matrix.compute(inputs), evidence.collect(inputs)
    return {
        name: Told(
            signals.row(number),
            {
                heuristic: [each.interaction_id.removeprefix(f"{name}/") for each in found]
                for heuristic, found in shown[number].items()
            },
        )
        for number, name in enumerate(stories)
    }
