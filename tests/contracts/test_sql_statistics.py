"""The SQL catalogue keeps the contract of statistics, on both databases."""

from __future__ import annotations

from datetime import datetime, timezone
from uuid import uuid4

import pytest

from amo_pyramid.backends.base.halves import Batch
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.testing.contracts.catalogue_popularity import PopularityContract
from amo_pyramid.testing.contracts.catalogue_statistics import StatisticsContract


class InSql(StatisticsContract, PopularityContract):
    __test__ = False

    @pytest.fixture
    def add_counts(self, catalogue):
        engine = catalogue.writing_engine
        totals = SqlTotals(engine.url.render_as_string(hide_password=False))

        def add_counts(counts):
            now = datetime.now(timezone.utc)
            assert totals.add(Batch(uuid4().hex, "origin", 1, counts), now=now)

        yield add_counts
        totals.close()


class TestSqlite(InSql):
    __test__ = True

    @pytest.fixture
    def catalogue(self, warm_sqlite):
        return warm_sqlite


class TestPostgresql(InSql):
    __test__ = True

    @pytest.fixture
    def catalogue(self, warm_postgresql):
        return warm_postgresql
