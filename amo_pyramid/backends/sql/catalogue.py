"""The catalogue in an SQLite file or in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession, SchemaState
from amo_pyramid.backends.sql.engine import (
    StatementObserver,
    make_folder,
    parse_url,
    reading_engine,
    writing_engine,
)
from amo_pyramid.backends.sql.heads import VERSIONS, Branch, branches, up_to_date
from amo_pyramid.backends.sql.plugin_tables import PluginTable
from amo_pyramid.backends.sql.resolver import Resolver
from amo_pyramid.backends.sql.session import JoinedSession, ReadSession, connect

if TYPE_CHECKING:
    from amo_pyramid.backends.sql.schema import Schema


class SqlCatalogue(Catalogue):
    """``url`` is ``sqlite:///path/to/file`` or ``postgresql://user:password@host/name``.

    ``migrations`` are further places with migrations (``package:folder``), those of plugins, and
    ``tables`` are those tables of plugins that dumps hold, in an order in which their rows can be
    stored. Folders above an SQLite file are created. Raises ``Invalid`` for a URL of another kind
    and for a table that cannot be in dumps.
    """

    def __init__(
        self, url: str, *, migrations: Sequence[str] = (), tables: Sequence[Any] = ()
    ) -> None:
        parsed = parse_url(url)
        make_folder(parsed)
        #: Called with every statement sent, from any thread; empty but in tests.
        self.observers: list[StatementObserver] = []
        #: Called when the catalogue closes, by whoever uses its database too.
        self.on_close: list[Callable[[], None]] = []
        self._places = (VERSIONS, *migrations)
        self.reading_engine = reading_engine(parsed, self.observers)
        self.writing_engine = writing_engine(parsed, self.observers)
        self._resolver = Resolver(self.reading_engine, self.observers)
        found = (PluginTable(each, self.writing_engine.dialect) for each in tables)
        self._tables = {str(each.table.name): each for each in found}

    def read(self) -> CatalogueSession:
        return ReadSession(self.reading_engine, self._resolver, self._tables)

    def join(self, manager: Any) -> CatalogueSession:
        return JoinedSession(self.writing_engine, self._resolver, self._tables, manager)

    def schema_state(self) -> SchemaState:
        with connect(self.reading_engine) as connection:
            return up_to_date(connection, self._branches) or self._schema.state(connection)

    def upgrade(self) -> None:
        with connect(self.writing_engine) as connection, connection.begin():
            self._schema.upgrade(connection)

    def remove_plugin(self, name: str) -> None:
        with connect(self.writing_engine) as connection, connection.begin():
            self._schema.remove(connection, name)

    def check(self) -> None:
        with connect(self.reading_engine) as connection:
            connection.execute(sa.select(sa.literal_column("1")))

    def close(self) -> None:
        for close in self.on_close:
            close()
        self._resolver.close()
        self.reading_engine.dispose()
        self.writing_engine.dispose()

    @cached_property
    def _branches(self) -> list[Branch]:
        return branches(self._places)

    @cached_property
    def _schema(self) -> Schema:
        # Needs Alembic, which a service on a database that is up to date can do without.
        from amo_pyramid.backends.sql.schema import Schema

        return Schema(self._branches)
