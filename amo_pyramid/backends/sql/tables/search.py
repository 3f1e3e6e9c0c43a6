"""The search index: two sets of tables, of which one is in use.

The other one is empty, except while ``amo-pyramid search rebuild`` fills it. See
``amo_pyramid.backends.sql.search``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR

from amo_pyramid.backends.sql.tables.base import metadata
from amo_pyramid.constants.applications import Application

SETS = ("a", "b")


def _exact() -> sa.Text:
    """Text in the order of its characters' numbers, whatever the database is set to."""
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _key(type_: sa.types.TypeEngine[int] | None = None) -> sa.Column[int]:
    return sa.Column(
        "key",
        type_ or sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        primary_key=True,
        autoincrement=False,
    )


@dataclass(frozen=True, slots=True)
class IndexTables:
    """One set of tables. ``key`` is that of :mod:`amo_pyramid.backends.sql.search.key`."""

    name: str
    #: What is filtered and sorted by.
    document: sa.Table
    #: All terms of a document as two texts, and its weights.
    text: sa.Table
    #: The terms for searching; on SQLite a virtual table of another form, made by a migration.
    term: sa.Table
    #: Words of names and bounds of application versions that occur. Not unique, so that nobody
    #: waits for whoever stores the same word: a word may be there twice.
    word: sa.Table
    #: Words with one letter left out.
    deletion: sa.Table
    color: sa.Table
    #: How many documents of each kind came (and, below zero, went).
    total: sa.Table


def _tables(name: str) -> IndexTables:
    return IndexTables(
        name,
        _document(f"search_document_{name}"),
        sa.Table(
            f"search_text_{name}",
            metadata,
            _key(),
            *map(_number, ("id", "revision")),
            *map(_real, ("factor", "name_weight", "summary_weight", "description_weight")),
            sa.Column("name_terms", sa.Text(), nullable=False),
            sa.Column("other_terms", sa.Text(), nullable=False),
        ),
        _term(f"search_term_{name}"),
        sa.Table(
            f"search_word_{name}",
            metadata,
            sa.Column("word", _exact(), nullable=False),
            sa.Index(f"ix_search_word_{name}_word", "word"),
        ),
        sa.Table(
            f"search_deletion_{name}",
            metadata,
            sa.Column("deletion", _exact(), nullable=False),
            sa.Column("word", _exact(), nullable=False),
            sa.Index(f"ix_search_deletion_{name}_deletion_word", "deletion", "word"),
        ),
        sa.Table(
            f"search_color_{name}",
            metadata,
            _number("key"),
            *map(_real, ("h", "s", "l")),
            sa.Index(f"ix_search_color_{name}_key", "key"),
        ),
        sa.Table(f"search_total_{name}", metadata, _number("kind"), _number("count")),
    )


def _document(name: str) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        _key(),
        sa.Column("id", sa.BigInteger(), nullable=False, unique=True),
        *map(_number, ("revision", "kind", "is_plain", "users", "downloads")),
        *map(_real, ("hotness", "rating")),
        *map(_number, ("created", "updated")),
        sa.Column("name_key", _exact(), nullable=False),
        _number("platforms"),
        *(
            _number(f"{side}_{int(each)}", nullable=True)
            for each in Application
            for side in ("low", "high")
        ),
        *(
            sa.Index(f"ix_{name}_{column}", column, "id")
            for column in ("downloads", "hotness", "rating", "created", "updated")
        ),
        sa.Index(f"ix_{name}_name_key", "name_key"),
        *(sa.Index(f"ix_{name}_{column}", column, "key") for column in ("kind", "is_plain")),
    )


def _term(name: str) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        _key(sa.BigInteger()),
        sa.Column("terms", TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Index(
            f"ix_{name}_terms",
            "terms",
            postgresql_using="gin",
            # Changes that a search has to look through before they are in the index, in kB.
            postgresql_with={"gin_pending_list_limit": 64},
        ),
    )


TABLES: Mapping[str, IndexTables] = {name: _tables(name) for name in SETS}

#: One row: which set of tables is in use, how often it has changed, and what made its words.
#: ``rebuild`` names the rebuild that may write to the other set, if there is one.
state = sa.Table(
    "search_state",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("active", sa.Text(), nullable=False),
    _number("version"),
    sa.Column("analysis", sa.Text(), nullable=False),
    sa.Column("rebuild", sa.Text()),
)
