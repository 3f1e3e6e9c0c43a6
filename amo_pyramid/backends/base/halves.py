"""The two halves of which counters are put together (stats.md §13.3, §13.4): a :class:`Store` in
which they count fast, and :class:`Totals` in which counts stay for good."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from amo_pyramid.backends.base.counters import (
    Count,
    CounterKind,
    CounterState,
    Counts,
    Guard,
    Reset,
    Series,
)
from amo_pyramid.domain.past import Past


@dataclass(frozen=True, slots=True)
class Batch:
    """Counts that are frozen: they do not change any more and are in no live count.

    ``origin`` and ``generation`` say when: the generation of an origin only grows, so a store
    that shows a lower one than the totals know has lost its memory.

    ``began`` is when the first of them was made, where only one process knew them until they were
    frozen. Without it the store is shared, and has given up what a reset covers by itself.
    """

    id: str
    origin: str
    generation: int
    counts: Counts
    began: datetime | None = None

    def without(self, resets: Iterable[Reset]) -> Counts:
        """The counts, but for those that a reset of this process or another covers that came
        after the first of them."""
        if self.began is None:
            return self.counts
        since = [reset for reset in resets if reset.at >= self.began]
        return {
            count: number
            for count, number in self.counts.items()
            if not any(reset.covers(count) for reset in since)
        }


@dataclass(frozen=True, slots=True)
class Unflushed:
    """What a store has of one add-on: live counts, and those of each frozen batch by its id."""

    origin: str
    generation: int
    live: Series
    frozen: Mapping[str, Series]


class Store(ABC):
    """Where counts are made. Safe to use from several threads."""

    @abstractmethod
    def increment(self, count: Count, amount: int, guard: Guard | None) -> bool:
        """Add to a live count, in memory; never raises. Whether a flush is due by number."""

    @abstractmethod
    def freeze(self) -> None:
        """Turn live counts into batches; each raises the generation. Raises ``Unavailable``."""

    @abstractmethod
    def batches(self) -> Sequence[str]:
        """Ids of the batches that are not acknowledged, of whichever process. Raises
        ``Unavailable``."""

    @abstractmethod
    def batch(self, batch_id: str) -> Batch | None:
        """One of them; None when it has been acknowledged meanwhile. Raises ``Unavailable``."""

    @abstractmethod
    def acknowledge(self, batch_id: str) -> None:
        """Forget a batch, which the totals have. Raises ``Unavailable``."""

    @abstractmethod
    def unflushed(self, kind: CounterKind, addon_id: int, first: int, last: int) -> Unflushed:
        """What is not flushed of an add-on. Raises ``Unavailable``."""

    @abstractmethod
    def generation(self) -> tuple[str, int]:
        """Origin and current generation. Raises ``Unavailable``."""

    @abstractmethod
    def restart(self, generation: int) -> None:
        """Give up all counts and go on with a higher generation: what is stored is older than
        what was flushed. Raises ``Unavailable``."""

    @abstractmethod
    def refuse(self, reset: Reset) -> None:
        """Take no increment any more that was made before the reset and is covered by it, of
        whichever process. There is nothing to do where batches tell when they ``began``. Raises
        ``Unavailable``."""

    @abstractmethod
    def state(self) -> CounterState:
        """See :meth:`Counters.state`."""

    @property
    def lost(self) -> int:
        """See :attr:`Counters.lost`."""
        return 0

    @abstractmethod
    def start(self) -> None:
        """Called before the first increment of a process, once more in each that is forked."""

    @abstractmethod
    def close(self) -> None:
        """Send off what only this process has and release everything."""

    @contextmanager
    def lease(self) -> Iterator[bool]:
        """Within the block nobody else flushes; false when somebody does already."""
        yield True

    @property
    def forgettable(self) -> Collection[str]:
        """Acknowledged batches that can never come back."""
        return ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the totals had at one moment: the counts, which of the asked batches are in them, and
    the highest generation of the asked origin. ``past`` are counts that are not in ``series``."""

    series: Series
    applied: frozenset[str]
    generation: int
    past: Past | None = None


class Totals(ABC):
    """Where counts stay. Safe to use from several threads."""

    @abstractmethod
    def add(self, batch: Batch, *, now: datetime, forget: Collection[str] = ()) -> bool:
        """Add the counts, :meth:`~Batch.without` those that are reset, and remember the batch, or
        neither; false, and nothing is changed, when it is remembered already. Batches in
        ``forget`` are not remembered any longer. Raises ``Unavailable``."""

    @abstractmethod
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
        """All of one moment. Raises ``Unavailable``."""

    def history(
        self, kind: CounterKind, addon_id: int, *, origin: str = "", batches: Collection[str] = ()
    ) -> Snapshot:
        """The snapshot of all days, of which those long past may come as ``past``. Raises
        ``Unavailable``."""
        return self.snapshot(kind, addon_id, -(2**31), 2**31 - 1, origin=origin, batches=batches)

    @abstractmethod
    def first_day(self, kind: CounterKind, addon_id: int) -> int | None:
        """The first day with a count. Raises ``Unavailable``."""

    @abstractmethod
    def generation(self, origin: str) -> int:
        """The highest generation of the origin's batches; -1 for none. Raises ``Unavailable``."""

    @abstractmethod
    def reset_views(self, reset: Reset) -> int:
        """Delete the counts that the reset covers, and remember it, or neither; the sum of what
        was deleted. A batch is added before this or after it, not meanwhile. Raises
        ``Unavailable``."""

    @abstractmethod
    def prune(self, before: datetime, keep: Collection[str]) -> None:
        """Forget the batches added before then, but for those in ``keep``, the newest of each
        origin excepted; and the resets of before then. Raises ``Unavailable``."""

    @abstractmethod
    def check(self) -> None:
        """Raise ``Unavailable`` when the totals cannot be used."""

    @abstractmethod
    def close(self) -> None:
        """Release everything."""
