"""The counters without Redis keep the contract, on both databases."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore, MemoryTotals
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.testing.contracts.counters import CountersContract


class Embedded(CountersContract):
    __test__ = False

    @pytest.fixture
    def open_counters(self, url):
        opened = []

        def open_counters():
            opened.append(BatchedCounters(MemoryStore(), SqlTotals(url), interval=0))
            return opened[-1]

        yield open_counters
        for counters in opened:
            counters.close()


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
        opened = []

        def open_counters():
            opened.append(BatchedCounters(MemoryStore(), totals, interval=0))
            return opened[-1]

        yield open_counters
        for counters in opened:
            counters.close()
