"""Small sources made by hand."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Row = dict[str, str]

INTERACTION: Row = {
    "interaction_id": "i1",
    "engagement_id": "e1",
    "client_id": "c1",
    "occurred_at": "2024-01-05T10:00:00Z",
    "kind": "message",
    "direction": "inbound",
}
ENGAGEMENT: Row = {"engagement_id": "e1", "client_id": "c1", "opened_at": "2024-01-01T00:00:00Z"}


def _number(rows: tuple[Row, ...], table: Row) -> list[Row]:
    own = {"interaction_id": "i{}"} if "interaction_id" in table else {"engagement_id": "e{}"}
    return [
        {**table, **{name: form.format(place) for name, form in own.items()}, **row}
        for place, row in enumerate(rows, 1)
    ]


def _write(path: Path, rows: list[Row]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def interactions(tmp_path: Path) -> Callable[..., Path]:
    """Write interactions to a CSV file, each row a good one with the changes given."""

    def make(*changes: Row, name: str = "interactions.csv") -> Path:
        return _write(tmp_path / name, _number(changes, INTERACTION))

    return make


@pytest.fixture
def engagements(tmp_path: Path) -> Callable[..., Path]:
    """Write engagements to a CSV file, each row a good one with the changes given."""

    def make(*changes: Row, name: str = "engagements.csv") -> Path:
        return _write(tmp_path / name, _number(changes, ENGAGEMENT))

    return make


@pytest.fixture
def mapping_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a mapping."""

    def make(text: str) -> Path:
        path = tmp_path / "source.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return make
