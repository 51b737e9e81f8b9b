"""Open prospects: what the book says about each, joined with its explanation.

Reads the book's files with pyarrow alone, and of the interactions only the columns it needs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.scores import ScoreSheet
from app.tables import table, texts
from app.words import SLIGHT, VERDICTS, action, day, moment_of, title, verdict
from data.errors import DataRefused
from data.safe_csv import escape_cell, rows_text
from features.telling import QUIET, UNKNOWN

NOT_SEEN = {*QUIET.values(), *UNKNOWN.values()}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FACTS = ("client_id", "segment", "owner", "source", "industry", "opened_at", "expected_value")


@dataclass(frozen=True)
class BookFacts:
    """What the pages take from a book's manifest."""

    path: Path
    name: str
    simulated: bool
    currency: str | None
    interactions: Path
    engagements: Path


@dataclass(frozen=True)
class Prospect:
    """One open engagement with its explanation."""

    engagement_id: str
    client_id: str
    segment: str | None
    owner: str | None
    source: str | None
    industry: str | None
    opened_at: datetime | None
    expected_value: float | None
    last_heard: datetime | None
    explanation: dict[str, Any]
    verdict: str
    reason: str
    next_step: str

    @property
    def chance(self) -> float | None:
        """The chance; None where too little is on record for any number to be shown."""
        known = self.verdict != "No verdict"
        return float(self.explanation["payoff_probability"]) if known else None


def book_facts(book_path: str | Path) -> BookFacts:
    """Read a book's manifest; raises DataRefused where there is none that can be read."""
    path = Path(book_path)
    try:
        manifest = json.loads((path / "book.json").read_bytes())
        return BookFacts(
            path,
            str(manifest["name"]),
            bool(manifest["simulated"]),
            manifest.get("currency"),
            path / Path(manifest["interactions"]["file"]).name,
            path / Path(manifest["engagements"]["file"]).name,
        )
    except FileNotFoundError:
        raise DataRefused(
            "there is no book here",
            where=str(path),
            next_step="run `make demo`, or `clientrisk import --book DIR …` for your own data",
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise DataRefused(
            "the book's manifest cannot be read",
            where=str(path / "book.json"),
            next_step="import the data again with `clientrisk import`",
        ) from None


def prospects(book: BookFacts, sheet: ScoreSheet) -> list[Prospect]:
    """Every explained engagement, the ones that need a decision first.

    Raises DataRefused where a file of the book cannot be read.
    """
    explained = {line["engagement_id"]: line for line in sheet.explanations}
    ids = list(explained)
    facts = _read(book.engagements, ["engagement_id", *FACTS], ids)
    known = {row["engagement_id"]: row for row in facts.to_pylist()}
    heard = _last_heard(book, ids, sheet.header["as_of"])
    found = [
        _prospect(line, known.get(engagement, {}), heard.get(engagement))
        for engagement, line in explained.items()
    ]
    return sorted(found, key=_urgency)


def _prospect(line: dict[str, Any], row: dict[str, Any], heard: datetime | None) -> Prospect:
    value = row.get("expected_value")
    return Prospect(
        engagement_id=line["engagement_id"],
        client_id=row.get("client_id") or "not known",
        segment=row.get("segment"),
        owner=row.get("owner"),
        source=row.get("source"),
        industry=row.get("industry"),
        opened_at=_moment(row.get("opened_at")),
        expected_value=None if value is None else float(value),
        last_heard=heard,
        explanation=line,
        verdict=verdict(line),
        reason=main_reason(line),
        next_step=action(line.get("action")),
    )


def _urgency(prospect: Prospect) -> tuple[int, float, str]:
    rank = VERDICTS.index(prospect.verdict)
    return rank, -(prospect.expected_value or 0.0), prospect.engagement_id


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
        return "The record as a whole; no single reason stands out"
    name = title(heaviest.heuristic)
    if not heaviest.seen:
        return f"Not seen: {name}"
    return f"Less than usual: {name}" if heaviest.less else f"{name}. {heaviest.told}"


def found_by(prospect: Prospect, words: str) -> bool:
    """Whether all words occur in what a person would look for: client, id, owner, reasons."""
    parts = prospect.explanation["parts"]
    hay = " ".join(
        [
            prospect.client_id,
            prospect.engagement_id,
            prospect.owner or "",
            prospect.reason,
            *(f"{title(part['heuristic'])} {part.get('told') or ''}" for part in parts),
        ]
    ).casefold()
    return all(word in hay for word in words.casefold().split())


def as_csv(found: list[Prospect]) -> bytes:
    """The list for a spreadsheet, escaped; UTF-8 with the mark that spreadsheets look for."""
    rows: list[list[object]] = [
        [
            *("client", "prospect", "verdict", "chance", "main_reason", "next_step"),
            *("expected_value", "last_heard_from", "segment", "owner"),
            *("low", "high", "cut_off", "expected_gain", "question"),
        ]
    ]
    for one in found:
        chance = None if one.chance is None else round(one.chance, 4)
        heard = one.last_heard and one.last_heard.isoformat()
        cells = (one.client_id, one.engagement_id, one.verdict, chance, one.reason, one.next_step)
        cells += (one.expected_value, heard, one.segment, one.owner)  # type: ignore[assignment]
        cells += tuple(_rounded(one, name) for name in ("low", "high", "cut_off", "expected_gain"))  # type: ignore[assignment]
        cells += ((one.explanation["question"] or {}).get("text"),)  # type: ignore[assignment]
        rows.append([escape_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return ("\ufeff" + rows_text(rows)).encode()


def _rounded(one: Prospect, name: str) -> float | None:
    value = one.explanation[name]
    return None if value is None or one.chance is None else round(value, 4)


def sources(book: BookFacts, client_id: str) -> dict[str, str]:
    """For each interaction of a client: when, by what channel, and who acted; plain text.

    Of the client and not of one engagement, because evidence may come from an earlier one.
    """
    columns = ["interaction_id", "client_id", "occurred_at", "kind", "direction", "channel"]
    rows = _read(book.interactions, columns, [client_id], by="client_id").to_pylist()
    return {row["interaction_id"]: _source(row) for row in rows}


def _source(row: dict[str, Any]) -> str:
    by = {"inbound": "from the client", "outbound": "from us", "internal": "on record"}
    way = row.get("channel") or row["kind"]
    said = [day(_moment(row["occurred_at"])), way, by.get(row["direction"])]
    return " · ".join(word.replace("_", " ") for word in said if word)


def _last_heard(book: BookFacts, ids: list[str], as_of: str) -> dict[str, datetime]:
    """When each engagement was last heard of from the client's side, as of the sheet's moment."""
    rows = _read(book.interactions, ["engagement_id", "occurred_at", "direction"], ids)
    cutoff = moment_of(as_of)
    until = (cutoff - EPOCH) // timedelta(microseconds=1) if cutoff else None
    latest: dict[str, int] = {}
    columns = (rows[name].to_pylist() for name in ("engagement_id", "occurred_at", "direction"))
    for engagement, moment, direction in zip(*columns, strict=True):
        if direction != "outbound" and (until is None or moment <= until):
            latest[engagement] = max(moment, latest.get(engagement, moment))
    return {engagement: EPOCH + timedelta(microseconds=at) for engagement, at in latest.items()}


def _read(path: Path, columns: list[str], ids: list[str], by: str = "engagement_id") -> pa.Table:
    """Those columns of the rows with those ids; moments as whole microseconds since 1970, UTC.

    Arrow turns a moment into a Python one by way of pandas, a second of import (see app/tables.py).
    """
    try:
        with pq.ParquetFile(path) as file:
            found = file.read(columns=columns)
    except (OSError, pa.ArrowException):
        raise DataRefused(
            "a table of the book cannot be read",
            where=str(path),
            next_step="import the data again with `clientrisk import`",
        ) from None
    wanted = table(texts("id"), [(one,) for one in ids])["id"].combine_chunks()
    found = found.filter(pc.is_in(found[by], value_set=wanted))
    for place, column in enumerate(found.schema):
        if pa.types.is_timestamp(column.type):
            whole = found[column.name].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
            found = found.set_column(place, column.name, whole)
    return found


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)
