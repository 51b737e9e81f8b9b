"""JSON Lines: one object per line; nested objects become columns with dots in their names."""

import json
from pathlib import Path
from typing import Any

from data.set_aside import Entry
from data.sources.files import open_text, refuse
from data.sources.raw import Columns, Progress, Raw


def read_json_lines(
    path: Path, *, encoding: str | None = None, progress: Progress | None = None
) -> Raw:
    """Read JSON Lines; a line that is no object is set aside. Raises DataRefused if none is."""
    columns, broken, good = Columns(progress=progress), list[Entry](), False
    with open_text(path, encoding) as (text, notes):
        for line, written in enumerate(text, 1):
            if written.isspace():
                continue
            try:
                record = json.loads(
                    written, parse_float=str, parse_int=str, parse_constant=_refused
                )
            except (ValueError, RecursionError):
                record = None
            if isinstance(record, dict):
                good = True
                columns.add_record(line, flattened(record))
            else:
                broken.append((line, None, None, "is not a JSON object"))
    if not good:
        raise refuse(
            "no line of it is a JSON object", str(path), "export it as JSON Lines, one per line"
        )
    return columns.raw(broken, notes)


def _refused(constant: str) -> str:
    raise ValueError(constant)


def flattened(record: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """The record's values as text, absent where null.

    >>> flattened({"id": "7", "outcome": {"won": True, "price": None}, "tags": ["a"]})
    {'id': '7', 'outcome.won': 'true', 'tags': '["a"]'}
    """
    flat: dict[str, str] = {}
    for key, value in record.items():
        name = prefix + key
        if isinstance(value, dict):
            flat.update(flattened(value, f"{name}."))
        elif isinstance(value, bool):
            flat[name] = "true" if value else "false"
        elif isinstance(value, str):
            flat[name] = value
        elif value is not None:
            flat[name] = json.dumps(value, ensure_ascii=False)
    return flat
