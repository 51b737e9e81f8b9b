"""The tables of a mapping as the text of a TOML file: the standard library only reads TOML."""

import json
import re
from collections.abc import Mapping
from typing import Any

Declared = Mapping[str, Any]
_BARE = re.compile("[A-Za-z0-9_-]+")


def toml_text(tables: Declared) -> str:
    """A mapping's tables as the text of a TOML file.

    >>> block = {"columns": {"kind": {"column": "Type"}}}
    >>> print(toml_text({"source": {"name": "CRM"}, "interactions": [block]}))
    [source]
    name = "CRM"
    <BLANKLINE>
    [[interactions]]
    [interactions.columns]
    kind = { column = "Type" }
    <BLANKLINE>
    """
    lines = ["[source]", *_pairs(tables["source"])]
    for table in ("interactions", "engagements"):
        for block in tables.get(table, ()):
            own = {key: value for key, value in block.items() if key != "columns" and value}
            lines += ["", f"[[{table}]]", *_pairs(own)]
            lines += [f"[{table}.columns]", *_pairs(block["columns"])]
    return "\n".join([*lines, ""])


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_pairs(value))} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # A JSON string is a TOML string, but for the one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
