"""What is lost, and that nothing is counted twice, when Redis or the database is away for a while
(stats.md §13.5).
"""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.redis.outbox import LIMIT
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.testing.contracts.counters_base import DAY, view, views
from tests.statistics.all_kinds import ALL, count_all, counted
from tests.statistics.conftest import Counting

fact = pytest.mark.fact
PACKAGE = "/v2/packages/a/b"


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
    count_all(counters, 5)
    counters.flush()
    count_all(counters, 2)
    assert counted(counters) == {DAY: 7}
    own_redis.kill()
    own_redis.start()
    assert counted(counters) == {DAY: 5}
    count_all(counters, 1)
    counters.flush()
    assert counted(counters) == {DAY: 6}


def test_a_redis_that_comes_back_with_an_older_state_counts_nothing_twice(counting, own_redis):
    counters = counting.counters
    count_all(counters, 5)
    assert counted(counters) == {DAY: 5}
    with own_redis.client() as client:
        client.save()
    assert counters.flush() == 5 * len(ALL)
    count_all(counters, 2)
    assert counted(counters) == {DAY: 7}
    own_redis.kill()
    own_redis.start()
    # Redis has the five again, which are in the database; the two are lost.
    assert counted(counters) == {DAY: 5}
    counters.flush()
    assert counted(counters) == {DAY: 5}
    count_all(counters, 3)
    assert counted(counters) == {DAY: 8}
    counters.flush()
    assert counted(counters) == {DAY: 8}


def test_a_redis_that_comes_back_with_its_last_state_loses_nothing(counting, own_redis):
    counters = counting.counters
    count_all(counters, 5)
    counters.flush()
    count_all(counters, 2)
    assert counted(counters) == {DAY: 7}
    with own_redis.client() as client:
        client.save()
    own_redis.kill()
    own_redis.start()
    assert counted(counters) == {DAY: 7}
    counters.flush()
    assert counted(counters) == {DAY: 7}


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
    count_all(counters, 3)
    counters.flush()
    count_all(counters, 4)
    administrator.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    administrator.exec_driver_sql(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    for _ in range(2):
        with pytest.raises(Unavailable):
            counters.flush()
    count_all(counters, 5)
    administrator.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert counters.flush() == (12 - 3) * len(ALL)
    assert counted(counters) == {DAY: 12}
    counters.close()


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
