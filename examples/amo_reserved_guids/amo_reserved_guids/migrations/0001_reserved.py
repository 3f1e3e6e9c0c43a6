"""The guids that are reserved.

Revision: reserved_guids_0001
"""

import sqlalchemy as sa
from alembic import op

revision = "reserved_guids_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "reserved_guids",
        sa.Column("guid", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
    )


def downgrade():
    op.drop_table("reserved_guids")
