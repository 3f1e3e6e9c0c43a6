"""Moving statistics that are older than a year into the archive (stats.md §4)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import FIRST_DAY, day_of
from amo_pyramid.operations.jobs import alone
from amo_pyramid.operations.packing import pack_days
from amo_pyramid.operations.storing import OpenUnit

log = logging.getLogger(__name__)

#: Days that stay live.
LIVE_DAYS = 365
#: The most add-ons of a batch, which is one transaction.
BATCH = 1000
JOB = "stats-archive"
#: How often a batch is tried that somebody else changes meanwhile.
TRIES = 3


@dataclass(slots=True)
class ModelReport:
    """What was done of a model, by number of data points; of a rehearsal, what would be.
    ``replaced`` are those of ``archived`` that had been archived before; those that ``failed``
    stay live."""

    archived: int = 0
    replaced: int = 0
    failed: int = 0


@dataclass(slots=True)
class ArchiveReport:
    """What a run does; ``on_batch`` is told how many data points more are done with."""

    on_batch: Callable[[int], None] = lambda count: None
    models: Mapping[StatModel, ModelReport] = field(
        default_factory=lambda: {model: ModelReport() for model in StatModel}
    )


def cut_off(now: datetime) -> int:
    """The first day that stays live."""
    return day_of(now) - LIVE_DAYS


@dataclass(frozen=True, slots=True)
class Archiver:
    """Archives the days before the day ``before``, of all add-ons or of one, ``size`` add-ons at
    a time.

    Each batch is a transaction of its own, so a run may end at any point and be done again, and
    each data point is in exactly one place all the time.
    """

    open_unit: OpenUnit
    report: ArchiveReport
    before: int
    addon_id: int | None = None
    size: int = BATCH

    def run(self, now: Callable[[], datetime]) -> None:
        """Do it. Raises ``Conflict`` when somebody else is at it, ``Unavailable``."""
        with alone(JOB, self.open_unit, now) as lease:
            # Single counts that came late become data points first.
            for _ in pack_days(self.open_unit, self.before, self.size):
                lease.renew()
            for model, day in self._days():
                after: int | None = 0
                while after is not None:
                    lease.renew()
                    after = self._batch(model, day, after)

    def rehearse(self) -> None:
        """Count what :meth:`run` would archive of the data points that there are, and change
        nothing. Raises ``Unavailable``."""
        for model, day in self._days():
            after: int | None = 0
            while after is not None:
                with self.open_unit() as session:
                    points = self._points(session, model, day, after)
                self.report.models[model].archived += len(points)
                self.report.on_batch(len(points))
                after = self._place_after(points)

    def _days(self) -> Iterator[tuple[StatModel, int]]:
        """The models and days that have something to archive, oldest first, each once."""
        for model in StatModel:
            since: int | None = FIRST_DAY
            while since is not None:
                with self.open_unit() as session:
                    day = session.statistics.oldest_live(
                        model, self.before, self.addon_id, since=since
                    )
                if day is not None:
                    yield model, day
                since = None if day is None else day + 1

    def _batch(self, model: StatModel, day: int, after: int) -> int | None:
        """Archive the next add-ons of a day; where to go on, or None when there are no more."""
        points: list[DataPoint] = []
        report = self.report.models[model]
        for attempt in range(1, TRIES + 1):
            try:
                with self.open_unit() as session:
                    points = self._points(session, model, day, after)
                    done = session.statistics.archive(points)
            except Conflict as error:
                log.warning("%s of day %s, try %s: %s", model.value, day, attempt, error)
            else:
                report.archived += done.archived
                report.replaced += done.replaced
                break
        else:
            report.failed += len(points)
        self.report.on_batch(len(points))
        return self._place_after(points)

    def _points(
        self, session: CatalogueSession, model: StatModel, day: int, after: int
    ) -> list[DataPoint]:
        if self.addon_id is None:
            return session.statistics.live_on(model, day, after=after, limit=self.size)
        return session.statistics.live(self.addon_id, model, day, day)

    def _place_after(self, points: list[DataPoint]) -> int | None:
        return points[-1].addon_id if len(points) == self.size else None
