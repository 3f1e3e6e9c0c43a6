"""Views that are deleted while processes count and flush (stats.md §11, §13)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.testing.contracts.counters_base import DAY, view, views
from tests.statistics import flusher
from tests.statistics.servers import until
from tests.statistics.standing import standing


@pytest.mark.parametrize("step", flusher.STEPS)
def test_a_flusher_that_is_late_brings_nothing_back(
    step, redis_url, redis_prefix, database_url, open_counters
):
    store = RedisStore(redis_url, prefix=redis_prefix)
    counters = open_counters(store, database_url)
    counters.increment(view(1), 100)
    counters.increment(view(2), 100)
    assert views(counters, 1) == views(counters, 2) == {DAY: 100}
    with (
        standing(flusher, redis_url, redis_prefix, database_url, step, at=step) as process,
        ThreadPoolExecutor(1) as pool,
    ):
        # While its transaction is open, the reset waits for its end.
        resetting = pool.submit(counters.reset_views, 1)
        if step != "written":
            resetting.result()
            assert views(counters, 1) == {}
            counters.increment(view(1), 3)
            assert views(counters, 1) == {DAY: 3}
        process.stdin.close()
        assert process.wait() == 0
        resetting.result()
    assert views(counters, 2) == {DAY: 100}
    counters.flush()
    assert views(counters, 1) == ({} if step == "written" else {DAY: 3})
    assert views(counters, 2) == {DAY: 100}
    assert counters.state().batches == 0


class SlowTotals(SqlTotals):
    """Stands still with its transaction open until it is told to go on."""

    def __init__(self, url):
        super().__init__(url)
        self.is_there, self.may_go = threading.Event(), threading.Event()

    def _write(self, connection, counts):
        super()._write(connection, counts)
        self._stand_still()

    def _forget_views(self, connection, reset):
        found = super()._forget_views(connection, reset)
        self._stand_still()
        return found

    def _stand_still(self):
        self.is_there.set()
        assert self.may_go.wait(30)


def test_a_reset_waits_for_a_batch_of_another_process(postgresql_url, open_counters, is_waiting):
    flushing = open_counters(MemoryStore(), postgresql_url, totals=SlowTotals)
    slow = flushing._totals
    resetting = open_counters(MemoryStore(), postgresql_url)
    flushing.increment(view(1), 5)
    flushing.increment(view(2), 7)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flushing.flush)
        assert slow.is_there.wait(30)
        second = pool.submit(resetting.reset_views, 1)
        until(is_waiting)
        slow.may_go.set()
        assert (first.result(), second.result()) == (12, 5)
    assert views(resetting, 1) == {}
    assert views(resetting, 2) == {DAY: 7}


def test_a_batch_of_another_process_waits_for_a_reset(postgresql_url, open_counters, is_waiting):
    resetting = open_counters(MemoryStore(), postgresql_url, totals=SlowTotals)
    slow = resetting._totals
    flushing = open_counters(MemoryStore(), postgresql_url)
    flushing.increment(view(1), 5)
    flushing.increment(view(2), 7)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(resetting.reset_views, 1)
        assert slow.is_there.wait(30)
        second = pool.submit(flushing.flush)
        until(is_waiting)
        slow.may_go.set()
        first.result()
        second.result()
    assert views(resetting, 1) == {}
    assert views(resetting, 2) == {DAY: 7}


def test_redis_keeps_nothing_of_what_was_deleted(
    redis_url, redis_prefix, sqlite_url, open_counters
):
    counters = open_counters(RedisStore(redis_url, prefix=redis_prefix), sqlite_url)
    counters.increment(view(), 5)
    counters.reset_views(1)
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        keys = set(client.scan_iter(f"{{{redis_prefix}}}pv:*", count=1000))
        mark = f"{{{redis_prefix}}}pv:reset"
        assert not any(key.startswith(f"{{{redis_prefix}}}pv:{DAY}") for key in keys)
        assert not any(":flush:" in key for key in keys if "lock" not in key)
        assert client.ttl(mark) > 0


def test_a_redis_that_comes_back_with_an_older_state_brings_nothing_back(
    own_redis, sqlite_url, open_counters
):
    counters = open_counters(RedisStore(own_redis.url), sqlite_url)
    counters.increment(view(), 5)
    assert views(counters) == {DAY: 5}
    with own_redis.client() as client:
        client.save()
    counters.reset_views(1)
    own_redis.kill()
    own_redis.start()
    assert views(counters) == {}
    counters.flush()
    assert views(counters) == {}


def test_a_read_only_site_keeps_its_counts(sqlite_url, open_counters):
    paused = [False]
    counters = open_counters(MemoryStore(), sqlite_url, is_paused=lambda: paused[0])
    counters.increment(view(), 5)
    counters.flush()
    paused[0] = True
    with pytest.raises(Unavailable, match="read-only"):
        counters.reset_views(1)
    assert views(counters) == {DAY: 5}
