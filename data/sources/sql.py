"""A table or query of any database SQLAlchemy reaches; a row's line is its number there."""

from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from data.errors import DataRefused
from data.sources.raw import Progress, Raw, one_array

BATCH = 20_000


def database_name(url: str) -> str:
    """The database's own name, never its user or password."""
    parsed = _parsed(url)
    return Path(parsed.database).name if parsed.database else parsed.drivername


def _parsed(url: str) -> URL:
    try:
        return sa.make_url(url)
    except (ArgumentError, ValueError):
        raise DataRefused(
            "the database URL cannot be read",
            next_step="its form is dialect://user:password@host/database",
        ) from None


def read_sql(
    url: str, table: str | None, query: str | None, *, progress: Progress | None = None
) -> Raw:
    """Read a table, or the result of a query, with the database's own types.

    Raises DataRefused with the database's name and the kind of error, never with the URL.
    """
    parsed, where = _parsed(url), database_name(url)
    if (table is None) == (query is None):
        raise DataRefused(
            "name one table or one query for it", where=where, next_step="in the mapping"
        )
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise DataRefused("there is no such database file", where=where, next_step="check the path")
    statement = (
        sa.text(query) if query else sa.select(sa.text("*")).select_from(sa.table(table or ""))
    )
    try:
        engine = sa.create_engine(parsed, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise DataRefused(
            f"no driver for {parsed.drivername} is installed",
            where=where,
            next_step="install one with pip",
        ) from None
    try:
        with engine.connect() as connection:
            result = connection.execution_options(
                stream_results=True, max_row_buffer=BATCH
            ).execute(statement)
            names = list(result.keys())
            if len(set(names)) < len(names):
                raise DataRefused(
                    "two columns have the same name", where=where, next_step="use AS in the query"
                )
            values: list[list[object]] = [[] for _ in names]
            while rows := result.fetchmany(BATCH):
                for column, part in zip(values, zip(*rows, strict=True), strict=True):
                    column.extend(part)
                if progress:
                    progress(len(rows))
    except SQLAlchemyError as error:
        kind = type(error).__name__
        raise DataRefused(
            f"the database refused to give {table or 'the result of the query'} ({kind})",
            where=where,
            next_step="check that it runs, the names, and the right to read",
        ) from None
    finally:
        engine.dispose()
    count = len(values[0]) if values else 0
    columns = {name: _array(column) for name, column in zip(names, values, strict=True)}
    return Raw(columns, pa.array(range(1, count + 1), pa.int64()))


def _array(values: list[object]) -> pa.Array:
    try:
        return one_array(pa.array(values))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
