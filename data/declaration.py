"""The tables of a mapping file, checked key by key: every complaint names the key."""

import codecs
import difflib
import math
import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from data.contract import (
    MONEY,
    STATUSES,
    TABLES,
    TIME,
    Column,
    TableName,
    signals_contract,
)
from data.errors import DataRefused
from data.reading import Reading
from data.rules import Block, Filter, Mapping, Rule
from data.times import UNIX, readable_format

FORMATS = ("csv", "parquet", "jsonl", "xes", "sql", "craigslist_bargain")

_SOURCE_KEYS = ("name", "format", "delimiter", "encoding", "timezone", "currency", "table", "query")
_BLOCK_KEYS = ("columns", "where", "unless", "group_by", "table", "query")
_READING_KEYS = ("words", "otherwise", "format", "timezone", "decimal", "thousands", "scale")
_ORIGINS = ("column", "value", "template", "first", "last")
_RULE_KEYS = (*_ORIGINS, *_READING_KEYS, "where", "optional")
_TABLES: tuple[TableName, ...] = (*TABLES, "signals")
_NAME = re.compile("[a-z][a-z0-9_]*")


class Declaration:
    """Turns the tables of a TOML file into a Mapping; every complaint names the key."""

    def __init__(self, where: str):
        self.where = where

    def refuse(self, what: str, next_step: str | None = None) -> DataRefused:
        """Build the one-line error."""
        return DataRefused(what, where=self.where, next_step=next_step)

    def mapping(self, declared: AnyMapping[str, Any], stem: str) -> Mapping:
        """Check the file as a whole."""
        self._known(declared, ("extends", "source", *_TABLES), "the mapping")
        source = self._table(declared.get("source", {}), "[source]")
        self._known(source, _SOURCE_KEYS, "[source]")
        for key, value in source.items():
            self._text(value, f"[source] {key}")
        if source.get("format") not in (None, *FORMATS):
            raise self.refuse(
                f"[source] format = {source['format']!r} is unknown",
                f"use one of: {', '.join(FORMATS)}",
            )
        delimiter = source.get("delimiter")
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise self.refuse("[source] delimiter must be one character", 'for example ";"')
        if source.get("encoding"):
            try:
                codecs.lookup(source["encoding"])
            except LookupError:
                raise self.refuse(
                    f"[source] encoding = {source['encoding']!r} is unknown",
                    'for example "utf-8" or "cp1251"',
                ) from None
        self._zone(source.get("timezone"), "[source]")
        if not re.fullmatch("[A-Z]{3}", source.get("currency", "EUR")):
            raise self.refuse("[source] currency must be an ISO 4217 code", 'for example "EUR"')
        blocks = [
            self._block(block, table, source, f"[{table}] block {place}")
            for table in _TABLES
            for place, block in enumerate(self._blocks(declared.get(table, []), table), 1)
        ]
        if not blocks:
            raise self.refuse(
                "the mapping maps nothing", "add an [[interactions]] or [[engagements]] block"
            )
        if "signals" in declared and len(blocks) > 1:
            raise self.refuse(
                "[signals] stands alone, once: a source has either histories or signals",
                "write a second mapping",
            )
        kept = {
            key: source.get(key)
            for key in ("format", "delimiter", "encoding", "timezone", "currency")
        }
        return Mapping(source.get("name", stem), tuple(blocks), where=self.where, **kept)

    def _blocks(self, declared: Any, table: str) -> list[Any]:
        return declared if isinstance(declared, list) else [self._table(declared, f"[{table}]")]

    def _block(
        self, block: Any, table: TableName, source: AnyMapping[str, Any], place: str
    ) -> Block:
        self._known(self._table(block, place), _BLOCK_KEYS, place)
        columns = self._table(block.get("columns", {}), f"{place} columns")
        contract = TABLES[table] if table != "signals" else signals_contract(columns)
        self._known(columns, contract.names, f"{place} columns")
        if table == "signals":
            self._signals(block, columns, place)
        missing = [name for name in contract.musts if name not in columns]
        if missing:
            raise self.refuse(
                f"{place} says nothing of {', '.join(missing)}", "every row must have it"
            )
        group_by = block.get("group_by")
        rules = {name: self._rule(rule, f"{place} {name}") for name, rule in columns.items()}
        for column in contract.columns:
            if column.name in rules:
                self._fits(column, rules[column.name], f"{place} {column.name}", table)
        for name, rule in rules.items():
            if group_by is None and (rule.first or rule.last or rule.where):
                raise self.refuse(
                    f"{place} {name}: first, last and where need group_by in the block"
                )
        own = "table" in block or "query" in block
        return Block(
            table,
            rules,
            self._filter(block.get("where", {}), f"{place} where"),
            self._filter(block.get("unless", {}), f"{place} unless"),
            group_by,
            (block if own else source).get("table"),
            (block if own else source).get("query"),
        )

    def _signals(self, block: Any, columns: Iterable[str], place: str) -> None:
        if "group_by" in block:
            raise self.refuse(f"{place} has one row for each of the source's", "drop group_by")
        for name in columns:
            if not _NAME.fullmatch(name):
                raise self.refuse(
                    f"{place} {name!r} is no name of a signal",
                    "use small letters, digits and underscores",
                )

    def _rule(self, rule: Any, place: str) -> Rule:
        if isinstance(rule, str):
            return Rule(column=rule)
        self._known(self._table(rule, place), _RULE_KEYS, place)
        origins = [key for key in _ORIGINS if key in rule]
        if len(origins) != 1:
            raise self.refuse(f"{place} needs exactly one of: {', '.join(_ORIGINS)}")
        for key in (*_ORIGINS, "format", "timezone", "decimal", "thousands"):
            if key in rule:
                self._text(rule[key], f"{place} {key}")
        self._zone(rule.get("timezone"), place)
        if "scale" in rule and not isinstance(rule["scale"], int | float):
            raise self.refuse(f"{place} scale must be a number", "for example scale = 0.001")
        if "words" in rule:
            table = self._table(rule["words"], f"{place} words")
            words = {word: self._word(stands, f"{place} words") for word, stands in table.items()}
            rule = {**rule, "words": words}
        if "otherwise" in rule:
            rule = {**rule, "otherwise": self._word(rule["otherwise"], f"{place} otherwise")}
        return Rule(
            **{key: rule.get(key) for key in _ORIGINS},
            where=self._filter(rule.get("where", {}), f"{place} where"),
            optional=bool(rule.get("optional", False)),
            reading=Reading(**{key: rule[key] for key in _READING_KEYS if key in rule}),
        )

    def _fits(self, column: Column, rule: Rule, place: str, table: TableName) -> None:
        """Refuse what can never make a value of this column."""
        reading = rule.reading
        time, number = column.type == TIME, column.type in (MONEY, pa.float64(), pa.int64())
        worded = not time and (table == "signals" or not number)
        for key, fitting, what in (
            ("format", time, "times"),
            ("timezone", time, "times"),
            ("words", worded, "words"),
            ("otherwise", reading.words is not None, "rules with words"),
            ("decimal", number, "numbers"),
            ("thousands", number, "numbers"),
            ("scale", number, "numbers"),
        ):
            if getattr(reading, key) is not None and not fitting:
                raise self.refuse(f"{place} {key} is only for {what}", "leave it out")
        if reading.format is not None and not readable_format(reading.format):
            raise self.refuse(
                f"{place} format = {reading.format!r} is unknown",
                f'for example "%d.%m.%Y %H:%M", or one of: {", ".join(UNIX)}',
            )
        statuses = {word for words in STATUSES.values() for word in words}
        allowed = tuple(sorted(statuses)) if column.name == "status" else column.words
        if column.type == pa.bool_():
            allowed = ("true", "false", "1", "0")
        constants = (
            [rule.value] if reading.words is None else [*reading.words.values(), reading.otherwise]
        )
        for constant in constants:
            if allowed and constant and constant not in allowed:
                raise self.refuse(
                    f"{place} can never be {constant!r}", suggestion(constant, allowed)
                )
            if number and constant and not _is_number(constant):
                raise self.refuse(
                    f"{place} can never be {constant!r}",
                    'give a number, or "" where it cannot be told',
                )

    def _filter(self, declared: Any, place: str) -> Filter:
        found: dict[str, tuple[str, ...]] = {}
        for column, words in self._table(declared, place).items():
            several = words if isinstance(words, list) else [words]
            found[column] = tuple(self._text(word, f"{place} {column}") for word in several)
        return found

    def _table(self, declared: Any, place: str) -> AnyMapping[str, Any]:
        if not isinstance(declared, dict):
            raise self.refuse(f"{place} must be a table", "see the shipped mappings for examples")
        return declared

    def _text(self, value: Any, place: str) -> str:
        if not isinstance(value, str):
            raise self.refuse(f"{place} must be text in quotes")
        return value

    def _word(self, value: Any, place: str) -> str:
        """What a word stands for; a number may stand without quotes."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return repr(value)
        return self._text(value, place)

    def _zone(self, zone: str | None, place: str) -> None:
        if zone is None:
            return
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise self.refuse(
                f"{place} timezone = {zone!r} is unknown", 'for example "Europe/Berlin"'
            ) from None

    def _known(self, keys: Iterable[str], allowed: tuple[str, ...], place: str) -> None:
        for key in keys:
            if key not in allowed:
                raise self.refuse(f"{place} has an unknown key {key!r}", suggestion(key, allowed))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """What was probably meant, or everything there is.

    >>> suggestion("occured_at", ("occurred_at", "kind"))
    'did you mean occurred_at?'
    """
    allowed = list(allowed)
    near = difflib.get_close_matches(word, allowed, 1, 0.7)
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(allowed[:40])}"
