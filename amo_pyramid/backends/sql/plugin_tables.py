"""Rows of plugins' own tables: read in portions, and stored in place of those with their key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from amo_pyramid.backends.base.catalogue import Outcome
from amo_pyramid.backends.base.tables import Row, Tables
from amo_pyramid.backends.sql.forms import ColumnForm
from amo_pyramid.backends.sql.tables import metadata
from amo_pyramid.domain.errors import Invalid

#: Runs a statement, once or for each of some parameters, and gives the rows that it returns.
Execute = Callable[..., Sequence[Any]]
Key = tuple[Any, ...]


class PluginTable:
    """A table, and the statements for its rows. Raises ``Invalid`` for one that cannot be in
    dumps."""

    def __init__(self, table: Any, dialect: Dialect) -> None:
        if not isinstance(table, sa.Table):
            raise Invalid(f"{table!r} is no table of SQLAlchemy")
        if table.name in metadata.tables:
            raise Invalid(f"{table.name} is a table of the catalogue")
        if not table.primary_key.columns:
            raise Invalid(f"{table.name} has no primary key, without which no row can be replaced")
        self.table = table
        self._dialect = dialect
        self.key = list(table.primary_key.columns)
        self.columns = [each for each in table.columns if each.computed is None]
        self._forms = {str(each.name): ColumnForm(each) for each in self.columns}

    def write(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row as JSON. Raises ``Invalid`` for one that its column does not
        announce."""
        return {name: form.write(values[name]) for name, form in self._forms.items()}

    def written(self, row: Any) -> dict[str, Any]:
        """The same of a row of the database."""
        return self.write({each.name: row._mapping[each] for each in self.columns})

    def read(self, row: Row) -> dict[str, Any]:
        """The values of JSON, of all columns. Raises ``Invalid`` for a row that does not fit."""
        unknown = row.keys() - self._forms.keys()
        if unknown:
            raise Invalid(f"{self.table.name} has no column {min(unknown)}")
        return {
            each.name: self._forms[each.name].read(row[each.name])
            if each.name in row
            else _default(each)
            for each in self.columns
        }

    def key_in(self, values: Mapping[str, Any]) -> Key:
        return tuple(values[each.name] for each in self.key)

    @cached_property
    def first(self) -> sa.Select[Any]:
        return sa.select(*self.columns).order_by(*self.key).limit(sa.bindparam("limit"))

    @cached_property
    def after(self) -> sa.Select[Any]:
        given = [sa.bindparam(f"old_{each.name}", type_=each.type) for each in self.key]
        return self.first.where(sa.tuple_(*self.key) > sa.tuple_(*given))

    @cached_property
    def update(self) -> sa.Update:
        """Of the row with an old key, the columns beside it."""
        is_old = [each == sa.bindparam(f"old_{each.name}", type_=each.type) for each in self.key]
        values = {column: new for column, new in self._new.items() if not column.primary_key}
        return self.table.update().where(*is_old).values(values)

    @cached_property
    def insert(self) -> sa.Insert:
        return self.table.insert().values(self._new)

    def near(self, keys: Sequence[Key]) -> sa.Select[Any]:
        """The rows with these keys."""
        if len(self.key) == 1:
            return sa.select(*self.columns).where(self.key[0].in_([key[0] for key in keys]))
        return sa.select(*self.columns).where(sa.tuple_(*self.key).in_(keys))

    @cached_property
    def advance(self) -> sa.Select[Any] | None:
        """Numbers that rows get from now on are above those that are there. SQLite sees to that
        by itself."""
        column = self.table.autoincrement_column
        if column is None or self._dialect.name != "postgresql":
            return None
        name = self._dialect.identifier_preparer.format_table(self.table)
        sequence = sa.func.pg_get_serial_sequence(name, column.name)
        highest = sa.func.greatest(sa.func.max(column), sa.func.nextval(sequence))
        return sa.select(sa.func.setval(sequence, highest))

    @cached_property
    def _new(self) -> dict[sa.Column[Any], sa.BindParameter[Any]]:
        return {
            each: sa.bindparam(f"new_{each.name}", type_=self._stored_type(each))
            for each in self.columns
        }

    def _stored_type(self, column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
        """What is null in JSON is null in the database, where that may be."""
        type_ = column.type.dialect_impl(self._dialect)
        if not isinstance(type_, sa.JSON) or not column.nullable:
            return column.type
        type_ = type_.copy()
        type_.none_as_null = True
        return type_


def _default(column: sa.Column[Any]) -> Any:
    """What a row has in a column that its line does not name. Raises ``Invalid``."""
    default: Any = column.default
    if default is not None and default.is_scalar:
        return default.arg
    if not column.nullable:
        raise Invalid(f"{column.table.name}.{column.name}: is missing")
    return None


class SqlTables(Tables):
    """``execute`` runs statements in the session that this belongs to."""

    def __init__(self, tables: Mapping[str, PluginTable], execute: Execute) -> None:
        self._tables = tables
        self._execute = execute

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._tables)

    def count(self, name: str) -> int:
        table = self._table(name).table
        rows = self._execute(sa.select(sa.func.count()).select_from(table))
        return int(rows[0][0])

    def portions(self, name: str, size: int) -> Iterator[Sequence[Row]]:
        table = self._table(name)
        rows = self._execute(table.first, {"limit": size})
        while rows:
            yield [table.written(row) for row in rows]
            last = {f"old_{each.name}": rows[-1]._mapping[each] for each in table.key}
            rows = self._execute(table.after, {**last, "limit": size})

    def put(self, name: str, rows: Sequence[Row]) -> Outcome:
        table = self._table(name)
        given = {}
        for values in map(table.read, rows):
            given[table.key_in(table.write(values))] = values
        found = self._execute(table.near([table.key_in(each) for each in given.values()]))
        stored = {table.key_in(written): written for written in map(table.written, found)}
        added = [values for key, values in given.items() if key not in stored]
        changed = [given[key] for key, row in stored.items() if table.write(given[key]) != row]
        if changed:
            old = {each.name for each in table.key}
            self._execute(table.update, [_marked(each, old) for each in changed])
        if added:
            self._execute(table.insert, [_marked(each) for each in added])
            if table.advance is not None:
                self._execute(table.advance)
        return Outcome(len(added), len(changed), len(stored) - len(changed))

    def _table(self, name: str) -> PluginTable:
        if name not in self._tables:
            raise Invalid(f"No plugin in use has a table {name}.")
        return self._tables[name]


def _marked(values: Mapping[str, Any], old: Collection[str] = ()) -> dict[str, Any]:
    """The parameters of a statement: values of ``old`` columns find a row, others are put in."""
    return {f"{'old' if name in old else 'new'}_{name}": each for name, each in values.items()}
