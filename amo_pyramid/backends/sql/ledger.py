"""Entries of the ledger: read in portions, written in place of what there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import Outcome
from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.backends.base.ledger import (
    Entry,
    LedgerKind,
    PackageName,
    SingleCount,
    SiteNumber,
    ThemeUsers,
)
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.points import build_point, point_row
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.counters import daily_count
from amo_pyramid.backends.sql.tables.packages import package_id
from amo_pyramid.backends.sql.tables.statistics import (
    addon_stat,
    global_stat,
    stats_archive,
    theme_user_count,
)


@dataclass(frozen=True)
class Book:
    """The table of one kind of entry."""

    table: sa.Table
    row: Callable[[Any], dict[str, Any]]
    build: Callable[[Mapping[str, Any]], Entry]

    @cached_property
    def key(self) -> list[sa.Column[Any]]:
        return list(self.table.primary_key)

    @cached_property
    def first(self) -> sa.Select[Any]:
        return sa.select(self.table).order_by(*self.key).limit(sa.bindparam("limit"))

    @cached_property
    def after(self) -> sa.Select[Any]:
        given = [sa.bindparam(each.name, type_=each.type) for each in self.key]
        return self.first.where(sa.tuple_(*self.key) > sa.tuple_(*given))

    @cached_property
    def delete(self) -> sa.Delete:
        return self.table.delete().where(
            *(each == sa.bindparam(f"old_{each.name}") for each in self.key)
        )

    @cached_property
    def near(self) -> sa.Select[Any]:
        """The rows of some keys, and perhaps some between them."""
        return sa.select(self.table).where(*(in_list(each, each.name) for each in self.key))

    def key_in(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {each.name: row[each.name] for each in self.key}

    def key_of(self, entry: Entry) -> tuple[Any, ...]:
        return tuple(self.key_in(self.row(entry)).values())


def _count_row(entry: SingleCount) -> dict[str, Any]:
    row = asdict(entry)
    return {**row, "kind": row.pop("kind_of_count").value}


def _count(row: Mapping[str, Any]) -> SingleCount:
    values = dict(row)
    return SingleCount(kind_of_count=CounterKind(values.pop("kind")), **values)


BOOKS: Mapping[LedgerKind, Book] = {
    LedgerKind.PACKAGE: Book(package_id, asdict, lambda row: PackageName(**row)),
    LedgerKind.COUNT: Book(daily_count, _count_row, _count),
    LedgerKind.LIVE: Book(addon_stat, point_row, lambda row: build_point(**row)),
    LedgerKind.ARCHIVED: Book(stats_archive, point_row, lambda row: build_point(**row)),
    LedgerKind.THEME_USERS: Book(theme_user_count, asdict, lambda row: ThemeUsers(**row)),
    LedgerKind.SITE_NUMBER: Book(global_stat, asdict, lambda row: SiteNumber(**row)),
}
#: The name that an add-on got when it was stored gives way to the one that it had.
_UNNAME = package_id.delete().where(
    package_id.c.addon_id == sa.bindparam("addon"), package_id.c.is_canonical.is_(sa.true())
)


def read_entries(run: Run, kind: LedgerKind, after: Entry | None, limit: int) -> list[Entry]:
    """The entries with a higher key, by key."""
    book = BOOKS[kind]
    if after is None:
        rows = run(book.first, {"limit": limit})
    else:
        rows = run(book.after, {**book.key_in(book.row(after)), "limit": limit})
    return [book.build(row._mapping) for row in rows]


def new_entries(
    run: Run, kind: LedgerKind, entries: Sequence[Entry]
) -> tuple[list[Entry], Outcome]:
    """Those that are not stored like this, each key once, and what storing them does."""
    book, outcome = BOOKS[kind], Outcome()
    given = {book.key_of(entry): entry for entry in entries}
    asked = {each.name: sorted({key[i] for key in given}) for i, each in enumerate(book.key)}
    found = [book.build(row._mapping) for row in run(book.near, asked)] if given else []
    stored = {book.key_of(entry): entry for entry in found}
    new = [entry for key, entry in given.items() if stored.get(key) != entry]
    outcome.changed = sum(book.key_of(entry) in stored for entry in new)
    outcome.added = len(new) - outcome.changed
    outcome.unchanged = len(given) - len(new)
    return new, outcome


def write_entries(connection: Connection, kind: LedgerKind, entries: Sequence[Entry]) -> None:
    """Store entries of different keys in place of what has these keys."""
    book = BOOKS[kind]
    rows = [book.row(entry) for entry in entries]
    if not rows:
        return
    olds = [{f"old_{name}": value for name, value in book.key_in(row).items()} for row in rows]
    connection.execute(book.delete, olds)
    named = [{"addon": row["addon_id"]} for row in rows if row.get("is_canonical")]
    if named:
        connection.execute(_UNNAME, named)
    connection.execute(book.table.insert(), rows)
