"""From Python's annotations to JSON Schema.

An annotation says what a field is: ``int``, ``str | None``, ``list[str]``, a ``TypedDict``, an
enumeration, or a value type of :mod:`amo_pyramid.values`, whose look in an API version its
adapter's own ``schema`` describes. The annotations are those of the getters and of the domain's
classes, which the type checker has seen; nothing is written twice.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from amo_pyramid.rendering import Describe
from amo_pyramid.versions import ApiVersion

Schema = dict[str, Any]
UNIONS = (Union, types.UnionType)
PLAIN: Mapping[Any, Schema] = {
    type(None): {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    object: {},  # anything
}


class UnknownTypeError(TypeError):
    """An annotation that says nothing about JSON."""


class Types:
    """JSON Schemas of annotations in one API version; ``adapted`` describe the value types."""

    def __init__(self, version: ApiVersion, adapted: Mapping[type, Describe]) -> None:
        self.version = version
        self._adapted = adapted

    def schema(self, annotation: Any) -> Schema:
        """The JSON Schema of an annotation; a mapping is an object with exactly those keys.

        Raises :class:`UnknownTypeError` for one that cannot be known.
        """
        if isinstance(annotation, Mapping):
            return self.object(annotation)
        if annotation is Any or isinstance(annotation, (str, types.NoneType)):
            raise UnknownTypeError(f"{annotation!r} says nothing about JSON")
        origin = get_origin(annotation)
        if origin is not None:
            return self._generic(origin, get_args(annotation), annotation)
        if annotation in PLAIN:
            return dict(PLAIN[annotation])
        return self._class(annotation)

    def object(self, keys: Mapping[str, Any], optional: Collection[str] = ()) -> Schema:
        """An object with these keys, each with its annotation."""
        found = {name: self.schema(annotation) for name, annotation in keys.items()}
        required = [name for name in keys if name not in optional]
        return {"type": "object", "properties": found, "required": required}

    def adapted(self, value_type: type, *facts: Any) -> Schema:
        """The schema of a value type. Raises ``KeyError`` where there is no adapter."""
        return self._adapted[value_type](self.version, *facts)

    def _generic(self, origin: Any, arguments: tuple[Any, ...], annotation: Any) -> Schema:
        if origin in UNIONS:
            return any_of(self.schema(each) for each in arguments)
        if origin is Literal:
            return values_of(arguments)
        if origin is Annotated:
            return self._annotated(arguments[0], arguments[1:])
        if issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.schema(arguments[1])}
        if issubclass(origin, Collection):
            return {"type": "array", "items": self.schema(arguments[0])}
        raise UnknownTypeError(f"{annotation!r} says nothing about JSON")

    def _annotated(self, annotation: Any, facts: tuple[Any, ...]) -> Schema:
        if annotation in self._adapted:
            return self.adapted(annotation, *facts)
        described = self.schema(annotation)
        for fact in facts:
            described |= {"description": fact} if isinstance(fact, str) else dict(fact)
        return described

    def _class(self, annotation: Any) -> Schema:
        if annotation in self._adapted:
            return self.adapted(annotation)
        if is_typeddict(annotation):
            hints = get_type_hints(annotation, include_extras=True)
            return self.object(hints, annotation.__optional_keys__)
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return values_of(each.value for each in annotation)
        raise UnknownTypeError(f"{annotation!r} says nothing about JSON")


def values_of(values: Iterable[Any]) -> Schema:
    """One of these values, each once and in order."""
    found = list(dict.fromkeys(values))
    kinds = list(dict.fromkeys(PLAIN[type(value)]["type"] for value in found))
    return {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": found}


def any_of(schemas: Iterable[Schema]) -> Schema:
    """One of several; what can be null is said in one word where that is possible."""
    found: list[Schema] = []
    for schema in schemas:
        if schema not in found:
            found.append(schema)
    others = [schema for schema in found if schema != PLAIN[type(None)]]
    if len(found) == 1:
        return found[0]
    if len(others) == 1 and len(found) == 2 and isinstance(others[0].get("type"), str):
        nullable = {**others[0], "type": [others[0]["type"], "null"]}
        if "enum" in nullable:
            nullable["enum"] = [*nullable["enum"], None]
        return nullable
    return {"anyOf": [each for s in found for each in s.get("anyOf", (s,))]}


def without_none(annotation: Any) -> Any:
    """``X`` of ``X | None``; anything else as it is."""
    if get_origin(annotation) not in UNIONS:
        return annotation
    kept = [each for each in get_args(annotation) if each is not type(None)]
    return kept[0] if len(kept) == 1 else annotation


def type_of_result(function: Callable[..., Any]) -> Any:
    """What a function is annotated to return. Raises :class:`UnknownTypeError`."""
    try:
        hints = get_type_hints(function, include_extras=True)
    except (NameError, TypeError) as error:
        # Names that only a type checker imports, or no function but an object.
        raise UnknownTypeError(f"nothing says what {function!r} returns: {error}") from error
    if "return" not in hints:
        raise UnknownTypeError(f"{function!r} does not say what it returns")
    return type(None) if hints["return"] is None else hints["return"]


def type_of_batch(batch: Callable[..., Any]) -> Any:
    """What a batched field is, by the annotation of what is called for all objects: ``int | None``
    for a mapping to ``int``, since it may leave out some. Raises :class:`UnknownTypeError`."""
    found = type_of_result(batch)
    origin, arguments = get_origin(found), get_args(found)
    if not (isinstance(origin, type) and issubclass(origin, Mapping) and len(arguments) == 2):
        raise UnknownTypeError(f"{batch!r} does not say to what it maps ids")
    return arguments[1] | None


def type_of_path(source: type, path: str) -> Any:
    """What an attribute path leads to from an object of a class.

    An attribute of an enumeration's members has as its type the values that it has for them.
    Raises :class:`UnknownTypeError`.
    """
    found: Any = source
    for name in path.split("."):
        found = _type_of_attribute(without_none(found), name)
    return found


def _type_of_attribute(owner: Any, name: str) -> Any:
    if isinstance(owner, type) and issubclass(owner, Enum):
        return Literal[tuple(getattr(each, name) for each in owner)]
    attribute = getattr(owner, name, None)
    if isinstance(attribute, property) and attribute.fget is not None:
        return type_of_result(attribute.fget)
    hints = get_type_hints(owner, include_extras=True)
    if name not in hints:
        raise UnknownTypeError(f"{owner!r} does not say what its {name} is")
    return hints[name]
