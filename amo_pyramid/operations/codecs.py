"""How values become plain JSON and come back, by the type hints of dataclasses.

Every stored field is there under its own name. What is derived is left out (fields that do not
take part in comparison), and so is an object that is a record of its own (``license`` beside
``license_id``). Reading is strict: what is unknown, missing or of another type is refused with
the path of the value.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from amo_pyramid.constants.names import NamedNumber
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.operations.plain_values import BY_NAME, CATEGORY, PLAIN, Codec, refuse


def stored_fields(type_: type) -> list[tuple[str, Codec]]:
    """Names and codecs of what is written of a dataclass."""
    hints = get_type_hints(type_)
    names = {field.name for field in fields(type_)}
    return [
        (field.name, _field_codec(type_, field.name, hints[field.name]))
        for field in fields(type_)
        if field.compare and f"{field.name}_id" not in names
    ]


def _field_codec(type_: type, name: str, hint: Any) -> Codec:
    if (type_, name) == (Addon, "categories"):
        return _many(CATEGORY, tuple)
    if name in BY_NAME:
        return BY_NAME[name]
    return codec_of(hint)


@cache
def codec_of(hint: Any) -> Codec:
    """How values with that type hint are written. Raises ``TypeError`` for one without a form."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return _optional(codec_of(inner))
    if origin is tuple and arguments[-1] is Ellipsis:
        return _many(codec_of(arguments[0]), tuple)
    if origin is tuple:
        return _fixed([codec_of(argument) for argument in arguments])
    if isinstance(hint, type):
        return _of_class(hint)
    raise TypeError(f"no JSON form for {hint!r}")


def _of_class(hint: type) -> Codec:
    if issubclass(hint, NamedNumber):
        return _named_number(hint)
    if issubclass(hint, Enum):
        return _word(hint)
    if is_dataclass(hint):
        return _object(hint)
    raise TypeError(f"no JSON form for {hint!r}")


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
            raise refuse(path, f"must be one of {', '.join(map(str, members))}")
        return member

    return Codec("one of " + ", ".join(names), written.__getitem__, decode)


def _word(enumeration: type[Enum]) -> Codec:
    """Members by their value, a word."""
    members = {member.value: member for member in enumeration}

    def decode(value: Any, path: str) -> Enum:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            raise refuse(path, f"must be one of {', '.join(members)}")
        return member

    label = "one of " + ", ".join(f"`{word}`" for word in members)
    return Codec(label, lambda value: value.value, decode)


def _optional(inner: Codec) -> Codec:
    return Codec(
        f"{inner.label}, or null",
        lambda value: None if value is None else inner.encode(value),
        lambda value, path: None if value is None else inner.decode(value, path),
    )


def _many(inner: Codec, build: Callable[[Any], Any]) -> Codec:
    def decode(value: Any, path: str) -> Any:
        if not isinstance(value, list):
            raise refuse(path, "must be a list")
        return build(inner.decode(item, f"{path}[{i}]") for i, item in enumerate(value))

    return Codec(
        f"list of: {inner.label}", lambda value: [inner.encode(item) for item in value], decode
    )


def _fixed(inner: list[Codec]) -> Codec:
    label = "[" + ", ".join(codec.label for codec in inner) + "]"

    def decode(value: Any, path: str) -> Any:
        if not isinstance(value, list) or len(value) != len(inner):
            raise refuse(path, f"must be a list of {len(inner)}")
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
    stored = stored_fields(type_)
    names = {name for name, _ in stored}
    optional = _with_defaults(type_)
    required = [name for name, _ in stored if name not in optional]

    def encode(value: Any) -> dict[str, Any]:
        return {name: codec.encode(getattr(value, name)) for name, codec in stored}

    def decode(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise refuse(path, "must be an object")
        prefix = f"{path}." if path else ""
        for name in value.keys() - names:
            raise refuse(f"{prefix}{name}", "is unknown")
        for name in required:
            if name not in value:
                raise refuse(f"{prefix}{name}", "is missing")
        return type_(
            **{
                name: codec.decode(value[name], prefix + name)
                for name, codec in stored
                if name in value
            }
        )

    return Codec(type_.__name__, encode, decode)
