"""Lists in statements: as one parameter of any length, and as one value of the answer.

``column IN (a list)`` with one parameter never varies: a text that stays the same is compiled and
prepared once, and no limit on the number of parameters is met.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from amo_pyramid.backends.sql.types import ListType


class _InList(FunctionElement[bool]):
    inherit_cache = True
    type = sa.Boolean()
    name = "in_list"

    def self_group(self, against: Any = None) -> Any:
        # A comparison already. "… = 1" after it would keep SQLite from using any index.
        return self


def in_list(column: Any, parameter: str) -> sa.ColumnElement[bool]:
    """Whether ``column`` is in the list given as ``parameter`` when the statement runs."""
    item = sa.Text() if isinstance(column.type, sa.String) else sa.BigInteger()
    return _InList(column, sa.bindparam(parameter, type_=ListType(item)))


@compiles(_InList, "sqlite")
def _sqlite(element: _InList, compiler: SQLCompiler, **options: Any) -> str:
    column, items = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({items}))"


@compiles(_InList, "postgresql")
def _postgresql(element: _InList, compiler: SQLCompiler, **options: Any) -> str:
    column, items = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY({items})"


class _Joined(FunctionElement[str]):
    inherit_cache = True
    type = sa.Text()
    name = "joined"


def joined(text: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """The texts of all rows in one, with blanks between; null when there is no row."""
    return _Joined(text)


@compiles(_Joined, "sqlite")
def _joined_sqlite(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)}, ' ')"


@compiles(_Joined, "postgresql")
def _joined_postgresql(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)}, ' ')"
