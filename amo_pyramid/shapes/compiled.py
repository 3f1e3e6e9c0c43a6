"""Shapes as they are used: each compiled once per API version.

Every (shape, version) pair becomes a flat tuple of names and getters when the application is
configured; nothing is removed from a dictionary afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from pyramid.exceptions import ConfigurationError

from amo_pyramid.domain.loading import Needs
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Batch, Field, Getter, Shape, Visible
from amo_pyramid.versions import ApiVersion


@dataclass(frozen=True, slots=True)
class Column:
    """One field for many objects at once."""

    name: str
    get: Getter
    batch: Batch | None
    visible: Visible | None
    inner: CompiledShape | None
    many: bool

    def fill(
        self, objects: Sequence[Any], rows: Sequence[dict[str, Any]], rendering: Rendering
    ) -> None:
        """Put the field into the rows of those objects that show it."""
        shown = [
            (each, row)
            for each, row in zip(objects, rows, strict=True)
            if self.visible is None or self.visible(each, rendering)
        ]
        values = self._values([each for each, _ in shown], rendering)
        for (_, row), value in zip(shown, values, strict=True):
            row[self.name] = value

    def _values(self, objects: Sequence[Any], rendering: Rendering) -> Sequence[Any]:
        if self.batch is None:
            found = [self.get(each, rendering) for each in objects]
        else:
            by_id = self.batch(objects, rendering) if objects else {}
            found = [by_id.get(each.id) for each in objects]
        if self.inner is None:
            return found
        if not self.many:
            present = [each for each in found if each is not None]
            projected = iter(self.inner.project_many(present, rendering))
            return [None if each is None else next(projected) for each in found]
        lists = [list(each or ()) for each in found]
        flat = self.inner.project_many([item for items in lists for item in items], rendering)
        projected = iter(flat)
        return [[next(projected) for _ in items] for items in lists]


@dataclass(frozen=True, slots=True)
class CompiledShape:
    """A shape for one API version: what to fetch and how to project.

    ``columns`` are the fields once more, where one of them or of a shape within is batched.
    """

    name: str
    needs: Needs
    getters: tuple[tuple[str, Getter, Visible | None], ...]
    columns: tuple[Column, ...] = ()

    def project(self, value: Any, rendering: Rendering) -> dict[str, Any]:
        """The object as a dictionary that may still hold value types. For several objects use
        :meth:`project_many`."""
        if self.columns:
            return self.project_many([value], rendering)[0]
        return {
            name: get(value, rendering)
            for name, get, visible in self.getters
            if visible is None or visible(value, rendering)
        }

    def project_many(self, values: Sequence[Any], rendering: Rendering) -> list[dict[str, Any]]:
        """The objects as dictionaries, in order; each batched field is asked for once."""
        if not self.columns:
            return [self.project(value, rendering) for value in values]
        rows: list[dict[str, Any]] = [{} for _ in values]
        for column in self.columns:
            column.fill(values, rows, rendering)
        return rows


class ShapeTable:
    """All shapes of one application, compiled for its versions."""

    def __init__(self) -> None:
        self.shapes: dict[str, Shape] = {}
        self.added: dict[str, list[Field]] = {}
        #: Where plugins have added their fields, for messages.
        self.places: dict[Field, str] = {}
        self._compiled: dict[tuple[str, str], CompiledShape] = {}

    def get(self, name: str, version: ApiVersion) -> CompiledShape:
        return self._compiled[name, version.name]

    def gates(self) -> set[str]:
        """The gates that any field refers to."""
        fields = [f for shape in self.shapes.values() for f in shape.own_fields(self.added)]
        return {gate for f in fields for gate in (f.when, f.unless) if gate is not None}

    def compile(self, versions: Iterable[ApiVersion]) -> None:
        """Compile every (shape, version) pair. Raises ``ConfigurationError`` for an unknown shape
        and for two fields of one name in a version."""
        for version in versions:
            for name in self.shapes:
                self._compile(name, version)

    def _compile(self, name: str, version: ApiVersion) -> CompiledShape:
        found = self._compiled.get((name, version.name))
        if found is not None:
            return found
        needs: set[str] = set()
        columns: dict[str, Column] = {}
        for field in self.shapes[name].own_fields(self.added):
            if not field.applies(version):
                continue
            if field.name in columns:
                raise ConfigurationError(self._twice(name, field, version))
            needs.update(field.needs.split())
            inner = None
            if field.shape is not None:
                inner = self._inner(name, field, version)
                # What a batch gives, it has loaded itself.
                own = inner.needs if field.batch is None else ()
                needs.update(f"{field.relation}.{need}" for need in own)
            columns[field.name] = Column(
                field.name, _plain_getter(field), field.batch, field.visible, inner, field.many
            )
        compiled = CompiledShape(
            name,
            frozenset(needs),
            tuple((each.name, _getter(each), each.visible) for each in columns.values()),
            tuple(columns.values()) if any(map(_is_batched, columns.values())) else (),
        )
        self._compiled[name, version.name] = compiled
        return compiled

    def _inner(self, name: str, field: Field, version: ApiVersion) -> CompiledShape:
        if field.shape not in self.shapes:
            raise ConfigurationError(f"{name}.{field.name}: there is no shape {field.shape}")
        return self._compile(field.shape, version)

    def _twice(self, name: str, field: Field, version: ApiVersion) -> str:
        rivals = [
            place
            for each in self.shapes[name].own_fields(self.added)
            if each.name == field.name and (place := self.places.get(each)) is not None
        ]
        where = ", and by ".join(rivals)
        return f"{name} has a field {field.name} already in {version.name}; added by {where}"


def _plain_getter(field: Field) -> Getter:
    if callable(field.get):
        return field.get
    read = attrgetter(field.get or field.name)
    return lambda value, _: read(value)


def _is_batched(column: Column) -> bool:
    return column.batch is not None or (column.inner is not None and bool(column.inner.columns))


def _getter(column: Column) -> Getter:
    inner = column.inner
    return column.get if inner is None else _nested_getter(column.get, inner, many=column.many)


def _nested_getter(getter: Getter, inner: CompiledShape, *, many: bool) -> Getter:
    def one(value: Any, rendering: Rendering) -> Any:
        found = getter(value, rendering)
        return None if found is None else inner.project(found, rendering)

    def each(value: Any, rendering: Rendering) -> list[Any]:
        return [inner.project(item, rendering) for item in getter(value, rendering)]

    return each if many else one
