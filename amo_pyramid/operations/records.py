"""The catalogue's records as plain JSON objects, and back.

The form of an object follows from the type hints of its dataclass, read once: every stored field
is there under its own name. What the catalogue derives is left out (fields that do not take part
in comparison), and so is an object that is a record of its own (``license`` beside
``license_id``). Reading is strict: what is unknown, missing or of another type is refused with
the path of the value. The form is documented in ``docs/dump-format.md``.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime, timezone
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from amo_pyramid.backends.base.catalogue import Record, RecordKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.categories import find as find_category
from amo_pyramid.constants.names import NamedNumber
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.collection import Collection
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.user import Group, User
from amo_pyramid.domain.version import License, Version

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
_KINDS = {record_type: kind for kind, record_type in RECORD_TYPES.items()}
_INTEGER_LIMIT = 2**63
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")


@dataclass(frozen=True, slots=True)
class Codec:
    """How values of one type are written and read. ``label`` says it to a person."""

    label: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any, str], Any]


def kind_of(record: Record) -> RecordKind:
    """Which kind of record an object is."""
    return _KINDS[type(record)]


def encode_record(record: Record) -> dict[str, Any]:
    """The record as a JSON object: ``kind``, then its fields in the order they are declared."""
    return {"kind": kind_of(record).value, **_codec(cast(Any, type(record))).encode(record)}


def decode_record(value: Any) -> Record:
    """The record that a JSON object describes. Raises ``Invalid`` naming the path."""
    if not isinstance(value, dict):
        raise Invalid("the line must be an object")
    try:
        kind = RecordKind(value.get("kind"))
    except ValueError:
        raise Invalid(f"kind: {value.get('kind')!r} is not a kind of record") from None
    body = {key: item for key, item in value.items() if key != "kind"}
    return cast(Record, _codec(RECORD_TYPES[kind]).decode(body, ""))


def described_fields(type_: type) -> list[tuple[str, str]]:
    """Name and form of every field of a record or of what is nested in one, for documentation."""
    return [(name, codec.label) for name, codec in _stored(type_)]


def _stored(type_: type) -> list[tuple[str, Codec]]:
    hints = get_type_hints(type_)
    names = {field.name for field in fields(type_)}
    return [
        (field.name, _field_codec(type_, field.name, hints[field.name]))
        for field in fields(type_)
        if field.compare and f"{field.name}_id" not in names
    ]


def _field_codec(type_: type, name: str, hint: Any) -> Codec:
    if (type_, name) == (Addon, "categories"):
        return _many(_CATEGORY, tuple)
    if name == "id":
        return _ID
    return _codec(hint)


@cache
def _codec(hint: Any) -> Codec:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return _optional(_codec(inner))
    if origin is tuple and arguments[-1] is Ellipsis:
        return _many(_codec(arguments[0]), tuple)
    if origin is tuple:
        return _fixed([_codec(argument) for argument in arguments])
    if isinstance(hint, type) and issubclass(hint, NamedNumber):
        return _named_number(hint)
    if is_dataclass(hint):
        return _object(cast(type, hint))
    raise TypeError(f"no JSON form for {hint!r}")


def _refuse(path: str, problem: str) -> Invalid:
    return Invalid(f"{path}: {problem}" if path else problem)


def _same(value: Any) -> Any:
    return value


def _simple(label: str, is_one: Callable[[Any], bool]) -> Codec:
    def decode(value: Any, path: str) -> Any:
        if not is_one(value):
            raise _refuse(path, f"must be {label}")
        return value

    return Codec(label, _same, decode)


def _is_integer(value: Any) -> bool:
    return type(value) is int and -_INTEGER_LIMIT <= value < _INTEGER_LIMIT


def _decode_float(value: Any, path: str) -> float:
    if type(value) not in (int, float):
        raise _refuse(path, "must be a number")
    return float(value)


def _encode_date(value: datetime) -> str:
    return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _decode_date(value: Any, path: str) -> datetime:
    problem = "must be a date like 2018-10-11T12:30:45Z"
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise _refuse(path, problem)
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        raise _refuse(path, problem) from None


def _decode_texts(value: Any, path: str) -> Localized:
    if not isinstance(value, dict):
        raise _refuse(path, "must be an object of locale and text")
    for locale, text in value.items():
        if not _is_text(text) or not text.strip():
            raise _refuse(f"{path}.{locale}", "must be a text that is not blank")
    return Localized(value)


def _is_text(value: Any) -> bool:
    # PostgreSQL cannot store the NUL character, so no record may contain it.
    return isinstance(value, str) and "\x00" not in value


def _encode_category(value: int) -> str | int:
    category = CATEGORIES.get(value)
    if category is None:
        return value
    return f"{category.application.api_name}/{category.type.api_name}/{category.slug}"


def _decode_category(value: Any, path: str) -> int:
    if _is_integer(value) and value not in CATEGORIES:
        return cast(int, value)
    parts = value.split("/") if isinstance(value, str) else []
    if len(parts) == 3:
        application, type_ = Application.named(parts[0]), AddonType.named(parts[1])
        category = application and type_ and find_category(application, type_, parts[2])
        if category:
            return category.id
    raise _refuse(path, f"{value!r} is not a category")


def _named_number(enumeration: type[NamedNumber]) -> Codec:
    """Members by the name the API gives them; those without a name by their number."""
    written: dict[NamedNumber, str | int] = {
        member: member.value if member.api_name is None else member.api_name
        for member in enumeration
    }
    members = {form: member for member, form in written.items()}
    names = [f"`{form}`" for form in written.values()]

    def decode(value: Any, path: str) -> NamedNumber:
        member = members.get(value) if type(value) in (str, int) else None
        if member is None:
            raise _refuse(path, f"must be one of {', '.join(map(str, members))}")
        return member

    return Codec("one of " + ", ".join(names), written.__getitem__, decode)


def _optional(inner: Codec) -> Codec:
    return Codec(
        f"{inner.label}, or null",
        lambda value: None if value is None else inner.encode(value),
        lambda value, path: None if value is None else inner.decode(value, path),
    )


def _many(inner: Codec, build: Callable[[Any], Any]) -> Codec:
    def decode(value: Any, path: str) -> Any:
        if not isinstance(value, list):
            raise _refuse(path, "must be a list")
        return build(inner.decode(item, f"{path}[{i}]") for i, item in enumerate(value))

    return Codec(
        f"list of: {inner.label}", lambda value: [inner.encode(item) for item in value], decode
    )


def _fixed(inner: list[Codec]) -> Codec:
    label = "[" + ", ".join(codec.label for codec in inner) + "]"

    def decode(value: Any, path: str) -> Any:
        if not isinstance(value, list) or len(value) != len(inner):
            raise _refuse(path, f"must be a list of {len(inner)}")
        pairs = zip(inner, value, strict=True)
        return tuple(codec.decode(item, f"{path}[{i}]") for i, (codec, item) in enumerate(pairs))

    return Codec(
        label,
        lambda value: [codec.encode(item) for codec, item in zip(inner, value, strict=True)],
        decode,
    )


def _with_defaults(type_: Any) -> set[str]:
    """The fields that may be left out: dumps of older releases lack what is newer than they."""
    return {
        field.name
        for field in fields(type_)
        if field.default_factory is not MISSING
        or not (field.default is MISSING or field.default is NOT_LOADED)
    }


def _object(type_: type) -> Codec:
    stored = _stored(type_)
    names = {name for name, _ in stored}
    optional = _with_defaults(type_)
    required = [name for name, _ in stored if name not in optional]

    def encode(value: Any) -> dict[str, Any]:
        return {name: codec.encode(getattr(value, name)) for name, codec in stored}

    def decode(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise _refuse(path, "must be an object")
        prefix = f"{path}." if path else ""
        for name in value.keys() - names:
            raise _refuse(f"{prefix}{name}", "is unknown")
        for name in required:
            if name not in value:
                raise _refuse(f"{prefix}{name}", "is missing")
        return type_(
            **{
                name: codec.decode(value[name], prefix + name)
                for name, codec in stored
                if name in value
            }
        )

    return Codec(type_.__name__, encode, decode)


_CATEGORY = Codec(
    "`application/type/slug`, or the number of an unknown category",
    _encode_category,
    _decode_category,
)
_ID = _simple("a positive whole number", lambda value: _is_integer(value) and value > 0)
_PLAIN: Mapping[Any, Codec] = {
    bool: _simple("true or false", lambda value: isinstance(value, bool)),
    int: _simple("a whole number", _is_integer),
    float: Codec("a number", float, _decode_float),
    str: _simple("a text", _is_text),
    datetime: Codec("a date", _encode_date, _decode_date),
    Localized: Codec(
        "an object of locale and text",
        lambda value: dict(sorted(value.texts.items())),
        _decode_texts,
    ),
}
