"""Connections: how they are set up, how they are lost, and what then is said."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
import transaction

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.backends.sql import SqlCatalogue, engine
from amo_pyramid.domain.errors import Invalid, Unavailable
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

case = CatalogueCase()
NOBODY_LISTENS = "postgresql://user:s3cret@127.0.0.1:9/amo"


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://u:s3cret@host/db", "sqlite://", "sqlite:///:memory:"]
)
def test_only_a_file_and_postgresql_are_accepted(url):
    with pytest.raises(Invalid) as caught:
        SqlCatalogue(url)
    assert "s3cret" not in caught.value.message


def test_folders_above_a_file_are_created(tmp_path):
    catalogue = SqlCatalogue(f"sqlite:///{tmp_path}/a/b/amo.db")
    catalogue.upgrade()
    catalogue.close()
    assert (tmp_path / "a" / "b" / "amo.db").exists()


@pytest.mark.parametrize(
    "use",
    [
        lambda catalogue: catalogue.check(),
        lambda catalogue: catalogue.upgrade(),
        lambda catalogue: catalogue.schema_state(),
        lambda catalogue: catalogue.read().count(RecordKind.USER),
        lambda catalogue: catalogue.read().addons.resolve(AddonRef.parse("1")),
        lambda catalogue: case.put(catalogue, builders.user()),
    ],
    ids=["check", "upgrade", "state", "read", "resolve", "write"],
)
def test_a_server_that_is_not_there_is_unavailable_and_no_secret_is_told(use):
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
    catalogue = SqlCatalogue(NOBODY_LISTENS)
    with pytest.raises(Unavailable) as caught:
        use(catalogue)
    catalogue.close()
    assert caught.value.__cause__ is not None
    assert "s3cret" not in f"{caught.value} {caught.value.__cause__}"


def test_sqlite_is_set_up_for_many_readers_beside_one_writer(sqlite_catalogue):
    names = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
    with sqlite_catalogue.writing_engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 10_000,
    }


def test_a_reader_s_connection_cannot_write(catalogue):
    with catalogue.reading_engine.connect() as connection, pytest.raises(Unavailable):
        connection.exec_driver_sql("DELETE FROM users")


def test_a_writer_that_waits_too_long_is_told_so(sqlite_url, monkeypatch):
    monkeypatch.setattr(engine, "LOCK_TIMEOUT", 0)
    catalogue = SqlCatalogue(sqlite_url)
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    catalogue.join(manager).put([builders.user()])
    with pytest.raises(Unavailable):
        case.put(catalogue, builders.user(2))
    manager.abort()
    case.put(catalogue, builders.user(2))
    catalogue.close()


def test_lost_connections_are_replaced(postgresql_catalogue, postgresql_url):
    case.put(postgresql_catalogue, builders.addon())
    session = postgresql_catalogue.read()
    assert session.addons.resolve(AddonRef.parse("1")) is not None
    assert session.count(RecordKind.ADDON) == 1
    end_connections(postgresql_url)
    assert session.addons.resolve(AddonRef.parse("1")) is not None
    assert session.count(RecordKind.ADDON) == 1
    session.close()


def test_a_writer_that_lost_its_connection_can_try_again(postgresql_catalogue, postgresql_url):
    case.put(postgresql_catalogue, builders.user(1))
    end_connections(postgresql_url)
    with pytest.raises(Unavailable):
        case.put(postgresql_catalogue, builders.user(2))
    assert case.put(postgresql_catalogue, builders.user(2)).added == 1


def end_connections(url):
    """As a restart of the server does."""
    own = sa.create_engine(engine.parse_url(url))
    with own.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    own.dispose()


def test_a_value_that_no_database_can_hold_is_refused(catalogue):
    with pytest.raises(Invalid):
        case.put(catalogue, builders.addon(name={"en-US": "half\ud800"}))
    with pytest.raises(Invalid):
        case.put(catalogue, builders.user(10**30))
    assert case.put(catalogue, builders.user(1)).added == 1
