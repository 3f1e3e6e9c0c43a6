"""Rows of data points in one of the tables that have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.statistics import PointKey
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import FIRST_DAY

_FIRST: sa.BindParameter[Any] = sa.bindparam("first")
_LAST: sa.BindParameter[Any] = sa.bindparam("last")
_COLUMNS = ("addon_id", "model", "day", "count", "breakdowns")


def key_of(point: DataPoint) -> PointKey:
    return PointKey(point.addon_id, point.model, point.day)


class PointTable:
    """The statements about a table of data points, made once."""

    def __init__(self, table: sa.Table) -> None:
        column = table.c
        of_model = column.model == sa.bindparam("model")
        of_addon = column.addon_id == sa.bindparam("addon_id")
        of_day = column.day == sa.bindparam("day")
        columns = [column[name] for name in _COLUMNS]
        of_days = (of_model, of_day, in_list(column.addon_id, "ids"))
        of_addons = (of_model, of_addon, in_list(column.day, "ids"))
        self.table = table
        self.rows = sa.select(*columns)
        self.insert = table.insert().returning(column.addon_id)
        #: By what a group of keys has in common: (model, day) or (model, add-on).
        self.found = {"day": self.rows.where(*of_days), "addon_id": self.rows.where(*of_addons)}
        self.taken = {
            "day": table.delete().where(*of_days).returning(*columns),
            "addon_id": table.delete().where(*of_addons).returning(*columns),
        }
        self.series = self.rows.where(
            of_model, of_addon, column.day.between(_FIRST, _LAST)
        ).order_by(column.day)

    @cached_property
    def after(self) -> sa.Select[Any]:
        """Rows with a higher key, in the order of the table's own."""
        key = list(self.table.primary_key)
        given = [sa.bindparam(each.name, type_=each.type) for each in key]
        higher = sa.tuple_(*key) > sa.tuple_(*given)
        is_asked = self.table.c.day >= sa.bindparam("since")
        return self.rows.where(higher, is_asked).order_by(*key).limit(sa.bindparam("limit"))


class Points:
    """The rows of one table, through one connection."""

    def __init__(self, table: PointTable, run: Run) -> None:
        self._table = table
        self._run = run

    def select(self, statement: Any, **parameters: Any) -> list[DataPoint]:
        return [build_point(**row._mapping) for row in self._run(statement, parameters)]

    def series(self, addon_id: int, model: StatModel, first: int, last: int) -> list[DataPoint]:
        asked = {"addon_id": addon_id, "model": model.value, "first": first, "last": last}
        return self.select(self._table.series, **asked)

    def after(self, key: PointKey, limit: int, since: int = FIRST_DAY) -> list[DataPoint]:
        given = {"addon_id": key.addon_id, "model": key.model.value, "day": key.day}
        return self.select(self._table.after, **given, limit=limit, since=since)

    def found(self, keys: Iterable[PointKey]) -> dict[PointKey, DataPoint]:
        return self._each(self._table.found, keys)

    def taken(self, keys: Iterable[PointKey]) -> dict[PointKey, DataPoint]:
        """The points of these keys, which are gone afterwards."""
        return self._each(self._table.taken, keys)

    def put(self, points: Sequence[DataPoint]) -> dict[PointKey, DataPoint]:
        """Store points in place of others, which are given back."""
        kept = {key_of(point): point for point in points}
        replaced = self.taken(kept)
        if kept:
            self._run(self._table.insert, [point_row(point) for point in kept.values()])
        return replaced

    def _each(
        self, statements: Mapping[str, Any], keys: Iterable[PointKey]
    ) -> dict[PointKey, DataPoint]:
        common, groups = _grouped(list(keys))
        found: dict[PointKey, DataPoint] = {}
        for (model, value), ids in groups.items():
            asked = {"model": model.value, common: value, "ids": ids}
            found.update(
                (key_of(point), point) for point in self.select(statements[common], **asked)
            )
        return found


def _grouped(keys: Sequence[PointKey]) -> tuple[str, Mapping[tuple[StatModel, int], list[int]]]:
    """The keys in as few groups as possible: by day or by add-on."""
    by_day: dict[tuple[StatModel, int], list[int]] = {}
    by_addon: dict[tuple[StatModel, int], list[int]] = {}
    for addon_id, model, day in keys:
        by_day.setdefault((model, day), []).append(addon_id)
        by_addon.setdefault((model, addon_id), []).append(day)
    return ("day", by_day) if len(by_day) <= len(by_addon) else ("addon_id", by_addon)


def point_row(point: DataPoint) -> dict[str, Any]:
    """The point as a row of such a table."""
    told = {name: values for name, values in point.breakdowns.items() if values}
    return {
        "addon_id": point.addon_id,
        "model": point.model.value,
        "day": point.day,
        "count": point.count,
        "breakdowns": told,
    }


def build_point(
    *, addon_id: int, model: str, day: int, count: int, breakdowns: Mapping[str, Any] | None
) -> DataPoint:
    """The point in a row of such a table."""
    return DataPoint(
        addon_id=addon_id,
        model=StatModel(model),
        day=day,
        count=count,
        breakdowns=breakdowns or {},
    )
