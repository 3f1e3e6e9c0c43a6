"""Data points of add-ons, live and archived; what daily jobs note; leases.

Revision: 0006
Revises: 0005
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from amo_pyramid.backends.sql import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create(
        "addon_stat",
        ("addon_id", "model", "day"),
        _addon(),
        _model(),
        _day(),
        _count(),
        _breakdowns(),
    )
    op.create_index(
        op.f("ix_addon_stat_model_day_addon_id"), "addon_stat", ["model", "day", "addon_id"]
    )
    _create(
        "stats_archive",
        ("addon_id", "day", "model"),
        _addon(),
        _day(),
        _model(),
        _count(),
        _breakdowns(),
    )
    op.create_index(op.f("ix_stats_archive_model_day"), "stats_archive", ["model", "day"])
    _create("archived_total", ("addon_id", "model"), _addon(), _model(), _count())
    _create("theme_user_count", ("addon_id", "day"), _addon(), _day(), _count())
    _create(
        "global_stat",
        ("name", "day"),
        sa.Column("name", sa.Text(), nullable=False),
        _day(),
        _count(),
    )
    _create(
        "job_lease",
        ("job",),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=False),
    )
    op.add_column(
        "persona", sa.Column("movers", sa.Double(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("persona", sa.Column("static_theme_id", sa.BigInteger()))
    op.create_index(op.f("ix_persona_persona_id"), "persona", ["persona_id"])


def _create(name: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")))


def _addon() -> sa.Column[int]:
    return sa.Column("addon_id", types.Id, nullable=False, autoincrement=False)


def _model() -> sa.Column[str]:
    return sa.Column("model", sa.Text(), nullable=False)


def _day() -> sa.Column[int]:
    return sa.Column("day", sa.Integer(), nullable=False, autoincrement=False)


def _count() -> sa.Column[int]:
    return sa.Column("count", sa.BigInteger(), nullable=False)


def _breakdowns() -> sa.Column[Any]:
    return sa.Column("breakdowns", types.BreakdownsType())
