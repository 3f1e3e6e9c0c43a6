"""Versions, their files, the applications they run in, and licenses."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import (
    belongs_to,
    flag,
    identity,
    metadata,
    preview_table,
    text,
)
from amo_pyramid.backends.sql.types import (
    LocalizedType,
    NumberType,
    StringsType,
    UtcDateTime,
)
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status

license = sa.Table(
    "license",
    metadata,
    identity(),
    sa.Column("builtin", sa.Integer(), nullable=False),
    sa.Column("name", LocalizedType()),
    sa.Column("text", LocalizedType()),
    sa.Column("url", sa.Text()),
)

version = sa.Table(
    "version",
    metadata,
    identity(),
    belongs_to("addon", nullable=False),
    text("version"),
    sa.Column("channel", NumberType(Channel), nullable=False),
    sa.Column("created", UtcDateTime(), nullable=False),
    sa.Column("modified", UtcDateTime(), nullable=False),
    sa.Column("reviewed", UtcDateTime()),
    flag("is_deleted"),
    sa.Column("release_notes", LocalizedType()),
    belongs_to("license", index=True),
    sa.Index(None, "addon_id", "channel", "is_deleted", "created"),
    sa.Index(
        "uq_version_addon_id_version",
        "addon_id",
        "version",
        unique=True,
        sqlite_where=sa.text("is_deleted = 0"),
        postgresql_where=sa.text("NOT is_deleted"),
    ),
)

file = sa.Table(
    "file",
    metadata,
    identity(),
    belongs_to("version", nullable=False, index=True),
    text("filename"),
    text("hash"),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("platform", NumberType(Platform), nullable=False),
    sa.Column("status", NumberType(Status), nullable=False),
    sa.Column("created", UtcDateTime(), nullable=False),
    flag("is_webextension"),
    flag("is_restart_required"),
    flag("is_mozilla_signed_extension"),
    flag("is_strict_compatibility_enabled"),
    sa.Column("permissions", StringsType()),
    sa.Column("optional_permissions", StringsType()),
    sa.Column("host_permissions", StringsType()),
    sa.Column("data_collection_permissions", StringsType()),
    sa.Column("optional_data_collection_permissions", StringsType()),
)

version_app = sa.Table(
    "version_app",
    metadata,
    belongs_to("version", primary_key=True),
    sa.Column("application", NumberType(Application), primary_key=True),
    text("min"),
    text("max"),
    # The same as numbers (catalog.md §3.1): compatibility is a comparison of ranges.
    sa.Column("min_key", sa.BigInteger(), nullable=False),
    sa.Column("max_key", sa.BigInteger(), nullable=False),
    sa.Index(None, "application", "min_key", "max_key"),
)

promoted_approval = sa.Table(
    "promoted_approval",
    metadata,
    belongs_to("version", primary_key=True),
    sa.Column("group", NumberType(PromotedGroup), primary_key=True),
    sa.Column("application", NumberType(Application), primary_key=True),
)

version_preview = preview_table("version_preview", "version")
