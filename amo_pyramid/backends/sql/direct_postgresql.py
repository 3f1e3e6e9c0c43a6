"""Prepared statements through libpq: one call sends the parameters and waits for the row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import ExecStatus
from sqlalchemy.sql.compiler import SQLCompiler

from amo_pyramid.backends.sql.direct import Direct, constants

Decode = Callable[[bytes], Any]


class DirectPostgresql(Direct):
    """Prepares each statement when it is first asked for."""

    def __init__(
        self, connection: psycopg.Connection[Any], compiled: Mapping[Hashable, SQLCompiler]
    ) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._encoding = connection.info.encoding
        self._compiled = compiled
        self._constants = {name: constants(each) for name, each in compiled.items()}
        #: The name on the server, the parameters in order, and how each column is read.
        self._prepared: dict[Hashable, tuple[bytes, Sequence[str], Sequence[Decode]]] = {}

    def row(self, name: Hashable, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        if name not in self._prepared:
            self._prepare(name)
        handle, order, decoders = self._prepared[name]
        given = {**self._constants[name], **parameters}
        values = [str(given[each]).encode(self._encoding) for each in order]
        result = self._pgconn.exec_prepared(handle, values)
        if result.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(result.error_message.decode(self._encoding, "replace"))
        if not result.ntuples:
            return None
        return [
            None if (text := result.get_value(0, column)) is None else decode(text)
            for column, decode in enumerate(decoders)
        ]

    def close(self) -> None:
        self._connection.close()

    def _prepare(self, name: Hashable) -> None:
        compiled, handle = self._compiled[name], f"amo_{len(self._prepared)}".encode()
        result = self._pgconn.prepare(handle, str(compiled).encode(self._encoding))
        if result.status != ExecStatus.COMMAND_OK:
            raise psycopg.OperationalError(result.error_message.decode(self._encoding, "replace"))
        statement: Any = compiled.statement
        decoders = [self._decoder(column) for column in statement.selected_columns]
        self._prepared[name] = (handle, tuple(compiled.positiontup or ()), decoders)

    def _decoder(self, column: Any) -> Decode:
        stored_as = getattr(column.type, "impl", column.type)
        if isinstance(stored_as, sa.Integer):
            return int
        return lambda text: text.decode(self._encoding)
