"""API keys, and what signing in with them leaves behind."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.base import metadata, text
from amo_pyramid.backends.sql.types import UtcDateTime

api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("issuer", sa.Text(), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id"), nullable=False, index=True),
    text("sealed"),
    sa.Column("created", UtcDateTime(), nullable=False),
    sa.Column("revoked", UtcDateTime()),
    # One active key for each user.
    sa.Index(
        "uq_api_key_user_id",
        "user_id",
        unique=True,
        sqlite_where=sa.text("revoked IS NULL"),
        postgresql_where=sa.text("revoked IS NULL"),
    ),
)

# Of tokens that must not be used again.
used_nonce = sa.Table(
    "used_nonce",
    metadata,
    sa.Column("issuer", sa.Text(), primary_key=True),
    sa.Column("nonce", sa.Text(), primary_key=True),
    sa.Column("until", UtcDateTime(), nullable=False, index=True),
)

# Apart from the users, whose rows are locked while somebody stores them.
sign_in = sa.Table(
    "sign_in",
    metadata,
    sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    text("address"),
)
