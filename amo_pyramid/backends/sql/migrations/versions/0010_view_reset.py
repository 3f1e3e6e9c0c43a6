"""Orders to delete views.

Revision: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql.types import Id, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "view_reset",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("addon_id", Id, nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("at", "addon_id", name=op.f("pk_view_reset")),
    )
