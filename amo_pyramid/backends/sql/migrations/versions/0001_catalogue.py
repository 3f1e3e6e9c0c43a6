"""Accounts and groups, add-ons, versions with their files and licenses.

Revision: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql import types

revision = "0001"
down_revision = None
branch_labels = ("amo_pyramid",)
depends_on = None

Columns = list[sa.Column[Any]]


def upgrade() -> None:
    _create_users()
    _create_addons()
    _create_parts_of_addons()
    _create_versions()
    _create_parts_of_versions()


def _create_users() -> None:
    op.create_table(
        "users",
        *_required(types.Id, "id"),
        *_required(sa.Text(), "username", "display_name"),
        *_optional(sa.Text(), "email"),
        *_required(types.UtcDateTime(), "created"),
        *_optional(types.UtcDateTime(), "picture_modified"),
        *_required(sa.Integer(), "session_version"),
        *_required(sa.Boolean(), "is_deleted"),
        sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "groups",
        *_required(types.Id, "id"),
        *_required(sa.Text(), "name"),
        *_optional(types.StringsType(), "rules"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    op.create_table(
        "group_user",
        *_required(types.Id, "group_id", "user_id"),
        _foreign("group_user", "group_id", "groups.id"),
        _foreign("group_user", "user_id", "users.id"),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_group_user")),
    )
    _index("group_user", "user_id")


def _create_addons() -> None:
    op.create_table(
        "addon",
        *_required(types.Id, "id"),
        *_optional(sa.Text(), "guid", "slug", "guid_key", "slug_key"),
        *_required(sa.SmallInteger(), "type", "status"),
        *_required(sa.Boolean(), "is_disabled_by_developer"),
        *_required(sa.Text(), "default_locale"),
        *_optional(types.LocalizedType(), "name", "summary", "description", "homepage"),
        *_optional(types.LocalizedType(), "support_email", "support_url"),
        *_required(sa.Text(), "contributions_url"),
        *_required(types.UtcDateTime(), "created", "modified"),
        *_optional(types.UtcDateTime(), "last_updated"),
        *_required(sa.BigInteger(), "average_daily_users", "weekly_downloads"),
        *_required(sa.Double(), "hotness", "average_rating", "bayesian_rating"),
        *_required(sa.Integer(), "ratings_count", "text_ratings_count"),
        *_required(sa.Text(), "icon_type"),
        *_optional(sa.Text(), "icon_hash"),
        *_required(sa.Boolean(), "is_experimental", "requires_payment", "has_public_stats"),
        *_optional(sa.Text(), "target_locale"),
        *_required(types.WordsType(), "excluded_regions"),
        sa.Column("revision", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        *_optional(sa.BigInteger(), "current_version_id", "latest_unlisted_version_id"),
        *_optional(types.LocalizedType(), "developer_comments", "eula", "privacy_policy"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addon")),
        sa.UniqueConstraint("guid", name=op.f("uq_addon_guid")),
        sa.UniqueConstraint("slug_key", name=op.f("uq_addon_slug_key")),
    )
    _index("addon", "guid_key")


def _create_parts_of_addons() -> None:
    _create_part(
        "addon_user",
        *_required(types.Id, "addon_id", "user_id"),
        *_required(sa.Text(), "role"),
        *_required(sa.Boolean(), "is_listed"),
        *_required(sa.Integer(), "position"),
        _foreign("addon_user", "user_id", "users.id"),
        key=("addon_id", "user_id"),
    )
    _index("addon_user", "user_id", "is_listed")
    for name, type_ in (("category", sa.Integer()), ("tag", sa.Text())):
        _create_part(
            f"addon_{name}",
            *_required(types.Id, "addon_id"),
            *_required(type_, name),
            key=("addon_id", name),
        )
        _index(f"addon_{name}", name, "addon_id")
    _create_preview("preview", "addon_id")
    _create_part(
        "promotion",
        *_required(types.Id, "addon_id"),
        *_required(sa.SmallInteger(), "group"),
        *_optional(sa.SmallInteger(), "application"),
        key=("addon_id",),
    )
    _create_part(
        "persona",
        *_required(types.Id, "addon_id"),
        *_required(sa.BigInteger(), "persona_id"),
        *_required(sa.Text(), "header", "footer"),
        *_optional(sa.Text(), "accent_color", "text_color"),
        *_required(sa.Text(), "author", "display_username"),
        *_required(sa.BigInteger(), "popularity"),
        *_required(sa.Text(), "checksum"),
        key=("addon_id",),
    )


def _create_versions() -> None:
    op.create_table(
        "license",
        *_required(types.Id, "id"),
        *_required(sa.Integer(), "builtin"),
        *_optional(types.LocalizedType(), "name", "text"),
        *_optional(sa.Text(), "url"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_license")),
    )
    op.create_table(
        "version",
        *_required(types.Id, "id", "addon_id"),
        *_required(sa.Text(), "version"),
        *_required(sa.SmallInteger(), "channel"),
        *_required(types.UtcDateTime(), "created", "modified"),
        *_optional(types.UtcDateTime(), "reviewed"),
        *_required(sa.Boolean(), "is_deleted"),
        *_optional(types.LocalizedType(), "release_notes"),
        *_optional(types.Id, "license_id"),
        _foreign("version", "addon_id", "addon.id"),
        _foreign("version", "license_id", "license.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
    )
    _index("version", "addon_id", "channel", "is_deleted", "created")
    _index("version", "license_id")
    op.create_index(
        "uq_version_addon_id_version",
        "version",
        ["addon_id", "version"],
        unique=True,
        sqlite_where=sa.text("is_deleted = 0"),
        postgresql_where=sa.text("NOT is_deleted"),
    )


def _create_parts_of_versions() -> None:
    _create_part(
        "file",
        *_required(types.Id, "id", "version_id"),
        *_required(sa.Text(), "filename", "hash"),
        *_required(sa.BigInteger(), "size"),
        *_required(sa.SmallInteger(), "platform", "status"),
        *_required(types.UtcDateTime(), "created"),
        *_required(sa.Boolean(), "is_webextension", "is_restart_required"),
        *_required(sa.Boolean(), "is_mozilla_signed_extension", "is_strict_compatibility_enabled"),
        *_optional(types.StringsType(), "permissions", "optional_permissions"),
        *_optional(types.StringsType(), "host_permissions", "data_collection_permissions"),
        *_optional(types.StringsType(), "optional_data_collection_permissions"),
        key=("id",),
        owner="version_id",
    )
    _index("file", "version_id")
    _create_part(
        "version_app",
        *_required(types.Id, "version_id"),
        *_required(sa.SmallInteger(), "application"),
        *_required(sa.Text(), "min", "max"),
        *_required(sa.BigInteger(), "min_key", "max_key"),
        key=("version_id", "application"),
        owner="version_id",
    )
    _index("version_app", "application", "min_key", "max_key")
    _create_part(
        "promoted_approval",
        *_required(types.Id, "version_id"),
        *_required(sa.SmallInteger(), "group", "application"),
        key=("version_id", "group", "application"),
        owner="version_id",
    )
    _create_preview("version_preview", "version_id")


def _create_preview(table: str, owner: str) -> None:
    _create_part(
        table,
        *_required(types.Id, "id", owner),
        *_required(sa.Integer(), "position"),
        *_optional(types.LocalizedType(), "caption"),
        *_required(types.UtcDateTime(), "created", "modified"),
        *_optional(sa.Integer(), "image_width", "image_height"),
        *_optional(sa.Integer(), "thumbnail_width", "thumbnail_height"),
        key=("id",),
        owner=owner,
    )
    _index(table, owner)


def _create_part(
    table: str, *columns: sa.schema.SchemaItem, key: tuple[str, ...], owner: str = "addon_id"
) -> None:
    op.create_table(
        table,
        *columns,
        _foreign(table, owner, f"{owner.removesuffix('_id')}.id"),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )


def _required(type_: Any, *names: str) -> Columns:
    return [sa.Column(name, type_, nullable=False, autoincrement=False) for name in names]


def _optional(type_: Any, *names: str) -> Columns:
    return [sa.Column(name, type_, nullable=True) for name in names]


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
