"""Databases made for a run, filled through the catalogue contract, and dropped after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from bench import catalogue
from bench.processes import Skipped

POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
#: Add-ons beside the measured ones in the databases of the request jobs.
FILLERS = 2_000


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """The URL of a filled SQLite catalogue."""
    url = f"sqlite:///{folder / 'catalogue.db'}"
    catalogue.fill(url, FILLERS)
    yield url


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a filled PostgreSQL catalogue. Raises ``Skipped`` without a server."""
    with empty_postgresql("catalogue") as url:
        catalogue.fill(url, FILLERS)
        with _administration(make_url(url)) as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        yield url


@contextmanager
def empty_postgresql(purpose: str) -> Iterator[str]:
    """The URL of a new PostgreSQL database. Raises ``Skipped`` without a server."""
    server = make_url(os.environ.get("AMO_TEST_POSTGRESQL_URL", POSTGRESQL))
    server = server.set(drivername="postgresql+psycopg")
    name = f"bench_{purpose}_{os.getpid()}"
    with _administration(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with _administration(server) as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _administration(url: URL) -> Iterator[sqlalchemy.Connection]:
    try:
        engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
        connection = engine.connect()
    except (ImportError, OperationalError) as error:
        reason = str(error).splitlines()[0]
        raise Skipped(f"PostgreSQL cannot be used: {reason}") from error
    with connection:
        yield connection
    engine.dispose()


MAKERS: Mapping[str, Callable[[Path], AbstractContextManager[str]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
