"""The search index: two sets of tables and which one is in use.

The new index is empty: ``amo-pyramid setup`` and ``amo-pyramid db upgrade`` fill it.

Revision: 0003
Revises: 0002
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPLICATIONS = (1, 18, 59, 61)
VIRTUAL = """
CREATE VIRTUAL TABLE {table} USING fts5(
    terms, content='', detail=none, columnsize=0, tokenize="ascii tokenchars ':.='"
)
"""


def upgrade() -> None:
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("active", sa.Text(), nullable=False),
        *_numbers("version"),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.Column("rebuild", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    for name in ("a", "b"):
        _create_document(f"search_document_{name}")
        _create_text(f"search_text_{name}")
        _create_term(f"search_term_{name}")
        _create_words(f"search_word_{name}", f"search_deletion_{name}")
        _create_color(f"search_color_{name}")
        op.create_table(f"search_total_{name}", *_numbers("kind", "count"))


def _create_document(table: str) -> None:
    op.create_table(
        table,
        _key(),
        *_numbers("id", "revision", "kind", "is_plain", "users", "downloads"),
        *_reals("hotness", "rating"),
        *_numbers("created", "updated"),
        sa.Column("name_key", _exact(), nullable=False),
        *_numbers("platforms"),
        *_bounds(),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )
    for column in ("downloads", "hotness", "rating", "created", "updated"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column, "id"])
    op.create_index(op.f(f"ix_{table}_name_key"), table, ["name_key"])
    for column in ("kind", "is_plain"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column, "key"])


def _bounds() -> Iterator[sa.Column[Any]]:
    for application in APPLICATIONS:
        for side in ("low", "high"):
            yield sa.Column(f"{side}_{application}", sa.BigInteger(), nullable=True)


def _create_text(table: str) -> None:
    op.create_table(
        table,
        _key(),
        *_numbers("id", "revision"),
        *_reals("factor", "name_weight", "summary_weight", "description_weight"),
        sa.Column("name_terms", sa.Text(), nullable=False),
        sa.Column("other_terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
    )


def _create_term(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(VIRTUAL.format(table=table))
        return
    op.create_table(
        table,
        *_numbers("key"),
        sa.Column("terms", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
    )
    op.create_index(
        op.f(f"ix_{table}_terms"),
        table,
        ["terms"],
        postgresql_using="gin",
        postgresql_with={"gin_pending_list_limit": 64},
    )
    # The terms of a row are looked up through the index and hardly ever read: kept apart, they do
    # not stand between the keys.
    op.execute(f"ALTER TABLE {table} ALTER COLUMN terms SET STORAGE EXTERNAL")
    op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 128)")


def _create_words(word: str, deletion: str) -> None:
    op.create_table(word, sa.Column("word", _exact(), nullable=False))
    op.create_index(op.f(f"ix_{word}_word"), word, ["word"])
    columns = ["deletion", "word"]
    op.create_table(deletion, *(sa.Column(name, _exact(), nullable=False) for name in columns))
    op.create_index(op.f(f"ix_{deletion}_deletion_word"), deletion, columns)


def _create_color(table: str) -> None:
    op.create_table(table, *_numbers("key"), *_reals("h", "s", "l"))
    op.create_index(op.f(f"ix_{table}_key"), table, ["key"])


def _key() -> sa.Column[int]:
    type_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("key", type_, nullable=False, autoincrement=False)


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _numbers(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False) for name in names)


def _reals(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Double(), nullable=False) for name in names)
