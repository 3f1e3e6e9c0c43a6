"""What the parts of the suite of statistics share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.statistics import PointKey
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

DAY = 18628
DOWNLOADS, THEMES, UPDATES = StatModel.DOWNLOADS, StatModel.THEME_UPDATES, StatModel.UPDATES

AddCounts = Callable[[Mapping[Count, int]], None]


def downloads(count: int = 7, addon_id: int = 1, day: int = DAY, **sources: int) -> DataPoint:
    return DataPoint(
        addon_id=addon_id, model=DOWNLOADS, day=day, count=count, breakdowns={"sources": sources}
    )


def updates(count: int = 40, addon_id: int = 1, day: int = DAY, **breakdowns: Any) -> DataPoint:
    return DataPoint(addon_id=addon_id, model=UPDATES, day=day, count=count, breakdowns=breakdowns)


def themes(count: int = 123, addon_id: int = 1, day: int = DAY) -> DataPoint:
    return DataPoint(addon_id=addon_id, model=THEMES, day=day, count=count)


def download(source: str, addon_id: int = 1, day: int = DAY) -> Count:
    return Count(CounterKind.DOWNLOADS, day, addon_id, source)


def update(detail: str, addon_id: int = 1, day: int = DAY) -> Count:
    return Count(CounterKind.UPDATES, day, addon_id, detail)


class PointsCase(CatalogueCase):
    """Short words for the tests of data points."""

    def store(self, catalogue: Catalogue, *points: DataPoint) -> None:
        with self.writing(catalogue) as session:
            session.statistics.put(points)

    def pack(self, catalogue: Catalogue, before: int = DAY + 1, limit: int = 100) -> int:
        """How many add-ons are packed, those of each model counted apart."""
        with self.writing(catalogue) as session:
            return sum(
                len(session.statistics.pack(model, before, limit=limit)) for model in StatModel
            )

    def live(
        self, catalogue: Catalogue, model: StatModel = DOWNLOADS, addon_id: int = 1
    ) -> list[DataPoint]:
        with self.reading(catalogue) as session:
            return session.statistics.live(addon_id, model, 0, 100_000)

    def archive(self, catalogue: Catalogue, *points: DataPoint) -> tuple[int, int]:
        with self.writing(catalogue) as session:
            done = session.statistics.archive(points)
        return done.archived, done.replaced

    def archived(self, catalogue: Catalogue, point: DataPoint) -> DataPoint | None:
        with self.reading(catalogue) as session:
            key = PointKey(point.addon_id, point.model, point.day)
            return session.statistics.archived_point(key)

    def total(self, catalogue: Catalogue, model: StatModel = DOWNLOADS) -> int:
        with self.reading(catalogue) as session:
            return session.statistics.total(1, model)
