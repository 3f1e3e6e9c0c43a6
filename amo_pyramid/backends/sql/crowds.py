"""A bound of the different values that are kept of an add-on's day.

Versions, locales and sources are told by strangers: without it anybody could fill the database
with made-up ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.tables.counters import daily_count
from amo_pyramid.domain.series import crowded_out

_OF_DAY = (
    daily_count.c.kind == sa.bindparam("kind"),
    daily_count.c.day == sa.bindparam("day"),
    in_list(daily_count.c.addon_id, "ids"),
)
_CROWDED = (
    sa.select(daily_count.c.addon_id)
    .where(*_OF_DAY)
    .group_by(daily_count.c.addon_id)
    .having(sa.func.count() > sa.bindparam("most"))
)
_DETAILS = sa.select(daily_count.c.detail, daily_count.c.value).where(*_OF_DAY)
_KEY = tuple(daily_count.primary_key)
#: Not those that somebody else is adding to: to wait here, in no order, could be for ever.
_DROP = (
    daily_count.delete()
    .where(
        sa.tuple_(*_KEY).in_(
            sa.select(*_KEY)
            .where(*_OF_DAY, in_list(daily_count.c.detail, "details"))
            .with_for_update(skip_locked=True)
        )
    )
    .returning(daily_count.c.value)
)


def thin_out(connection: Connection, counts: Iterable[Count], most: int) -> dict[Count, int]:
    """Where the days of these counts have more than ``most`` values of a dimension, drop the
    least used ones. What is to be added for them: downloads count, whatever their source."""
    days: dict[tuple[CounterKind, int], set[int]] = {}
    for count in counts:
        if count.kind.has_details:
            days.setdefault((count.kind, count.day), set()).add(count.addon_id)
    left: dict[Count, int] = {}
    for (kind, day), ids in sorted(days.items()):
        asked = {"kind": kind.value, "day": day}
        crowded = connection.execute(_CROWDED, {**asked, "ids": list(ids), "most": most})
        for addon_id in crowded.scalars().all():
            total = _drop(connection, kind, {**asked, "ids": [addon_id]}, most)
            if total and kind is CounterKind.DOWNLOADS:
                left[Count(kind, day, addon_id)] = total
    return left


def _drop(connection: Connection, kind: CounterKind, asked: Mapping[str, Any], most: int) -> int:
    details = {row.detail: row.value for row in connection.execute(_DETAILS, asked)}
    surplus = crowded_out(details, most, has_dimensions=kind is CounterKind.UPDATES)
    if not surplus:
        return 0
    return sum(connection.execute(_DROP, {**asked, "details": surplus}).scalars())
