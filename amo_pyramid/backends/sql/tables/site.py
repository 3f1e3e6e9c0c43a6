"""What commands say of the whole site: one row at most."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import flag, identity, metadata
from amo_pyramid.backends.sql.types import UtcDateTime

maintenance = sa.Table(
    "maintenance",
    metadata,
    identity(),
    flag("is_read_only"),
    sa.Column("message", sa.Text()),
    sa.Column("until", UtcDateTime()),
    sa.Column("notice", sa.Text()),
)
