"""Storing records: compare with what is stored, write the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import Outcome, Record, RecordKind
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.writing.parts import PARTS, Part, Values
from amo_pyramid.backends.sql.writing.touched import Touched
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.collection import Collection
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.user import Group, User
from amo_pyramid.domain.version import License, Version

#: How many records are compared and written together: the number of statements is the same for
#: one record and for this many.
BATCH = 1000

_KINDS = {
    User: RecordKind.USER,
    Group: RecordKind.GROUP,
    License: RecordKind.LICENSE,
    Addon: RecordKind.ADDON,
    Version: RecordKind.VERSION,
    DiscoveryItem: RecordKind.DISCOVERY,
    Replacement: RecordKind.REPLACEMENT,
    CompatOverride: RecordKind.OVERRIDE,
    BrowserMapping: RecordKind.MAPPING,
    Collection: RecordKind.COLLECTION,
}
_UNIQUE = ("guid", "slug", "guid_key", "slug_key")
_RELEASE = addon.update().where(in_list(addon.c.id, "ids")).values(dict.fromkeys(_UNIQUE))


@dataclass(slots=True)
class _Changes:
    """What has to happen to one part of many records."""

    inserted: list[Values] = field(default_factory=list)
    updated: list[Values] = field(default_factory=list)
    deleted: list[Any] = field(default_factory=list)


def by_kind(records: Iterable[Record]) -> dict[RecordKind, dict[int, Record]]:
    """The records in the order in which kinds refer to each other; of one id the last stays."""
    sorted_: dict[RecordKind, dict[int, Record]] = {kind: {} for kind in RecordKind}
    for record in records:
        sorted_[_KINDS[type(record)]][record.id] = record
    return sorted_


def store(connection: Connection, records: Iterable[Record], touched: Touched) -> Outcome:
    """Write what differs and note in ``touched`` what that may change elsewhere."""
    outcome = Outcome()
    for kind, of_kind in by_kind(records).items():
        for batch in _batches(list(of_kind.values())):
            outcome += _Batch(connection, kind, batch, touched).store()
    return outcome


def remove(connection: Connection, kind: RecordKind, ids: Iterable[int]) -> int:
    """Delete records to which no others refer; how many there were."""
    deleted = 0
    for part in reversed(PARTS[kind]):
        statement = part.table.delete().where(in_list(part.table.c[part.owner], "ids"))
        deleted = connection.execute(statement, {"ids": list(ids)}).rowcount
    return deleted


def _batches(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    for start in range(0, len(records), BATCH):
        yield records[start : start + BATCH]


class _Batch:
    """Some records of one kind on their way into the tables."""

    def __init__(
        self, connection: Connection, kind: RecordKind, records: Sequence[Record], touched: Touched
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._records = records
        self._touched = touched
        self._parts = PARTS[kind]
        self._changes = [_Changes() for _ in self._parts]

    def store(self) -> Outcome:
        outcome = Outcome()
        stored = self._stored()
        for record in self._records:
            given = [list(part.rows(record)) for part in self._parts]
            before = [rows.get(record.id, ()) for rows in stored]
            differs = self._compare(given, before)
            if not before[0]:
                outcome.added += 1
            elif differs:
                outcome.changed += 1
            else:
                outcome.unchanged += 1
            if differs:
                self._touched.note(self._kind, given, before)
        self._write(stored[0])
        return outcome

    def _stored(self) -> list[dict[int, list[Values]]]:
        """The stored rows by record, for each part. What is new has none to look for."""
        ids: list[int] = [record.id for record in self._records]
        stored: list[dict[int, list[Values]]] = []
        for part in self._parts:
            rows: dict[int, list[Values]] = {}
            if ids:
                for row in self._connection.execute(part.stored, {"ids": ids}):
                    rows.setdefault(row[0], []).append(tuple(row))
            stored.append(rows)
            ids = list(stored[0])
        return stored

    def _compare(
        self, given: Sequence[Sequence[Values]], before: Sequence[Sequence[Values]]
    ) -> bool:
        differs = False
        for part, changes, new, old in zip(self._parts, self._changes, given, before, strict=True):
            new_rows = {part.key(row): row for row in new}
            old_rows = {part.key(row): row for row in old}
            if new_rows == old_rows:
                continue
            differs = True
            changes.deleted.extend(old_rows.keys() - new_rows.keys())
            for key, row in new_rows.items():
                if key not in old_rows:
                    changes.inserted.append(row)
                elif old_rows[key] != row:
                    changes.updated.append(row)
        return differs

    def _write(self, stored: dict[int, list[Values]]) -> None:
        for part, changes in zip(self._parts, self._changes, strict=True):
            if changes.deleted:
                self._connection.execute(
                    part.delete, [_key(part, each) for each in changes.deleted]
                )
        if self._kind is RecordKind.ADDON:
            self._release(stored)
        for part, changes in zip(self._parts, self._changes, strict=True):
            if changes.updated:
                rows = [_update(part, row) for row in changes.updated]
                self._connection.execute(part.update, rows)
            if changes.inserted:
                rows = [dict(zip(part.columns, row, strict=True)) for row in changes.inserted]
                self._connection.execute(part.insert, rows)

    def _release(self, stored: dict[int, list[Values]]) -> None:
        """Free the slugs and guids that change, so that add-ons can swap them."""
        places = [self._parts[0].columns.index(name) for name in _UNIQUE]
        moving = [
            row[0]
            for row in self._changes[0].updated
            if any(stored[row[0]][0][place] not in (None, row[place]) for place in places)
        ]
        if moving:
            self._connection.execute(_RELEASE, {"ids": moving})


def _key(part: Part, key: Sequence[Any]) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in zip(part.key_names, key, strict=True)}


def _update(part: Part, row: Values) -> dict[str, Any]:
    return {**_key(part, part.key(row)), **dict(zip(part.columns, row, strict=True))}
