"""The score sheet: every open engagement's explanation, stored next to the book.

The pages read this sheet instead of a model, so that the first of them opens before anything heavy
is imported.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import DataRefused
from data.whole_file import replace_file

EXPLANATIONS = "explanations.jsonl"
HEADER = "header.json"
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
# The header names the very explanations it was written with: a crash between the two is seen.
SEAL = "explanations_sha256"


@dataclass(frozen=True)
class ScoreSheet:
    """What is known about a book's open engagements: one header, one explanation for each."""

    header: dict[str, Any]
    explanations: list[dict[str, Any]]


def sheet_path(book_path: str | Path) -> Path:
    """The folder of the sheet that belongs to a book.

    >>> sheet_path("demo/book").as_posix()
    'demo/scores'
    """
    return Path(book_path).parent / "scores"


def save_scores(book_path: str | Path, sheet: ScoreSheet) -> None:
    """Store a sheet next to its book; the header goes last, so a half-written one is never read.

    Raises DataRefused where it cannot be written.
    """
    folder = sheet_path(book_path)
    lines = "".join(
        json.dumps(explanation, ensure_ascii=False, allow_nan=False) + "\n"
        for explanation in sheet.explanations
    ).encode()
    header = {key: sheet.header[key] for key in HEADER_KEYS}
    header[SEAL] = hashlib.sha256(lines).hexdigest()
    written = json.dumps(header, ensure_ascii=False, indent=1).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / EXPLANATIONS, lambda beside: beside.write_bytes(lines))
        replace_file(folder / HEADER, lambda beside: beside.write_bytes(written))
    except OSError as problem:
        raise DataRefused(
            f"the scores cannot be written ({problem.strerror})",
            where=str(folder),
            next_step="make the folder writable and its disk not full",
        ) from None


def load_scores(book_path: str | Path) -> ScoreSheet | None:
    """The stored sheet; None where it is missing, broken, or of an earlier state of the book."""
    folder = sheet_path(book_path)
    try:
        header = json.loads((folder / HEADER).read_bytes())
        lines = (folder / EXPLANATIONS).read_bytes()
        digest = json.loads((Path(book_path) / "book.json").read_bytes())["digest"]
        if header.pop(SEAL) != hashlib.sha256(lines).hexdigest():
            return None
        if header["book_digest"] != digest or any(key not in header for key in HEADER_KEYS):
            return None
        # Not splitlines(): a client's own words may hold any of Unicode's other line ends.
        explanations = [json.loads(line) for line in lines.split(b"\n") if line]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return ScoreSheet(header, explanations) if all(map(_sound, explanations)) else None


def _sound(explanation: Any) -> bool:
    """Whether an explanation has what every page takes from it."""
    try:
        numbers = [explanation["start"], explanation["log_odds"], explanation["payoff_probability"]]
        numbers += [part["log_odds"] for part in explanation["parts"]]
        numbers += [explanation["cut_off"], explanation["would_change"]["chance"]]
        optional = [explanation["low"], explanation["high"], explanation["expected_gain"]]
        numbers += [number for number in optional if number is not None]
        return (
            isinstance(explanation["engagement_id"], str)
            and explanation["status"] in ("scored", "abstained")
            and explanation["verdict"] in ("go on", "decline", "none")
            and all(isinstance(number, int | float) and math.isfinite(number) for number in numbers)
            and all(part["kind"] and "heuristic" in part for part in explanation["parts"])
        )
    except (KeyError, TypeError):
        return False
