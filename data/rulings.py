"""What the data team has decided about heuristics: an append-only file beside the book.

``rulings.jsonl`` stands next to ``scores/`` and ``models/``, and like them belongs to every book of
its folder; whoever rules or trains is told of the others (`shared`). Nothing in it is ever changed:
who thinks otherwise rules again, and of each heuristic the latest ruling counts. Training reads
`current`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock, Timeout

from data.errors import DataRefused, UsageError
from data.whole_file import replace_file

FILE = "rulings.jsonl"
LONGEST_WAIT = 60  # seconds for another writer to finish
#: released: its signals lose the declared sign; off: they are left out; restored: as declared.
Kind = Literal["released", "off", "restored"]


@dataclass(frozen=True)
class Ruling:
    """One decision: ``at`` as ISO 8601 in UTC, ``figures`` as the trial stood at that moment.

    ``even_so``: made although the trial did not say "contradicted".
    """

    heuristic: str
    ruling: Kind
    reason: str
    by: str
    at: str
    even_so: bool = False
    figures: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data: a line of the file, and an entry of ``facts["rulings"]``."""
        return asdict(self)


def plain_words(text: str) -> str:
    r"""A reason or a name on one line, without anything that steers a terminal.

    >>> plain_words(" The law\n changed\x1b[2J. ")
    'The law changed[2J.'
    """
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def rulings_file(book: str | Path) -> Path:
    """Where the rulings on a book's heuristics are kept.

    >>> rulings_file("demo/book").as_posix()
    'demo/rulings.jsonl'
    """
    return Path(book).parent / FILE


def shared(book: str | Path) -> str | None:
    """That the rulings count for other books of the folder too, by name; None where there is none.

    >>> shared("nowhere/book") is None
    True
    """
    own = Path(book).resolve()
    others = sorted(path.parent.name for path in own.parent.glob("*/book.json"))
    named = ", ".join(plain_words(name) for name in others if name != own.name)
    return f"the rulings count for every book of this folder, also for {named}" if named else None


def history(book: str | Path) -> tuple[Ruling, ...]:
    """Every ruling, oldest first; none where there is no file.

    Raises `DataRefused` when the file cannot be read or a line of it is no ruling.
    """
    path = rulings_file(book)
    try:
        written = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError):
        raise _broken(path, "the rulings cannot be read") from None
    # Not splitlines(): a reason may hold any of Unicode's other line ends.
    lines = written.removesuffix("\n").split("\n") if written else []
    return tuple(_ruling(path, number, line) for number, line in enumerate(lines, 1))


def current(book: str | Path) -> dict[str, Ruling]:
    """The ruling in force of each heuristic, by its id: released or off. Raises as `history`."""
    latest = {each.heuristic: each for each in history(book)}
    return {name: each for name, each in latest.items() if each.ruling != "restored"}


def record(book: str | Path, ruling: Ruling) -> None:
    """Add a ruling to the file, which is written whole while no other process can write it.

    Raises `UsageError` without a reason or a name, `DataRefused` when the file cannot be written or
    is broken: a broken file is never overwritten.
    """
    for name in ("reason", "by"):
        if not plain_words(getattr(ruling, name)):
            raise UsageError(
                f"a ruling needs a {'reason' if name == 'reason' else 'name'}",
                next_step=f"give it with --{name}",
            )
    path = rulings_file(book)
    try:
        with FileLock(f"{path}.lock", timeout=LONGEST_WAIT):
            history(book)
            kept = path.read_bytes() if path.exists() else b""
            end = b"\n" if kept and not kept.endswith(b"\n") else b""
            line = json.dumps(ruling.to_json(), ensure_ascii=False, allow_nan=False).encode()
            replace_file(path, lambda beside: beside.write_bytes(kept + end + line + b"\n"))
    except Timeout:
        raise DataRefused(
            "another process is writing the rulings", where=str(path), next_step="try again later"
        ) from None
    except OSError as error:
        raise DataRefused(
            f"the ruling cannot be written ({error.strerror})",
            where=str(path),
            next_step="make the folder writable and its disk not full",
        ) from None


def _ruling(path: Path, number: int, line: str) -> Ruling:
    known = {each.name for each in fields(Ruling)}
    try:
        plain = json.loads(line, parse_constant=_no_number)
        ruling = Ruling(**plain)
        texts = (ruling.heuristic, ruling.reason, ruling.by, ruling.at)
        sound = (
            plain.keys() == known
            and all(isinstance(each, str) and plain_words(each) for each in texts)
            and ruling.ruling in get_args(Kind)
            and isinstance(ruling.even_so, bool)
            and isinstance(ruling.figures, dict)
            and datetime.fromisoformat(ruling.at).tzinfo is not None
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise _broken(path, f"line {number} is no ruling")
    return ruling


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _broken(path: Path, what: str) -> DataRefused:
    return DataRefused(
        what, where=str(path), next_step="put it back as it was: rulings are only ever added"
    )
