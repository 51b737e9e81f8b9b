"""A mapping made by hand, once: a person's choices as an ordinary mapping file beside the book.

The next file that has these columns finds it there, and so does `clientrisk import --mapping`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.contract import STATUSES
from data.declaration import Declaration
from data.errors import ClientRiskError, DataRefused
from data.mapping import load
from data.proposal import COLUMNS, MAYS, MUSTS, OF_ENGAGEMENT, Choices, Chosen
from data.readers import RawKey, Read, read_table
from data.rules import Mapping as SourceMapping
from data.sources.raw import Raw
from data.toml_text import Declared, toml_text
from data.whole_file import replace_file

FOLDER = "mappings"
#: Where a file names neither deals nor clients, all of it is of the one prospect being added.
THIS_PROSPECT = "this prospect"
#: How the ids of rows begin that have none of their own.
LINE = "line-"


@dataclass(frozen=True)
class Rows:
    """A file as read through a mapping: what happened and, where it says so, of which prospects."""

    interactions: Read
    engagements: Read | None = None

    @property
    def set_aside(self) -> pa.Table:
        """All rows set aside, with their reasons (`data.set_aside.SCHEMA`)."""
        reads = [read for read in (self.interactions, self.engagements) if read]
        return pa.concat_tables([read.set_aside for read in reads])


def declared(
    choices: Choices, name: str, timezone: str, encoding: str | None = None
) -> dict[str, Any]:
    """The tables of a mapping file that say what a person chose; nothing may be `unsettled`.

    ``timezone`` (IANA name) holds for times without one.
    """
    ids = _ids(choices)
    common = ids | {
        target: _rule(target, choices[target])
        for target in (*MUSTS, *MAYS)
        if target in choices and target not in ("kind", "status", *ids)
    }
    source = {"name": name, "format": "csv", "encoding": encoding, "timezone": timezone}
    tables: dict[str, Any] = {
        "source": {key: value for key, value in source.items() if value is not None},
        "interactions": [
            {
                "where": where,
                "columns": {**common, "kind": {"value": kind}, **_status(choices, kind)},
            }
            for kind, where in _kinds(choices["kind"])
        ],
    }
    group = choices["engagement_id"].column if "engagement_id" in choices else None
    group = group or (choices["client_id"].column if "client_id" in choices else None)
    if group and any(target in choices for target in OF_ENGAGEMENT):
        tables["engagements"] = [_engagement(choices, ids, group)]
    return tables


def _ids(choices: Choices) -> dict[str, Any]:
    """The three ids; a file with clients but no deals has one deal for each, and the other way."""
    deal = choices["engagement_id"].column if "engagement_id" in choices else None
    client = choices["client_id"].column if "client_id" in choices else None
    either = {"column": deal or client} if deal or client else {"value": THIS_PROSPECT}
    row = choices["interaction_id"].column if "interaction_id" in choices else None
    return {
        "interaction_id": {"column": row} if row else {"template": f"{LINE}{{line}}"},
        "engagement_id": {"column": deal} if deal else either,
        "client_id": {"column": client} if client else either,
    }


def _kinds(kind: Chosen) -> list[tuple[str, dict[str, list[str]]]]:
    """Each kind with the rows that are of it: a status is only what its kind can have."""
    if kind.column is None:
        return [(kind.value or "", {})]
    words: dict[str, list[str]] = {}
    for word, stands in kind.words.items():
        if stands:
            words.setdefault(stands, []).append(word)
    return [(stands, {kind.column: said}) for stands, said in words.items()]


def _status(choices: Choices, kind: str) -> dict[str, Any]:
    status = choices.get("status")
    if status is None or status.column is None or kind not in STATUSES:
        return {}
    words = {
        pair.removeprefix(f"{kind}: "): stands
        for pair, stands in status.words.items()
        if pair.startswith(f"{kind}: ")
    }
    return {"status": {"column": status.column, "words": words | {"": ""}}}


def _rule(target: str, choice: Chosen, origin: str = "column") -> dict[str, Any]:
    if choice.column is None:
        return {"value": choice.value or ""}
    rule: dict[str, Any] = {origin: choice.column}
    if COLUMNS[target].words:
        known = {word: stands for word, stands in choice.words.items() if stands}
        rule["words"] = known if target in MUSTS else choice.words
    for key in ("format", "decimal", "thousands", "scale"):
        value = getattr(choice.reading, key)
        if value is not None:
            rule[key] = value
    return rule


def _engagement(choices: Choices, ids: Mapping[str, Any], group: str) -> dict[str, Any]:
    """One row for each deal: it was opened when the file says, else with its first row."""
    opened = choices.get("opened_at") or choices["occurred_at"]
    columns: dict[str, Any] = {
        "engagement_id": ids["engagement_id"],
        "client_id": ids["client_id"],
        "opened_at": _rule("opened_at", opened, "first"),
    }
    columns |= {
        target: _rule(target, choices[target], "last")
        for target in OF_ENGAGEMENT
        if target in choices and target != "opened_at"
    }
    return {"group_by": group, "columns": columns}


def mapping_of(tables: Declared, where: str = "the choices above") -> SourceMapping:
    """The choices as a mapping, checked as every mapping is. Raises DataRefused naming the key."""
    return Declaration(where).mapping(tables, "by hand")


def read_rows(path: Path, mapping: SourceMapping, currency: str | None = None) -> Rows:
    """Read a file of rows through a mapping; ``currency`` is the book's.

    Raises DataRefused when the file cannot be read or brings a second currency.
    """
    raws: dict[RawKey, Raw] = {}
    interactions = read_table(path, "interactions", mapping, currency=currency, raws=raws)
    if not mapping.blocks_of("engagements"):
        return Rows(interactions)
    return Rows(
        interactions, read_table(path, "engagements", mapping, currency=currency, raws=raws)
    )


def folder_of(book: str | Path) -> Path:
    """Where the mappings of a book are kept.

    >>> folder_of("demo/book").as_posix()
    'demo/mappings'
    """
    return Path(book).parent / FOLDER


def save(folder: Path, tables: Declared) -> Path:
    """Write a mapping under its name, in place of one of that name. Raises DataRefused.

    It is read back before it is kept, so what lies there can be read.
    """
    name = str(tables["source"]["name"])
    stem = re.sub(r"[^\w-]+", "-", name.casefold()).strip("-_")[:60]
    if not stem:
        raise DataRefused("the mapping has no name", next_step="give it one, for example our CRM")
    path = folder / f"{stem}.toml"

    def write(beside: Path) -> None:
        beside.write_text(toml_text(tables), "utf-8")
        load(beside)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, write)
    except OSError as error:
        raise DataRefused(
            f"the mapping cannot be kept: {error.strerror}",
            where=str(path),
            next_step="free the space or the rights",
        ) from None
    return path


def kept_for(folder: Path, columns: Iterable[str]) -> list[SourceMapping]:
    """The kept mappings that fit a file with these columns, the one that takes most first."""
    known = set(columns)
    fits: list[tuple[int, SourceMapping]] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            mapping = load(path)
        except ClientRiskError:
            continue  # somebody has edited it since; the columns are asked for again
        taken = {
            name
            for block in mapping.blocks
            for name in (
                *block.where,
                *(each for rule in block.columns.values() for each in rule.sources),
            )
        }
        if taken <= known and mapping.format == "csv" and mapping.blocks_of("interactions"):
            fits.append((len(taken), mapping))
    return [mapping for _, mapping in sorted(fits, key=lambda fit: -fit[0])]
