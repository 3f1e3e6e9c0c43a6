"""Finding words for a change that the database refused.

Asked only after a refusal: the constraints decide, so no race is lost, and this looks for what
is missing or taken to name the record and the value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import Record, RecordKind
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.tables.addons import addon, preview
from amo_pyramid.backends.sql.tables.collections import collection
from amo_pyramid.backends.sql.tables.editorial import (
    browser_mapping,
    compat_override,
    discovery_item,
    replacement,
)
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.backends.sql.tables.versions import (
    file,
    license,
    version,
    version_preview,
)
from amo_pyramid.backends.sql.writing.put import by_kind

_NOUNS = {
    RecordKind.USER: "User",
    RecordKind.GROUP: "Group",
    RecordKind.LICENSE: "License",
    RecordKind.ADDON: "Add-on",
    RecordKind.VERSION: "Version",
    RecordKind.DISCOVERY: "Discovery item",
    RecordKind.REPLACEMENT: "Replacement",
    RecordKind.OVERRIDE: "Override",
    RecordKind.MAPPING: "Mapping",
    RecordKind.COLLECTION: "Collection",
}


@dataclass(frozen=True, slots=True)
class _Reference:
    """Records of ``kind`` name records of ``target``."""

    kind: RecordKind
    target: RecordKind
    table: sa.Table
    named: Callable[[Any], Iterable[int | None]]


@dataclass(frozen=True, slots=True)
class _Unique:
    """Two records of ``kind`` cannot have the same values in ``columns``.

    ``what`` names them in a sentence. Of the stored rows, only those ``among`` a condition count.
    """

    kind: RecordKind
    what: str
    columns: tuple[sa.Column[Any], ...]
    owner: sa.Column[int]
    values: Callable[[Any], Iterable[tuple[Any, ...]]]
    among: sa.ColumnElement[bool] = sa.true()


_REFERENCES = (
    _Reference(RecordKind.GROUP, RecordKind.USER, users, lambda group: group.members),
    _Reference(
        RecordKind.ADDON,
        RecordKind.USER,
        users,
        lambda record: (each.user_id for each in record.authors),
    ),
    _Reference(RecordKind.VERSION, RecordKind.ADDON, addon, lambda record: (record.addon_id,)),
    _Reference(
        RecordKind.VERSION, RecordKind.LICENSE, license, lambda record: (record.license_id,)
    ),
    _Reference(RecordKind.DISCOVERY, RecordKind.ADDON, addon, lambda item: (item.addon_id,)),
    _Reference(RecordKind.OVERRIDE, RecordKind.ADDON, addon, lambda record: (record.addon_id,)),
    _Reference(RecordKind.COLLECTION, RecordKind.USER, users, lambda record: (record.author_id,)),
    _Reference(
        RecordKind.COLLECTION,
        RecordKind.ADDON,
        addon,
        lambda record: (each.addon_id for each in record.addons),
    ),
)


def _fields(table: sa.Table, kind: RecordKind, what: str, *names: str) -> _Unique:
    """Fields that have the names of the columns."""
    columns = tuple(table.c[name] for name in names)
    fields = operator.attrgetter("id", *names)
    return _Unique(kind, what, columns, table.c.id, lambda record: (fields(record)[1:],))


def _ids(kind: RecordKind, table: sa.Table, name: str, owner: str) -> _Unique:
    """The ids of what a record has several of."""
    return _Unique(
        kind,
        f'{name} id "{{}}"',
        (table.c.id,),
        table.c[owner],
        lambda record: ((each.id,) for each in getattr(record, f"{name}s")),
    )


_UNIQUES = (
    _fields(users, RecordKind.USER, 'username "{}"', "username"),
    _fields(addon, RecordKind.ADDON, 'guid "{}"', "guid"),
    _Unique(
        RecordKind.ADDON,
        'slug "{}"',
        (addon.c.slug_key,),
        addon.c.id,
        lambda record: ((record.slug and record.slug.casefold(),),),
    ),
    _ids(RecordKind.ADDON, preview, "preview", "addon_id"),
    _ids(RecordKind.VERSION, file, "file", "version_id"),
    _ids(RecordKind.VERSION, version_preview, "preview", "version_id"),
    _Unique(
        RecordKind.VERSION,
        'number "{1}" in add-on {0}',
        (version.c.addon_id, version.c.version),
        version.c.id,
        lambda record: () if record.is_deleted else ((record.addon_id, record.version),),
        among=version.c.is_deleted.is_(sa.false()),
    ),
    _fields(discovery_item, RecordKind.DISCOVERY, "add-on {}", "addon_id"),
    _fields(replacement, RecordKind.REPLACEMENT, 'guid "{}"', "guid"),
    _fields(compat_override, RecordKind.OVERRIDE, 'guid "{}"', "guid"),
    _fields(
        browser_mapping,
        RecordKind.MAPPING,
        'extension "{1}" of {0}',
        "browser",
        "extension_id",
    ),
    _fields(collection, RecordKind.COLLECTION, 'uuid "{}"', "uuid"),
    _fields(collection, RecordKind.COLLECTION, 'slug "{1}" of user {0}', "author_id", "slug"),
)


def explain(connection: Connection, records: Sequence[Record]) -> str | None:
    """What is wrong with the first record that collides; None when nothing is found any more."""
    given = by_kind(records)
    reasons = (*_missing(connection, given), *_taken(connection, given))
    return next(iter(reasons), None)


def _missing(
    connection: Connection, given: Mapping[RecordKind, Mapping[int, Any]]
) -> Iterator[str]:
    for each in _REFERENCES:
        named = {id_ for record in given[each.kind].values() for id_ in each.named(record)}
        wanted = named - given[each.target].keys() - {None}
        statement = sa.select(each.table.c.id).where(in_list(each.table.c.id, "ids"))
        missing = wanted - set(connection.execute(statement, {"ids": wanted}).scalars())
        for record in given[each.kind].values():
            for id_ in missing.intersection(each.named(record)):
                noun = _NOUNS[each.target].lower()
                yield f"{_NOUNS[each.kind]} {record.id}: there is no {noun} {id_}."


def _taken(connection: Connection, given: Mapping[RecordKind, Mapping[int, Any]]) -> Iterator[str]:
    for each in _UNIQUES:
        records = given[each.kind]
        values = {value[0] for record in records.values() for value in each.values(record)}
        statement = sa.select(*each.columns, each.owner).where(
            in_list(each.columns[0], "values"), each.among
        )
        rows = connection.execute(statement, {"values": values - {None}})
        # A record that is given gives up what is stored of it.
        owners = {tuple(row[:-1]): row[-1] for row in rows if row[-1] not in records}
        for record in records.values():
            for value in each.values(record):
                owner = owners.setdefault(value, record.id)
                if value[0] is not None and owner != record.id:
                    yield _collision(each.kind, record.id, each.what.format(*value), owner)


def _collision(kind: RecordKind, id_: int, what: str, owner: int) -> str:
    noun = _NOUNS[kind]
    return f"{noun} {id_}: the {what} is taken by {noun.lower()} {owner}."
