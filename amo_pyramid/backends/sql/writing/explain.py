"""Finding words for a change that the database refused.

Asked only after a refusal: the constraints decide, so no race is lost, and this looks for what
is missing or taken to name the record and the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import Record, RecordKind
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.tables.addons import addon, preview
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.backends.sql.tables.versions import (
    file,
    license,  # noqa: A004
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
    """Two records of ``kind`` cannot have the same of these values."""

    kind: RecordKind
    what: str
    column: sa.Column[Any]
    owner: sa.Column[int]
    values: Callable[[Any], Iterable[Any]]


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
)


def _ids(name: str) -> Callable[[Any], Iterable[int]]:
    return lambda record: (each.id for each in getattr(record, name))


_UNIQUES = (
    _Unique(
        RecordKind.USER, "username", users.c.username, users.c.id, lambda user: (user.username,)
    ),
    _Unique(RecordKind.ADDON, "guid", addon.c.guid, addon.c.id, lambda record: (record.guid,)),
    _Unique(
        RecordKind.ADDON,
        "slug",
        addon.c.slug_key,
        addon.c.id,
        lambda record: (record.slug and record.slug.casefold(),),
    ),
    _Unique(RecordKind.ADDON, "preview id", preview.c.id, preview.c.addon_id, _ids("previews")),
    _Unique(RecordKind.VERSION, "file id", file.c.id, file.c.version_id, _ids("files")),
    _Unique(
        RecordKind.VERSION,
        "preview id",
        version_preview.c.id,
        version_preview.c.version_id,
        _ids("previews"),
    ),
)
_VERSIONS = sa.select(version.c.addon_id, version.c.version, version.c.id).where(
    in_list(version.c.addon_id, "addons"), version.c.is_deleted.is_(sa.false())
)


def explain(connection: Connection, records: Sequence[Record]) -> str | None:
    """What is wrong with the first record that collides; None when nothing is found any more."""
    given = by_kind(records)
    reasons = (*_missing(connection, given), *_taken(connection, given), *_twice(connection, given))
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
        values = {value for record in records.values() for value in each.values(record)} - {None}
        statement = sa.select(each.column, each.owner).where(in_list(each.column, "values"))
        rows = connection.execute(statement, {"values": values})
        # A record that is given gives up what is stored of it.
        owners: dict[Any, int] = {value: id_ for value, id_ in rows if id_ not in records}
        for record in records.values():
            for value in each.values(record):
                owner = owners.setdefault(value, record.id)
                if value is not None and owner != record.id:
                    yield _collision(each.kind, record.id, f'{each.what} "{value}"', owner)


def _twice(connection: Connection, given: Mapping[RecordKind, Mapping[int, Any]]) -> Iterator[str]:
    records = given[RecordKind.VERSION]
    addons = {record.addon_id for record in records.values()}
    rows = connection.execute(_VERSIONS, {"addons": addons})
    owners = {(row[0], row[1]): row[2] for row in rows if row[2] not in records}
    for record in records.values():
        if record.is_deleted:
            continue
        owner = owners.setdefault((record.addon_id, record.version), record.id)
        if owner != record.id:
            what = f'number "{record.version}" in add-on {record.addon_id}'
            yield _collision(RecordKind.VERSION, record.id, what, owner)


def _collision(kind: RecordKind, id_: int, what: str, owner: int) -> str:
    noun = _NOUNS[kind]
    return f"{noun} {id_}: the {what} is taken by {noun.lower()} {owner}."
