"""Statements that go straight to a driver, on a connection of their own, one row at a time.

For what every answer begins with: all that SQLAlchemy and a cursor can do for a statement would
cost more than the statement. Its columns are whole numbers and texts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Statements = Mapping[Any, sa.Select[Any]]


class Direct(ABC):
    """A connection and the statements that it knows. For one thread at a time."""

    @abstractmethod
    def row(self, name: Hashable, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        """The first row that the statement of that name finds, in the driver's own values.
        Raises what the driver raises, and should be closed then."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""


class DirectSqlite(Direct):
    def __init__(self, connection: Any, compiled: Mapping[Hashable, SQLCompiler]) -> None:
        self._connection = connection
        # KiB of pages, instead of 2 MiB for each thread: what is read is the way to single rows.
        connection.execute("PRAGMA cache_size = -256")
        self._cursor = connection.cursor()
        self._texts = {name: str(each) for name, each in compiled.items()}
        self._constants = {name: constants(each) for name, each in compiled.items()}

    def row(self, name: Hashable, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        values = {**self._constants[name], **parameters}
        found: Sequence[Any] | None = self._cursor.execute(self._texts[name], values).fetchone()
        return found

    def close(self) -> None:
        self._connection.close()


def compile_for(dialect: Dialect, statements: Statements) -> Mapping[Hashable, SQLCompiler]:
    """The statements as the classes here want them, compiled for the driver's own placeholders."""
    style = "named" if dialect.name == "sqlite" else "numeric_dollar"
    make: Any = type(dialect)
    own = make(paramstyle=style)
    return {name: statement.compile(dialect=own) for name, statement in statements.items()}


def constants(compiled: SQLCompiler) -> Mapping[str, Any]:
    """The parameters that a statement brings itself, as the driver wants them."""
    found = {}
    for name, bind in compiled.binds.items():
        if not bind.required:
            process = bind.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
            found[name] = process(bind.value) if process else bind.value
    return found
