"""Searching with PostgreSQL's text vectors and their GIN index.

Vectors are made of our own terms, not of texts: no configuration of the database, no dictionary
and no extension has a say in what is found. Typing errors have tables of ours on both databases,
so ``pg_trgm`` is not needed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex

from amo_pyramid.backends.sql.search.dialects.base import Dialect, Run, with_percent
from amo_pyramid.backends.sql.search.expression import All, Node, Some, Without, written
from amo_pyramid.backends.sql.tables.search import SETS, IndexTables

_WORDS = {All: "&", Some: "|", Without: "& !"}
#: Held in common by all who write to the index, and alone by who puts another one in use.
_LOCK = 7306359
# Whatever was committed, by whatever transaction, changes the snapshot.
_STATE = "SELECT (SELECT active FROM search_state), CAST(pg_current_snapshot() AS text)"


class Postgresql(Dialect):
    key = "key"
    # Materialized: the planner must not walk all keys in order and look at each one's terms.
    walk = (
        "WITH found AS MATERIALIZED "
        "(SELECT {term}.key FROM {term} WHERE {term}.terms @@ CAST(:terms AS tsquery){where}) "
        "SELECT key FROM found ORDER BY key LIMIT :limit OFFSET :offset"
    )
    count = "SELECT count(*) FROM {term} WHERE {term}.terms @@ CAST(:terms AS tsquery){where}"
    arrange = (
        "WITH found AS MATERIALIZED "
        "(SELECT {term}.key FROM {term} WHERE {term}.terms @@ CAST(:terms AS tsquery){where}) "
        "SELECT d.key, d.id, d.revision FROM found JOIN {document} d ON d.key = found.key "
        "ORDER BY {order} LIMIT :limit OFFSET :offset"
    )
    counts_changes = False
    # A plan that fits all terms fits none: each search is planned for its own.
    options = {"prepare": False}
    # Without the index every document's terms would be unpacked, however many of them fit. What
    # has no index looks expensive then, and must not be compiled for that reason.
    snapshot = (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
        "SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
    )

    @staticmethod
    def text(statement: str) -> str:
        return with_percent(statement)

    def write(self, node: Node) -> str:
        return written(node, quote="'", words=_WORDS)

    def in_list(self, parameter: str) -> str:
        return f"= ANY(:{parameter})"

    def list(self, values: Collection[Any]) -> list[Any]:
        return list(values)

    def state(self, run: Run) -> tuple[str, Hashable]:
        active, snapshot = run(_STATE, {})[0]
        return active or SETS[0], snapshot

    def put_terms(
        self, connection: Connection, tables: IndexTables, rows: Sequence[tuple[int, str]]
    ) -> None:
        connection.exec_driver_sql(
            f"INSERT INTO {tables.term.name} (key, terms) "
            "VALUES (%(key)s, array_to_tsvector(%(terms)s))",
            [{"key": key, "terms": terms.split()} for key, terms in rows],
        )

    def drop_terms(
        self, connection: Connection, tables: IndexTables, rows: Sequence[tuple[int, str]]
    ) -> None:
        connection.exec_driver_sql(
            f"DELETE FROM {tables.term.name} WHERE key = ANY(%(keys)s)",
            {"keys": [key for key, _ in rows]},
        )

    def clear_terms(self, connection: Connection, tables: IndexTables) -> None:
        connection.execute(tables.term.delete())

    def add(
        self, connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        if rows:
            connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)

    def fold_totals(self, connection: Connection, tables: IndexTables) -> None:
        name = tables.total.name
        connection.exec_driver_sql(
            f"WITH old AS (DELETE FROM {name} WHERE ctid = ANY(ARRAY("
            f"SELECT ctid FROM {name} FOR UPDATE SKIP LOCKED)) RETURNING kind, count) "
            f"INSERT INTO {name} (kind, count) SELECT kind, sum(count) FROM old GROUP BY kind"
        )

    def begin_filling(self, connection: Connection, tables: IndexTables) -> None:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS ix_{tables.term.name}_terms")

    def tidy(self, connection: Connection, tables: IndexTables) -> bool:
        """The index over all terms: making it at once is much cheaper than term by term."""
        (index,) = tables.term.indexes
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '128MB'")
        connection.execute(CreateIndex(index, if_not_exists=True))
        return False

    def share(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({_LOCK})")

    def exclude(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
