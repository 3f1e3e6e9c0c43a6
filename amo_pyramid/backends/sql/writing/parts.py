"""Which rows a record is made of, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

import sqlalchemy as sa

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.tables import addons, collections, editorial, users, versions
from amo_pyramid.backends.sql.types import LocalizedType
from amo_pyramid.constants.locales import canonical
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.appversion import version_int
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import Preview, Version

#: The values of a part's ``columns``.
Values: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """The rows of a record in one table.

    ``columns`` are written and compared, the record's own id (``owner``) first; others of the
    table are derived. Rows with the same primary key are the same row.
    """

    table: sa.Table
    columns: tuple[str, ...]
    rows: Callable[[Any], Iterable[Values]]

    @property
    def owner(self) -> str:
        return self.columns[0]

    @cached_property
    def key(self) -> Callable[[Values], Any]:
        """The primary key among the values."""
        places = [self.columns.index(column.name) for column in self.table.primary_key]
        return lambda values: tuple(values[place] for place in places)

    @cached_property
    def key_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key)

    @cached_property
    def stored(self) -> sa.Select[Any]:
        """The stored rows of the records ``ids``."""
        columns = [self.table.c[name] for name in self.columns]
        return sa.select(*columns).where(in_list(self.table.c[self.owner], "ids"))

    @cached_property
    def one(self) -> tuple[sa.ColumnElement[bool], ...]:
        """The condition for one row by its key."""
        return tuple(self.table.c[name] == sa.bindparam(f"key_{name}") for name in self.key_names)

    @cached_property
    def insert(self) -> sa.Insert:
        return self.table.insert()

    @cached_property
    def update(self) -> sa.Update:
        return self.table.update().where(*self.one)

    @cached_property
    def delete(self) -> sa.Delete:
        return self.table.delete().where(*self.one)


def texts_of(text: Localized) -> dict[str, str] | None:
    """A text as it is stored: canonical locales, nothing blank, None without any."""
    return {canonical(each): value for each, value in text.texts.items() if value.strip()} or None


def _whole(table: sa.Table, *derived: str) -> Part:
    """The part of a record that is one row with the fields' own names."""
    columns = tuple(column.name for column in table.c if column.name not in derived)
    fields = attrgetter(*columns)
    translated = [
        place for place, name in enumerate(columns) if isinstance(table.c[name].type, LocalizedType)
    ]

    def rows(record: Any) -> Iterable[Values]:
        values = list(fields(record))
        for place in translated:
            values[place] = texts_of(values[place])
        return (tuple(values),)

    return Part(table, columns, rows)


def _children(table: sa.Table, rows: Callable[[Any], Iterable[Values]], *columns: str) -> Part:
    return Part(table, columns or tuple(column.name for column in table.c), rows)


def _addon() -> Part:
    keys = ("guid_key", "slug_key")
    derived = ("revision", "current_version_id", "latest_unlisted_version_id")
    plain = _whole(addons.addon, *keys, *derived)

    def rows(record: Addon) -> Iterable[Values]:
        (values,) = plain.rows(record)
        return ((*values, _folded(record.guid), _folded(record.slug)),)

    return Part(addons.addon, (*plain.columns, *keys), rows)


def _folded(value: str | None) -> str | None:
    return None if value is None else value.casefold()


def _preview_part(table: sa.Table, owner: str) -> Part:
    columns = (
        owner,
        "id",
        *(column.name for column in table.c if column.name not in (owner, "id")),
    )
    return Part(
        table, columns, lambda record: (_preview(record.id, each) for each in record.previews)
    )


def _preview(owner: int, each: Preview) -> Values:
    image, thumbnail = (size or (None, None) for size in (each.image_size, each.thumbnail_size))
    own = each.id, each.position, texts_of(each.caption), each.created, each.modified
    return owner, *own, *image, *thumbnail, each.colors


def _persona(record: Addon) -> Iterable[Values]:
    names = [column.name for column in addons.persona.c][1:]
    return () if record.persona is None else ((record.id, *attrgetter(*names)(record.persona)),)


_FILE = tuple(column.name for column in versions.file.c if column.name != "version_id")
_file_fields = attrgetter(*_FILE)


def _ranges(record: Version) -> Iterable[Values]:
    for each in record.ranges:
        keys = version_int(each.min), version_int(each.max)
        yield record.id, each.application, each.min, each.max, *keys


_range_fields = attrgetter(*(column.name for column in editorial.compat_range.c[2:]))


#: The parts of each kind of record, its own row first.
PARTS: Mapping[RecordKind, tuple[Part, ...]] = {
    RecordKind.USER: (_whole(users.users, "is_public"),),
    RecordKind.GROUP: (
        _whole(users.groups),
        _children(users.group_user, lambda group: ((group.id, each) for each in group.members)),
    ),
    RecordKind.LICENSE: (_whole(versions.license),),
    RecordKind.ADDON: (
        _addon(),
        _children(
            addons.addon_user,
            lambda addon: (
                (addon.id, each.user_id, each.role, each.is_listed, each.position)
                for each in addon.authors
            ),
        ),
        _children(
            addons.addon_category, lambda addon: ((addon.id, each) for each in addon.categories)
        ),
        _children(addons.addon_tag, lambda addon: ((addon.id, each) for each in addon.tags)),
        _preview_part(addons.preview, "addon_id"),
        _children(
            addons.promotion,
            lambda addon: (
                ()
                if (own := addon.promotion) is None
                else ((addon.id, own.group, own.application),)
            ),
        ),
        _children(addons.persona, _persona),
    ),
    RecordKind.VERSION: (
        _whole(versions.version),
        _children(
            versions.file,
            lambda version: ((version.id, *_file_fields(each)) for each in version.files),
            "version_id",
            *_FILE,
        ),
        _children(versions.version_app, _ranges),
        _children(
            versions.promoted_approval,
            lambda version: (
                (version.id, each.group, each.application) for each in version.approvals
            ),
        ),
        _preview_part(versions.version_preview, "version_id"),
    ),
    RecordKind.DISCOVERY: (_whole(editorial.discovery_item),),
    RecordKind.REPLACEMENT: (_whole(editorial.replacement),),
    RecordKind.OVERRIDE: (
        _whole(editorial.compat_override),
        _children(
            editorial.compat_range,
            lambda override: (
                (override.id, number, *_range_fields(each))
                for number, each in enumerate(override.ranges)
            ),
        ),
    ),
    RecordKind.MAPPING: (_whole(editorial.browser_mapping),),
    RecordKind.COLLECTION: (
        _whole(collections.collection),
        _children(
            collections.collection_addon,
            lambda collection: (
                (collection.id, each.addon_id, texts_of(each.notes), each.position)
                for each in collection.addons
            ),
        ),
    ),
}
