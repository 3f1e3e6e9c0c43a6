"""Counters: what happens to add-ons, per day, counted while requests are answered (stats.md §13).

:class:`Counters` is the kind of backend. Those that come along are put together from two halves
(:class:`amo_pyramid.backends.base.counting.BatchedCounters`): a :class:`Store` that counts fast,
and :class:`Totals` in which counts stay for good.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple, TypeAlias

from amo_pyramid.domain.past import Past
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import Resolution, in_bins


class CounterKind(str, Enum):
    """What is counted; the value is its part of a key in a store."""

    VIEWS = "pv"
    #: The detail of a count is the download's source.
    DOWNLOADS = "as:dl"
    #: The details are the total and dimensions (:mod:`amo_pyramid.domain.series`).
    UPDATES = "as:up"
    THEME_UPDATES = "as:th"

    # An enumeration's own is written in Python, and each increment needs it twice.
    __hash__ = str.__hash__

    @property
    def has_details(self) -> bool:
        """Whether one day of an add-on has several counts."""
        return self in (CounterKind.DOWNLOADS, CounterKind.UPDATES)

    @property
    def model(self) -> StatModel | None:
        """What its days become; views stay as they are."""
        return _MODELS.get(self)

    @classmethod
    def of(cls, model: StatModel) -> CounterKind:
        """The kind whose days become that model."""
        return _KINDS[model]


_MODELS: Mapping[CounterKind, StatModel] = {
    CounterKind.DOWNLOADS: StatModel.DOWNLOADS,
    CounterKind.UPDATES: StatModel.UPDATES,
    CounterKind.THEME_UPDATES: StatModel.THEME_UPDATES,
}
_KINDS = {model: kind for kind, model in _MODELS.items()}


class Count(NamedTuple):
    """What one number is of: ``day`` as in :mod:`amo_pyramid.domain.statistics`."""

    kind: CounterKind
    day: int
    addon_id: int
    detail: str = ""


class Guard(NamedTuple):
    """A limit of what one client may count: once per add-on in ``window`` seconds, ``cap`` times
    a day; zero is no limit. ``client`` is kept only as a digest that differs from day to day."""

    client: str
    window: int
    cap: int


#: Day → detail → number.
Series: TypeAlias = Mapping[int, Mapping[str, int]]
Counts: TypeAlias = Mapping[Count, int]


@dataclass(frozen=True, slots=True)
class CounterState:
    """``waiting``: numbers of counts that are not in the totals yet, by kind. ``batches``: how
    many are frozen on their way there. ``dropped``: increments that were given up."""

    waiting: Mapping[CounterKind, int] = field(default_factory=dict)
    batches: int = 0
    dropped: int = 0


class Counters(ABC):
    """Counts per add-on and day. A few may be lost (stats.md §13.5); none is counted twice."""

    @abstractmethod
    def increment(self, count: Count, amount: int = 1, guard: Guard | None = None) -> None:
        """Add to a count. Costs no input or output and never raises."""

    @abstractmethod
    def series(self, kind: CounterKind, addon_id: int, first: int, last: int) -> Series:
        """What was counted from day ``first`` to ``last``, flushed or not; days without any are
        absent. Raises ``Unavailable``."""

    def binned(
        self, kind: CounterKind, addon_id: int, resolution: Resolution, first: int, last: int
    ) -> list[tuple[int, int]]:
        """The same added up by bin, as :func:`amo_pyramid.domain.statistics.in_bins` does;
        ``first`` and ``last`` are the first day of a bin and the last one of a bin."""
        series = self.series(kind, addon_id, first, last)
        return in_bins(((day, sum(each.values())) for day, each in series.items()), resolution)

    @abstractmethod
    def first_day(self, kind: CounterKind, addon_id: int) -> int | None:
        """The first day with a count, or None. Raises ``Unavailable``."""

    @abstractmethod
    def flush(self) -> int:
        """Move what was counted into the totals; how many increments that were. Another process
        may be at it, or the site read-only, which is no error. Raises ``Unavailable``; nothing
        is lost then."""

    @abstractmethod
    def state(self) -> CounterState:
        """What is under way. Raises ``Unavailable``."""

    @property
    def lost(self) -> int:
        """Increments that this process has given up since it began. Asks nobody."""
        return 0

    @abstractmethod
    def check(self) -> None:
        """Raise ``Unavailable`` when counts cannot be stored or read now."""

    @abstractmethod
    def close(self) -> None:
        """Flush what is left and release everything; the object is not used afterwards."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Counts that are frozen: they do not change any more and are in no live count.

    ``origin`` and ``generation`` say when: the generation of an origin only grows, so a store
    that shows a lower one than the totals know has lost its memory.
    """

    id: str
    origin: str
    generation: int
    counts: Counts


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
        """Add the counts and remember the batch, or neither; false, and nothing is changed, when
        it is remembered already. Batches in ``forget`` are not remembered any longer. Raises
        ``Unavailable``."""

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
    def prune(self, before: datetime, keep: Collection[str]) -> None:
        """Forget the batches added before then, but for those in ``keep``, the newest of each
        origin excepted. Raises ``Unavailable``."""

    @abstractmethod
    def check(self) -> None:
        """Raise ``Unavailable`` when the totals cannot be used."""

    @abstractmethod
    def close(self) -> None:
        """Release everything."""
