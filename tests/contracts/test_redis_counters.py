"""The counters in Redis keep the contract."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.testing.contracts.counters import CountersContract


class TestRedis(CountersContract):
    @pytest.fixture
    def open_counters(self, redis_url, redis_prefix, sqlite_url):
        opened = []

        def open_counters():
            store = RedisStore(redis_url, prefix=redis_prefix)
            opened.append(BatchedCounters(store, SqlTotals(sqlite_url), interval=0))
            return opened[-1]

        yield open_counters
        for counters in opened:
            counters.close()
