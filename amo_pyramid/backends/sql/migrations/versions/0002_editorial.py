"""Editorial lists, collections, colors of previews, an index of what is for a language.

Revision: 0002
Revises: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Columns = list[sa.Column[Any]]


def upgrade() -> None:
    for table in ("preview", "version_preview"):
        op.add_column(table, sa.Column("colors", types.ColorsType()))
    op.create_index(
        "ix_addon_target_locale",
        "addon",
        ["target_locale"],
        sqlite_where=sa.text("target_locale IS NOT NULL"),
        postgresql_where=sa.text("target_locale IS NOT NULL"),
    )
    _create_lists()
    _create_overrides()
    _create_collections()


def _create_lists() -> None:
    _create(
        "discovery_item",
        *_required(types.Id, "id", "addon_id"),
        *_required(sa.Integer(), "position", "position_china"),
        *_required(sa.Text(), "custom_addon_name", "custom_heading", "custom_description"),
        _foreign("discovery_item", "addon_id", "addon.id"),
        _unique("discovery_item", "addon_id"),
    )
    _index("discovery_item", "position")
    _index("discovery_item", "position_china")
    _create(
        "replacement",
        *_required(types.Id, "id"),
        *_required(sa.Text(), "guid", "path"),
        _unique("replacement", "guid"),
    )
    _create(
        "browser_mapping",
        *_required(types.Id, "id"),
        *_required(sa.Text(), "browser", "extension_id", "addon_guid"),
        _unique("browser_mapping", "browser", "extension_id"),
    )


def _create_overrides() -> None:
    _create(
        "compat_override",
        *_required(types.Id, "id"),
        *_required(sa.Text(), "guid"),
        sa.Column("addon_id", types.Id),
        sa.Column("name", sa.Text()),
        _foreign("compat_override", "addon_id", "addon.id"),
        _unique("compat_override", "guid"),
    )
    _index("compat_override", "addon_id")
    _create(
        "compat_range",
        *_required(types.Id, "compat_override_id"),
        *_required(sa.Integer(), "number"),
        *_required(sa.Text(), "addon_min_version", "addon_max_version"),
        *_required(sa.SmallInteger(), "type", "application"),
        *_required(sa.Text(), "min_version", "max_version"),
        _foreign("compat_range", "compat_override_id", "compat_override.id"),
        key=("compat_override_id", "number"),
    )


def _create_collections() -> None:
    _create(
        "collection",
        *_required(types.Id, "id"),
        *_required(sa.Text(), "uuid"),
        *_required(types.Id, "author_id"),
        *_required(sa.Text(), "slug"),
        sa.Column("name", types.LocalizedType()),
        sa.Column("description", types.LocalizedType()),
        *_required(sa.Text(), "default_locale"),
        *_required(sa.Boolean(), "is_listed"),
        *_required(types.UtcDateTime(), "created", "modified"),
        _foreign("collection", "author_id", "users.id"),
        _unique("collection", "uuid"),
        _unique("collection", "author_id", "slug"),
    )
    _create(
        "collection_addon",
        *_required(types.Id, "collection_id", "addon_id"),
        sa.Column("notes", types.LocalizedType()),
        *_required(sa.Integer(), "position"),
        _foreign("collection_addon", "collection_id", "collection.id"),
        _foreign("collection_addon", "addon_id", "addon.id"),
        key=("collection_id", "addon_id"),
    )
    _index("collection_addon", "addon_id")


def _create(table: str, *columns: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")))


def _required(type_: Any, *names: str) -> Columns:
    return [sa.Column(name, type_, nullable=False, autoincrement=False) for name in names]


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
