"""The index for lists of language tools answers them alone.

Revision: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "ix_addon_target_locale"
FEW = sa.text("target_locale IS NOT NULL")
COVERED = (
    "target_locale",
    "id",
    "revision",
    "type",
    "status",
    "is_disabled_by_developer",
    "current_version_id",
)


def upgrade() -> None:
    op.drop_index(NAME, table_name="addon")
    op.create_index(NAME, "addon", COVERED, sqlite_where=FEW, postgresql_where=FEW)
