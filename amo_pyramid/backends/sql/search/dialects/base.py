"""What the databases do differently when they search."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.sql.search.expression import Node
from amo_pyramid.backends.sql.tables.search import IndexTables

#: Runs a statement, with parameters by name, and gives all of its rows.
Run: TypeAlias = Callable[[str, Mapping[str, Any]], Sequence[Any]]

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class Dialect(ABC):
    """Statements are texts with ``:name`` for parameters; :meth:`text` makes them the driver's.

    They are compiled once by the driver or the database, not built anew by a library for each
    search: a suggestion costs about as much as building a statement would.
    """

    #: The column of the term tables that is the key.
    key: ClassVar[str]
    #: What is asked about documents whose terms are what ``:terms`` wants: their keys in order,
    #: their number, themselves in another order. ``{term}`` and ``{document}`` stand for tables,
    #: ``{where}`` for further conditions.
    walk: ClassVar[str]
    count: ClassVar[str]
    arrange: ClassVar[str]
    #: Arguments of a driver's ``execute``.
    options: ClassVar[Mapping[str, Any]] = {}
    #: Whether changes are counted in the table of the state; otherwise the database tells.
    counts_changes: ClassVar[bool]
    #: What starts a reading transaction that sees one state of the database.
    snapshot: ClassVar[str]

    @staticmethod
    def text(statement: str) -> str:
        """The statement as the driver wants it."""
        return statement

    @abstractmethod
    def write(self, node: Node) -> str:
        """The value of ``:terms``."""

    @abstractmethod
    def in_list(self, parameter: str) -> str:
        """What follows a column: that it is in the list of a parameter."""

    def not_in_list(self, column: str, parameter: str) -> str:
        return f"NOT ({column} {self.in_list(parameter)})"

    @abstractmethod
    def list(self, values: Collection[Any]) -> Any:
        """The value of such a parameter."""

    @abstractmethod
    def state(self, run: Run) -> tuple[str, Hashable]:
        """The set of tables in use, and a value that is another one after every change."""

    @abstractmethod
    def put_terms(
        self, connection: Connection, tables: IndexTables, rows: Sequence[tuple[int, str]]
    ) -> None:
        """Store the terms of documents by their keys."""

    @abstractmethod
    def drop_terms(
        self, connection: Connection, tables: IndexTables, rows: Sequence[tuple[int, str]]
    ) -> None:
        """Take them out again. The terms must be those that were put."""

    @abstractmethod
    def clear_terms(self, connection: Connection, tables: IndexTables) -> None:
        """Take out all of them."""

    @abstractmethod
    def add(
        self, connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Store rows, except those that are there already."""

    @abstractmethod
    def fold_totals(self, connection: Connection, tables: IndexTables) -> None:
        """Add up totals, so that there are fewer rows, without waiting for anybody."""

    def share(self, connection: Connection) -> None:
        """Wait for whoever puts another set of tables in use; keep others from doing so."""

    def exclude(self, connection: Connection) -> None:
        """Wait for all transactions that have written to the index, and keep others from it."""

    def begin_filling(self, connection: Connection, tables: IndexTables) -> None:
        """Prepare an empty set of tables for many documents; :meth:`tidy` ends it."""

    def tidy(self, connection: Connection, tables: IndexTables) -> bool:
        """Some work that makes searches faster after many changes; whether there is more."""
        return False


@lru_cache(maxsize=1024)
def with_percent(statement: str) -> str:
    """``:name`` as ``%(name)s``."""
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))
