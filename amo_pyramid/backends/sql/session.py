"""Sessions: the repositories on one connection, for reading only or within a transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from amo_pyramid.backends.base.catalogue import (
    ADDON_NEEDS,
    EDITORIAL_KINDS,
    VERSION_NEEDS,
    CatalogueSession,
    Outcome,
    Record,
    RecordKind,
)
from amo_pyramid.backends.base.ledger import Entry, LedgerKind, SingleCount
from amo_pyramid.backends.sql.archive import Archive
from amo_pyramid.backends.sql.editorial import SqlCollections, SqlEditorial
from amo_pyramid.backends.sql.keys import SqlKeys
from amo_pyramid.backends.sql.leases import SqlLeases
from amo_pyramid.backends.sql.ledger import BOOKS, new_entries, read_entries, write_entries
from amo_pyramid.backends.sql.packages import SqlPackages, assign_package_ids
from amo_pyramid.backends.sql.pasts import note_changes
from amo_pyramid.backends.sql.plugin_tables import PluginTable, SqlTables
from amo_pyramid.backends.sql.popularity import store_popularity
from amo_pyramid.backends.sql.reading.addons import load_addons
from amo_pyramid.backends.sql.reading.collections import load_collections
from amo_pyramid.backends.sql.reading.editorial import (
    load_items,
    load_mappings,
    load_overrides,
    load_replacements,
)
from amo_pyramid.backends.sql.reading.run import Parameters, Run, in_order
from amo_pyramid.backends.sql.reading.users import load_groups, load_users
from amo_pyramid.backends.sql.reading.versions import load_licenses, load_versions
from amo_pyramid.backends.sql.repositories import SqlAddons, SqlVersions
from amo_pyramid.backends.sql.resolver import Resolver
from amo_pyramid.backends.sql.site import SqlSiteSwitches
from amo_pyramid.backends.sql.statistics import SqlStatistics
from amo_pyramid.backends.sql.tables import addons, collections, editorial, users, versions
from amo_pyramid.backends.sql.transactions import connection_of
from amo_pyramid.backends.sql.users import SqlUsers
from amo_pyramid.backends.sql.writing.derive import refresh
from amo_pyramid.backends.sql.writing.explain import explain
from amo_pyramid.backends.sql.writing.put import remove, store
from amo_pyramid.backends.sql.writing.touched import Touched
from amo_pyramid.domain.errors import Conflict, Invalid, Unavailable
from amo_pyramid.domain.popularity import Popularity
from amo_pyramid.domain.series import DataPoint

ONLY_READS = "This session of the catalogue only reads."
_TABLES = {
    RecordKind.USER: users.users,
    RecordKind.GROUP: users.groups,
    RecordKind.LICENSE: versions.license,
    RecordKind.ADDON: addons.addon,
    RecordKind.VERSION: versions.version,
    RecordKind.DISCOVERY: editorial.discovery_item,
    RecordKind.REPLACEMENT: editorial.replacement,
    RecordKind.OVERRIDE: editorial.compat_override,
    RecordKind.MAPPING: editorial.browser_mapping,
    RecordKind.COLLECTION: collections.collection,
}
_CHILD_TABLES = {
    "file": (versions.file,),
    "preview": (addons.preview, versions.version_preview),
}
_LOADERS: Mapping[RecordKind, Callable[[Run, Sequence[int]], dict[int, Any]]] = {
    RecordKind.USER: load_users,
    RecordKind.GROUP: load_groups,
    RecordKind.LICENSE: load_licenses,
    RecordKind.ADDON: lambda run, ids: load_addons(run, ids, ADDON_NEEDS),
    RecordKind.VERSION: lambda run, ids: load_versions(run, ids, VERSION_NEEDS),
    RecordKind.DISCOVERY: load_items,
    RecordKind.REPLACEMENT: load_replacements,
    RecordKind.OVERRIDE: load_overrides,
    RecordKind.MAPPING: load_mappings,
    RecordKind.COLLECTION: load_collections,
}
_REPOSITORIES: Mapping[str, Callable[[Run], Any]] = {
    "versions": SqlVersions,
    "users": SqlUsers,
    "site": SqlSiteSwitches,
    "packages": SqlPackages,
    "statistics": SqlStatistics,
    "leases": SqlLeases,
    "keys": SqlKeys,
    "editorial": SqlEditorial,
    "collections": SqlCollections,
}
#: Held by whoever has reserved ids until that transaction ends.
_RESERVING = sa.select(sa.func.pg_advisory_xact_lock(sa.literal_column("7306358")))


class SqlSession(CatalogueSession):
    """What both kinds of session have in common: reading."""

    def __init__(
        self, engine: Engine, resolver: Resolver, plugins: Mapping[str, PluginTable]
    ) -> None:
        self.addons = SqlAddons(self._run, resolver)
        self._engine = engine
        self._resolver = resolver
        self._plugins = plugins

    @cached_property
    def tables(self) -> SqlTables:  # type: ignore[override] # declared as a plain attribute
        return SqlTables(self._plugins, self.execute)

    def __getattr__(self, name: str) -> Any:
        """The other repositories, made when they are asked for: most requests need none."""
        if name not in _REPOSITORIES:
            raise AttributeError(name)
        made = _REPOSITORIES[name](self._run)
        setattr(self, name, made)
        return made

    def records(self, kind: RecordKind, *, after: int = 0, limit: int = 500) -> Sequence[Record]:
        column = _TABLES[kind].c.id
        statement = sa.select(column).where(column > after).order_by(column).limit(limit)
        ids = [row[0] for row in self._run(statement, {})]
        return in_order(ids, _LOADERS[kind](self._run, ids)) if ids else []

    def count(self, kind: RecordKind) -> int:
        rows = self._run(sa.select(sa.func.count()).select_from(_TABLES[kind]), {})
        return int(rows[0][0])

    def entries(
        self, kind: LedgerKind, *, after: Entry | None = None, limit: int = 500
    ) -> Sequence[Entry]:
        return read_entries(self._run, kind, after, limit)

    def count_entries(self, kind: LedgerKind) -> int:
        rows = self._run(sa.select(sa.func.count()).select_from(BOOKS[kind].table), {})
        return int(rows[0][0])

    def _run(self, statement: sa.Executable, parameters: Parameters) -> Sequence[Any]:
        raise NotImplementedError


class ReadSession(SqlSession):
    """Reads what is committed, on a connection that it takes when it first needs one."""

    _connection: Connection | None = None

    @cached_property
    def packages(self) -> SqlPackages:  # type: ignore[override] # declared as a plain attribute
        return SqlPackages(self._run, self._resolver.package)

    def put(self, records: Sequence[Record]) -> Outcome:
        raise Invalid(ONLY_READS)

    def touch(self, addon_ids: Collection[int]) -> None:
        raise Invalid(ONLY_READS)

    def execute(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> Sequence[Any]:
        if getattr(statement, "is_dml", False):
            raise Invalid(ONLY_READS)
        return self._run(statement, parameters or {})

    def put_popularity(self, numbers: Sequence[Popularity]) -> None:
        raise Invalid(ONLY_READS)

    def put_entries(self, kind: LedgerKind, entries: Sequence[Entry]) -> Outcome:
        raise Invalid(ONLY_READS)

    def reserve(self, kind: RecordKind, count: int) -> Sequence[int]:
        raise Invalid(ONLY_READS)

    def reserve_children(self, kind: str, count: int) -> Sequence[int]:
        raise Invalid(ONLY_READS)

    def delete(self, kind: RecordKind, ids: Collection[int]) -> int:
        raise Invalid(ONLY_READS)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _run(self, statement: sa.Executable, parameters: Parameters) -> Sequence[Any]:
        try:
            return self._connected().execute(statement, parameters).all()
        except Unavailable:
            if self._connection is None or not self._connection.invalidated:
                raise
        # The connection was lost since it was last used. Reading again does no harm.
        self.close()
        return self._connected().execute(statement, parameters).all()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = connect(self._engine)
        return self._connection


def connect(engine: Engine) -> Connection:
    """A connection of the pool; raises ``Unavailable`` when there is none to be had."""
    try:
        return engine.connect()
    except sa.exc.TimeoutError as error:
        raise Unavailable("The catalogue's database has no connection left.") from error


class JoinedSession(SqlSession):
    """Reads and writes within the current transaction of a manager.

    Joins the transaction with its first statement, and the next one when that has ended.
    """

    def __init__(
        self,
        engine: Engine,
        resolver: Resolver,
        plugins: Mapping[str, PluginTable],
        manager: Any,
    ) -> None:
        super().__init__(engine, resolver, plugins)
        self._manager = manager
        self._locks = engine.dialect.name == "postgresql"
        self._reserved: dict[str, int] = {}

    def put(self, records: Sequence[Record]) -> Outcome:
        connection = self._connected()
        touched = Touched()
        savepoint = connection.begin_nested()
        try:
            outcome = store(connection, records, touched)
            affected = refresh(connection, touched)
            assign_package_ids(connection, touched.addons)
            self.on_change(affected, touched.new)
        except Conflict as error:
            savepoint.rollback()
            reason = explain(connection, records)
            raise Conflict(reason or error.message) from error.__cause__
        except BaseException:
            savepoint.rollback()
            raise
        savepoint.commit()
        return outcome

    def put_popularity(self, numbers: Sequence[Popularity]) -> None:
        store_popularity(self._connected(), numbers)
        self.touch({each.addon_id for each in numbers})

    def touch(self, addon_ids: Collection[int]) -> None:
        affected = refresh(self._connected(), Touched(addons=set(addon_ids)))
        self.on_change(affected, ())

    def execute(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> Sequence[Any]:
        result = self._connected().execute(statement, parameters or {})
        return result.all() if result.returns_rows else []

    def put_entries(self, kind: LedgerKind, entries: Sequence[Entry]) -> Outcome:
        new, outcome = new_entries(self._run, kind, entries)
        if kind is LedgerKind.ARCHIVED:
            # Not rows only: there are sums of these.
            Archive(self._run).store([each for each in new if isinstance(each, DataPoint)])
        else:
            write_entries(self._connected(), kind, new)
        if kind is LedgerKind.COUNT:
            counts = [each for each in new if isinstance(each, SingleCount)]
            note_changes(self._connected(), {each.kind_of_count for each in counts})
        return outcome

    def reserve(self, kind: RecordKind, count: int) -> Sequence[int]:
        return self._reserve(kind.value, (_TABLES[kind],), count)

    def reserve_children(self, kind: str, count: int) -> Sequence[int]:
        return self._reserve(kind, _CHILD_TABLES[kind], count)

    def delete(self, kind: RecordKind, ids: Collection[int]) -> int:
        if kind not in EDITORIAL_KINDS:
            raise Invalid(f"Records of the kind {kind.value} are never deleted.")
        return remove(self._connected(), kind, ids)

    def close(self) -> None:
        """Nothing: the transaction closes a session that has joined it."""

    def _reserve(self, name: str, tables: Sequence[sa.Table], count: int) -> Sequence[int]:
        if self._locks:
            self._run(_RESERVING, {})
        highest = [self._run(sa.select(sa.func.max(table.c.id)), {})[0][0] for table in tables]
        start = max(self._reserved.get(name, 0), *(each or 0 for each in highest)) + 1
        self._reserved[name] = start + count - 1
        return range(start, start + count)

    def _run(self, statement: sa.Executable, parameters: Parameters) -> Sequence[Any]:
        return self._connected().execute(statement, parameters).all()

    def _connected(self) -> Connection:
        return connection_of(self._engine, self._manager)
