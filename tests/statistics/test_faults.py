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
from amo_pyramid.backends.base.ledger import LedgerKind
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.redis.outbox import LIMIT
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.domain.series import StatModel
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.testing.contracts.counters import DAY, download, view, views
from tests.operations.helpers import reading, unit
from tests.statistics import flusher, packer, pings
from tests.statistics.conftest import Counting
from tests.statistics.servers import redis_server, servers, until

fact = pytest.mark.fact
PACKAGE = "/v2/packages/a/b"


#: A count of each kind, of one add-on and day.
ALL = (
    view(),
    download("search"),
    Count(CounterKind.UPDATES, DAY, 1, "count"),
    Count(CounterKind.UPDATES, DAY, 1, "oses|Linux"),
    Count(CounterKind.THEME_UPDATES, DAY, 1),
)


def count_all(counters, number):
    for count in ALL:
        counters.increment(count, number)


def counted(counters):
    """Day to the number that all these counts have."""
    found = {}
    for count in ALL:
        for day, details in counters.series(count.kind, 1, 0, 100_000).items():
            found.setdefault(day, set()).add(details[count.detail])
    assert all(len(numbers) == 1 for numbers in found.values()), found
    return {day: numbers.pop() for day, numbers in found.items()}


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
    """A database with package a.b and a lightweight theme."""
    catalogue = SqlCatalogue(sqlite_url)
    service = Service(catalogue)
    put_package(service)
    theme = builders.addon(pings.THEME, type=AddonType.PERSONA, persona=Persona(persona_id=9))
    service.put(*builders.listed(theme))
    catalogue.close()
    return sqlite_url


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
    command = [sys.executable, "-m", flusher.__name__, redis_url, redis_prefix, database_url, step]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().decode().strip() == step
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
    command = [sys.executable, "-m", packer.__name__, database_url, step]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().decode().strip() == step
        assert counted(counters) == {DAY: 100}
        process.kill()
    assert counted(counters) == {DAY: 100}
    count_all(counters, 1)
    counters.flush()
    catalogue = SqlCatalogue(database_url)
    for _ in range(2):
        with unit(catalogue) as session:
            session.statistics.pack(DAY + 1, 100)
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


@fact("stats-102")
def test_a_steady_number_is_answered_during_flushes(service):
    service.count("2021-01-04", 100)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: [service.values("resolution=day") for _ in range(40)])
        while not asking.done():
            service.count("2021-01-04", 1, addon_id=2)
            service.counters.flush()
    assert asking.result() == [{"2021-01-04": 100}] * 40


def test_flushes_and_packing_at_once_lose_nothing(database_url, open_counters):
    counters = [open_counters(MemoryStore(), database_url) for _ in range(2)]
    catalogue = SqlCatalogue(database_url)

    def work(each):
        for _ in range(20):
            count_all(each, 1)
            each.flush()

    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(work, each) for each in counters]
        while not all(each.done() for each in working):
            with unit(catalogue) as session:
                session.statistics.pack(DAY + 1, 100)
    for each in working:
        each.result()
    assert counted(counters[0]) == {DAY: 40}
    catalogue.close()


def test_a_steady_number_is_answered_while_days_are_packed(database_url, open_counters):
    counters = open_counters(MemoryStore(), database_url)
    catalogue = SqlCatalogue(database_url)
    count_all(counters, 100)
    counters.flush()
    with reading(catalogue) as session:
        single = session.entries(LedgerKind.COUNT)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: [counted(counters) for _ in range(40)])
        while not asking.done():
            with unit(catalogue) as session:
                session.statistics.pack(DAY + 1, 100)
            # And back.
            with unit(catalogue) as session:
                for model in StatModel:
                    session.statistics.clear(model, DAY)
                session.put_entries(LedgerKind.COUNT, single)
    assert asking.result() == [{DAY: 100}] * 40
    catalogue.close()


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
