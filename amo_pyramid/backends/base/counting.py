"""Counters made of a store and totals: how counts get from one to the other, and how they are
read while they do (stats.md §13.3, §13.4)."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone

from amo_pyramid.backends.base.counters import (
    Count,
    CounterKind,
    Counters,
    CounterState,
    Guard,
    Reset,
    Series,
)
from amo_pyramid.backends.base.halves import Snapshot, Store, Totals, Unflushed
from amo_pyramid.backends.base.ticking import Ticker
from amo_pyramid.domain.errors import DomainError, Unavailable
from amo_pyramid.domain.past import Past
from amo_pyramid.domain.statistics import Resolution, in_bins
from amo_pyramid.forks import here

log = logging.getLogger(__name__)

#: How often a reader starts over when a flush came in between.
ATTEMPTS = 3
#: How long a batch is remembered: longer than any store could bring it back.
MEMORY = timedelta(days=30)
PRUNING = timedelta(hours=1)
_NEVER = datetime.min.replace(tzinfo=timezone.utc)


class BatchedCounters(Counters):
    """``interval`` are the seconds between two flushes by a thread of this process, which starts
    with the first increment; zero is for no thread: somebody calls :meth:`flush`. While
    ``is_paused()`` nothing is flushed: counts wait where they are.
    """

    def __init__(
        self,
        store: Store,
        totals: Totals,
        *,
        interval: float,
        is_paused: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._totals = totals
        self._interval = interval
        self._is_paused = is_paused
        self._ticker = Ticker("counters", lambda: interval, self._flush_quietly)
        self._starting = threading.Lock()
        self._flushing = threading.Lock()
        self._process: object = None
        self._pruned = _NEVER
        self._is_closed = False

    def increment(self, count: Count, amount: int = 1, guard: Guard | None = None) -> None:
        if self._process is not here.process:
            self._start()
        if self._store.increment(count, amount, guard):
            self._ticker.wake()

    def series(self, kind: CounterKind, addon_id: int, first: int, last: int) -> Series:
        def snapshot(found: Unflushed) -> Snapshot:
            return self._totals.snapshot(
                kind, addon_id, first, last, origin=found.origin, batches=found.frozen
            )

        return self._consistent(kind, addon_id, first, last, snapshot)[0]

    def binned(
        self, kind: CounterKind, addon_id: int, resolution: Resolution, first: int, last: int
    ) -> list[tuple[int, int]]:
        def history(found: Unflushed) -> Snapshot:
            return self._totals.history(kind, addon_id, origin=found.origin, batches=found.frozen)

        series, past = self._consistent(kind, addon_id, first, last, history)
        recent = [
            (day, sum(details.values())) for day, details in series.items() if first <= day <= last
        ]
        if past is None:
            return in_bins(recent, resolution)
        sums = dict(past.binned(resolution, first, last))
        for start, total in in_bins(recent, resolution):
            sums[start] = sums.get(start, 0) + total
        return sorted(sums.items())

    def _consistent(
        self,
        kind: CounterKind,
        addon_id: int,
        first: int,
        last: int,
        snapshot: Callable[[Unflushed], Snapshot],
    ) -> tuple[Series, Past | None]:
        """What a snapshot has and what is not flushed, each count once."""
        series: Series = {}
        past: Past | None = None
        for _ in range(ATTEMPTS):
            found = self._store.unflushed(kind, addon_id, first, last)
            known = snapshot(found)
            series, past = known.series, known.past
            if found.generation >= known.generation:
                frozen = [part for id_, part in found.frozen.items() if id_ not in known.applied]
                series = _sum([series, found.live, *frozen])
            # Otherwise the store has gone back in time, and its counts may be in the totals.
            if self._store.generation() == (found.origin, found.generation):
                break
        return series, past

    def first_day(self, kind: CounterKind, addon_id: int) -> int | None:
        found = self._store.unflushed(kind, addon_id, -(2**31), 2**31)
        days = [day for part in (found.live, *found.frozen.values()) for day in part]
        known = self._totals.first_day(kind, addon_id)
        return min([*days, *([] if known is None else [known])], default=None)

    def flush(self) -> int:
        if self._is_paused():
            return 0
        with self._flushing, self._store.lease() as is_alone:
            if not is_alone:
                return 0
            moved = self._move_all()
            self._prune()
            return moved

    def reset_views(self, addon_id: int, day: int | None = None) -> int:
        if self._is_paused():
            raise Unavailable("The site is read-only: counts stay as they are.")
        reset = Reset(addon_id, day, datetime.now(timezone.utc))
        # Without the lease: should somebody else flush, each batch is moved once all the same.
        with self._flushing:
            self._store.refuse(reset)
            self._move_all()
            return self._totals.reset_views(reset)

    def state(self) -> CounterState:
        return self._store.state()

    @property
    def lost(self) -> int:
        return self._store.lost

    def check(self) -> None:
        self._store.generation()
        self._totals.check()

    def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        atexit.unregister(self.close)
        self._ticker.stop()
        self._flush_quietly()
        self._store.close()
        self._totals.close()

    def _start(self) -> None:
        with self._starting:
            if self._process is here.process:
                return
            self._store.start()
            if self._interval:
                self._ticker.start()
                atexit.register(self.close)
            self._process = here.process

    def _check_generation(self) -> None:
        origin, generation = self._store.generation()
        known = self._totals.generation(origin)
        if generation < known:
            log.error("the counter store lost its memory: what it still has may be counted already")
            self._store.restart(known)

    def _move_all(self) -> int:
        """Move what was counted up to now; when this returns, the totals have it."""
        self._check_generation()
        self._store.freeze()
        return sum(self._move(batch_id) for batch_id in self._store.batches())

    def _move(self, batch_id: str) -> int:
        batch = self._store.batch(batch_id)
        if batch is None:
            return 0
        now = datetime.now(timezone.utc)
        is_new = self._totals.add(batch, now=now, forget=self._store.forgettable)
        self._store.acknowledge(batch_id)
        return sum(batch.counts.values()) if is_new else 0

    def _prune(self) -> None:
        now = datetime.now(timezone.utc)
        if now - self._pruned > PRUNING:
            self._totals.prune(now - MEMORY, self._store.batches())
            self._pruned = now

    def _flush_quietly(self) -> None:
        """A flush by nobody's order: what fails now is tried again the next time."""
        try:
            self.flush()
        except DomainError as error:
            log.warning("counts could not be flushed, they wait: %s", error)
        except Exception:
            log.exception("counts could not be flushed, they wait")


def _sum(parts: Iterable[Series]) -> Series:
    sums: dict[int, dict[str, int]] = {}
    for part in parts:
        for day, details in part.items():
            of_day = sums.setdefault(day, {})
            for detail, number in details.items():
                of_day[detail] = of_day.get(detail, 0) + number
    return sums


def selected(
    counts: Mapping[Count, int], kind: CounterKind, addon_id: int, first: int, last: int
) -> Series:
    """The series of one add-on among counts."""
    series: dict[int, dict[str, int]] = {}
    for count, number in counts.items():
        if count.kind is kind and count.addon_id == addon_id and first <= count.day <= last:
            series.setdefault(count.day, {})[count.detail] = number
    return series
