"""Moving windows of what was done when, in this process or in Redis (community.md §2.10).

Imports ``limits``, which takes a tenth of a second: to be imported at the first use.
"""

from __future__ import annotations

import math
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from cachetools import LRUCache
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from amo_pyramid.rates import Rate

MEMORY = "memory://"
#: Windows that a process remembers; the one that was quiet for the longest is forgotten first.
WINDOWS = 50_000
#: Redis tells times to a tenth of a millisecond: what is late by less is not.
PRECISION = 0.001


class BoundedMemory(MemoryStorage):
    """Windows of this process.

    The library's own remembers whoever has asked, and looks at all of them in one new thread after
    another (docs/decisions/0015).
    """

    STORAGE_SCHEME = ["amo+memory"]

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: LRUCache[str, list[float]] = LRUCache(WINDOWS)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        with self._lock:
            now, hits = self._recent(key, expiry)
            if len(hits) + amount > limit:
                return False
            hits.extend([now] * amount)
            self._windows[key] = hits
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        with self._lock:
            now, hits = self._recent(key, expiry)
            return (hits[0] if hits else now), len(hits)

    def _recent(self, key: str, expiry: int) -> tuple[float, list[float]]:
        now = self._clock()
        hits = self._windows.get(key, [])
        del hits[: bisect_right(hits, now - expiry)]
        return now, hits


class Windows:
    """Where hits are kept, and the clock by which."""

    def __init__(self, storage: Any, clock: Callable[[], float]) -> None:
        self._limiter = MovingWindowRateLimiter(storage)
        self._clock = clock

    def hit(self, wanted: Sequence[tuple[Rate, str]]) -> int:
        """0, and a hit is recorded under each key; or the seconds, rounded up, after which there
        is room under all of them, and none is recorded. Raises the storage's errors."""
        items = [(RateLimitItemPerSecond(*rate, namespace="throttle"), key) for rate, key in wanted]
        full = items[1:] and [each for each in items if not self._limiter.test(*each)]
        # Somebody may take the last place in between: then the hit is refused after all.
        full = full or [each for each in items if not self._limiter.hit(*each)]
        return max((self._wait(*each) for each in full), default=0)

    def _wait(self, item: RateLimitItemPerSecond, key: str) -> int:
        free = self._limiter.get_window_stats(item, key).reset_time
        return max(math.ceil(free - self._clock() - PRECISION), 1)


def open_windows(url: str, *, prefix: str, timeout: float) -> Windows:
    """Windows in this process (:data:`MEMORY`) or wherever ``limits`` can have them."""
    if url == MEMORY:
        return Windows(BoundedMemory(), time.monotonic)
    # Passed on to redis-py, which takes more than the annotations of ``limits`` know.
    options: dict[str, Any] = {
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(NoBackoff(), 0),
    }
    return Windows(storage_from_string(url, key_prefix=prefix, **options), time.time)
