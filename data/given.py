"""Signals that somebody filled in, read where there is no history to compute them from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from data.check import check_draft, check_whole
from data.contract import signals_contract
from data.errors import DataRefused
from data.mapped import drafts
from data.readers import Read, read_raw, source_name
from data.reading import as_text
from data.rules import Mapping
from data.set_aside import Entry, set_aside_rows
from data.sources.raw import Raw


@dataclass(frozen=True)
class ReadSignals(Read):
    """What became of a table of signals; ``repeated`` of the rows set aside copy an earlier one."""

    repeated: int = 0

    def line(self) -> str:
        """The counts in words."""
        return (
            f"{self.read:,} read = {self.accepted.num_rows:,} accepted"
            f" + {self.set_aside.num_rows:,} set aside, of these {self.repeated:,} copies of an"
            " earlier row"
        )


def read_signals(
    source: str | Path, mapping: Mapping, progress: Callable[[int], None] | None = None
) -> ReadSignals:
    """Read a flat source through a mapping of signals: `data.contract.signals_contract`.

    A row that repeats an earlier one in every column of the source is set aside first: without an
    id of its own it would stand on both sides of any split. Raises DataRefused when the mapping
    gives no signals or names a column the source does not have.
    """
    blocks = mapping.blocks_of("signals")
    if not blocks:
        raise DataRefused(
            "the mapping gives no signals", where=mapping.where, next_step="add a [signals] section"
        )
    name, block = source_name(source), blocks[0]
    contract = signals_contract(block.columns)
    raw, repeats = _distinct(read_raw(source, "signals", mapping, block, progress))
    made, untaken = drafts(raw, mapping, blocks, "signals", name)
    checked = check_whole(
        [check_draft(draft, contract, name, mapping.timezone) for draft in made], contract
    )
    entries = [*raw.broken, *repeats, *untaken, *checked.set_aside]
    aside = set_aside_rows(name, "signals", entries)
    read = checked.accepted.num_rows + aside.num_rows
    return ReadSignals(checked.accepted, aside, read, raw.notes, repeated=len(repeats))


def _distinct(raw: Raw) -> tuple[Raw, list[Entry]]:
    """The rows that are the first of their kind, and an entry for each copy, naming the first."""
    lines = raw.lines.to_pylist()
    rows = zip(*(as_text(column).to_pylist() for column in raw.columns.values()), strict=True)
    seen: dict[tuple[str | None, ...], int] = {}
    firsts = [seen.setdefault(row, line) for row, line in zip(rows, lines, strict=True)]
    copies = [(line, first) for line, first in zip(lines, firsts, strict=True) if first != line]
    distinct = pa.array(
        [first == line for line, first in zip(lines, firsts, strict=True)], pa.bool_()
    )
    columns = {name: column.filter(distinct) for name, column in raw.columns.items()}
    return replace(raw, columns=columns, lines=raw.lines.filter(distinct)), [
        (line, None, None, f"repeats line {first} word for word") for line, first in copies
    ]
