"""The statistics repository: data points, live and archived (stats.md §3.1, §3.5, §4).

A live day is first a number of single counts, as counters write them. When it is over it is
*packed*: one row with a total and its breakdowns. Questions about live days see both forms
unless they say otherwise. What counters have not flushed yet is not here; see
:func:`amo_pyramid.operations.statistics.live_series` for everything together.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from amo_pyramid.domain.popularity import Popularity
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import FIRST_DAY


class PointKey(NamedTuple):
    """What tells data points apart."""

    addon_id: int
    model: StatModel
    day: int


#: Before every key there is.
FIRST_KEY = PointKey(0, min(StatModel), -(2**31))


@dataclass(slots=True)
class Archived:
    """What was archived, by number of data points; ``replaced`` of them were archived before."""

    archived: int = 0
    replaced: int = 0

    def __iadd__(self, other: Archived) -> Archived:
        self.archived += other.archived
        self.replaced += other.replaced
        return self


class Statistics(ABC):
    """Data points by add-on, model and day. Add-ons need not be stored (any more)."""

    @abstractmethod
    def pack(
        self, model: StatModel, before: int, *, after: int = 0, limit: int = 500
    ) -> Sequence[int]:
        """Pack single counts of days before that one, of the next add-ons that have any with an
        id above ``after``; their ids, in order. None: everything after it is packed."""

    @abstractmethod
    def live(self, addon_id: int, model: StatModel, first: int, last: int) -> list[DataPoint]:
        """The live points from one day to another, by day; days without any are absent."""

    @abstractmethod
    def history(self, addon_id: int, model: StatModel, first: int, last: int) -> Mapping[int, int]:
        """The counts by day, archived or packed, from one day to another, in order."""

    @abstractmethod
    def oldest_live(
        self, model: StatModel, before: int, addon_id: int | None = None, *, since: int = FIRST_DAY
    ) -> int | None:
        """The oldest packed day from one day to another (which is not included), of all add-ons
        or of one."""

    @abstractmethod
    def live_on(
        self, model: StatModel, day: int, *, after: int = 0, limit: int = 1000
    ) -> list[DataPoint]:
        """The packed points of a day, of add-ons with an id above ``after``, by id."""

    @abstractmethod
    def archive(self, points: Sequence[DataPoint]) -> Archived:
        """Move packed points into the archive, where they replace what is there.

        Checks what the archive has then against what the live rows had, before these go. Raises
        ``Conflict`` when a point is not the live one (any more), or is not found in the archive
        as it was; the caller must give the unit of work up.
        """

    @abstractmethod
    def archived(self, addon_id: int, first: int, last: int) -> list[tuple[int, StatModel]]:
        """Day and model of the archived points from one day to another, by day and then by name
        of the model."""

    @abstractmethod
    def archived_point(self, key: PointKey) -> DataPoint | None:
        """One archived point."""

    @abstractmethod
    def is_archived(self, model: StatModel, day: int) -> bool:
        """Whether anything of that day has been archived."""

    @abstractmethod
    def put(self, points: Sequence[DataPoint]) -> None:
        """Store live points, packed, in place of what there is of the same key."""

    @abstractmethod
    def put_archived(self, points: Sequence[DataPoint]) -> int:
        """Store archived points, in place of what there is of the same key, archived or live;
        how many were archived before."""

    @abstractmethod
    def clear(self, model: StatModel, day: int) -> None:
        """Forget all live points of a day."""

    @abstractmethod
    def total(self, addon_id: int, model: StatModel) -> int:
        """The sum of all counts, live and archived. Moving points to the archive never changes
        it."""

    @abstractmethod
    def daily(
        self, addon_ids: Collection[int], first: int, last: int
    ) -> Mapping[int, Mapping[StatModel, Mapping[int, int]]]:
        """The packed counts by add-on, model and day; what there is none of is absent."""

    @abstractmethod
    def days(self, model: StatModel, last: int) -> Sequence[int]:
        """The days up to one that have a point of any add-on, archived or packed, in order."""

    @abstractmethod
    def sums(self, model: StatModel, days: Collection[int]) -> Mapping[int, int]:
        """The counts of all add-ons together by day, archived or packed."""

    @abstractmethod
    def every_live(self, after: PointKey = FIRST_KEY, limit: int = 500) -> list[DataPoint]:
        """Packed points with a higher key, by key."""

    @abstractmethod
    def every_archived(
        self, after: PointKey = FIRST_KEY, limit: int = 500, *, since: int = FIRST_DAY
    ) -> list[DataPoint]:
        """Archived points with a higher key, by add-on, day and model; those of earlier days than
        ``since`` left out."""

    @abstractmethod
    def popularity(
        self, after: int, limit: int
    ) -> Sequence[tuple[Popularity, frozenset[StatModel]]]:
        """The derived numbers of the stored add-ons with an id above ``after``, by id; with the
        models of which there is any packed point."""

    @abstractmethod
    def note_theme_users(self, day: int, counts: Mapping[int, int]) -> None:
        """Store what the popularity of themes was computed to be on a day, by add-on; replaces
        what there is of them on that day."""

    @abstractmethod
    def theme_users(self, addon_id: int, first: int, last: int) -> Mapping[int, int]:
        """The same by day."""

    @abstractmethod
    def note_site(self, name: str, counts: Mapping[int, int]) -> None:
        """Store numbers of the whole site by day, in place of what there is of these days."""

    @abstractmethod
    def site(self, name: str, first: int, last: int) -> Mapping[int, int]:
        """Numbers of the whole site by day."""
