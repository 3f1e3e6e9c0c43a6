"""Accounts and the groups that give them permissions."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import flag, identity, metadata, text
from amo_pyramid.backends.sql.types import StringsType, UtcDateTime

users = sa.Table(
    "users",
    metadata,
    identity(),
    sa.Column("username", sa.Text(), nullable=False, unique=True),
    text("display_name"),
    sa.Column("email", sa.Text()),
    sa.Column("created", UtcDateTime(), nullable=False),
    sa.Column("picture_modified", UtcDateTime()),
    sa.Column("session_version", sa.Integer(), nullable=False),
    flag("is_deleted"),
    sa.Column("is_banned", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("read_dev_agreement", UtcDateTime()),
    sa.Column("biography", sa.Text()),
    sa.Column("homepage", sa.Text()),
    sa.Column("location", sa.Text()),
    sa.Column("occupation", sa.Text()),
    # Derived: a listed author of a public add-on.
    sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()),
)

groups = sa.Table(
    "groups",
    metadata,
    identity(),
    text("name"),
    sa.Column("rules", StringsType()),
)

group_user = sa.Table(
    "group_user",
    metadata,
    sa.Column("group_id", sa.ForeignKey("groups.id"), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True, index=True),
)
