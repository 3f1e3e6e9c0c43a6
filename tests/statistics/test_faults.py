"""What is lost, and that nothing is counted twice, when processes end (stats.md §13.5)."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import sqlalchemy as sa

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.redis.outbox import LIMIT
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.testing.app import Service
from amo_pyramid.testing.contracts.counters import DAY, view, views
from tests.statistics import flusher
from tests.statistics.conftest import Counting
from tests.statistics.servers import redis_server, servers, until

fact = pytest.mark.fact
PACKAGE = "/v2/packages/a/b"


@pytest.fixture
def open_counters():
    """Opens counters with a store over a database; they are closed afterwards."""
    opened = []

    def open_counters(store, url, **options):
        opened.append(BatchedCounters(store, SqlTotals(url), interval=0, **options))
        return opened[-1]

    yield open_counters
    for counters in opened:
        counters.close()


@pytest.fixture
def own_redis(tmp_path):
    with redis_server(tmp_path / "redis") as server:
        yield server


@pytest.fixture
def filled(sqlite_url, put_package):
    """A database with package a.b."""
    catalogue = SqlCatalogue(sqlite_url)
    put_package(Service(catalogue))
    catalogue.close()
    return sqlite_url


def settings(url, **others):
    return {"amo.catalogue.url": url, "amo.pkgstats.query_rate": "0", **others}


@fact("stats-101")
@pytest.mark.parametrize("step", flusher.STEPS)
def test_a_flusher_that_is_killed_loses_nothing_at_any_step(
    step, redis_url, redis_prefix, database_url, open_counters
):
    counters = open_counters(RedisStore(redis_url, prefix=redis_prefix), database_url)
    counters.increment(view(), 100)
    assert views(counters) == {DAY: 100}
    command = [sys.executable, "-m", flusher.__name__, redis_url, redis_prefix, database_url, step]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().decode().strip() == step
        assert views(counters) == {DAY: 100}
        # The lease keeps a second flusher away.
        assert counters.flush() == 0
        process.kill()
    assert views(counters) == {DAY: 100}
    counters.increment(view(), 1)
    with counters._store._client.get() as client:
        client.delete(f"{{{redis_prefix}}}pv:lock:flush")  # as its time does
    counters.flush()
    assert views(counters) == {DAY: 101}
    assert sum(counters.state().waiting.values()) == counters.state().batches == 0
    flushed = counters._totals.snapshot(CounterKind.VIEWS, 1, DAY, DAY)
    assert flushed.series == {DAY: {"": 101}}


def test_two_servers_and_one_redis_count_together(redis_url, redis_prefix, filled):
    redis = {"amo.redis.url": redis_url, "amo.redis.prefix": redis_prefix}
    with servers(2, **settings(filled, **redis, **{"amo.counters.backend": "redis"})) as both:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda server: server.view(25), both))
        until(lambda: [server.views() for server in both] == [50, 50])
        # What Redis has does not end with a server, however that ends.
        both[0].end(signal.SIGKILL)
        assert both[1].views() == 50
        both[1].view(5)
        both[1].end()
    with servers(1, **settings(filled)) as (embedded,):
        assert embedded.views() == 55


@fact("stats-103")
def test_a_server_without_redis_that_ends_in_order_loses_nothing(filled):
    with servers(1, **settings(filled)) as (server,):
        server.view(5)
        server.end()
    with servers(1, **settings(filled)) as (server,):
        assert server.views() == 5


def test_a_server_without_redis_that_is_killed_loses_what_it_had_not_flushed(filled):
    with servers(1, **settings(filled)) as (server,):
        server.view(5)
        server.end(signal.SIGKILL)
    with servers(1, **settings(filled)) as (server,):
        assert server.views() <= 5
        before = server.views()
        server.view(1)
        assert server.views() == before + 1


@fact("stats-104")
def test_two_servers_without_redis_see_each_other_after_seconds(filled):
    with servers(2, **settings(filled)) as both:
        for server in both:
            server.view(10)
            assert server.views() >= 10
        until(lambda: [server.views() for server in both] == [20, 20])


@pytest.fixture
def counting(own_redis, filled, open_counters):
    """The service on a Redis of its own."""
    counters = open_counters(RedisStore(own_redis.url, timeout=1), filled)
    catalogue = SqlCatalogue(filled)
    yield Counting(catalogue, counters)
    catalogue.close()


@fact("stats-99")
def test_while_redis_is_away_requests_are_served_and_views_wait(counting, own_redis):
    counting.ask(PACKAGE)
    assert counting.values("resolution=day") == {"2021-01-04": 1}
    counting.counters.flush()
    own_redis.kill()
    for _ in range(10):
        assert counting.ask(PACKAGE).status_int == 200
    answer = counting.stats("packageId=a.b&resolution=day")
    assert answer.status_int == 503
    assert answer.json == {
        "statusCode": 503,
        "error": "Service Unavailable",
        "message": "statistics are temporarily unavailable",
    }
    with pytest.raises(Unavailable):
        counting.counters.check()
    own_redis.start()
    counting.counters.check()
    assert counting.values("resolution=day") == {"2021-01-04": 11}


def test_what_does_not_fit_while_redis_is_away_is_dropped_and_counted(counting, own_redis):
    own_redis.kill()
    for addon_id in range(LIMIT + 50):
        counting.counters.increment(view(addon_id))
    own_redis.start()
    assert views(counting.counters, 1) == {DAY: 1}
    assert views(counting.counters, LIMIT + 1) == {}
    assert counting.counters.state().dropped == 50


def test_a_redis_without_persistence_loses_what_was_not_flushed(counting, own_redis):
    counters = counting.counters
    counters.increment(view(), 5)
    counters.flush()
    counters.increment(view(), 2)
    assert views(counters) == {DAY: 7}
    own_redis.kill()
    own_redis.start()
    assert views(counters) == {DAY: 5}
    counters.increment(view(), 1)
    counters.flush()
    assert views(counters) == {DAY: 6}


def test_a_redis_that_comes_back_with_an_older_state_counts_nothing_twice(counting, own_redis):
    counters = counting.counters
    counters.increment(view(), 5)
    assert views(counters) == {DAY: 5}
    with own_redis.client() as client:
        client.save()
    assert counters.flush() == 5
    counters.increment(view(), 2)
    assert views(counters) == {DAY: 7}
    own_redis.kill()
    own_redis.start()
    # Redis has the five again, which are in the database; the two are lost.
    assert views(counters) == {DAY: 5}
    counters.flush()
    assert views(counters) == {DAY: 5}
    counters.increment(view(), 3)
    assert views(counters) == {DAY: 8}
    counters.flush()
    assert views(counters) == {DAY: 8}


def test_a_redis_that_comes_back_with_its_last_state_loses_nothing(counting, own_redis):
    counters = counting.counters
    counters.increment(view(), 5)
    counters.flush()
    counters.increment(view(), 2)
    assert views(counters) == {DAY: 7}
    with own_redis.client() as client:
        client.save()
    own_redis.kill()
    own_redis.start()
    assert views(counters) == {DAY: 7}
    counters.flush()
    assert views(counters) == {DAY: 7}


@pytest.fixture
def own_postgresql(postgresql_server):
    """A PostgreSQL database of the test's own, and a connection beside it that can take it away."""
    name = f"amo_test_{uuid4().hex}"
    admin = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        url = postgresql_server.set(database=name).render_as_string(hide_password=False)
        catalogue = SqlCatalogue(url)
        catalogue.upgrade()
        catalogue.close()
        yield name, url, connection
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@fact("stats-100")
@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_while_the_database_is_away_counts_wait(kind, own_postgresql, open_counters, request):
    if kind == "redis":
        prefix = request.getfixturevalue("redis_prefix")
        store = RedisStore(request.getfixturevalue("redis_url"), prefix=prefix)
    else:
        store = MemoryStore()
    name, url, administrator = own_postgresql
    counters = open_counters(store, url)
    counters.increment(view(), 3)
    counters.flush()
    counters.increment(view(), 4)
    administrator.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    administrator.exec_driver_sql(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    for _ in range(2):
        with pytest.raises(Unavailable):
            counters.flush()
    counters.increment(view(), 5)
    administrator.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert counters.flush() == 12 - 3
    assert views(counters) == {DAY: 12}
    counters.close()


@fact("stats-102")
def test_a_steady_number_is_answered_during_flushes(service):
    service.count("2021-01-04", 100)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: [service.values("resolution=day") for _ in range(40)])
        while not asking.done():
            service.count("2021-01-04", 1, addon_id=2)
            service.counters.flush()
    assert asking.result() == [{"2021-01-04": 100}] * 40


@fact("stats-105")
def test_a_read_only_site_counts_but_does_not_flush(open_service, put_package):
    service = open_service(**{"amo.read_only": "true"})
    put_package(service)
    service.ask(PACKAGE)
    assert service.values("resolution=day") == {"2021-01-04": 1}
    assert service.counters.flush() == 0
    assert service.counters.state().waiting[CounterKind.VIEWS] == 1


def test_the_same_parcel_is_taken_once(redis_url, redis_prefix, sqlite_url, open_counters):
    store = RedisStore(redis_url, prefix=redis_prefix)
    counters = open_counters(store, sqlite_url)
    outbox = store._outbox
    counters.increment(Count(CounterKind.VIEWS, DAY, 1))
    # The answer to the first sending never arrives.
    store._take(outbox._id, outbox._packed())
    assert views(counters) == {DAY: 1}
