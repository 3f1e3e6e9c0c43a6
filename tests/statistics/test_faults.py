"""What is lost, and that nothing is counted twice, when processes end (stats.md §13.5)."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.operations.packing import pack_days
from amo_pyramid.testing.contracts.counters_base import DAY
from tests.operations.helpers import unit
from tests.statistics import flusher, packer, pings
from tests.statistics.all_kinds import ALL, count_all, counted
from tests.statistics.servers import servers, until
from tests.statistics.standing import standing

fact = pytest.mark.fact


def settings(url, **others):
    return {
        "amo.catalogue.url": url,
        "amo.pkgstats.query_rate": "0",
        "amo.plugins": pings.__name__,
        **others,
    }


@fact("stats-101")
@pytest.mark.parametrize("step", flusher.STEPS)
def test_a_flusher_that_is_killed_loses_nothing_at_any_step(
    step, redis_url, redis_prefix, database_url, open_counters
):
    counters = open_counters(RedisStore(redis_url, prefix=redis_prefix), database_url)
    count_all(counters, 100)
    assert counted(counters) == {DAY: 100}
    with standing(flusher, redis_url, redis_prefix, database_url, step, at=step) as process:
        assert counted(counters) == {DAY: 100}
        # The lease keeps a second flusher away.
        assert counters.flush() == 0
        process.kill()
    assert counted(counters) == {DAY: 100}
    count_all(counters, 1)
    with counters._store._client.get() as client:
        client.delete(f"{{{redis_prefix}}}pv:lock:flush")  # as its time does
    counters.flush()
    assert counted(counters) == {DAY: 101}
    assert sum(counters.state().waiting.values()) == counters.state().batches == 0
    for count in ALL:
        flushed = counters._totals.snapshot(count.kind, 1, DAY, DAY)
        assert flushed.series[DAY][count.detail] == 101


@pytest.mark.parametrize("step", packer.STEPS)
def test_a_job_that_is_killed_while_it_packs_days_loses_nothing(step, database_url, open_counters):
    counters = open_counters(MemoryStore(), database_url)
    count_all(counters, 100)
    counters.flush()
    with standing(packer, database_url, step, at=step) as process:
        assert counted(counters) == {DAY: 100}
        process.kill()
    assert counted(counters) == {DAY: 100}
    count_all(counters, 1)
    counters.flush()
    catalogue = SqlCatalogue(database_url)
    for _ in range(2):
        list(pack_days(lambda: unit(catalogue), DAY + 1, 100))
        assert counted(counters) == {DAY: 101}
    catalogue.close()


def test_two_servers_and_one_redis_count_together(redis_url, redis_prefix, filled):
    redis = {"amo.redis.url": redis_url, "amo.redis.prefix": redis_prefix}
    with servers(2, **settings(filled, **redis, **{"amo.counters.backend": "redis"})) as both:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda server: server.use(25), both))
        until(lambda: [server.counted() for server in both] == [{50}, {50}])
        # What Redis has does not end with a server, however that ends.
        both[0].end(signal.SIGKILL)
        assert both[1].counted() == {50}
        both[1].use(5)
        both[1].end()
    with servers(1, **settings(filled)) as (embedded,):
        assert embedded.counted() == {55}


@fact("stats-103")
def test_a_server_without_redis_that_ends_in_order_loses_nothing(filled):
    with servers(1, **settings(filled)) as (server,):
        server.use(5)
        server.end()
    with servers(1, **settings(filled)) as (server,):
        assert server.counted() == {5}


def test_a_server_without_redis_that_is_killed_loses_what_it_had_not_flushed(filled):
    with servers(1, **settings(filled)) as (server,):
        server.use(5)
        server.end(signal.SIGKILL)
    with servers(1, **settings(filled)) as (server,):
        before = server.numbers()
        assert max(before) <= 5
        server.use(1)
        assert server.numbers() == [number + 1 for number in before]


@fact("stats-104")
def test_two_servers_without_redis_see_each_other_after_seconds(filled):
    with servers(2, **settings(filled)) as both:
        for server in both:
            server.use(10)
            assert min(server.numbers()) >= 10
        until(lambda: [server.counted() for server in both] == [{20}, {20}])
