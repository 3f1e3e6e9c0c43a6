"""Increments of this process on their way to Redis: the request never waits for a round trip."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from uuid import uuid4

from amo_pyramid.backends.base.counters import Count, Guard
from amo_pyramid.backends.base.ticking import Ticker
from amo_pyramid.domain.errors import DomainError, Unavailable
from amo_pyramid.forks import here

log = logging.getLogger(__name__)

#: Seconds that an increment waits at most while Redis can be reached.
DELAY = 0.2
#: Increments after which they are sent at once.
DUE = 100
#: Different counts that are kept while Redis cannot be reached.
LIMIT = 10_000
#: Counts in one parcel: Redis does nothing else while it takes them.
PARCEL = 2_000
#: After so many failures in a row, so many seconds of rest.
FAILURES, REST = 5, 5.0


class Parcel(NamedTuple):
    """Increments under one number, which Redis takes once however often it is sent."""

    number: int
    dropped: int
    #: When the first of them was made, in seconds since 1970.
    began: float
    items: dict[tuple[Count, Guard | None], int]


class Outbox:
    """``send(process, parcel)`` brings a parcel to Redis; raises ``Unavailable``."""

    _items: dict[tuple[Count, Guard | None], int]
    _parcel: Parcel | None
    _failures: int
    _increments: int

    def __init__(self, send: Callable[[str, Parcel], None]) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._ticker = Ticker("counters to Redis", self._pause, self._send_quietly)
        self._begin()

    def start(self) -> None:
        """Begin sending; in a forked process, without what its parent had."""
        with self._lock:
            if self._process is not here.process:
                self._begin()
        self._ticker.start()

    def close(self) -> None:
        self._ticker.stop()
        try:
            self.empty()
        except DomainError as error:
            log.error("%d counts of this process are lost: %s", len(self), error)

    def __len__(self) -> int:
        """How many counts have not been sent."""
        with self._lock:
            return self._sent + len(self._items)

    @property
    def dropped(self) -> int:
        """Increments that were given up since the last parcel."""
        return self._dropped

    def put(self, count: Count, amount: int, guard: Guard | None) -> None:
        """Take an increment along. Never raises."""
        key = (count, guard)
        with self._lock:
            if key in self._items:
                self._items[key] += amount
            elif len(self._items) + self._sent < LIMIT:
                if not self._items:
                    self._began = time.time()
                self._items[key] = amount
            else:
                self._drop(amount)
                return
            self._increments += 1
            is_due = self._increments % DUE == 0 and not self._failures
        if is_due:
            self._ticker.wake()

    def empty(self) -> None:
        """Send everything now. Raises ``Unavailable``; nothing is lost then."""
        with self._sending:
            while (parcel := self._packed()) is not None:
                try:
                    self._send(self._id, parcel)
                except Unavailable:
                    self._failures += 1
                    raise
                self._failures = 0
                with self._lock:
                    self._parcel, self._sent = None, 0

    def _begin(self) -> None:
        self._process = here.process
        self._id = uuid4().hex
        self._items = {}
        #: When the first of these was put here.
        self._began = 0.0
        self._parcel = None
        #: How many counts are in the parcel.
        self._sent = 0
        self._number = 0
        self._increments = 0
        self._failures = 0
        self._dropped = 0
        #: Increments that were given up, whether Redis was told or not.
        self.lost = 0

    def _packed(self) -> Parcel | None:
        """The parcel to be sent: the one that was sent in vain, or a new one."""
        with self._lock:
            if self._parcel is None and self._items:
                self._number += 1
                first = list(self._items)[:PARCEL]
                items = {key: self._items.pop(key) for key in first}
                self._parcel = Parcel(self._number, self._dropped, self._began, items)
                self._sent, self._dropped = len(items), 0
            return self._parcel

    def _drop(self, amount: int) -> None:
        if not self._dropped:
            log.error("counts are dropped: Redis cannot be reached and too many wait for it")
        self._dropped += amount
        self.lost += amount

    def _pause(self) -> float:
        return REST if self._failures >= FAILURES else DELAY

    def _send_quietly(self) -> None:
        try:
            self.empty()
        except DomainError as error:
            if self._failures in (1, FAILURES):
                log.warning("counts wait for Redis: %s", error)
        except Exception:
            log.exception("counts wait for Redis")
