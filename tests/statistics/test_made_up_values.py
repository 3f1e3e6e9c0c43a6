"""Clients may tell what they like: what is kept of it has bounds (stats.md §3.2, §3.3)."""

from __future__ import annotations

from functools import partial

import pytest

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.ledger import LedgerKind
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.pings import update_details
from amo_pyramid.domain.series import StatModel
from amo_pyramid.operations.packing import pack_days
from amo_pyramid.testing.contracts.counters_base import DAY, download, view, views
from tests.operations.helpers import reading, unit

MOST = 20
HONEST = {
    "status": "userEnabled",
    "version": "1.0",
    "appID": Application.FIREFOX.guid,
    "appVersion": "57.0",
    "appOS": "WINNT",
    "locale": "en-US",
}


@pytest.fixture(params=["memory", "redis"])
def counters(request, database_url, open_counters):
    """Counters that keep few values, on both databases, with and without Redis."""
    if request.param == "memory":
        store = MemoryStore()
    else:
        prefix = request.getfixturevalue("redis_prefix")
        store = RedisStore(request.getfixturevalue("redis_url"), prefix=prefix)
    return open_counters(store, database_url, totals=partial(SqlTotals, most_values=MOST))


@pytest.fixture
def stored(database_url):
    catalogue = SqlCatalogue(database_url)

    def stored():
        with reading(catalogue) as session:
            return session.entries(LedgerKind.COUNT, limit=10_000)

    yield stored
    catalogue.close()


def check(counters, **changes):
    for detail in update_details({**HONEST, **changes}):
        counters.increment(Count(CounterKind.UPDATES, DAY, 1, detail))


def details(counters):
    return counters.series(CounterKind.UPDATES, 1, DAY, DAY)[DAY]


def test_made_up_values_of_update_checks_do_not_fill_the_database(counters, stored):
    for number in range(10 * MOST):
        check(counters)
        place = "".join(chr(ord("a") + digit) for digit in divmod(number, 26))
        check(
            counters,
            version=f"made.up.{number}",
            locale=f"{place}-XX",
            appVersion=f"{number}.0",
            appOS="".join(
                letter.upper() if number >> place & 1 else letter
                for place, letter in enumerate("windows")
            ),
        )
        if number % 30 == 0:
            counters.flush()
            assert len(stored()) <= 4 * MOST + 2
    counters.flush()
    assert len(stored()) == 4 * MOST + 2
    found = details(counters)
    # Users are counted as ever, and so is what many of them have.
    assert found["count"] == found["statuses|userEnabled"] == 20 * MOST
    assert found["versions|1.0"] == found["locales|en-US"] == 10 * MOST
    assert found[f"applications|{HONEST['appID']}|57.0"] >= 10 * MOST


def test_made_up_sources_are_downloads_of_no_source(counters, stored):
    for number in range(5 * MOST):
        counters.increment(download("search"))
        counters.increment(download(f"external-{number}|x"))
        if number % 30 == 0:
            counters.flush()
    counters.flush()
    assert len(stored()) == MOST + 1
    found = counters.series(CounterKind.DOWNLOADS, 1, DAY, DAY)[DAY]
    assert sum(found.values()) == 10 * MOST
    assert found["search"] == 5 * MOST
    assert found[""] == 4 * MOST + 1


def test_other_addons_days_and_kinds_are_not_thinned_out(counters, stored):
    for addon_id in (1, 2):
        for day in (DAY, DAY + 1):
            for number in range(MOST):
                counters.increment(download(f"external-{number}", addon_id, day))
    for day in range(DAY, DAY + 2 * MOST):
        counters.increment(view(day=day))
    counters.increment(download("external-too-many"))
    counters.flush()
    assert len(stored()) == 4 * MOST + 1 + 2 * MOST
    assert len(counters.series(CounterKind.DOWNLOADS, 2, DAY, DAY)[DAY]) == MOST
    assert len(views(counters)) == 2 * MOST


def test_a_value_that_many_have_takes_the_place_of_made_up_ones(counters):
    for number in range(2 * MOST):
        check(counters, version=f"made.up.{number}")
    counters.flush()
    for _ in range(2):
        check(counters, version="2.0")
    counters.flush()
    versions = {name for name in details(counters) if name.startswith("versions|")}
    assert len(versions) == MOST
    assert "versions|2.0" in versions


def test_a_packed_day_has_a_bound_too(database_url, open_counters):
    counters = open_counters(MemoryStore(), database_url, totals=partial(SqlTotals, most_values=9))
    for number in range(9):
        counters.increment(download(f"external-{number}-{'x' * 20_000}"), number + 1)
    counters.flush()
    catalogue = SqlCatalogue(database_url)
    list(pack_days(lambda: unit(catalogue), DAY + 1, 10))
    with reading(catalogue) as session:
        (point,) = session.statistics.live(1, StatModel.DOWNLOADS, DAY, DAY)
    assert point.count == 45
    assert sorted(point.breakdowns["sources"].values()) == [7, 8, 9]
    catalogue.close()
