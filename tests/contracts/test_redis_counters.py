"""The counters in Redis keep the contract."""

from __future__ import annotations

from uuid import uuid4

import pytest

from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.testing.contracts.counters import CountersContract
from amo_pyramid.testing.contracts.counters_base import opening
from tests.statistics.servers import redis_cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A node of a cluster of three, started for this module."""
    with redis_cluster(tmp_path_factory.mktemp("cluster")) as url:
        yield url


class InRedis(CountersContract):
    __test__ = False

    @pytest.fixture
    def open_counters(self, place, sqlite_url):
        yield from opening(lambda: RedisStore(**place), lambda: SqlTotals(sqlite_url))


class TestServer(InRedis):
    __test__ = True

    @pytest.fixture
    def place(self, redis_url, redis_prefix):
        return {"url": redis_url, "prefix": redis_prefix}


class TestCluster(InRedis):
    __test__ = True

    @pytest.fixture
    def place(self, cluster):
        return {"url": cluster, "prefix": uuid4().hex, "is_cluster": True}
