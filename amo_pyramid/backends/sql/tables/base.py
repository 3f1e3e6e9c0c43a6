"""What all tables share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.types import ColorsType, Id, LocalizedType, UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def identity() -> sa.Column[int]:
    """The id of a record. The catalogue gives ids out itself, as records bring them along."""
    return sa.Column("id", Id, primary_key=True, autoincrement=False)


def belongs_to(owner: str, **options: Any) -> sa.Column[int]:
    """The id of the row that this one is a part of: ``addon`` is ``addon_id``."""
    return sa.Column(f"{owner}_id", sa.ForeignKey(f"{owner}.id"), **options)


def flag(name: str) -> sa.Column[bool]:
    """A yes or no that is always known."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def text(name: str) -> sa.Column[str]:
    """A text that may be empty, but not unknown."""
    return sa.Column(name, sa.Text(), nullable=False)


def preview_table(name: str, owner: str) -> sa.Table:
    """Screenshots of add-ons and of versions look alike, but their ids are counted apart."""
    return sa.Table(
        name,
        metadata,
        identity(),
        belongs_to(owner, nullable=False, index=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", LocalizedType()),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("modified", UtcDateTime(), nullable=False),
        sa.Column("image_width", sa.Integer()),
        sa.Column("image_height", sa.Integer()),
        sa.Column("thumbnail_width", sa.Integer()),
        sa.Column("thumbnail_height", sa.Integer()),
        sa.Column("colors", ColorsType()),
    )
