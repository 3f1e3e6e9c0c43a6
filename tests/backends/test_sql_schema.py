"""Migrations: from nothing to the structure of the code, and what stands in the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.engine import parse_url
from amo_pyramid.backends.sql.tables import metadata
from amo_pyramid.domain.errors import Invalid, Unavailable


@pytest.fixture
def blank(blank_database_url):
    catalogue = SqlCatalogue(blank_database_url)
    yield catalogue
    catalogue.close()


@pytest.fixture
def connection(blank_database_url, blank):
    """A connection of its own to the blank database."""
    engine = sa.create_engine(parse_url(blank_database_url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_blank_database_is_older_until_it_is_upgraded(blank):
    state = blank.schema_state()
    assert (state.current, state.is_current, state.is_newer) == ((), False, False)
    blank.upgrade()
    assert blank.schema_state().is_current


def test_a_blank_database_cannot_be_read(blank):
    session = blank.read()
    with pytest.raises(Unavailable):
        session.users.by_ids([1])
    session.close()


def test_the_migrations_make_exactly_the_tables_of_the_code(blank, connection):
    blank.upgrade()
    # On SQLite these are virtual tables, which SQLAlchemy cannot describe.
    virtual = connection.dialect.name == "sqlite" and "search_term_"

    def is_compared(_, name, *__):
        return not (virtual and virtual in (name or ""))

    options = {"compare_server_default": True, "include_object": is_compared}
    context = MigrationContext.configure(connection, opts=options)
    assert compare_metadata(context, metadata) == []


def test_a_newer_database_is_refused_and_left_alone(blank, connection):
    blank.upgrade()
    connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    connection.commit()
    assert blank.schema_state().is_newer
    with pytest.raises(Invalid, match="newer than this program.*9999"):
        blank.upgrade()
    assert blank.schema_state().current == ("9999",)


def test_several_processes_can_upgrade_at_once(blank):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: blank.upgrade(), range(3)))
    assert blank.schema_state().is_current
