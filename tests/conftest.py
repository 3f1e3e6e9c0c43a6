"""Databases for tests: empty ones with the current structure, made fast.

Tests that take ``database_url`` or ``catalogue`` run on SQLite and on PostgreSQL. The server is
the one in ``AMO_TEST_POSTGRESQL_URL`` or on this machine; without one its tests are skipped,
unless ``CI`` is ``true``. The same goes for Redis and ``AMO_TEST_REDIS_URL``; tests use keys of
their own there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
import redis
import sqlalchemy as sa
from sqlalchemy.engine.url import URL

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.engine import parse_url
from amo_pyramid.backends.sql.tables import metadata

pytest_plugins = ["amo_pyramid.testing.fixtures", "tests.views.engine"]

SERVER = os.environ.get("AMO_TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("AMO_TEST_REDIS_URL", "redis://127.0.0.1:6379/")
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of the current structure, on each kind in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def catalogue(database_url: str) -> Iterator[SqlCatalogue]:
    """An empty catalogue, on each kind of database in turn."""
    yield from _open(database_url)


@pytest.fixture
def sqlite_catalogue(sqlite_url: str) -> Iterator[SqlCatalogue]:
    yield from _open(sqlite_url)


@pytest.fixture
def postgresql_catalogue(postgresql_url: str) -> Iterator[SqlCatalogue]:
    yield from _open(postgresql_url)


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """An empty SQLite database of the current structure."""
    shutil.copy(sqlite_template, tmp_path / "amo.db")
    return f"sqlite:///{tmp_path / 'amo.db'}"


@pytest.fixture
def postgresql_url(postgresql_database: str) -> str:
    """An empty PostgreSQL database of the current structure."""
    _empty(postgresql_database)
    return postgresql_database


@pytest.fixture
def is_waiting(postgresql_url: str) -> Iterator[Callable[[], bool]]:
    """Tells whether anybody waits for a lock in that database."""
    engine = sa.create_engine(parse_url(postgresql_url), isolation_level="AUTOCOMMIT")
    waiting = sa.text(
        "SELECT count(*) > 0 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with engine.connect() as connection:
        yield lambda: connection.execute(waiting).scalar_one()
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def warm_catalogue(request: pytest.FixtureRequest) -> SqlCatalogue:
    """An empty catalogue on each kind of database in turn, that earlier tests have used: its
    statements are compiled already, which is most of the work of a short test."""
    return request.getfixturevalue(f"warm_{request.param}")


@pytest.fixture
def warm_sqlite(used_sqlite: SqlCatalogue, restore_sqlite: Callable[[], None]) -> SqlCatalogue:
    restore_sqlite()
    return used_sqlite


@pytest.fixture
def warm_postgresql(used_postgresql: SqlCatalogue, used_database: str) -> SqlCatalogue:
    _empty(used_database)
    return used_postgresql


@pytest.fixture(scope="session")
def used_sqlite_path(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    path = tmp_path_factory.mktemp("used") / "amo.db"
    shutil.copy(sqlite_template, path)
    return path


@pytest.fixture(scope="session")
def used_sqlite(used_sqlite_path: Path) -> Iterator[SqlCatalogue]:
    yield from _open(f"sqlite:///{used_sqlite_path}")


@pytest.fixture(scope="session")
def used_database(postgresql_server: URL) -> Iterator[str]:
    """Of its own: some tests end all connections to the other one."""
    yield from _current_database(postgresql_server, "used")


@pytest.fixture(scope="session")
def used_postgresql(used_database: str) -> Iterator[SqlCatalogue]:
    yield from _open(used_database)


@pytest.fixture(scope="session")
def restore_sqlite(used_sqlite_path: Path, sqlite_template: Path) -> Callable[[], None]:
    """Makes the used database what the template is, under the connections that are open."""

    def restore() -> None:
        with (
            closing(sqlite3.connect(sqlite_template)) as template,
            closing(sqlite3.connect(used_sqlite_path)) as used,
        ):
            template.backup(used)

    return restore


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any tables, on each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'folder' / 'amo.db'}"
    else:
        yield from temporary_database(request.getfixturevalue("postgresql_server"), "blank")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "amo.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: URL) -> Iterator[str]:
    yield from _current_database(postgresql_server, "tests")


@pytest.fixture(scope="session")
def postgresql_server() -> URL:
    """A database from which others can be made."""
    url = parse_url(SERVER)
    try:
        engine = sa.create_engine(url, connect_args={"connect_timeout": 2})
        engine.connect().close()
    except (ImportError, sa.exc.OperationalError):
        reason = f"no PostgreSQL at {url.render_as_string(hide_password=True)}"
        _miss(reason)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A Redis server that answers."""
    try:
        with redis.Redis.from_url(REDIS, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except (redis.RedisError, OSError):
        _miss("no Redis at AMO_TEST_REDIS_URL or redis://127.0.0.1:6379/")
    return REDIS


@pytest.fixture
def redis_prefix(redis_url: str) -> Iterator[str]:
    """A prefix of keys that nobody else uses; what is under it is deleted afterwards."""
    prefix = f"amo-test-{uuid4().hex}"
    yield prefix
    with redis.Redis.from_url(redis_url) as client:
        keys = list(client.scan_iter(f"{{{prefix}}}*", count=1000))
        if keys:
            client.unlink(*keys)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The contract and the recorded data, which live next to the repository."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with the contract and recorded data is not here")
    return SHARED


def _miss(reason: str) -> NoReturn:
    """Skip the test for want of a server; where all are to be there, it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _open(url: str) -> Iterator[SqlCatalogue]:
    catalogue = SqlCatalogue(url)
    yield catalogue
    catalogue.close()


def _empty(url: str) -> None:
    """Empty every table of a PostgreSQL database, in one round trip."""
    engine = sa.create_engine(
        parse_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool
    )
    tables = [engine.dialect.identifier_preparer.format_table(t) for t in metadata.sorted_tables]
    statement = "; ".join(f"DELETE FROM {table}" for table in reversed(tables))
    with engine.connect() as connection:
        connection.exec_driver_sql(f"BEGIN; {statement}; COMMIT")


def _current_database(server: URL, purpose: str) -> Iterator[str]:
    for url in temporary_database(server, purpose):
        _upgrade(url)
        yield url


def _upgrade(url: str) -> None:
    catalogue = SqlCatalogue(url)
    catalogue.upgrade()
    catalogue.close()


def temporary_database(server: URL, purpose: str) -> Iterator[str]:
    """A new database that nobody else uses, as long as it is needed."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"amo_test_{worker}_{os.getpid()}_{purpose}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
        # Nothing here has to survive a power cut.
        connection.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        yield server.set(database=name, drivername="postgresql").render_as_string(
            hide_password=False
        )
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()
