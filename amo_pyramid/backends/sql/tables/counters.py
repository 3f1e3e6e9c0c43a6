"""What happened to add-ons, per day, and which batches of it have been added."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import metadata, text
from amo_pyramid.backends.sql.types import Id, UtcDateTime

#: Add-ons are named by number without a foreign key: counts outlive what they are of, and must
#: never wait for a lock on it.
daily_count = sa.Table(
    "daily_count",
    metadata,
    sa.Column("kind", sa.Text(), primary_key=True),
    sa.Column("addon_id", Id, primary_key=True, autoincrement=False),
    # Days since 1970-01-01, UTC.
    sa.Column("day", sa.Integer(), primary_key=True, autoincrement=False),
    # Where a day of an add-on has several counts: the source of downloads.
    sa.Column("detail", sa.Text(), primary_key=True),
    sa.Column("value", sa.BigInteger(), nullable=False),
    sqlite_with_rowid=False,
)

#: How often days that are long past have changed.
count_change = sa.Table(
    "count_change",
    metadata,
    sa.Column("kind", sa.Text(), primary_key=True),
    sa.Column("number", sa.BigInteger(), nullable=False),
)

#: Orders to delete views, for what another process may still hold of them in its memory.
view_reset = sa.Table(
    "view_reset",
    metadata,
    sa.Column("at", UtcDateTime(), primary_key=True),
    sa.Column("addon_id", Id, primary_key=True, autoincrement=False),
    # Null for all days.
    sa.Column("day", sa.Integer()),
)

count_batch = sa.Table(
    "count_batch",
    metadata,
    sa.Column("batch", sa.Text(), primary_key=True),
    text("origin"),
    sa.Column("generation", sa.BigInteger(), nullable=False),
    sa.Column("added", UtcDateTime(), nullable=False),
    sa.Index(None, "origin", "generation"),
)
