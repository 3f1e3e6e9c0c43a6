"""Package ids of add-ons that were there before there were any."""

from __future__ import annotations

import importlib

import sqlalchemy as sa

from amo_pyramid.backends.sql.engine import parse_url
from amo_pyramid.backends.sql.tables.packages import package_id
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

MIGRATION = importlib.import_module("amo_pyramid.backends.sql.migrations.versions.0005_counters")


def test_the_migration_names_add_ons_as_they_would_have_been(catalogue, database_url):
    first, second = builders.user(1, "x.y"), builders.user(2, "z")
    CatalogueCase().put(
        catalogue,
        first,
        second,
        builders.addon(
            1,
            authors=(builders.author(second, position=1), builders.author(first, position=0)),
        ),
        builders.addon(
            2,
            authors=(
                builders.author(first, position=0, is_listed=False),
                builders.author(second, position=1),
            ),
        ),
        builders.addon(3),
    )
    engine = sa.create_engine(parse_url(database_url))
    with engine.begin() as connection:
        given = set(connection.execute(sa.select(package_id.c.package_id)).scalars())
        connection.execute(package_id.delete())
        connection.execute(sa.text(MIGRATION.NAME_ALL))
        assert set(connection.execute(sa.select(package_id.c.package_id)).scalars()) == given
    engine.dispose()
    assert given == {"x-y.addon-1", "z.addon-2"}
