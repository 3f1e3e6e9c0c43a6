"""What the health page tells of counters while Redis is away."""

from __future__ import annotations

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.redis import RedisStore, outbox
from amo_pyramid.backends.sql.counters import SqlTotals
from tests.statistics.conftest import Counting


def health(service):
    """Status and the outcome of the counters' check, asked now."""
    service.registry["amo.health"]._known_at = float("-inf")
    answer = service.get_page("/__heartbeat__")
    return answer.status_int, answer.json["checks"]["counters"]


def test_the_loss_is_seen_while_redis_is_away_and_afterwards(
    own_redis, sqlite_catalogue, sqlite_url
):
    store = RedisStore(own_redis.url, timeout=1)
    counters = BatchedCounters(store, SqlTotals(sqlite_url), interval=0)
    service = Counting(sqlite_catalogue, counters)
    assert health(service)[0] == 200
    own_redis.kill()
    for addon_id in range(outbox.LIMIT + 3):
        counters.increment(Count(CounterKind.VIEWS, 1, addon_id))
    assert service.get("/site/").status_int == 200
    status, seen = health(service)
    assert (status, seen["ok"], seen["lost"]) == (500, False, 3)
    assert "Redis cannot be used" in seen["error"]
    assert str(own_redis.port) not in seen["error"]
    own_redis.start()
    store._outbox.empty()
    status, seen = health(service)
    assert (status, seen["ok"], seen["lost"], seen["dropped"]) == (200, True, 3, 3)
    assert seen["waiting"]["views"] == outbox.LIMIT
    counters.close()
