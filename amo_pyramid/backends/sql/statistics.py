"""The statistics repository in SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.backends.base.statistics import FIRST_KEY, Archived, PointKey
from amo_pyramid.backends.sql.archive import Archive
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.livedays import LIVE, details_in
from amo_pyramid.backends.sql.points import Points, PointTable, key_of
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.sitewide import SqlSitewide
from amo_pyramid.backends.sql.tables.counters import daily_count
from amo_pyramid.backends.sql.tables.statistics import addon_stat, archived_total, stats_archive
from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.series import TOTAL, DataPoint, StatModel, details_of, point_of
from amo_pyramid.domain.statistics import FIRST_DAY

_LIVE = PointTable(addon_stat)
_MODEL: sa.BindParameter[Any] = sa.bindparam("model")
_DAY: sa.BindParameter[Any] = sa.bindparam("day")
_FIRST: sa.BindParameter[Any] = sa.bindparam("first")
_LAST: sa.BindParameter[Any] = sa.bindparam("last")
_BEFORE: sa.BindParameter[Any] = sa.bindparam("before")
_ADDON: sa.BindParameter[Any] = sa.bindparam("addon_id")
_LIMIT: sa.BindParameter[Any] = sa.bindparam("limit")

CHANGED = "The statistics have changed while they were archived."

#: All of them, where the key of a table has the model before the day: a list finds the days by
#: the key, no condition would read those of all times.
_MODELS = tuple(model.value for model in StatModel)

_SINGLE = (daily_count.c.kind == sa.bindparam("kind"), daily_count.c.day < _BEFORE)
_SINGLE_OF = (*_SINGLE, in_list(daily_count.c.addon_id, "ids"))
_UNPACKED = (
    sa.select(daily_count.c.addon_id)
    .where(*_SINGLE, daily_count.c.addon_id > sa.bindparam("after"))
    .group_by(daily_count.c.addon_id)
    .order_by(daily_count.c.addon_id)
    .limit(_LIMIT)
)
# In the order in which a flush takes them, so that the two cannot wait for each other.
_LOCK_SINGLE = (
    sa.select(daily_count.c.day)
    .where(*_SINGLE_OF)
    .order_by(daily_count.c.day, daily_count.c.addon_id, daily_count.c.detail)
    .with_for_update()
)
_TAKE_SINGLE = (
    daily_count.delete()
    .where(*_SINGLE_OF)
    .returning(daily_count.c.addon_id, daily_count.c.day, daily_count.c.detail, daily_count.c.value)
)
_CLEAR_SINGLE = (
    daily_count.delete()
    .where(daily_count.c.kind == sa.bindparam("kind"), daily_count.c.day == _DAY)
    .returning(daily_count.c.day)
)
_FORGET_SINGLE = _CLEAR_SINGLE.where(in_list(daily_count.c.addon_id, "ids"))
_CLEAR_LIVE = (
    addon_stat.delete()
    .where(addon_stat.c.model == _MODEL, addon_stat.c.day == _DAY)
    .returning(addon_stat.c.day)
)
_OLDEST = sa.select(sa.func.min(addon_stat.c.day)).where(
    addon_stat.c.model == _MODEL,
    addon_stat.c.day >= sa.bindparam("since"),
    addon_stat.c.day < _BEFORE,
)
_OLDEST_OF = _OLDEST.where(addon_stat.c.addon_id == _ADDON)
_LIVE_ON = (
    _LIVE.rows.where(
        addon_stat.c.model == _MODEL,
        addon_stat.c.day == _DAY,
        addon_stat.c.addon_id > sa.bindparam("after"),
    )
    .order_by(addon_stat.c.addon_id)
    .limit(_LIMIT)
)
_HISTORY = sa.union_all(
    *(
        sa.select(table.c.day, table.c.count).where(
            table.c.addon_id == _ADDON,
            table.c.model == _MODEL,
            table.c.day.between(_FIRST, _LAST),
        )
        for table in (stats_archive, addon_stat)
    )
).order_by("day")
_LIVE_TOTAL = sa.select(sa.func.sum(addon_stat.c.count)).where(
    addon_stat.c.addon_id == _ADDON, addon_stat.c.model == _MODEL
)
_SINGLE_TOTAL = sa.select(sa.func.sum(daily_count.c.value)).where(
    daily_count.c.kind == sa.bindparam("kind"),
    daily_count.c.addon_id == _ADDON,
    sa.or_(daily_count.c.kind != CounterKind.UPDATES.value, daily_count.c.detail == TOTAL),
)
_ARCHIVED_TOTAL = sa.select(archived_total.c.count).where(
    archived_total.c.addon_id == _ADDON, archived_total.c.model == _MODEL
)
#: Of one moment, so that nothing is missed or met twice on its way.
_TOTAL = sa.select(
    *(
        sa.cast(sa.func.coalesce(each.scalar_subquery(), 0), sa.BigInteger)
        for each in (_LIVE_TOTAL, _SINGLE_TOTAL, _ARCHIVED_TOTAL)
    )
)
_DAILY = sa.select(
    addon_stat.c.addon_id, addon_stat.c.model, addon_stat.c.day, addon_stat.c.count
).where(
    in_list(addon_stat.c.addon_id, "ids"),
    in_list(addon_stat.c.model, "models"),
    addon_stat.c.day.between(_FIRST, _LAST),
)


class SqlStatistics(SqlSitewide):
    """See the contract. Live days are in two tables: ``daily_count`` has single counts,
    ``addon_stat`` those that are packed."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._run = run
        self._live = Points(_LIVE, run)
        self._archive = Archive(run)

    def pack(
        self, model: StatModel, before: int, *, after: int = 0, limit: int = 500
    ) -> Sequence[int]:
        asked = {"kind": CounterKind.of(model).value, "before": before}
        ids = [row[0] for row in self._run(_UNPACKED, {**asked, "after": after, "limit": limit})]
        if ids:
            self._pack(model, {**asked, "ids": ids})
        return ids

    def _pack(self, model: StatModel, asked: Mapping[str, object]) -> None:
        self._run(_LOCK_SINGLE, asked)
        days: dict[PointKey, dict[str, int]] = {}
        for addon_id, day, detail, value in self._run(_TAKE_SINGLE, asked):
            days.setdefault(PointKey(addon_id, model, day), {})[detail] = value
        for key, point in self._live.taken(days).items():
            for detail, number in details_of(point).items():
                days[key][detail] = days[key].get(detail, 0) + number
        self._live.put([point_of(*key, details) for key, details in days.items()])

    def live(self, addon_id: int, model: StatModel, first: int, last: int) -> list[DataPoint]:
        names = {"kind": CounterKind.of(model).value, "model": model.value}
        asked = {"addon_id": addon_id, "first": first, "last": last}
        rows = self._run(LIVE, {**asked, **names})
        days = details_in(model, rows)
        return [point_of(addon_id, model, day, days[day]) for day in sorted(days)]

    def history(self, addon_id: int, model: StatModel, first: int, last: int) -> Mapping[int, int]:
        asked = {"addon_id": addon_id, "model": model.value, "first": first, "last": last}
        return dict(self._run(_HISTORY, asked))

    def oldest_live(
        self, model: StatModel, before: int, addon_id: int | None = None, *, since: int = FIRST_DAY
    ) -> int | None:
        asked = {"model": model.value, "before": before, "since": since}
        if addon_id is None:
            rows = self._run(_OLDEST, asked)
        else:
            rows = self._run(_OLDEST_OF, {**asked, "addon_id": addon_id})
        return None if rows[0][0] is None else int(rows[0][0])

    def live_on(
        self, model: StatModel, day: int, *, after: int = 0, limit: int = 1000
    ) -> list[DataPoint]:
        asked = {"model": model.value, "day": day, "after": after, "limit": limit}
        return self._live.select(_LIVE_ON, **asked)

    def archive(self, points: Sequence[DataPoint]) -> Archived:
        wanted = {key_of(point): point for point in points}
        if self._live.found(wanted) != wanted:
            raise Conflict(CHANGED)
        replaced = self._archive.store(points)
        if self._archive.found(wanted) != wanted:
            raise Conflict("The archive does not give back what was stored in it.")
        # Asked of what goes, once more: somebody may have changed it a moment ago.
        if self._live.taken(wanted) != wanted:
            raise Conflict(CHANGED)
        return Archived(len(wanted), replaced)

    def archived(self, addon_id: int, first: int, last: int) -> list[tuple[int, StatModel]]:
        return self._archive.days(addon_id, first, last)

    def archived_point(self, key: PointKey) -> DataPoint | None:
        return self._archive.found([key]).get(key)

    def is_archived(self, model: StatModel, day: int) -> bool:
        return self._archive.has(model, day)

    def put(self, points: Sequence[DataPoint]) -> None:
        self._forget(points)
        self._live.put(points)

    def put_archived(self, points: Sequence[DataPoint]) -> int:
        self._forget(points)
        return self._archive.store(points)

    def clear(self, model: StatModel, day: int) -> None:
        self._run(_CLEAR_SINGLE, {"kind": CounterKind.of(model).value, "day": day})
        self._run(_CLEAR_LIVE, {"model": model.value, "day": day})

    def total(self, addon_id: int, model: StatModel) -> int:
        names = {"kind": CounterKind.of(model).value, "model": model.value}
        return sum(self._run(_TOTAL, {"addon_id": addon_id, **names})[0])

    def daily(
        self, addon_ids: Collection[int], first: int, last: int
    ) -> Mapping[int, Mapping[StatModel, Mapping[int, int]]]:
        found: dict[int, dict[StatModel, dict[int, int]]] = {}
        asked = {"ids": addon_ids, "models": _MODELS, "first": first, "last": last}
        for addon_id, model, day, count in self._run(_DAILY, asked):
            of_addon = found.setdefault(addon_id, {})
            of_addon.setdefault(StatModel(model), {})[day] = count
        return found

    def every_live(self, after: PointKey = FIRST_KEY, limit: int = 500) -> list[DataPoint]:
        return self._live.after(after, limit)

    def every_archived(
        self, after: PointKey = FIRST_KEY, limit: int = 500, *, since: int = FIRST_DAY
    ) -> list[DataPoint]:
        return self._archive.after(after, limit, since)

    def _forget(self, points: Sequence[DataPoint]) -> None:
        """Forget what is live of the same keys, in either form."""
        days: dict[tuple[StatModel, int], list[int]] = {}
        for point in points:
            days.setdefault((point.model, point.day), []).append(point.addon_id)
        for (model, day), ids in days.items():
            asked = {"kind": CounterKind.of(model).value, "day": day, "ids": ids}
            self._run(_FORGET_SINGLE, asked)
        self._live.taken(key_of(point) for point in points)
