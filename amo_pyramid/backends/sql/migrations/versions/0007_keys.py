"""API keys, sign-ins, and what profiles tell of a person.

Revision: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "users", sa.Column("is_banned", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("users", sa.Column("read_dev_agreement", types.UtcDateTime()))
    for name in ("biography", "homepage", "location", "occupation"):
        op.add_column("users", sa.Column(name, sa.Text()))
    _add_keys()
    op.create_table(
        "used_nonce",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "nonce", name=op.f("pk_used_nonce")),
    )
    op.create_index(op.f("ix_used_nonce_until"), "used_nonce", ["until"])
    op.create_table(
        "sign_in",
        sa.Column("user_id", types.Id, nullable=False, autoincrement=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_in_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_sign_in")),
    )


def _add_keys() -> None:
    op.create_table(
        "api_key",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created", types.UtcDateTime(), nullable=False),
        sa.Column("revoked", types.UtcDateTime()),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_key_user_id")),
        sa.PrimaryKeyConstraint("issuer", name=op.f("pk_api_key")),
    )
    op.create_index(op.f("ix_api_key_user_id"), "api_key", ["user_id"])
    op.create_index(
        "uq_api_key_user_id",
        "api_key",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("revoked IS NULL"),
        postgresql_where=sa.text("revoked IS NULL"),
    )
