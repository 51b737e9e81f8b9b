"""The logbook's database: its tables, how they come to be, and its errors in a person's words.

Imports SQLAlchemy (0.3 s): only `data.logbook` imports this, once there is something to read.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from data.entries import Entry, GutCall, Override, RecordedOutcome
from data.errors import DataRefused, UsageError
from data.logbook import SQLITE

VERSION = 1
PATIENCE = 3  # seconds to wait for a lock or a server before a person is told
#: Names the lock of the first start on PostgreSQL: any number, the same for every process.
FIRST_START = 7_203_114


class _Moment(sa.TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is taken off on the way in and put back."""

    impl, cache_ok = sa.DateTime(timezone=True), True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Aware, in UTC, as the database takes it."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Money(sa.TypeDecorator[Decimal]):
    """An exact amount; SQLite has no decimals, so it keeps the digits as text."""

    impl, cache_ok = sa.Numeric(18, 4), True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """Text on SQLite, a decimal elsewhere."""
        return dialect.type_descriptor(
            sa.String(24) if dialect.name == "sqlite" else sa.Numeric(18, 4)
        )

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> Any:
        """Digits for SQLite."""
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        """The amount again."""
        return None if value is None else Decimal(value)


TYPES: dict[type, Any] = {
    str: sa.Text,
    float: sa.Double,
    bool: sa.Boolean,
    datetime: _Moment,
    Decimal: _Money,
}

TABLES = sa.MetaData()
#: Which version the tables are of: one row.
SCHEMA = sa.Table("logbook_schema", TABLES, sa.Column("version", sa.Integer, nullable=False))


def _number() -> sa.Column[int]:
    """The order in which entries came; the database counts."""
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=True)


def _entries(name: str, kind: type[Entry]) -> sa.Table:
    """A table with a column for each field of an entry, and the book it is about."""
    hints = typing.get_type_hints(kind)
    columns = []
    for each in fields(kind):
        if each.name == "withdrawn_at":
            continue  # a later entry says that: this one is never changed
        options = typing.get_args(hints[each.name]) or (hints[each.name],)
        optional = types.NoneType in options
        (plain,) = (option for option in options if option is not types.NoneType)
        form = sa.String(36) if each.name == "id" else TYPES[plain]
        columns.append(sa.Column(each.name, form, nullable=optional, unique=each.name == "id"))
    book = sa.Column("book", sa.Text, nullable=False)
    return sa.Table(name, TABLES, _number(), book, *columns, sqlite_autoincrement=True)


ENTRIES: dict[type[Entry], sa.Table] = {
    GutCall: _entries("gut_calls", GutCall),
    RecordedOutcome: _entries("recorded_outcomes", RecordedOutcome),
    Override: _entries("overrides", Override),
}
WITHDRAWALS = sa.Table(
    "withdrawals",
    TABLES,
    _number(),
    sa.Column("entry", sa.String(36), nullable=False, unique=True),
    sa.Column("at", _Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
PREFERENCES = sa.Table(
    "preferences",
    TABLES,
    _number(),
    sa.Column("at", _Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)


@cache
def database(url: str) -> sa.Engine:
    """The engine of a URL, one for each process. Raises `UsageError` for a URL that means none."""
    try:
        asked = _address(url)
        return sa.create_engine(asked, **_patience(asked))
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"the logbook's database needs {missing.name}, which is not installed",
            where=where(url),
            next_step='install it, for PostgreSQL with `pip install "psycopg[binary]"`',
        ) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise UsageError(
            "CLIENTRISK_LOGBOOK is no address of a database",
            next_step="write it as postgresql://user@host/name or sqlite:////folder/logbook.db",
        ) from None


def _address(url: str) -> sa.URL:
    if url.startswith(SQLITE):  # the rest is a path, whatever signs stand in it
        return sa.URL.create("sqlite", database=url.removeprefix(SQLITE))
    asked = sa.make_url(url)
    plain = asked.drivername in ("postgres", "postgresql")
    return asked.set(drivername="postgresql+psycopg") if plain else asked


def _patience(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise ValueError("what is kept in memory is lost")
        # No pool: opening a file is cheap, and no connection outlives a fork or holds a lock.
        return {"poolclass": sa.NullPool, "connect_args": {"timeout": PATIENCE}}
    if url.get_backend_name() == "postgresql":
        waits = f"-c lock_timeout={PATIENCE}s -c statement_timeout={2 * PATIENCE}s"
        return {
            "pool_pre_ping": True,
            "pool_timeout": PATIENCE,
            "connect_args": {
                "connect_timeout": PATIENCE,
                "tcp_user_timeout": 1000 * PATIENCE,
                "options": waits,
            },
        }
    return {"pool_pre_ping": True, "pool_timeout": PATIENCE}


def where(url: str) -> str:
    """What a person may read of a URL: no password, nothing of its query.

    >>> where("postgresql://ann:secret@db.example:5432/sales?sslpassword=hush")
    'the logbook at db.example, database sales'
    """
    try:
        asked = _address(url)
    except (ArgumentError, ValueError):
        return "the logbook"
    if asked.get_backend_name() == "sqlite":
        return str(asked.database)
    return f"the logbook at {asked.host or 'this machine'}, database {asked.database}"


@contextmanager
def told(url: str) -> Iterator[None]:
    """Whatever the database says, for a person: `DataRefused`, never its own error."""
    try:
        yield
    except IntegrityError:
        raise  # the row is there already: `data.logbook` knows what that means
    except (SQLAlchemyError, Timeout, OSError) as error:
        words = str(getattr(error, "orig", None) or error).casefold()
        busy = isinstance(error, Timeout) or "locked" in words or "timeout" in words
        if "not a database" in words or "malformed" in words:
            what, next_step = "the file is no logbook", "put back a copy of it, or move it away"
        elif "readonly" in words or "read-only" in words:
            what, next_step = "the logbook may not be written", "make its folder writable"
        elif busy:
            what, next_step = "the logbook is locked by another process", "try again in a moment"
        else:
            what = "the logbook cannot be reached"
            next_step = "start its database, or correct CLIENTRISK_LOGBOOK"
            if _address(url).get_backend_name() == "sqlite":
                next_step = "make its folder exist and be writable, and its disk not full"
        raise DataRefused(what, where=where(url), next_step=next_step) from None


def there(connection: sa.Connection) -> bool:
    """Whether the tables are there. Raises `DataRefused` for tables of a newer version."""
    if not sa.inspect(connection).has_table(SCHEMA.name):
        return False
    found = connection.scalar(sa.select(sa.func.max(SCHEMA.c.version)))
    if found is None or found > VERSION:
        raise DataRefused(
            f"the logbook is of version {found}, and this program knows {VERSION}",
            where=where(connection.engine.url.render_as_string()),
            next_step="update client risk on this machine",
        )
    return True


def make(engine: sa.Engine) -> None:
    """Make the tables where there are none, all or none; of two first starts one waits.

    Raises `DataRefused` for tables of a newer version.
    """
    if engine.dialect.name == "sqlite":
        _make_file(engine, Path(str(engine.url.database)))
        return
    with engine.begin() as connection:
        if there(connection):
            return
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(FIRST_START)))
        if not there(connection):
            _tables(connection)


def _make_file(engine: sa.Engine, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection:
        if there(connection):
            return
    plain = engine.execution_options(isolation_level="AUTOCOMMIT")
    with FileLock(f"{file}.lock", timeout=PATIENCE), plain.connect() as connection:
        if there(connection):
            return
        # Readers then never wait for a writer, nor it for them.
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _tables(connection)
        connection.exec_driver_sql("COMMIT")


def _tables(connection: sa.Connection) -> None:
    TABLES.create_all(connection)
    connection.execute(sa.insert(SCHEMA).values(version=VERSION))
