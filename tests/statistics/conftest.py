"""A service with real counters, and a clock that tests set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from webtest import TestApp, TestResponse

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.statistics import pings
from tests.statistics.servers import redis_server

#: How stores are opened over a database: without and with Redis.
STORES = ("sqlite", "postgresql", "redis")


class Counting(Service):
    """The service with counters of its own, on which nothing is flushed by itself."""

    def __init__(self, catalogue: SqlCatalogue, counters: Any, **settings: str) -> None:
        super().__init__(catalogue, **settings)
        self.counters = counters
        self.registry["amo.backends"]["counters"] = counters
        self.now = datetime(2021, 1, 4, 12, tzinfo=timezone.utc)
        self.registry["amo.clock"] = lambda: self.now

    def ask(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        """Any path, whatever the status. ``address`` is where the request comes from."""
        app = TestApp(
            self.application, extra_environ={"REMOTE_ADDR": options.pop("address", "1.2.3.4")}
        )
        return app.request(path, method=method, status="*", **options)

    def stats(self, query: str) -> TestResponse:
        return self.ask(f"/v2/stats?{query}")

    def values(self, query: str) -> dict[str, int]:
        """Views of a.b by bin."""
        response = self.stats(f"packageId=a.b&{query}")
        assert response.status_int == 200, response.text
        return {each["Period"][:10]: each["Value"] for each in response.json["Data"]}

    def count(self, day: str, views: int, addon_id: int = 1) -> None:
        self.counters.increment(Count(CounterKind.VIEWS, parse_day(day), addon_id), views)


@pytest.fixture
def put_package() -> Callable[..., None]:
    """Stores the add-on of package a.b, or another one."""

    def put_package(service: Service, addon_id: int = 1, **fields: Any) -> None:
        author = builders.user(1, "a")
        addon = builders.addon(
            addon_id, **{"slug": "b", "authors": (builders.author(author),), **fields}
        )
        service.put(author, *builders.listed(addon))

    return put_package


@pytest.fixture(params=STORES)
def open_service(request: pytest.FixtureRequest) -> Iterator[Callable[..., Counting]]:
    """Opens the service with some settings, with the counters of each kind in turn."""
    kind = request.param
    url = request.getfixturevalue(f"{'sqlite' if kind == 'redis' else kind}_url")
    opened: list[Any] = []

    def open_service(**settings: str) -> Counting:
        if kind == "redis":
            prefix = request.getfixturevalue("redis_prefix")
            store: Any = RedisStore(request.getfixturevalue("redis_url"), prefix=prefix)
        else:
            store = MemoryStore()
        counters = BatchedCounters(
            store,
            SqlTotals(url),
            interval=0,
            is_paused=lambda: service.registry["amo.site_state"].current().is_read_only,
        )
        catalogue = SqlCatalogue(url)
        opened.extend((counters, catalogue))
        service = Counting(catalogue, counters, **settings)
        return service

    yield open_service
    for each in opened:
        each.close()


@pytest.fixture
def service(open_service: Callable[..., Counting], put_package: Callable[..., None]) -> Counting:
    """The service with package a.b."""
    service = open_service()
    put_package(service)
    return service


@pytest.fixture(params=[False, True], ids=["live", "flushed"])
def viewed(request: pytest.FixtureRequest, service: Counting) -> Counting:
    """Package a.b with views around a year's end, flushed and not."""
    for day, views in (
        ("2020-12-27", 1),
        ("2020-12-28", 2),
        ("2020-12-31", 4),
        ("2021-01-03", 8),
        ("2021-01-04", 16),
        ("2021-02-01", 32),
    ):
        service.count(day, views)
    if request.param:
        service.counters.flush()
    return service


@pytest.fixture
def open_counters():
    """Opens counters with a store over a database; they are closed afterwards."""
    opened = []

    def open_counters(store, url, *, totals=SqlTotals, **options):
        opened.append(BatchedCounters(store, totals(url), interval=0, **options))
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
