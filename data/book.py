"""A book: one folder with both tables, always whole.

The manifest ``book.json`` names content-addressed Parquet files and is moved into place last, so a
kill at any moment leaves either the old book or the new one.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from data.contract import ENGAGEMENTS, INTERACTIONS, TABLES, TableContract
from data.digest import table_digest
from data.errors import DataRefused
from data.whole_file import UNFINISHED, replace_file

MANIFEST, LOCK, SET_ASIDE = "book.json", ".lock", "set_aside.csv"
FORMAT = 1
LONGEST_WAIT = 120  # seconds for another writer to finish
ORDER = {
    "interactions": ("engagement_id", "occurred_at", "interaction_id"),
    "engagements": ("engagement_id",),
}


@dataclass(frozen=True)
class Book:
    """An opened book; ``digest`` is the SHA-256 of its content, whatever order it came in."""

    path: Path
    name: str
    interactions: pa.Table
    engagements: pa.Table
    digest: str
    simulated: bool = False
    currency: str | None = None
    hourly_cost: float | None = None

    @classmethod
    def open(cls, path: str | Path) -> "Book":
        """Open a book folder. Raises DataRefused when it is none or is damaged."""
        path = Path(path)
        for attempt in range(3):
            manifest = _manifest(path)
            try:
                tables = {name: _stored(path, manifest, TABLES[name]) for name in TABLES}
            except FileNotFoundError:
                # Another process moved the manifest on between the two reads.
                if attempt < 2:
                    continue
                raise _damaged(path, "a file it names is missing") from None
            book = cls(path, digest=manifest["digest"], **tables, **_about(manifest))
            if book.digest != content_digest(
                book.interactions, book.engagements, book.currency, book.hourly_cost
            ):
                raise _damaged(path, "its content is not what was written")
            return book
        raise AssertionError("unreachable")

    @property
    def newest(self) -> datetime:
        """The latest moment anything was recorded (UTC). Raises DataRefused for an empty book."""
        return newest(self.interactions, str(self.path))


def newest(interactions: pa.Table, where: str) -> datetime:
    """The latest moment anything happened or was recorded (UTC): the "now" of these histories.

    Raises DataRefused, naming ``where``, when there are no interactions.
    """
    moments = [pc.max(interactions[name]).as_py() for name in ("occurred_at", "recorded_at")]
    known = [moment for moment in moments if moment is not None]
    if not known:
        raise DataRefused("the book has no interactions", where=where, next_step="import some")
    return max(known)


def is_book(path: str | Path) -> bool:
    """Whether the folder has a manifest."""
    return (Path(path) / MANIFEST).is_file()


def write_book(
    path: str | Path,
    interactions: pa.Table,
    engagements: pa.Table,
    *,
    name: str,
    simulated: bool = False,
    currency: str | None = None,
    hourly_cost: float | None = None,
) -> Book:
    """Write a book in place of whatever book is there, atomically, and return it.

    The tables must have the contract's schemas and unique ids; raises DataRefused otherwise, and
    when the folder holds anything that is no book.
    """
    about = {"name": name, "simulated": simulated, "currency": currency, "hourly_cost": hourly_cost}
    with locked(path) as folder:
        book = _write(folder, interactions, engagements, about)
        (folder / SET_ASIDE).unlink(missing_ok=True)
        return book


def update_book(path: str | Path, change: Callable[["Book | None"], dict[str, Any]]) -> Book:
    """Replace a book by what ``change`` makes of it, while no other process can write it.

    ``change`` gets the book (or None) and returns the tables and facts of the new one; a
    ``set_aside`` text among them is written beside the tables.
    """
    with locked(path) as folder:
        new = change(Book.open(folder) if is_book(folder) else None)
        quarantine = new.pop("set_aside").encode()
        if not (folder / SET_ASIDE).is_file() or (folder / SET_ASIDE).read_bytes() != quarantine:
            replace_file(folder / SET_ASIDE, lambda beside: beside.write_bytes(quarantine))
        return _write(folder, new.pop("interactions"), new.pop("engagements"), new)


@contextmanager
def locked(path: str | Path) -> Iterator[Path]:
    """Hold the book's lock; makes the folder when it is not there."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strangers = [each.name for each in folder.iterdir() if not _ours(each.name)]
        if strangers and not is_book(folder):
            raise DataRefused(
                "the folder is not empty and is no book",
                where=str(path),
                next_step="name a new folder",
            )
        with FileLock(folder / LOCK, timeout=LONGEST_WAIT):
            yield folder
    except Timeout:
        raise DataRefused(
            "another process is writing this book", where=str(path), next_step="try again later"
        ) from None
    except (FileExistsError, NotADirectoryError):
        raise DataRefused(
            "this is a file, not a folder", where=str(path), next_step="name a folder"
        ) from None
    except OSError as error:
        raise DataRefused(
            f"the book cannot be written: {error.strerror}",
            where=str(path),
            next_step="free the space or the rights; the book is as it was",
        ) from None


def _ours(name: str) -> bool:
    tables = name.startswith(tuple(f"{table}-" for table in TABLES)) and name.endswith(".parquet")
    return tables or name in (MANIFEST, LOCK, SET_ASIDE) or name.endswith(UNFINISHED)


def _write(
    folder: Path, interactions: pa.Table, engagements: pa.Table, about: dict[str, Any]
) -> Book:
    tables = {
        "interactions": ordered(interactions, INTERACTIONS),
        "engagements": ordered(engagements, ENGAGEMENTS),
    }
    digest = content_digest(
        tables["interactions"], tables["engagements"], about["currency"], about["hourly_cost"]
    )
    manifest: dict[str, Any] = {"format": FORMAT, **about, "digest": digest}
    for name, table in tables.items():
        file = f"{name}-{table_digest(table)[:12]}.parquet"
        manifest[name] = {"file": file, "rows": table.num_rows}
        if not (folder / file).is_file():
            replace_file(folder / file, partial(pq.write_table, table))
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    if not is_book(folder) or (folder / MANIFEST).read_text("utf-8") != text:
        replace_file(folder / MANIFEST, lambda beside: beside.write_text(text, "utf-8"))
    kept = {manifest[name]["file"] for name in tables}
    for each in folder.iterdir():
        old_table = each.suffix == ".parquet" and _ours(each.name) and each.name not in kept
        if old_table or each.suffix == UNFINISHED:
            each.unlink(missing_ok=True)
    return Book(folder, digest=digest, **tables, **about)


def ordered(table: pa.Table, contract: TableContract) -> pa.Table:
    """Rows in the book's order. Raises DataRefused when the table breaks the contract."""
    if table.schema.names != contract.schema.names:
        raise DataRefused(f"the {contract.name} do not have the contract's columns")
    table = table.cast(contract.schema)
    for name in contract.musts:
        if table[name].null_count:
            raise DataRefused(f"the {contract.name} have rows without {name}")
    if pc.count_distinct(table[contract.id]).as_py() != table.num_rows:
        raise DataRefused(f"the {contract.name} have two rows with the same {contract.id}")
    keys = [(name, "ascending") for name in ORDER[contract.name]]
    return table.sort_by(keys).combine_chunks()


def content_digest(
    interactions: pa.Table, engagements: pa.Table, currency: str | None, hourly_cost: float | None
) -> str:
    """SHA-256 over what the book says (not over its files or its name)."""
    facts = json.dumps([currency, hourly_cost])
    return hashlib.sha256(
        f"{table_digest(interactions)} {table_digest(engagements)} {facts}".encode()
    ).hexdigest()


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise DataRefused(
            "there is no book here", where=str(path), next_step="make one with clientrisk import"
        ) from None
    except (OSError, ValueError):
        raise _damaged(path, "its manifest cannot be read") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _damaged(path, "its manifest is of another version")
    return manifest


def _about(manifest: dict[str, Any]) -> dict[str, Any]:
    return {name: manifest.get(name) for name in ("name", "simulated", "currency", "hourly_cost")}


def _stored(path: Path, manifest: dict[str, Any], contract: TableContract) -> pa.Table:
    try:
        file = Path(manifest[contract.name]["file"]).name
        table = pq.read_table(path / file, partitioning=None)
        return table.cast(contract.schema).combine_chunks()
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError):
        raise _damaged(path, f"its {contract.name} cannot be read") from None


def _damaged(path: Path, what: str) -> DataRefused:
    return DataRefused(
        f"the book is damaged: {what}", where=str(path), next_step="import its sources again"
    )
