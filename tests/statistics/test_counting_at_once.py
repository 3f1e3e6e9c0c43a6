"""Numbers are right while they are counted, flushed and packed at once (stats.md §13.5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from amo_pyramid.backends.base.ledger import LedgerKind
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.series import StatModel
from amo_pyramid.operations.packing import pack_days
from amo_pyramid.testing.contracts.counters_base import DAY
from tests.operations.helpers import reading, unit
from tests.statistics.all_kinds import count_all, counted

fact = pytest.mark.fact


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
            list(pack_days(lambda: unit(catalogue), DAY + 1, 100))
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
            list(pack_days(lambda: unit(catalogue), DAY + 1, 100))
            # And back.
            with unit(catalogue) as session:
                for model in StatModel:
                    session.statistics.clear(model, DAY)
                session.put_entries(LedgerKind.COUNT, single)
    assert asking.result() == [{DAY: 100}] * 40
    catalogue.close()
