"""Engines: how connections are made and kept, and how their errors become the domain's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.engine.url import URL, make_url

from amo_pyramid.backends.sql.types import dump_json, load_json
from amo_pyramid.domain.errors import Conflict, DomainError, Invalid, Unavailable

#: Seconds that a writer waits for another one before the catalogue counts as unavailable.
LOCK_TIMEOUT = 10

#: Called with the text of every statement that is sent.
StatementObserver = Callable[[str], None]


def parse_url(text: str) -> URL:
    """The URL of a database; raises ``Invalid`` for one that cannot be used.

    ``postgresql://`` means psycopg 3. Messages never contain the URL: it may hold a password.
    """
    try:
        url = make_url(text)
    except sa.exc.ArgumentError as error:
        raise Invalid("The URL of the catalogue is no database URL.") from error
    kind = url.get_backend_name()
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite+pysqlite")
    raise Invalid("The catalogue is kept in an SQLite file or in PostgreSQL.")


def make_folder(url: URL) -> None:
    """Create the folders above an SQLite file."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def reading_engine(
    url: URL, observers: list[StatementObserver], *, timeout: float | None = None
) -> Engine:
    """An engine for reading only. ``timeout`` are the seconds a statement of PostgreSQL may take
    (SQLite's readers wait for nobody).

    Every statement sees what is committed when it starts: so what is read after a revision is
    at least as new as the revision, and an answer kept for it cannot be too old.
    """
    limit = "" if timeout is None else f" -c statement_timeout={int(timeout * 1000)}"
    engine = _engine(
        url,
        observers,
        f"-c default_transaction_read_only=on{limit}",
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_reader)
    return engine


def writing_engine(url: URL, observers: list[StatementObserver]) -> Engine:
    """An engine for transactions. On SQLite they take the write lock when they begin: two that
    read first and write later would otherwise block each other for good."""
    engine = _engine(url, observers)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_writer)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _engine(
    url: URL, observers: list[StatementObserver], postgresql: str = "", **options: Any
) -> Engine:
    if url.get_backend_name() == "sqlite":
        # Connections are cheap and one file has no limit of them.
        options.update(max_overflow=-1, connect_args={"timeout": LOCK_TIMEOUT})
    else:
        settings = f"-c timezone=UTC -c lock_timeout={LOCK_TIMEOUT}s {postgresql}"
        options.update(
            connect_args={"options": settings, "connect_timeout": LOCK_TIMEOUT},
            json_serializer=dump_json,
            json_deserializer=load_json,
        )
    engine = sa.create_engine(url, hide_parameters=True, **options)
    event.listen(engine, "handle_error", _handle_error)

    def observe(_: Connection, __: Any, statement: str, *___: Any) -> None:
        for observer in observers:
            observer(statement)

    event.listen(engine, "before_cursor_execute", observe)
    return engine


def _sqlite_reader(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only = ON")


def _sqlite_writer(connection: Any, _: Any) -> None:
    # The driver's own transactions are off: ours begin with _begin_immediate.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _handle_error(context: ExceptionContext) -> Exception | None:
    """What to raise instead of what a driver or SQLAlchemy raises, which becomes its cause."""
    error = context.original_exception
    return translated(error) if isinstance(error, Exception) else None


def translated(error: Exception) -> DomainError:
    """The domain's word for an error below it. Nothing of a statement or URL is repeated."""
    if isinstance(error, DomainError):
        return error
    # By the names that every driver gives its errors (PEP 249): not every driver is there.
    kinds = {each.__name__ for each in type(error).__mro__}
    if "IntegrityError" in kinds:
        return Conflict("The change collides with what is stored.")
    if kinds & {"DataError", "ValueError", "TypeError", "OverflowError"}:
        return Invalid("A value cannot be stored.")
    return Unavailable("The catalogue's database cannot be used right now.")
