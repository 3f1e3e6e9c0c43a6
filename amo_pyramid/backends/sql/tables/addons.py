"""Add-ons and what belongs to them directly."""

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
    UtcDateTime,
    WordsType,
)
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status

addon = sa.Table(
    "addon",
    metadata,
    identity(),
    sa.Column("guid", sa.Text(), unique=True),
    sa.Column("slug", sa.Text()),
    # The same in folded case, for lookups that ignore case.
    sa.Column("guid_key", sa.Text(), index=True),
    sa.Column("slug_key", sa.Text(), unique=True),
    sa.Column("type", NumberType(AddonType), nullable=False),
    sa.Column("status", NumberType(Status), nullable=False),
    flag("is_disabled_by_developer"),
    text("default_locale"),
    sa.Column("name", LocalizedType()),
    sa.Column("summary", LocalizedType()),
    sa.Column("description", LocalizedType()),
    sa.Column("homepage", LocalizedType()),
    sa.Column("support_email", LocalizedType()),
    sa.Column("support_url", LocalizedType()),
    text("contributions_url"),
    sa.Column("created", UtcDateTime(), nullable=False),
    sa.Column("modified", UtcDateTime(), nullable=False),
    sa.Column("last_updated", UtcDateTime()),
    sa.Column("average_daily_users", sa.BigInteger(), nullable=False),
    sa.Column("weekly_downloads", sa.BigInteger(), nullable=False),
    sa.Column("hotness", sa.Double(), nullable=False),
    sa.Column("average_rating", sa.Double(), nullable=False),
    sa.Column("bayesian_rating", sa.Double(), nullable=False),
    sa.Column("ratings_count", sa.Integer(), nullable=False),
    sa.Column("text_ratings_count", sa.Integer(), nullable=False),
    text("icon_type"),
    sa.Column("icon_hash", sa.Text()),
    flag("is_experimental"),
    flag("requires_payment"),
    flag("has_public_stats"),
    sa.Column("target_locale", sa.Text()),
    sa.Column("excluded_regions", WordsType(), nullable=False),
    # Derived. The two versions are no foreign keys: versions refer to add-ons already, a row
    # of either kind could not be written first, and versions are never deleted.
    sa.Column("revision", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    sa.Column("current_version_id", sa.BigInteger()),
    sa.Column("latest_unlisted_version_id", sa.BigInteger()),
    # Last, so that the long texts are not in the way of the rest of the row.
    sa.Column("developer_comments", LocalizedType()),
    sa.Column("eula", LocalizedType()),
    sa.Column("privacy_policy", LocalizedType()),
    # The few that are for a language, with all that decides about them in lists.
    sa.Index(
        "ix_addon_target_locale",
        "target_locale",
        "id",
        "revision",
        "type",
        "status",
        "is_disabled_by_developer",
        "current_version_id",
        sqlite_where=sa.text("target_locale IS NOT NULL"),
        postgresql_where=sa.text("target_locale IS NOT NULL"),
    ),
)

addon_user = sa.Table(
    "addon_user",
    metadata,
    belongs_to("addon", primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True),
    text("role"),
    flag("is_listed"),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Index(None, "user_id", "is_listed"),
)

addon_category = sa.Table(
    "addon_category",
    metadata,
    belongs_to("addon", primary_key=True),
    # A number of amo_pyramid.constants.categories.
    sa.Column("category", sa.Integer(), primary_key=True),
    sa.Index(None, "category", "addon_id"),
)

addon_tag = sa.Table(
    "addon_tag",
    metadata,
    belongs_to("addon", primary_key=True),
    sa.Column("tag", sa.Text(), primary_key=True),
    sa.Index(None, "tag", "addon_id"),
)

preview = preview_table("preview", "addon")

promotion = sa.Table(
    "promotion",
    metadata,
    belongs_to("addon", primary_key=True),
    sa.Column("group", NumberType(PromotedGroup), nullable=False),
    # Null means every application.
    sa.Column("application", NumberType(Application)),
)

persona = sa.Table(
    "persona",
    metadata,
    belongs_to("addon", primary_key=True),
    sa.Column("persona_id", sa.BigInteger(), nullable=False, index=True),
    text("header"),
    text("footer"),
    sa.Column("accent_color", sa.Text()),
    sa.Column("text_color", sa.Text()),
    text("author"),
    text("display_username"),
    sa.Column("popularity", sa.BigInteger(), nullable=False),
    sa.Column("movers", sa.Double(), nullable=False, server_default=sa.text("0")),
    sa.Column("static_theme_id", sa.BigInteger()),
    text("checksum"),
)
