"""How often somebody may ask."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from cachetools import LRUCache

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
#: Askers that are remembered; the one that has been quiet the longest is forgotten first.
ASKERS = 10_000


class Rate(NamedTuple):
    """``times`` in so many ``seconds``; zero means that there is no limit."""

    times: int
    seconds: int


def rate(value: str) -> Rate:
    """``300/minute`` (or second, hour, day), or 0. Raises ``ValueError``."""
    number, slash, unit = value.strip().partition("/")
    if number == "0":
        return Rate(0, 1)
    if not slash or unit.strip() not in UNITS or int(number) < 0:
        raise ValueError("write it as 300/minute")
    return Rate(int(number), UNITS[unit.strip()])


class Limiter:
    """Lets each asker through ``rate.times`` times at once, and from then on as often as the rate
    allows. Safe for threads; knows this process only."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._lock = threading.Lock()
        #: When the asker would have asked as often as allowed, had all been spread evenly.
        self._due: LRUCache[str, float] = LRUCache(ASKERS)

    def wait(self, asker: str) -> int:
        """0, and the question counts; or the seconds until it may be asked."""
        if not self._rate.times:
            return 0
        step = self._rate.seconds / self._rate.times
        with self._lock:
            now = self._clock()
            due = max(self._due.get(asker, now), now) + step
            late = due - now - self._rate.seconds
            # A rounding error must not refuse what the rate allows.
            if late > step * 1e-6:
                return math.ceil(late)
            self._due[asker] = due
            return 0
