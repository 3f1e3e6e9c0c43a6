"""The archive of data points, and the sums of what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.statistics import PointKey
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.points import Points, PointTable, key_of
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.statistics import archived_total, stats_archive
from amo_pyramid.domain.series import DataPoint, StatModel

_TABLE = PointTable(stats_archive)
_MODEL: sa.BindParameter[Any] = sa.bindparam("model")
_DAYS = (
    sa.select(stats_archive.c.day, stats_archive.c.model)
    .where(
        stats_archive.c.addon_id == sa.bindparam("addon_id"),
        stats_archive.c.day.between(sa.bindparam("first"), sa.bindparam("last")),
    )
    .order_by(stats_archive.c.day, stats_archive.c.model)
)
_HAS = (
    sa.select(stats_archive.c.day)
    .where(stats_archive.c.model == _MODEL, stats_archive.c.day == sa.bindparam("day"))
    .limit(1)
)
_TAKE_TOTALS = (
    archived_total.delete()
    .where(archived_total.c.model == _MODEL, in_list(archived_total.c.addon_id, "ids"))
    .returning(archived_total.c.addon_id, archived_total.c.count)
)
_PUT_TOTALS = archived_total.insert().returning(archived_total.c.addon_id)


class Archive(Points):
    """Archived points, through one connection."""

    def __init__(self, run: Run) -> None:
        super().__init__(_TABLE, run)

    def days(self, addon_id: int, first: int, last: int) -> list[tuple[int, StatModel]]:
        asked = {"addon_id": addon_id, "first": first, "last": last}
        return [(day, StatModel(model)) for day, model in self._run(_DAYS, asked)]

    def has(self, model: StatModel, day: int) -> bool:
        return bool(self._run(_HAS, {"model": model.value, "day": day}))

    def store(self, points: Sequence[DataPoint]) -> int:
        """Store points and keep the sums; how many there were before."""
        kept = {key_of(point): point for point in points}
        replaced = self.put(points)
        for model in StatModel:
            more: dict[int, int] = {}
            _add(more, model, kept.items(), 1)
            _add(more, model, replaced.items(), -1)
            self._raise_totals(model, more)
        return len(replaced)

    def _raise_totals(self, model: StatModel, more: dict[int, int]) -> None:
        if not more:
            return
        for addon_id, count in self._run(_TAKE_TOTALS, {"model": model.value, "ids": list(more)}):
            more[addon_id] += count
        rows = [
            {"addon_id": addon_id, "model": model.value, "count": count}
            for addon_id, count in sorted(more.items())
        ]
        self._run(_PUT_TOTALS, rows)


def _add(
    sums: dict[int, int], model: StatModel, points: Iterable[tuple[PointKey, DataPoint]], sign: int
) -> None:
    for key, point in points:
        if key.model is model:
            sums[key.addon_id] = sums.get(key.addon_id, 0) + sign * point.count
