"""The logbook: gut calls, outcomes and overrides, kept in a database that several people share.

``logbook.db`` stands beside the book, as ``scores/`` and ``models/`` do; CLIENTRISK_LOGBOOK names
any other database. Entries are only ever added: who thinks otherwise adds another, or takes the
entry back by one more. decisions/0017-logbook.md has the reasons.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from data.entries import (
    LONGEST_NAME,
    Entry,
    GutCall,
    Override,
    Preferences,
    RecordedOutcome,
    engagement,
    in_utc,
    money,
    one_line,
    person,
    share,
)
from data.errors import UsageError

if TYPE_CHECKING:
    import sqlalchemy as sa

FILE = "logbook.db"
ADDRESS = "CLIENTRISK_LOGBOOK"
SQLITE = "sqlite:///"

Said = TypeVar("Said", bound=Entry)


@dataclass(frozen=True)
class Logbook:
    """What was said about the engagements of one book; the database is opened when it is asked.

    Every method raises `DataRefused` when the database is locked or cannot be reached.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     logbook = Logbook.open(Path(folder) / "book")
    ...     _ = logbook.note_gut("Ann", "E-1", 0.7, as_of=None)
    ...     _ = logbook.record_outcome("Ann", "E-1", True, revenue=1200)
    ...     [call.chance for call in logbook.gut_calls()], logbook.outcomes()[0].revenue
    ([0.7], Decimal('1200.0000'))
    """

    url: str
    book: str

    @classmethod
    def open(cls, book_path: str | Path, url: str | None = None) -> Logbook:
        """The logbook of a book: at ``url``, else at CLIENTRISK_LOGBOOK, else beside the book."""
        path = Path(book_path).resolve()
        beside = f"{SQLITE}{path.parent / FILE}"
        return cls(url or os.environ.get(ADDRESS) or beside, _name(path))

    def note_gut(
        self,
        by: str,
        engagement_id: str,
        chance: float | None,
        *,
        note: str = "",
        shown: bool = False,
        as_of: datetime | None,
        key: str | None = None,
        **model: Any,
    ) -> str:
        """Note a person's own chance; returns the entry's id.

        None with ``shown`` keeps that the score was asked for without a call. ``key`` makes the
        entry's id, so that the same form sent twice is one entry. ``model``: what the model said
        (`data.entries.Entry`). Raises `UsageError` for a chance that is none.
        """
        if chance is None and not shown:
            raise UsageError("a gut call needs a chance", next_step="say it in per cent")
        said = {"chance": share(chance, "the chance"), "note": one_line(note), "shown": shown}
        return self._add(GutCall, by, engagement_id, key, {**model, "as_of": as_of, **said})

    def record_outcome(
        self,
        by: str,
        engagement_id: str,
        paid_off: bool,
        *,
        revenue: Decimal | float | None = None,
        closed_at: datetime | None = None,
        reason: str = "",
        key: str | None = None,
        **model: Any,
    ) -> str:
        """Record how an engagement ended; ``closed_at`` (default: now) is aware. As `note_gut`.

        Raises `UsageError` for a revenue that is no amount or an end that is yet to come.
        """
        if closed_at is not None and in_utc(closed_at) > datetime.now(UTC):
            raise UsageError("it cannot have ended in the future", next_step="give an earlier day")
        ended = None if closed_at is None else in_utc(closed_at)
        said: dict[str, Any] = {"paid_off": bool(paid_off), "reason": one_line(reason)}
        said |= {"revenue": money(revenue), "closed_at": ended}
        return self._add(RecordedOutcome, by, engagement_id, key, {**model, **said})

    def override(
        self,
        by: str,
        engagement_id: str,
        verdict: str,
        *,
        reason: str,
        key: str | None = None,
        **model: Any,
    ) -> str:
        """Decide against the model's verdict; it never becomes a label. As `note_gut`.

        Raises `UsageError` without a reason.
        """
        said = {"verdict": one_line(verdict, LONGEST_NAME), "reason": one_line(reason)}
        if not said["reason"]:
            raise UsageError("an override needs a reason", next_step="say in words why")
        if not said["verdict"]:
            raise UsageError("an override needs a verdict", next_step="choose one")
        return self._add(Override, by, engagement_id, key, {**model, **said})

    def withdraw(self, by: str, entry_id: str, *, reason: str = "") -> None:
        """Take an entry back by a later one; again changes nothing.

        Raises `UsageError` where there is no such entry.
        """
        taken = {"entry": entry_id, "by": person(by), "reason": one_line(reason)}
        kinds: tuple[type[Entry], ...] = (GutCall, RecordedOutcome, Override)
        known = {each.id for kind in kinds for each in self._all(kind, withdrawn=True)}
        if entry_id not in known:
            raise UsageError("there is no such entry to take back", next_step="look again")
        from data.logbook_tables import WITHDRAWALS

        self._once(WITHDRAWALS.insert().values(at=datetime.now(UTC), **taken))

    def gut_calls(self, *, withdrawn: bool = False) -> list[GutCall]:
        """Gut calls, oldest first; ``withdrawn``: those taken back too."""
        return self._all(GutCall, withdrawn)

    def outcomes(self, *, withdrawn: bool = False) -> list[RecordedOutcome]:
        """Recorded outcomes, oldest first; of several of an engagement the last one counts."""
        return self._all(RecordedOutcome, withdrawn)

    def overrides(self, *, withdrawn: bool = False) -> list[Override]:
        """Overrides, oldest first; of several of an engagement the last one counts."""
        return self._all(Override, withdrawn)

    def settings(self, by: str) -> Preferences:
        """What a person wishes; the defaults where nothing was said."""
        known = {each.name for each in fields(Preferences)}
        with self._reading() as connection:
            if connection is None:
                return Preferences()
            from data.logbook_tables import PREFERENCES

            column = PREFERENCES.c
            asked = PREFERENCES.select().where(column.by == person(by)).order_by(column.number)
            rows = connection.execute(asked).all()
        return Preferences(**{row.name: json.loads(row.value) for row in rows if row.name in known})

    def set_settings(self, by: str, **wishes: Any) -> None:
        """Change some of `Preferences`: a row for each wish, so that two windows lose nothing.

        Raises `UsageError` for a wish that cannot be meant.
        """
        Preferences(**wishes)  # refuses what cannot be
        now, who = datetime.now(UTC), person(by)
        rows = [
            {"at": now, "by": who, "name": name, "value": json.dumps(each)}
            for name, each in wishes.items()
        ]
        if rows:
            from data.logbook_tables import PREFERENCES

            with self._writing() as connection:
                connection.execute(PREFERENCES.insert(), rows)

    def _add(
        self,
        kind: type[Entry],
        by: str,
        engagement_id: str,
        key: str | None,
        said: dict[str, Any],
    ) -> str:
        entry = kind(
            id=_id(key),
            at=datetime.now(UTC),
            by=person(by),
            engagement_id=engagement(engagement_id),
            **_of_the_model(said),
        )
        from data.logbook_tables import ENTRIES

        row = {name: each for name, each in asdict(entry).items() if name != "withdrawn_at"}
        self._once(ENTRIES[kind].insert().values(book=self.book, **row))
        return entry.id

    def _once(self, insert: sa.Insert) -> None:
        """Add a row; one that is there already stands."""
        from sqlalchemy.exc import IntegrityError

        with suppress(IntegrityError), self._writing() as connection:
            connection.execute(insert)

    def _all(self, kind: type[Said], withdrawn: bool) -> list[Said]:
        with self._reading() as connection:
            if connection is None:
                return []
            from data.logbook_tables import ENTRIES, WITHDRAWALS

            table = ENTRIES[kind]
            both = table.outerjoin(WITHDRAWALS, table.c.id == WITHDRAWALS.c.entry)
            columns = [each for each in table.c if each.name not in ("number", "book")]
            asked = (
                both.select()
                .with_only_columns(*columns, WITHDRAWALS.c.at.label("withdrawn_at"))
                .where(table.c.book == self.book)
                .order_by(table.c.number)
            )
            if not withdrawn:
                asked = asked.where(WITHDRAWALS.c.entry.is_(None))
            return [kind(**row) for row in connection.execute(asked).mappings()]

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection | None]:
        """A connection; None where nobody has said anything yet: reading makes no database."""
        if self._nothing_yet:
            yield None
            return
        from data.logbook_tables import database, there, told

        with told(self.url), database(self.url).connect() as connection:
            yield connection if there(connection) else None

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of what is done in it, or nothing."""
        from data.logbook_tables import database, make, told

        with told(self.url):
            engine = database(self.url)
            make(engine)
            with engine.begin() as connection:
                yield connection

    @property
    def _nothing_yet(self) -> bool:
        """Whether the logbook is a file that is not there: no library is loaded to see that."""
        file = Path(self.url.removeprefix(SQLITE))
        return self.url.startswith(SQLITE) and not file.exists()


def _name(book: Path) -> str:
    """The name in a book's manifest, which parts several books in one database; empty: none."""
    try:
        return str(json.loads((book / "book.json").read_bytes())["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _id(key: str | None) -> str:
    """A new id, or the one that a form's key always makes."""
    return str(uuid.uuid4() if key is None else uuid.uuid5(uuid.NAMESPACE_OID, key))


def _of_the_model(said: dict[str, Any]) -> dict[str, Any]:
    for name in ("model_chance", "cut_off", "base_rate"):
        said[name] = share(said.get(name), name)
    for name in ("model_verdict", "model_version"):
        text = said.get(name)
        said[name] = None if text is None else one_line(text, LONGEST_NAME)
    said["as_of"] = None if said.get("as_of") is None else in_utc(said["as_of"])
    return said
