"""Live days of one add-on, in whichever form they are stored: single counts in ``daily_count``,
packed ones in ``addon_stat``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.counters import daily_count
from amo_pyramid.backends.sql.tables.statistics import addon_stat
from amo_pyramid.domain.series import DataPoint, StatModel, details_of

_ADDON: sa.BindParameter[Any] = sa.bindparam("addon_id")
_FIRST: sa.BindParameter[Any] = sa.bindparam("first")
_LAST: sa.BindParameter[Any] = sa.bindparam("last")
NO_BREAKDOWNS = sa.cast(sa.null(), addon_stat.c.breakdowns.type)

#: Day, detail and number; the detail of a packed day is null, and its breakdowns come last.
#: One statement, as both parts must be of one moment: a day moves from one to the other.
LIVE = sa.union_all(
    sa.select(daily_count.c.day, daily_count.c.detail, daily_count.c.value, NO_BREAKDOWNS).where(
        daily_count.c.kind == sa.bindparam("kind"),
        daily_count.c.addon_id == _ADDON,
        daily_count.c.day.between(_FIRST, _LAST),
    ),
    sa.select(
        addon_stat.c.day,
        sa.cast(sa.null(), sa.Text),
        addon_stat.c.count,
        addon_stat.c.breakdowns,
    ).where(
        addon_stat.c.model == sa.bindparam("model"),
        addon_stat.c.addon_id == _ADDON,
        addon_stat.c.day.between(_FIRST, _LAST),
    ),
)


def details_in(model: StatModel | None, rows: Iterable[Any]) -> dict[int, dict[str, int]]:
    """Day → detail → number, of rows of :data:`LIVE`. Without a model none of them is packed."""
    days: dict[int, dict[str, int]] = {}
    for day, detail, number, *breakdowns in rows:
        details = days.setdefault(day, {})
        if detail is not None:
            details[detail] = details.get(detail, 0) + number
        elif model is not None:
            for each, value in _unpacked(model, number, *breakdowns).items():
                details[each] = details.get(each, 0) + value
    return days


def _unpacked(model: StatModel, count: int, breakdowns: Any) -> dict[str, int]:
    point = DataPoint(addon_id=0, model=model, day=0, count=count, breakdowns=breakdowns or {})
    return details_of(point)
