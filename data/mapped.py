"""A mapping at work: raw columns in, one draft per block out, no row lost."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.check import Draft
from data.contract import TableName
from data.declaration import suggestion
from data.errors import DataRefused
from data.reading import Reading, as_text
from data.rules import PLACE, Block, Filter, Mapping, Rule
from data.set_aside import Entry
from data.sources.raw import Raw


def drafts(
    raw: Raw, mapping: Mapping, blocks: Iterable[Block], table: TableName, source: str
) -> tuple[list[Draft], list[Entry]]:
    """Return one draft per block, and an entry for each source row that no block takes.

    Raises DataRefused when a rule names a column the source does not have.
    """
    made: list[Draft] = []
    taken = np.zeros(raw.rows, bool)
    texts: dict[str, pa.Array] = {}
    for block in blocks:
        _refuse_unknown_columns(raw, mapping, block, source)
        chosen = _matches(raw, block.where, texts)
        if block.unless:
            chosen &= ~_matches(raw, block.unless, texts)
        groups = np.flatnonzero(chosen)
        if block.group_by is not None:
            chosen &= _text_of(raw, block.group_by, texts).is_valid().to_numpy(zero_copy_only=False)
            made.append(_grouped(raw, block, chosen, texts))
        else:
            made.append(_rowwise(raw, block, groups, texts))
        taken |= chosen
    lines = raw.lines.to_numpy(zero_copy_only=False)
    reason = f"no [[{table}]] block of the mapping takes this row"
    return made, [(int(lines[row]), None, None, reason) for row in np.flatnonzero(~taken).tolist()]


def _refuse_unknown_columns(raw: Raw, mapping: Mapping, block: Block, source: str) -> None:
    named = [("where", name) for name in (*block.where, *block.unless)]
    named += [("group_by", block.group_by)] if block.group_by else []
    named += [
        (target, name)
        for target, rule in block.columns.items()
        if not rule.optional
        for name in rule.sources
    ]
    for target, name in named:
        if name not in raw.columns:
            raise DataRefused(
                f"the mapping takes {target} from the column {name!r}, not found in {source}",
                where=mapping.where,
                next_step=suggestion(name, raw.columns),
            )


def _text_of(raw: Raw, column: str, texts: dict[str, pa.Array]) -> pa.Array:
    if column not in texts:
        missing = pa.nulls(raw.rows, pa.string())
        texts[column] = as_text(raw.columns[column]) if column in raw.columns else missing
    return texts[column]


def _matches(raw: Raw, condition: Filter, texts: dict[str, pa.Array]) -> np.ndarray:
    mask = np.ones(raw.rows, bool)
    for column, words in condition.items():
        text = _text_of(raw, column, texts).fill_null("")
        mask &= pc.is_in(text, value_set=pa.array(words, pa.string())).to_numpy(
            zero_copy_only=False
        )
    return mask


def _rowwise(raw: Raw, block: Block, rows: np.ndarray, texts: dict[str, pa.Array]) -> Draft:
    everything = len(rows) == raw.rows
    at = pa.array(rows)
    columns = {
        name: whole if everything else whole.take(at)
        for name, rule in block.columns.items()
        for whole in [_made(raw, rule, texts)]
    }
    lines = raw.lines if everything else raw.lines.take(at)
    return Draft(columns, lines, _readings(block))


def _grouped(raw: Raw, block: Block, chosen: np.ndarray, texts: dict[str, pa.Array]) -> Draft:
    keys = _text_of(raw, block.group_by or "", texts).dictionary_encode().indices
    codes = keys.fill_null(-1).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(chosen)
    groups, first = np.unique(codes[rows], return_index=True)
    begins = rows[first]
    columns: dict[str, pa.Array] = {}
    for name, rule in block.columns.items():
        at = begins
        if rule.first or rule.last or rule.where:
            kept = rows[_matches(raw, rule.where, texts)[rows]]
            ordered = kept[::-1] if rule.last else kept
            found, place = np.unique(codes[ordered], return_index=True)
            at = np.full(len(groups), -1)
            at[np.searchsorted(groups, found)] = ordered[place]
        columns[name] = _made(raw, rule, texts).take(pa.array(at, mask=at < 0))
    return Draft(columns, raw.lines.take(pa.array(begins)), _readings(block))


def _made(raw: Raw, rule: Rule, texts: dict[str, pa.Array]) -> pa.Array:
    """The rule's values for every source row, before words and numbers are read."""
    if rule.value is not None:
        return pa.repeat(pa.scalar(rule.value, pa.string()), raw.rows)
    if rule.template is not None:
        pieces = PLACE.split(rule.template)
        parts = [
            _place(raw, piece, texts)
            if odd % 2
            else pa.repeat(pa.scalar(piece, pa.string()), raw.rows)
            for odd, piece in enumerate(pieces)
            if piece or odd % 2
        ]
        return pc.binary_join_element_wise(*parts, "")
    name = rule.column or rule.first or rule.last or ""
    return raw.columns[name] if name in raw.columns else pa.nulls(raw.rows, pa.string())


def _place(raw: Raw, name: str, texts: dict[str, pa.Array]) -> pa.Array:
    return raw.lines.cast(pa.string()) if name == "line" else _text_of(raw, name, texts)


def _readings(block: Block) -> dict[str, Reading]:
    return {name: rule.reading for name, rule in block.columns.items()}
