"""The catalogue's records and the entries of its ledger as plain JSON objects, and back.

The form of an object follows from the type hints of its dataclass
(:mod:`amo_pyramid.operations.codecs`), and is documented in ``docs/dump-format.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from amo_pyramid.backends.base.catalogue import Record, RecordKind
from amo_pyramid.backends.base.ledger import (
    Entry,
    LedgerKind,
    PackageName,
    SingleCount,
    SiteNumber,
    ThemeUsers,
)
from amo_pyramid.backends.base.tables import Row
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.collection import Collection
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.series import DataPoint
from amo_pyramid.domain.user import Group, User
from amo_pyramid.domain.version import License, Version
from amo_pyramid.operations.codecs import codec_of, stored_fields


class TableName(str):
    """The kind of a row: the table of a plugin that it belongs to."""


LineKind: TypeAlias = RecordKind | LedgerKind | TableName
RECORD_TYPES: Mapping[RecordKind, Any] = {
    RecordKind.USER: User,
    RecordKind.GROUP: Group,
    RecordKind.LICENSE: License,
    RecordKind.ADDON: Addon,
    RecordKind.VERSION: Version,
    RecordKind.DISCOVERY: DiscoveryItem,
    RecordKind.REPLACEMENT: Replacement,
    RecordKind.OVERRIDE: CompatOverride,
    RecordKind.MAPPING: BrowserMapping,
    RecordKind.COLLECTION: Collection,
}
ENTRY_TYPES: Mapping[LedgerKind, Any] = {
    LedgerKind.PACKAGE: PackageName,
    LedgerKind.COUNT: SingleCount,
    LedgerKind.LIVE: DataPoint,
    LedgerKind.ARCHIVED: DataPoint,
    LedgerKind.THEME_USERS: ThemeUsers,
    LedgerKind.SITE_NUMBER: SiteNumber,
}
#: What the kind of a row of a plugin's table begins with.
TABLE = "table:"
_LINES: Mapping[str, RecordKind | LedgerKind] = {
    kind.value: kind for kind in (*RecordKind, *LedgerKind)
}
_KINDS = {record_type: kind for kind, record_type in RECORD_TYPES.items()}


def kind_of(record: Record) -> RecordKind:
    """Which kind of record an object is."""
    return _KINDS[type(record)]


def encode_record(record: Record) -> dict[str, Any]:
    """The record as a JSON object: ``kind``, then its fields in the order they are declared."""
    return {"kind": kind_of(record).value, **codec_of(cast(Any, type(record))).encode(record)}


def encode_entry(kind: LedgerKind, entry: Entry) -> dict[str, Any]:
    """The entry as a JSON object, in the same form."""
    return {"kind": kind.value, **codec_of(cast(Any, type(entry))).encode(entry)}


def encode_row(table: str, row: Row) -> dict[str, Any]:
    """The row of a plugin's table as a JSON object."""
    return {"kind": f"{TABLE}{table}", "row": row}


def decode_record(value: Any) -> Record:
    """The record that a JSON object describes. Raises ``Invalid`` naming the path."""
    kind, found = decode_line(value)
    if not isinstance(kind, RecordKind):
        raise Invalid(f"kind: {value['kind']!r} is not a kind of record")
    return cast(Record, found)


def decode_line(value: Any) -> tuple[LineKind, Record | Entry | Row]:
    """The record, entry or row that a JSON object describes, and its kind. Raises ``Invalid``
    naming the path."""
    if not isinstance(value, dict):
        raise Invalid("the line must be an object")
    body = {key: item for key, item in value.items() if key != "kind"}
    word = str(value.get("kind"))
    if word.startswith(TABLE):
        return TableName(word.removeprefix(TABLE)), _decode_row(body)
    kind = _LINES.get(word)
    if kind is None:
        raise Invalid(f"kind: {value.get('kind')!r} is not a kind of record")
    type_ = RECORD_TYPES[kind] if isinstance(kind, RecordKind) else ENTRY_TYPES[kind]
    return kind, codec_of(type_).decode(body, "")


def _decode_row(body: Mapping[str, Any]) -> Row:
    row = body.get("row")
    if not isinstance(row, dict) or len(body) != 1:
        raise Invalid("a row of a table has nothing but its kind, and an object row")
    return row


def described_fields(type_: type) -> list[tuple[str, str]]:
    """Name and form of every field of a record or of what is nested in one, for documentation."""
    return [(name, codec.label) for name, codec in stored_fields(type_)]
