"""From shapes and what views answer to JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amo_pyramid.answers import Many, One, Paged
from amo_pyramid.domain.query import Page
from amo_pyramid.openapi.types import (
    Schema,
    Types,
    UnknownTypeError,
    any_of,
    type_of_batch,
    type_of_path,
    type_of_result,
    without_none,
)
from amo_pyramid.shapes.compiled import ShapeTable
from amo_pyramid.shapes.fields import Field, Shape

NULL: Schema = {"type": "null"}


def type_of(field: Field, source: type | None) -> Any:
    """The annotation of a field of objects of a class. Raises :class:`UnknownTypeError`."""
    if field.type is not None:
        return field.type
    if field.batch is not None:
        return type_of_batch(field.batch)
    if callable(field.get):
        return type_of_result(field.get)
    if source is None:
        raise UnknownTypeError(f"nobody says of what class the objects with {field.name} are")
    return type_of_path(source, field.get or field.name)


class Shapes:
    """Components of the description: the shapes of one API version, as far as they are used."""

    def __init__(self, table: ShapeTable, types: Types) -> None:
        self._table = table
        self._types = types
        self.components: dict[str, Schema] = {}

    def content(self, content: Any) -> Schema:
        """The JSON Schema of what a view answers (:data:`amo_pyramid.answers.Content`)."""
        if content is None:
            return {}
        if isinstance(content, tuple):
            return any_of([self.content(each) for each in content])
        if isinstance(content, Mapping):
            found = {key: self.content(each) for key, each in content.items()}
            return {"type": "object", "properties": found, "required": list(found)}
        if not isinstance(content, One):
            return self._types.schema(content)
        item = self._object(content.shape, content.extra)
        if isinstance(content, Paged):
            return self._types.adapted(Page, item)
        return {"type": "array", "items": item} if isinstance(content, Many) else item

    def field(self, field: Field, source: type | None) -> Schema:
        """The JSON Schema of a field; of what cannot be known, a third party's, no word."""
        try:
            annotation = type_of(field, source)
        except UnknownTypeError:
            return {} if field.shape is None else self._nested(field, nullable=True)
        if field.shape is not None:
            return self._nested(field, nullable=without_none(annotation) is not annotation)
        try:
            return self._types.schema(annotation)
        except UnknownTypeError:
            return {}

    def _nested(self, field: Field, *, nullable: bool) -> Schema:
        item = self._reference(field.shape or "")
        if field.many:
            return {"type": "array", "items": item}
        return {"anyOf": [item, NULL]} if nullable else item

    def _object(self, name: str, extra: tuple[Field, ...]) -> Schema:
        if not extra:
            return self._reference(name)
        shape = self._table.shapes[name]
        return self._describe(shape, [*shape.own_fields(self._table.added), *extra])

    def _reference(self, name: str) -> Schema:
        if name not in self.components:
            self.components[name] = {}  # a shape may hold itself
            shape = self._table.shapes[name]
            fields = shape.own_fields(self._table.added)
            self.components[name] = self._describe(shape, fields)
        return {"$ref": f"#/components/schemas/{name}"}

    def _describe(self, shape: Shape, fields: list[Field]) -> Schema:
        shown = [field for field in fields if field.applies(self._types.version)]
        return {
            "type": "object",
            "properties": {field.name: self.field(field, shape.source) for field in shown},
            "required": [field.name for field in shown if field.visible is None],
        }
