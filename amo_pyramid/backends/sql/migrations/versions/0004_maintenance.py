"""What commands say of the whole site: read-only mode and a notice.

Revision: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "maintenance",
        sa.Column("id", types.Id, nullable=False, autoincrement=False),
        sa.Column("is_read_only", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text()),
        sa.Column("until", types.UtcDateTime()),
        sa.Column("notice", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
    )
