"""Making the index anew beside the one in use.

The other set of tables is filled in short transactions, so writers are never kept waiting for
long. What the catalogue changes meanwhile is found by comparing revisions. The last transaction
keeps writers out, brings the last changes over and puts the new tables in use.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from amo_pyramid.backends.base.search import Progress
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.search.dialects import DIALECTS
from amo_pyramid.backends.sql.search.writing import (
    BATCH,
    NEW_STATE,
    REVIEWED,
    active_set,
    batches,
    clear,
    documents_of,
    store,
)
from amo_pyramid.backends.sql.session import connect
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.search import SETS, TABLES, IndexTables, state
from amo_pyramid.domain.errors import Conflict, Unavailable

#: How often whoever writes at the end is waited for.
PATIENCE = 5
#: As many changes are brought over while writers wait.
FEW = 100
_REVIEWED_COUNT = sa.select(sa.func.count()).select_from(addon).where(REVIEWED)
_LIVE = sa.select(addon.c.id).where(REVIEWED, in_list(addon.c.id, "ids"))
_NEXT = (
    sa.select(addon.c.id)
    .where(REVIEWED, addon.c.id > sa.bindparam("after", type_=sa.BigInteger()))
    .order_by(addon.c.id)
    .limit(BATCH)
)


class Rebuild:
    """One run. ``reading`` and ``writing`` are the engines of the catalogue."""

    def __init__(
        self, reading: Engine, writing: Engine, compounds: Collection[str], analysis: str
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._compounds = compounds
        self._analysis = analysis
        self._name = uuid4().hex
        self._dialect = DIALECTS[writing.dialect.name]

    def run(self, progress: Progress) -> int:
        """Do it; the number of add-ons in the new index."""
        tables = self._begin()
        self._fill(tables, progress)
        while self._tidied(tables):
            pass
        while len(changed := self._changed(tables)) > FEW:
            self._bring(tables, changed)
        old, count = self._finished(tables)
        with connect(self._writing) as connection, connection.begin():
            self._require_unused(connection, old)
            clear(connection, old)
        return count

    def _begin(self) -> IndexTables:
        """Say that this is the rebuild that writes to the tables not in use, and empty them."""
        with connect(self._writing) as connection, connection.begin():
            self._dialect.add(connection, state, [{**NEW_STATE, "analysis": self._analysis}])
            connection.execute(state.update().values(rebuild=self._name))
            tables = TABLES[_other(active_set(connection))]
            clear(connection, tables)
            self._dialect.begin_filling(connection, tables)
        return tables

    def _fill(self, tables: IndexTables, progress: Progress) -> None:
        with connect(self._reading) as reading:
            total = reading.execute(_REVIEWED_COUNT).scalar_one()
            done, ids = 0, _ids(reading, _NEXT, after=0)
            progress(done, total)
            while ids:
                self._write(tables, ids, reading)
                done += len(ids)
                progress(done, max(done, total))
                ids = _ids(reading, _NEXT, after=ids[-1])

    def _bring(self, tables: IndexTables, ids: Sequence[int]) -> None:
        with connect(self._reading) as reading:
            for batch in batches(ids):
                self._write(tables, batch, reading)

    def _write(self, tables: IndexTables, ids: Sequence[int], reading: Connection) -> None:
        """Read and analyse outside the transaction, so that it is short."""
        live = _ids(reading, _LIVE, ids=ids)
        documents = documents_of(_run_on(reading), live, self._compounds) if live else []
        with connect(self._writing) as connection, connection.begin():
            self._require_own(connection)
            store(connection, tables, ids, documents)

    def _tidied(self, tables: IndexTables) -> bool:
        with connect(self._writing) as connection, connection.begin():
            self._require_own(connection)
            return self._dialect.tidy(connection, tables)

    def _changed(self, tables: IndexTables) -> list[int]:
        with connect(self._reading) as reading:
            return changed_ids(reading, tables)

    def _finished(self, tables: IndexTables) -> tuple[IndexTables, int]:
        """:meth:`_finish`, tried again when somebody writes for too long."""
        for _ in range(PATIENCE):
            with suppress(Unavailable):
                return self._finish(tables)
        return self._finish(tables)

    def _finish(self, tables: IndexTables) -> tuple[IndexTables, int]:
        """Put the new tables in use; the old ones, and how many add-ons are in the new."""
        with connect(self._writing) as connection, connection.begin():
            self._dialect.exclude(connection)
            self._require_own(connection)
            ids = changed_ids(connection, tables)
            live = _ids(connection, _LIVE, ids=ids)
            documents = documents_of(_run_on(connection), live, self._compounds) if live else []
            store(connection, tables, ids, documents)
            count = sa.select(sa.func.count()).select_from(tables.document)
            connection.execute(
                state.update().values(
                    active=tables.name,
                    version=state.c.version + 1,
                    analysis=self._analysis,
                    rebuild=None,
                )
            )
            return TABLES[_other(tables.name)], int(connection.execute(count).scalar_one())

    def _require_own(self, connection: Connection) -> None:
        if connection.execute(sa.select(state.c.rebuild)).scalar() != self._name:
            raise Conflict("Another rebuild of the search index has begun.")

    def _require_unused(self, connection: Connection, tables: IndexTables) -> None:
        rebuild = connection.execute(sa.select(state.c.rebuild)).scalar()
        if rebuild is not None or active_set(connection) == tables.name:
            raise Conflict("Another rebuild of the search index has begun.")


def changed_ids(connection: Connection, tables: IndexTables) -> list[int]:
    """The add-ons that an index does not have as the catalogue has them, by id."""
    document = tables.document
    live = (
        sa.select(addon.c.id)
        .outerjoin(document, document.c.id == addon.c.id)
        .where(
            REVIEWED,
            sa.or_(document.c.id.is_(None), document.c.revision != addon.c.revision),
        )
    )
    gone = (
        sa.select(document.c.id)
        .outerjoin(addon, addon.c.id == document.c.id)
        .where(sa.or_(addon.c.id.is_(None), sa.not_(REVIEWED)))
    )
    return sorted(connection.execute(sa.union(live, gone)).scalars())


def _other(name: str) -> str:
    return next(each for each in SETS if each != name)


def _ids(connection: Connection, statement: sa.Select[Any], **parameters: Any) -> list[int]:
    return list(connection.execute(statement, parameters).scalars())


def _run_on(connection: Connection) -> Run:
    return lambda statement, parameters: connection.execute(statement, parameters).all()
