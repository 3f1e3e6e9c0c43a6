"""The counters without Redis keep the contract, on both databases."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.memory import MemoryStore, MemoryTotals
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.testing.contracts.counters import CountersContract
from amo_pyramid.testing.contracts.counters_base import opening


class Embedded(CountersContract):
    __test__ = False

    @pytest.fixture
    def open_counters(self, url):
        yield from opening(MemoryStore, lambda: SqlTotals(url))


class TestSqlite(Embedded):
    __test__ = True

    @pytest.fixture
    def url(self, sqlite_url):
        return sqlite_url


class TestPostgresql(Embedded):
    __test__ = True

    @pytest.fixture
    def url(self, postgresql_url):
        return postgresql_url


class TestMemory(CountersContract):
    """The stand-in for tests of what uses counters."""

    @pytest.fixture
    def open_counters(self):
        totals = MemoryTotals()
        yield from opening(MemoryStore, lambda: totals)
