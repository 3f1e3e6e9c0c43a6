"""Data points: one row for an add-on, a model and a day (stats.md §3.1, §4).

``day`` are days since 1970-01-01, UTC. As in :mod:`amo_pyramid.backends.sql.tables.counters`,
add-ons are named by number without a foreign key.
"""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import metadata, text
from amo_pyramid.backends.sql.types import BreakdownsType, Id, UtcDateTime


def _addon() -> sa.Column[int]:
    return sa.Column("addon_id", Id, primary_key=True, autoincrement=False)


def _day() -> sa.Column[int]:
    return sa.Column("day", sa.Integer(), primary_key=True, autoincrement=False)


def _count() -> sa.Column[int]:
    return sa.Column("count", sa.BigInteger(), nullable=False)


#: Live days that are over. Those that are not are in ``daily_count``.
addon_stat = sa.Table(
    "addon_stat",
    metadata,
    _addon(),
    sa.Column("model", sa.Text(), primary_key=True),
    _day(),
    _count(),
    sa.Column("breakdowns", BreakdownsType()),
    sa.Index(None, "model", "day", "addon_id"),
)

#: The key begins with what a month of an add-on is found by.
stats_archive = sa.Table(
    "stats_archive",
    metadata,
    _addon(),
    _day(),
    sa.Column("model", sa.Text(), primary_key=True),
    _count(),
    sa.Column("breakdowns", BreakdownsType()),
    sa.Index(None, "model", "day"),
)

#: The sum of what is in the archive.
archived_total = sa.Table(
    "archived_total",
    metadata,
    _addon(),
    sa.Column("model", sa.Text(), primary_key=True),
    _count(),
)

#: Users of lightweight themes, as they were computed on that day.
theme_user_count = sa.Table("theme_user_count", metadata, _addon(), _day(), _count())

#: Numbers of the whole site.
global_stat = sa.Table(
    "global_stat",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    _day(),
    _count(),
)

job_lease = sa.Table(
    "job_lease",
    metadata,
    sa.Column("job", sa.Text(), primary_key=True),
    text("owner"),
    sa.Column("until", UtcDateTime(), nullable=False),
)
