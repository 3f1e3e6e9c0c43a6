"""The derived numbers of add-ons: read, and written where they have changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.addons import addon, persona
from amo_pyramid.backends.sql.tables.statistics import addon_stat
from amo_pyramid.domain.popularity import Popularity
from amo_pyramid.domain.series import StatModel


def _is_counted(model: StatModel) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(addon_stat.c.addon_id == addon.c.id, addon_stat.c.model == model.value)
        .correlate(addon)
    )


_ROWS = (
    sa.select(
        addon.c.id,
        addon.c.type,
        addon.c.average_daily_users,
        addon.c.weekly_downloads,
        addon.c.hotness,
        sa.func.coalesce(persona.c.popularity, 0),
        sa.func.coalesce(persona.c.movers, 0.0),
        *(_is_counted(model) for model in StatModel),
    )
    .outerjoin(persona, persona.c.addon_id == addon.c.id)
    .where(addon.c.id > sa.bindparam("after"))
    .order_by(addon.c.id)
    .limit(sa.bindparam("limit"))
)
_KEY: sa.BindParameter[Any] = sa.bindparam("key")
_UPDATE_ADDON = (
    addon.update()
    .where(addon.c.id == _KEY)
    .values({name: sa.bindparam(name) for name in ("average_daily_users", "weekly_downloads")})
    .values(hotness=sa.bindparam("hotness"))
)
_UPDATE_PERSONA = (
    persona.update()
    .where(persona.c.addon_id == _KEY)
    .values(popularity=sa.bindparam("popularity"), movers=sa.bindparam("movers"))
)


def load_popularity(
    run: Run, after: int, limit: int
) -> list[tuple[Popularity, frozenset[StatModel]]]:
    """The numbers of the next add-ons by id, and what has been counted of each."""
    found = []
    for id_, type_, users, downloads, hotness, popularity, movers, *is_counted in run(
        _ROWS, {"after": after, "limit": limit}
    ):
        numbers = Popularity(
            addon_id=id_,
            type=type_,
            average_daily_users=users,
            weekly_downloads=downloads,
            hotness=hotness,
            popularity=popularity,
            movers=movers,
        )
        models = zip(StatModel, is_counted, strict=True)
        found.append((numbers, frozenset(model for model, is_one in models if is_one)))
    return found


def store_popularity(connection: Connection, numbers: Sequence[Popularity]) -> None:
    """Write the numbers of stored add-ons."""
    rows = [
        {
            "key": each.addon_id,
            "average_daily_users": each.average_daily_users,
            "weekly_downloads": each.weekly_downloads,
            "hotness": each.hotness,
            "popularity": each.popularity,
            "movers": each.movers,
        }
        for each in sorted(numbers, key=lambda each: each.addon_id)
    ]
    if rows:
        connection.execute(_UPDATE_ADDON, rows)
        connection.execute(_UPDATE_PERSONA, rows)
