"""Searching with SQLite's FTS5.

The virtual table has no content of its own and no positions (``detail=none``): only the sorted
keys of each term, which are walked and counted at some ten million a second. The terms to take out
are handed over by whoever stored them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from amo_pyramid.backends.sql.search.dialects.base import Dialect, Run
from amo_pyramid.backends.sql.search.expression import All, Node, Some, Without, written
from amo_pyramid.backends.sql.tables.search import SETS, IndexTables
from amo_pyramid.backends.sql.types import dump_json

_WORDS = {All: "AND", Some: "OR", Without: "NOT"}
#: Pages merged at a time.
_TIDY_PAGES = 500


class Sqlite(Dialect):
    key = "rowid"
    walk = (
        "SELECT {term}.rowid FROM {term} WHERE {term} MATCH :terms{where} "
        "ORDER BY {term}.rowid LIMIT :limit OFFSET :offset"
    )
    count = "SELECT count(*) FROM {term} WHERE {term} MATCH :terms{where}"
    arrange = (
        "SELECT d.key, d.id, d.revision FROM {term} CROSS JOIN {document} d "
        "WHERE d.key = {term}.rowid AND {term} MATCH :terms{where} "
        "ORDER BY {order} LIMIT :limit OFFSET :offset"
    )
    counts_changes = True
    snapshot = "BEGIN"

    def write(self, node: Node) -> str:
        return written(node, quote='"', words=_WORDS)

    def in_list(self, parameter: str) -> str:
        return f"IN (SELECT value FROM json_each(:{parameter}))"

    def list(self, values: Collection[Any]) -> str:
        return dump_json(list(values))

    def state(self, run: Run) -> tuple[str, Hashable]:
        for active, version in run("SELECT active, version FROM search_state", {}):
            return active, version
        return SETS[0], 0

    def put_terms(
        self, connection: Connection, tables: IndexTables, rows: Sequence[tuple[int, str]]
    ) -> None:
        insert = f"INSERT INTO {tables.term.name} (rowid, terms) VALUES (?, ?)"
        # In the order of keys: each is written to the end of the lists in memory.
        connection.exec_driver_sql(insert, sorted(rows))

    def drop_terms(
        self, connection: Connection, tables: IndexTables, rows: Sequence[tuple[int, str]]
    ) -> None:
        name = tables.term.name
        delete = f"INSERT INTO {name} ({name}, rowid, terms) VALUES ('delete', ?, ?)"
        connection.exec_driver_sql(delete, sorted(rows))

    def clear_terms(self, connection: Connection, tables: IndexTables) -> None:
        name = tables.term.name
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")

    def add(
        self, connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        if rows:
            connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)

    def fold_totals(self, connection: Connection, tables: IndexTables) -> None:
        columns = tables.total.c
        sums = sa.select(columns.kind, sa.func.sum(columns.count).label("count"))
        rows = [row._asdict() for row in connection.execute(sums.group_by(columns.kind))]
        connection.execute(tables.total.delete())
        connection.execute(tables.total.insert(), rows)

    def tidy(self, connection: Connection, tables: IndexTables) -> bool:
        name = tables.term.name
        before = _changes(connection)
        merge = f"INSERT INTO {name} ({name}, rank) VALUES ('merge', {_TIDY_PAGES})"
        connection.exec_driver_sql(merge)
        # The statement itself counts as one.
        return _changes(connection) - before > 1


def _changes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())
