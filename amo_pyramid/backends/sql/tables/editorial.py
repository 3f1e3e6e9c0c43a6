"""What the people who run a site decide by hand."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import belongs_to, identity, metadata, text
from amo_pyramid.backends.sql.types import NumberType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.editorial import OverrideType

discovery_item = sa.Table(
    "discovery_item",
    metadata,
    identity(),
    belongs_to("addon", nullable=False, unique=True),
    sa.Column("position", sa.Integer(), nullable=False, index=True),
    sa.Column("position_china", sa.Integer(), nullable=False, index=True),
    text("custom_addon_name"),
    text("custom_heading"),
    text("custom_description"),
)

replacement = sa.Table(
    "replacement",
    metadata,
    identity(),
    sa.Column("guid", sa.Text(), nullable=False, unique=True),
    text("path"),
)

compat_override = sa.Table(
    "compat_override",
    metadata,
    identity(),
    sa.Column("guid", sa.Text(), nullable=False, unique=True),
    belongs_to("addon", index=True),
    sa.Column("name", sa.Text()),
)

compat_range = sa.Table(
    "compat_range",
    metadata,
    belongs_to("compat_override", primary_key=True),
    # Their order among those of the override; nothing else tells two ranges apart.
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    text("addon_min_version"),
    text("addon_max_version"),
    sa.Column("type", NumberType(OverrideType), nullable=False),
    sa.Column("application", NumberType(Application), nullable=False),
    text("min_version"),
    text("max_version"),
)

browser_mapping = sa.Table(
    "browser_mapping",
    metadata,
    identity(),
    text("browser"),
    text("extension_id"),
    text("addon_guid"),
    sa.UniqueConstraint("browser", "extension_id"),
)
