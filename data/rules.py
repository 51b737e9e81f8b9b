"""A mapping as read: rules make columns, blocks make rows, a mapping is a whole source."""

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from data.contract import TableName
from data.reading import Reading

#: Source column → the words a row must have there; "" stands for an empty cell.
Filter = AnyMapping[str, tuple[str, ...]]

PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Rule:
    """How one column of the contract is made; exactly one of the five origins is given."""

    column: str | None = None
    value: str | None = None
    template: str | None = None
    first: str | None = None
    last: str | None = None
    where: Filter = field(default_factory=dict)
    optional: bool = False
    reading: Reading = field(default_factory=Reading)

    @property
    def sources(self) -> tuple[str, ...]:
        """Source columns the rule needs; ``{line}`` in a template is the line, not a column."""
        named = [name for name in (self.column, self.first, self.last) if name is not None]
        if self.template is not None:
            named += [name for name in PLACE.findall(self.template) if name != "line"]
        return (*named, *self.where)


@dataclass(frozen=True)
class Block:
    """One way rows of the source become rows of a table."""

    table: TableName
    columns: AnyMapping[str, Rule]
    where: Filter = field(default_factory=dict)
    unless: Filter = field(default_factory=dict)
    group_by: str | None = None
    sql_table: str | None = None
    sql_query: str | None = None


@dataclass(frozen=True)
class Mapping:
    """A source as declared; ``where`` names the mapping file for error messages."""

    name: str
    blocks: tuple[Block, ...]
    format: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    timezone: str | None = None
    currency: str | None = None
    where: str = "mapping"

    def blocks_of(self, table: TableName) -> tuple[Block, ...]:
        """The blocks that make rows of this table; none means the source says nothing of it."""
        return tuple(block for block in self.blocks if block.table == table)
