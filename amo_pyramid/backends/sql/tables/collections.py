"""Collections and the add-ons in them."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import belongs_to, flag, identity, metadata, text
from amo_pyramid.backends.sql.types import LocalizedType, UtcDateTime

collection = sa.Table(
    "collection",
    metadata,
    identity(),
    sa.Column("uuid", sa.Text(), nullable=False, unique=True),
    sa.Column("author_id", sa.ForeignKey("users.id"), nullable=False),
    text("slug"),
    sa.Column("name", LocalizedType()),
    sa.Column("description", LocalizedType()),
    text("default_locale"),
    flag("is_listed"),
    sa.Column("created", UtcDateTime(), nullable=False),
    sa.Column("modified", UtcDateTime(), nullable=False),
    sa.UniqueConstraint("author_id", "slug"),
)

collection_addon = sa.Table(
    "collection_addon",
    metadata,
    belongs_to("collection", primary_key=True),
    belongs_to("addon", primary_key=True, index=True),
    sa.Column("notes", LocalizedType()),
    sa.Column("position", sa.Integer(), nullable=False),
)
