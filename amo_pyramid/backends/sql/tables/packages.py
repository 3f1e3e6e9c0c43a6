"""The names of add-ons in package statistics."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import belongs_to, flag, metadata

package_id = sa.Table(
    "package_id",
    metadata,
    sa.Column("package_id", sa.Text(), primary_key=True),
    belongs_to("addon", nullable=False),
    # The others of an add-on are aliases.
    flag("is_canonical"),
    # One canonical name for each add-on.
    sa.Index(
        "uq_package_id_addon_id",
        "addon_id",
        unique=True,
        sqlite_where=sa.text("is_canonical"),
        postgresql_where=sa.text("is_canonical"),
    ),
)
