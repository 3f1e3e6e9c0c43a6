"""Counts per add-on and day, and the names of packages.

Revision: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: What add-ons that are there already would have been called when they were made.
NAME_ALL = """
INSERT INTO package_id (package_id, addon_id, is_canonical)
SELECT replace(users.username, '.', '-') || '.' || addon.slug, addon.id, true
FROM addon JOIN users ON users.id = (
    SELECT author.user_id FROM addon_user AS author WHERE author.addon_id = addon.id
    ORDER BY author.is_listed DESC, author.position, author.user_id LIMIT 1
)
WHERE addon.slug IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "daily_count",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("addon_id", types.Id, nullable=False, autoincrement=False),
        sa.Column("day", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "addon_id", "day", "detail", name=op.f("pk_daily_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "count_batch",
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("added", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_count_batch")),
    )
    op.create_index(
        op.f("ix_count_batch_origin_generation"), "count_batch", ["origin", "generation"]
    )
    _create_package_ids()


def _create_package_ids() -> None:
    op.create_table(
        "package_id",
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("addon_id", types.Id, nullable=False),
        sa.Column("is_canonical", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_package_id")),
        sa.ForeignKeyConstraint(["addon_id"], ["addon.id"], name=op.f("fk_package_id_addon_id")),
    )
    op.create_index(
        "uq_package_id_addon_id",
        "package_id",
        ["addon_id"],
        unique=True,
        sqlite_where=sa.text("is_canonical"),
        postgresql_where=sa.text("is_canonical"),
    )
    op.execute(NAME_ALL)
