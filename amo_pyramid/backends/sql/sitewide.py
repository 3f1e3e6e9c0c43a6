"""What daily jobs note: users of themes, and numbers of the whole site; and what they make these
of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.statistics import Statistics
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.popularity import load_popularity
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.statistics import (
    addon_stat,
    global_stat,
    stats_archive,
    theme_user_count,
)
from amo_pyramid.domain.popularity import Popularity
from amo_pyramid.domain.series import StatModel

_FIRST: sa.BindParameter[Any] = sa.bindparam("first")
_LAST: sa.BindParameter[Any] = sa.bindparam("last")
_FORGET_USERS = (
    theme_user_count.delete()
    .where(
        in_list(theme_user_count.c.addon_id, "ids"),
        theme_user_count.c.day == sa.bindparam("day"),
    )
    .returning(theme_user_count.c.day)
)
_NOTE_USERS = theme_user_count.insert().returning(theme_user_count.c.day)
_USERS = sa.select(theme_user_count.c.day, theme_user_count.c.count).where(
    theme_user_count.c.addon_id == sa.bindparam("addon_id"),
    theme_user_count.c.day.between(_FIRST, _LAST),
)
_MODEL: sa.BindParameter[Any] = sa.bindparam("model")
#: Live points take the place of archived ones of the same day.
_IS_LIVE = sa.exists().where(
    *(addon_stat.c[each.name] == each for each in stats_archive.primary_key)
)
_POINTS = sa.union_all(
    *(
        sa.select(table.c.day, table.c.count).where(
            table.c.model == _MODEL, in_list(table.c.day, "days"), *others
        )
        for table, others in ((addon_stat, ()), (stats_archive, (~_IS_LIVE,)))
    )
).subquery()
_SUMS = sa.select(_POINTS.c.day, sa.cast(sa.func.sum(_POINTS.c.count), sa.BigInteger)).group_by(
    _POINTS.c.day
)


def _days(table: sa.Table) -> sa.Select[Any]:
    """The days of a model, each found from the one before it by the index: there may be millions
    of rows to a day."""
    day = table.c.day
    earliest = sa.select(sa.func.min(day).label("day")).where(table.c.model == _MODEL, day <= _LAST)
    found = earliest.cte("days", recursive=True)
    following = earliest.where(day > found.c.day).scalar_subquery()
    days = found.union_all(sa.select(following).where(found.c.day.is_not(None)))
    return sa.select(days.c.day).where(days.c.day.is_not(None))


_DAYS = tuple(map(_days, (addon_stat, stats_archive)))
_FORGET_SITE = (
    global_stat.delete()
    .where(global_stat.c.name == sa.bindparam("name"), in_list(global_stat.c.day, "days"))
    .returning(global_stat.c.day)
)
_NOTE_SITE = global_stat.insert().returning(global_stat.c.day)
_SITE = (
    sa.select(global_stat.c.day, global_stat.c.count)
    .where(global_stat.c.name == sa.bindparam("name"), global_stat.c.day.between(_FIRST, _LAST))
    .order_by(global_stat.c.day)
)


class SqlSitewide(Statistics):
    """A part of the statistics repository."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def popularity(
        self, after: int, limit: int
    ) -> Sequence[tuple[Popularity, frozenset[StatModel]]]:
        return load_popularity(self._run, after, limit)

    def note_theme_users(self, day: int, counts: Mapping[int, int]) -> None:
        self._run(_FORGET_USERS, {"ids": list(counts), "day": day})
        if counts:
            rows = [{"addon_id": id_, "day": day, "count": each} for id_, each in counts.items()]
            self._run(_NOTE_USERS, rows)

    def theme_users(self, addon_id: int, first: int, last: int) -> Mapping[int, int]:
        asked = {"addon_id": addon_id, "first": first, "last": last}
        return dict(self._run(_USERS, asked))

    def days(self, model: StatModel, last: int) -> Sequence[int]:
        asked = {"model": model.value, "last": last}
        return sorted({row[0] for statement in _DAYS for row in self._run(statement, asked)})

    def sums(self, model: StatModel, days: Collection[int]) -> Mapping[int, int]:
        rows = self._run(_SUMS, {"model": model.value, "days": list(days)})
        return {day: int(total) for day, total in rows}

    def note_site(self, name: str, counts: Mapping[int, int]) -> None:
        self._run(_FORGET_SITE, {"name": name, "days": list(counts)})
        if counts:
            rows = [{"name": name, "day": day, "count": each} for day, each in counts.items()]
            self._run(_NOTE_SITE, rows)

    def site(self, name: str, first: int, last: int) -> Mapping[int, int]:
        asked = {"name": name, "first": first, "last": last}
        return dict(self._run(_SITE, asked))
