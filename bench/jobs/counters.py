"""What counting costs a request, and how fast Redis takes counts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import redis

import amo_pyramid
from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.views import addons
from bench import catalogue
from bench.documents import DETAIL
from bench.measure import Goal, Result, compared, repeated, target
from bench.processes import Application, Failed, Skipped
from bench.run import Job, Run

REDIS = "redis://127.0.0.1:6379/"
#: Increments of one sample, spread over so many add-ons.
INCREMENTS, ADDONS = 100_000, 2_000
#: Commands in one pipeline of the plain side.
PIPELINE = 1_000
DAY = 18_628


def uncounted(global_config: dict[str, str], **settings: str) -> Any:
    """The service whose detail tells nobody that it was shown."""
    addons.note_view = lambda request, addon_id, **options: None
    return amo_pyramid.main(global_config, **settings)


def detail(run: Run) -> Result:
    """The same add-on again and again, each answer a view, against the same without views."""
    url = run.url("sqlite")
    counting = run.service(url)
    silent = Application("bench.jobs.counters:uncounted", {"amo.catalogue.url": url})
    with run.serving(counting) as ours, run.serving(silent) as theirs:
        return run.compare(target("counted", [ours], DETAIL), target("uncounted", [theirs], DETAIL))


@contextmanager
def redis_prefix() -> Iterator[tuple[str, str]]:
    """The URL of a Redis and a prefix of keys that are deleted afterwards. Raises ``Skipped``."""
    url, prefix = os.environ.get("AMO_TEST_REDIS_URL", REDIS), f"bench-{uuid4().hex}"
    with redis.Redis.from_url(url) as client:
        try:
            client.ping()
        except redis.RedisError as error:
            raise Skipped(f"Redis cannot be used: {error}") from error
        yield url, prefix
        client.delete(*client.keys(f"{{{prefix}}}*"), "bench-nothing")


def increments(run: Run) -> Result:
    """Increments until the last of them is in Redis, against pipelines of ``HINCRBY``."""
    database = f"sqlite:///{run.folder / 'counts.db'}"
    catalogue.make_tables(database)
    with redis_prefix() as (url, prefix), redis.Redis.from_url(url) as client:
        store = RedisStore(url, prefix=prefix)
        counters = BatchedCounters(store, SqlTotals(database), interval=0)
        sides = {
            "counters": lambda: _counted(counters, store),
            "HINCRBY": lambda: _plain(client, f"{{{prefix}}}plain"),
        }
        samples = repeated(sides, run.rounds)
        moved = counters.flush()
        counters.close()
    if moved != INCREMENTS * run.rounds:
        raise Failed(f"{INCREMENTS * run.rounds - moved} increments were lost")
    return compared(samples, "counters", "HINCRBY")


def _counted(counters: BatchedCounters, store: RedisStore) -> float:
    started = time.perf_counter()
    for number in range(INCREMENTS):
        counters.increment(Count(CounterKind.VIEWS, DAY, number % ADDONS))
    store.unflushed(CounterKind.VIEWS, 0, DAY, DAY)  # after which all of them are in Redis
    return INCREMENTS / (time.perf_counter() - started)


def _plain(client: Any, key: str) -> float:
    started = time.perf_counter()
    for first in range(0, INCREMENTS, PIPELINE):
        with client.pipeline(transaction=False) as pipeline:
            for number in range(first, first + PIPELINE):
                pipeline.hincrby(key, str(number % ADDONS), 1)
            pipeline.execute()
    return INCREMENTS / (time.perf_counter() - started)


JOBS = [
    Job(
        "counted-detail",
        "detail with counting against without, SQLite",
        Goal(0.95, "× uncounted"),
        detail,
    ),
    Job(
        "increments",
        "sustained increments, none lost, Redis",
        Goal(0.70, "× HINCRBY"),
        increments,
    ),
]
