"""Databases for tests: empty ones with the current structure, made fast.

Tests that take ``database_url`` or ``catalogue`` run on SQLite and on PostgreSQL. The server is
the one in ``AMO_TEST_POSTGRESQL_URL`` or on this machine; without one its tests are skipped,
unless ``CI`` is ``true``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine.url import URL

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.engine import parse_url
from amo_pyramid.backends.sql.tables import metadata

SERVER = os.environ.get("AMO_TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
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
    engine = sa.create_engine(parse_url(postgresql_database))
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()
    return postgresql_database


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any tables, on each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'folder' / 'amo.db'}"
    else:
        yield from _temporary_database(request.getfixturevalue("postgresql_server"), "blank")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "amo.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: URL) -> Iterator[str]:
    for url in _temporary_database(postgresql_server, "tests"):
        _upgrade(url)
        yield url


@pytest.fixture(scope="session")
def postgresql_server() -> URL:
    """A database from which others can be made."""
    url = parse_url(SERVER)
    try:
        engine = sa.create_engine(url, connect_args={"connect_timeout": 2})
        engine.connect().close()
    except (ImportError, sa.exc.OperationalError):
        reason = f"no PostgreSQL at {url.render_as_string(hide_password=True)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def shared() -> Path:
    """The contract and the recorded data, which live next to the repository."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with the contract and recorded data is not here")
    return SHARED


def _open(url: str) -> Iterator[SqlCatalogue]:
    catalogue = SqlCatalogue(url)
    yield catalogue
    catalogue.close()


def _upgrade(url: str) -> None:
    catalogue = SqlCatalogue(url)
    catalogue.upgrade()
    catalogue.close()


def _temporary_database(server: URL, purpose: str) -> Iterator[str]:
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
