"""The score sheet: what scoring a book makes for its pages, stored next to the book.

The pages read it instead of a model, so that the first of them opens before anything heavy is
imported. One line per prospect is all that a list needs; an explanation is read when a prospect is
opened (decisions/0004-score-sheet.md).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, get_args

from data.errors import DataRefused
from data.whole_file import replace_file
from features.telling import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
HEADER, PROSPECTS, EXTRA = "header.json", "prospects.jsonl", "extra-{}.json"
EXPLANATIONS = "explanations.{}.jsonl"
HEADER_KEYS = (
    "book_name",
    "book_digest",
    "model_version",
    "as_of",
    "simulated",
    "base_rate",
    "cautions",
    "settings",
    "made_at",
)
#: The header goes last and names what it was written with: a crash before it is seen.
SEAL = "sealed"


@dataclass(frozen=True)
class ScoreSheet:
    """One explanation per open engagement and language, in one order; ``before``: the chance a week
    earlier by engagement; ``extras``: plain data that single pages show, by name.
    """

    header: dict[str, Any]
    explanations: Mapping[Language, list[dict[str, Any]]]
    before: Mapping[str, float] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredSheet:
    """A sheet on the disk: its header, and one row per prospect (`app.prospects.listing`)."""

    folder: Path
    header: dict[str, Any]
    rows: list[dict[str, Any]]

    def explanation(self, row: dict[str, Any], language: Language) -> dict[str, Any]:
        """The explanation of a row. Raises DataRefused when it is not what was written."""
        offset, length, digest = row["place"][language]
        try:
            with (self.folder / EXPLANATIONS.format(language)).open("rb") as file:
                file.seek(offset)
                line = file.read(length)
        except OSError:
            line = b""
        if _digest(line)[:16] != digest:
            raise DataRefused(
                "the scores were made again a moment ago, or are damaged",
                where=str(self.folder),
                next_step="try again; if it stays so, delete that folder: it is made anew",
            )
        explanation: dict[str, Any] = json.loads(line)
        return explanation

    def extra(self, name: str) -> Any:
        """What scoring kept for one page; None where it kept nothing, or that is damaged."""
        try:
            content = (self.folder / EXTRA.format(name)).read_bytes()
            return json.loads(content) if _digest(content) == self.header[SEAL][name] else None
        except (OSError, ValueError, KeyError):
            return None


def sheet_path(book_path: str | Path) -> Path:
    """The folder of the sheet that belongs to a book.

    >>> sheet_path("demo/book").as_posix()
    'demo/scores'
    """
    return Path(book_path).parent / "scores"


def save_scores(book_path: str | Path, sheet: ScoreSheet) -> None:
    """Store a sheet next to its book; the header goes last, so a half-written one is never read.

    Raises DataRefused where it cannot be written, ValueError for an explanation without its
    numbers.
    """
    from app.listing import listing
    from app.prospects import book_facts

    files: dict[str, bytes] = {}
    places: dict[Language, list[tuple[int, int, str]]] = {}
    for language in LANGUAGES:
        lines = [_plain(_sound(each)) for each in sheet.explanations[language]]
        places[language] = _places(lines)
        files[EXPLANATIONS.format(language)] = b"".join(lines)
    rows = listing(book_facts(book_path), sheet.header["as_of"], sheet.explanations, sheet.before)
    for position, row in enumerate(rows):
        row["place"] = {language: places[language][position] for language in LANGUAGES}
    files[PROSPECTS] = b"".join(map(_plain, rows))
    seals = {PROSPECTS: _digest(files[PROSPECTS])}
    for name, content in sheet.extras.items():
        files[EXTRA.format(name)] = _plain(content)
        seals[name] = _digest(files[EXTRA.format(name)])
    header = {key: sheet.header[key] for key in HEADER_KEYS} | {SEAL: seals}
    files[HEADER] = json.dumps(header, ensure_ascii=False, indent=1).encode()
    _write(sheet_path(book_path), files)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            replace_file(folder / name, partial(_fill, content))
    except OSError as problem:
        raise DataRefused(
            f"the scores cannot be written ({problem.strerror})",
            where=str(folder),
            next_step="make the folder writable and its disk not full",
        ) from None


def _fill(content: bytes, beside: Path) -> None:
    beside.write_bytes(content)


def load_scores(book_path: str | Path) -> StoredSheet | None:
    """The stored sheet; None where it is missing, broken, or of an earlier state of the book."""
    folder = sheet_path(book_path)
    try:
        header = json.loads((folder / HEADER).read_bytes())
        lines = (folder / PROSPECTS).read_bytes()
        digest = json.loads((Path(book_path) / "book.json").read_bytes())["digest"]
        if header[SEAL][PROSPECTS] != _digest(lines) or header["book_digest"] != digest:
            return None
        if any(key not in header for key in HEADER_KEYS):
            return None
        # Not splitlines(): a client's own words may hold any of Unicode's other line ends.
        rows = [json.loads(line) for line in lines.split(b"\n") if line]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return StoredSheet(folder, header, rows)


def _plain(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _places(lines: list[bytes]) -> list[tuple[int, int, str]]:
    """Where each line begins, how long it is, and its digest."""
    places, at = [], 0
    for line in lines:
        places.append((at, len(line), _digest(line)[:16]))
        at += len(line)
    return places


def _sound(explanation: dict[str, Any]) -> dict[str, Any]:
    """The explanation, if it has what every page takes from it."""
    try:
        numbers = [explanation["start"], explanation["log_odds"], explanation["payoff_probability"]]
        numbers += [part["log_odds"] for part in explanation["parts"]]
        numbers += [explanation["cut_off"], explanation["would_change"]["chance"]]
        optional = [explanation["low"], explanation["high"], explanation["expected_gain"]]
        numbers += [number for number in optional if number is not None]
        sound = (
            isinstance(explanation["engagement_id"], str)
            and explanation["status"] in ("scored", "abstained")
            and explanation["verdict"] in ("go on", "decline", "none")
            and all(isinstance(number, int | float) and math.isfinite(number) for number in numbers)
            and all(part["kind"] and "heuristic" in part for part in explanation["parts"])
        )
    except (KeyError, TypeError):
        sound = False
    if not sound:
        raise ValueError("an explanation lacks what the pages take from it")
    return explanation
