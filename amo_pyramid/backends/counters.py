"""Factories of the counters that come along."""

from __future__ import annotations

from typing import Any

from amo_pyramid.backends.base.counters import Counters
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.base.halves import Store, Totals
from amo_pyramid.backends.memory import MemoryStore, MemoryTotals

#: Seconds for which counts stay in the memory of a process that has no Redis.
EMBEDDED_INTERVAL = 5.0


def sql_counters(config: Any) -> Counters:
    """Counted in the memory of each process, kept in the catalogue's database."""
    return _batched(config, MemoryStore(), EMBEDDED_INTERVAL)


def redis_counters(config: Any) -> Counters:
    """Counted in Redis by all processes together, kept in the catalogue's database."""
    from amo_pyramid.backends.redis import RedisStore  # only when chosen

    settings = config.registry["amo.settings"]
    store = RedisStore(
        settings["amo.redis.url"],
        prefix=settings["amo.redis.prefix"],
        is_cluster=settings["amo.redis.cluster"],
        timeout=settings["amo.counters.timeout"],
    )
    return _batched(config, store, settings["amo.counters.flush_seconds"])


def memory_counters(config: Any) -> Counters:
    """Counts that end with the process, for tests of what uses counters."""
    return BatchedCounters(MemoryStore(), MemoryTotals(), interval=0)


def _batched(config: Any, store: Store, interval: float) -> Counters:
    registry = config.registry

    def is_paused() -> bool:
        return bool(registry["amo.site_state"].current().is_read_only)

    return BatchedCounters(store, _sql_totals(registry), interval=interval, is_paused=is_paused)


def _sql_totals(registry: Any) -> Totals:
    from amo_pyramid.backends.sql.counters import SqlTotals  # only when chosen

    settings = registry["amo.settings"]
    return SqlTotals(
        settings["amo.catalogue.url"],
        timeout=settings["amo.counters.timeout"],
        most_values=settings["amo.counters.most_values"],
    )
