"""Rows that broke the contract, kept with their place and the reason in plain words."""

from collections.abc import Sequence

import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("table", pa.string()),
        ("line", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)
LONGEST_VALUE = 200

#: One set-aside row before it knows its source and table: line, column, value, reason.
Entry = tuple[int, str | None, str | None, str]


def set_aside_rows(source: str, table: str, entries: Sequence[Entry]) -> pa.Table:
    """Return a set-aside table, ordered by line; long values are cut.

    >>> rows = set_aside_rows("mail.csv", "interactions", [(7, "kind", "mail", "is no kind")])
    >>> rows["line"].to_pylist()
    [7]
    """
    ordered = sorted(entries, key=lambda entry: entry[0])
    return pa.table(
        {
            "source": [source] * len(ordered),
            "table": [table] * len(ordered),
            "line": [line for line, _, _, _ in ordered],
            "column": [column for _, column, _, _ in ordered],
            "value": [_short(value) for _, _, value, _ in ordered],
            "reason": [reason for _, _, _, reason in ordered],
        },
        schema=SCHEMA,
    )


def _short(value: str | None) -> str | None:
    if value is None or len(value) <= LONGEST_VALUE:
        return value
    return value[:LONGEST_VALUE] + " …"
