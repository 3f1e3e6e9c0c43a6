"""Counters: what happens to add-ons, per day, counted while requests are answered (stats.md §13).

:class:`Counters` is the kind of backend. Those that come along are put together from two halves
(:class:`amo_pyramid.backends.base.counting.BatchedCounters`): a store that counts fast, and totals
in which counts stay for good (:mod:`amo_pyramid.backends.base.halves`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple, TypeAlias

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


@dataclass(frozen=True, slots=True)
class Reset:
    """The order to delete an add-on's views of one day, or of all days, counted up to ``at``."""

    addon_id: int
    day: int | None
    at: datetime

    def covers(self, count: Count) -> bool:
        """Whether the count is one of these."""
        return (
            count.kind is CounterKind.VIEWS
            and count.addon_id == self.addon_id
            and self.day in (None, count.day)
        )


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
    def reset_views(self, addon_id: int, day: int | None = None) -> int:
        """Delete the views of an add-on, of one day or of all (stats.md §11); how many were found.

        What any process has counted before the call is gone and does not come back, though one
        that counts in its own memory may show it until its next flush. Of the views that are
        made meanwhile, or wait in such a memory with older ones, some may be lost; of other
        add-ons none. Raises ``Unavailable``, when the site is read-only too.
        """

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
