"""Counting in the memory of a process.

:class:`MemoryStore` is one half of the counters without Redis. :class:`MemoryTotals` is no place
to keep counts: it is for tests of what uses counters.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Collection, Sequence
from datetime import datetime, timezone
from time import monotonic
from uuid import uuid4

from amo_pyramid.backends.base.counters import Count, CounterKind, CounterState, Guard, Reset
from amo_pyramid.backends.base.counting import selected
from amo_pyramid.backends.base.halves import Batch, Snapshot, Store, Totals, Unflushed

log = logging.getLogger(__name__)

#: Increments after which a flush is due.
DUE = 1000
#: Different counts that are kept while they cannot be flushed; what comes on top is dropped.
LIMIT = 100_000


class Gate:
    """Applies guards, for the views of one process."""

    def __init__(self) -> None:
        self._day = -1
        self._salt = b""
        self._seen: dict[tuple[bytes, int], float] = {}
        self._counted: dict[bytes, int] = {}

    def admits(self, count: Count, guard: Guard) -> bool:
        """Whether the client may count this. Not safe for several threads."""
        if count.day != self._day:
            self._begin(count.day)
        client = digest(self._salt, guard.client)
        if guard.window and not self._is_new((client, count.addon_id), guard.window):
            return False
        counted = self._counted.get(client, 0)
        if guard.cap and counted >= guard.cap:
            return False
        self._counted[client] = counted + 1
        return True

    def _begin(self, day: int) -> None:
        self._day, self._salt = day, secrets.token_bytes(32)
        self._seen.clear()
        self._counted.clear()

    def _is_new(self, key: tuple[bytes, int], window: int) -> bool:
        now = monotonic()
        if len(self._seen) >= LIMIT:
            self._seen = {key: end for key, end in self._seen.items() if end > now}
        if self._seen.get(key, 0) > now:
            return False
        self._seen[key] = now + window
        return True


def digest(salt: bytes, client: str) -> bytes:
    """What stands for a client on the day of that salt (stats.md §12.1)."""
    return hmac.digest(salt, client.encode("utf-8", "replace"), hashlib.sha256)[:16]


class MemoryStore(Store):
    """Counts of this process alone, which end with it unless they are flushed."""

    _live: dict[Count, int]
    _frozen: dict[str, Batch]
    _acknowledged: list[str]
    #: When the first of the live counts was made.
    _began: datetime
    _is_started = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._origin = uuid4().hex
        self._forget_all()

    def increment(self, count: Count, amount: int, guard: Guard | None) -> bool:
        with self._lock:
            if guard is not None and not self._gate.admits(count, guard):
                return False
            live = self._live
            before = live.get(count)
            if before is not None:
                live[count] = before + amount
            elif len(live) < LIMIT:
                if not live:
                    self._began = datetime.now(timezone.utc)
                live[count] = amount
            else:
                self._drop(amount)
                return False
            self._increments += 1
            return self._increments % DUE == 0

    def freeze(self) -> None:
        with self._lock:
            if self._live:
                self._generation += 1
                id_, generation = uuid4().hex, self._generation
                batch = Batch(id_, self._origin, generation, self._live, self._began)
                self._frozen[id_] = batch
                self._live, self._increments = {}, 0

    def batches(self) -> Sequence[str]:
        with self._lock:
            return list(self._frozen)

    def batch(self, batch_id: str) -> Batch | None:
        with self._lock:
            return self._frozen.get(batch_id)

    def acknowledge(self, batch_id: str) -> None:
        with self._lock:
            self._frozen.pop(batch_id, None)
            # The next batch ends the memory of this one: nobody can be reading both.
            self._acknowledged = [batch_id]

    def unflushed(self, kind: CounterKind, addon_id: int, first: int, last: int) -> Unflushed:
        with self._lock:
            return Unflushed(
                self._origin,
                self._generation,
                selected(self._live, kind, addon_id, first, last),
                {
                    id_: selected(batch.counts, kind, addon_id, first, last)
                    for id_, batch in self._frozen.items()
                },
            )

    def generation(self) -> tuple[str, int]:
        with self._lock:
            return self._origin, self._generation

    def restart(self, generation: int) -> None:
        with self._lock:
            self._forget_all()
            self._generation = generation

    def refuse(self, reset: Reset) -> None:
        """Other processes have memories of their own: totals refuse, by when a batch began."""

    def state(self) -> CounterState:
        with self._lock:
            waiting = dict.fromkeys(CounterKind, 0)
            for counts in (self._live, *(batch.counts for batch in self._frozen.values())):
                for count in counts:
                    waiting[count.kind] += 1
            return CounterState(waiting, len(self._frozen), self._dropped)

    @property
    def lost(self) -> int:
        return self._dropped

    def start(self) -> None:
        with self._lock:
            if self._is_started:
                # A forked process: what was counted before belongs to its parent.
                self._origin = uuid4().hex
                self._forget_all()
            self._is_started = True

    def close(self) -> None:
        left = sum(self.state().waiting.values())
        if left:
            log.error("%d counts of this process are lost: they could not be flushed", left)

    @property
    def forgettable(self) -> Collection[str]:
        return tuple(self._acknowledged)

    def _forget_all(self) -> None:
        self._live, self._frozen, self._acknowledged = {}, {}, []
        self._gate = Gate()
        self._generation = 0
        self._increments = 0
        self._dropped = 0

    def _drop(self, amount: int) -> None:
        if not self._dropped:
            log.error("counts are dropped: too many wait to be flushed")
        self._dropped += amount


class MemoryTotals(Totals):
    """Totals that end with the process, for tests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Count, int] = {}
        self._batches: dict[str, tuple[str, int, datetime]] = {}
        self._resets: list[Reset] = []

    def add(self, batch: Batch, *, now: datetime, forget: Collection[str] = ()) -> bool:
        with self._lock:
            if batch.id in self._batches:
                return False
            for each in forget:
                self._batches.pop(each, None)
            self._batches[batch.id] = (batch.origin, batch.generation, now)
            for count, number in batch.without(self._resets).items():
                self._counts[count] = self._counts.get(count, 0) + number
            return True

    def snapshot(
        self,
        kind: CounterKind,
        addon_id: int,
        first: int,
        last: int,
        *,
        origin: str = "",
        batches: Collection[str] = (),
    ) -> Snapshot:
        with self._lock:
            return Snapshot(
                selected(self._counts, kind, addon_id, first, last),
                frozenset(self._batches.keys() & set(batches)),
                self._highest(origin),
            )

    def first_day(self, kind: CounterKind, addon_id: int) -> int | None:
        with self._lock:
            days = [
                count.day
                for count in self._counts
                if count.kind is kind and count.addon_id == addon_id
            ]
        return min(days, default=None)

    def generation(self, origin: str) -> int:
        with self._lock:
            return self._highest(origin)

    def reset_views(self, reset: Reset) -> int:
        with self._lock:
            self._resets.append(reset)
            covered = [count for count in self._counts if reset.covers(count)]
            return sum(self._counts.pop(count) for count in covered)

    def prune(self, before: datetime, keep: Collection[str]) -> None:
        with self._lock:
            self._resets = [reset for reset in self._resets if reset.at >= before]
            self._batches = {
                id_: known
                for id_, known in self._batches.items()
                if known[2] >= before or id_ in keep or known[1] == self._highest(known[0])
            }

    def check(self) -> None:
        """Nothing can be wrong with it."""

    def close(self) -> None:
        """Nothing is held."""

    def _highest(self, origin: str) -> int:
        return max((known[1] for known in self._batches.values() if known[0] == origin), default=-1)
