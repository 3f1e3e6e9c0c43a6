"""Connections of their own for statements that go straight to a driver, as many as are needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.sql.compiler import SQLCompiler

from amo_pyramid.backends.sql.direct import Direct, DirectSqlite, Statements, compile_for
from amo_pyramid.backends.sql.engine import StatementObserver, translated
from amo_pyramid.domain.errors import Unavailable


class DirectPool:
    """Statements by name, and connections like the engine's for them, outside of any transaction.
    Safe to use from any number of threads. Observers are told of each statement."""

    def __init__(
        self, engine: Engine, statements: Statements, observers: list[StatementObserver]
    ) -> None:
        self._engine = engine
        self._observers = observers
        # Connections not in use. Taking from and giving to a deque needs no lock; there are
        # never more than threads that ask at the same moment.
        self._idle: deque[Direct] = deque()
        compiled = compile_for(engine.dialect, statements)
        self._texts = {name: str(each) for name, each in compiled.items()}
        self._open = _opener(engine.dialect, compiled)

    def row(self, name: Hashable, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        """The first row that the statement finds. A lost connection is replaced once. Raises
        ``Unavailable``."""
        for observer in self._observers:
            observer(self._texts[name])
        try:
            return self._row(name, parameters)
        except self._engine.dialect.loaded_dbapi.Error:
            return self._retry(name, parameters)

    def close(self) -> None:
        """Close the connections that are not in use."""
        while self._idle:
            self._idle.pop().close()

    def _retry(self, name: Hashable, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        # What broke one connection (a restart of the server) broke the idle ones too.
        self.close()
        try:
            return self._row(name, parameters)
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise translated(error) from error

    def _row(self, name: Hashable, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            row = connection.row(name, parameters)
        except Exception:
            connection.close()
            raise
        self._idle.append(connection)
        return row

    def _connect(self) -> Direct:
        pooled = self._engine.raw_connection()
        pooled.detach()
        connection = pooled.dbapi_connection
        if connection is None:
            raise Unavailable("The catalogue's database cannot be used right now.")
        return self._open(connection)


def _opener(dialect: Dialect, compiled: Mapping[Hashable, SQLCompiler]) -> Callable[[Any], Direct]:
    """What makes a :class:`Direct` of a driver's connection, which it takes over."""
    if dialect.name == "sqlite":
        return lambda connection: DirectSqlite(connection, compiled)
    # psycopg need not be installed where nobody uses it.
    from amo_pyramid.backends.sql.direct_postgresql import DirectPostgresql

    return lambda connection: DirectPostgresql(connection, compiled)
