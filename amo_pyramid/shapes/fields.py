"""Shapes: the list of fields of a kind of object, compiled once per API version.

A field is declared once, with its conditions (``when``, ``unless``, ``visible``) and what it
needs from storage. Every (shape, version) pair becomes a flat tuple of names and getters when
the application is configured; nothing is removed from a dictionary afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from pyramid.exceptions import ConfigurationError

from amo_pyramid.domain.loading import Needs
from amo_pyramid.rendering import Rendering
from amo_pyramid.versions import ApiVersion

Getter = Callable[[Any, Rendering], Any]
Visible = Callable[[Any, Rendering], bool]
#: Takes all objects of an answer; gives the values by the objects' ids.
Batch = Callable[[Sequence[Any], Rendering], Mapping[int, Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """One key of an object.

    ``get`` is an attribute path (default: the name) or ``f(object, rendering)``. What is kept
    elsewhere comes from ``batch(objects, rendering)`` instead, which is called once for all
    objects of an answer and gives values by ``object.id``; what it leaves out is None. ``shape``
    names the shape its value is projected with, ``many`` of them in a list. ``when`` and
    ``unless`` name gates. ``visible(object, rendering)`` leaves the key out for some objects or
    viewers. ``needs`` are relations, separated by spaces, beside those of ``shape``. ``type`` is
    what the value is, where the annotations of ``get`` do not say (see
    :mod:`amo_pyramid.openapi.types`).
    """

    name: str
    get: str | Getter | None = None
    shape: str | None = None
    many: bool = False
    when: str | None = None
    unless: str | None = None
    visible: Visible | None = None
    needs: str = ""
    at: str | None = None
    type: Any = None
    batch: Batch | None = None

    def __post_init__(self) -> None:
        if self.batch is not None and self.get is not None:
            raise ConfigurationError(f"Field {self.name}: either get or batch, not both")

    def applies(self, version: ApiVersion) -> bool:
        if self.when is not None and not version.gate(self.when):
            return False
        return self.unless is None or not version.gate(self.unless)

    @property
    def relation(self) -> str:
        """The relation that the needs of ``shape`` are prefixed with."""
        if self.at is not None:
            return self.at
        return self.get if isinstance(self.get, str) else self.name


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a kind of object, in their order. Immutable; derive with the methods.

    A derived shape refers to its base, so a field that a plugin adds to the base shows in it,
    except in those made with :meth:`only`. ``of`` is the class of the objects.
    """

    name: str
    fields: tuple[Field, ...] = ()
    base: Shape | None = None
    left_out: frozenset[str] = frozenset()
    kept: tuple[str, ...] | None = None
    of: type | None = None

    @property
    def source(self) -> type | None:
        """The class of the objects, also of a derived shape."""
        return self.of if self.of is not None or self.base is None else self.base.source

    def only(self, *names: str, name: str) -> Shape:
        """Exactly these fields, in this order."""
        return Shape(name, base=self, kept=names)

    def without(self, *names: str, name: str) -> Shape:
        """All fields but these."""
        return Shape(name, base=self, left_out=frozenset(names))

    def swap(self, *, name: str, **shapes: str) -> Shape:
        """The same fields, some of them projected with other shapes."""
        found = {field.name: field for field in self.own_fields()}
        return Shape(
            name,
            tuple(replace(found[key], shape=value) for key, value in shapes.items()),
            base=self,
        )

    def plus(self, *fields: Field, name: str, of: type | None = None) -> Shape:
        """The same fields and more; ``of`` is the class of objects that have more."""
        return Shape(name, fields, base=self, of=of)

    def own_fields(self, added: Mapping[str, Sequence[Field]] | None = None) -> list[Field]:
        """All fields, inherited ones first; ``added`` are those of plugins by shape name."""
        extra = list((added or {}).get(self.name, ()))
        if self.base is None:
            return [*self.fields, *extra]
        inherited = self.base.own_fields(added)
        if self.kept is not None:
            return [*(f for n in self.kept for f in inherited if f.name == n), *extra]
        fields = _replace(inherited, self.fields)
        return [*(f for f in fields if f.name not in self.left_out), *extra]


def _replace(inherited: Sequence[Field], own: Sequence[Field]) -> Iterator[Field]:
    """Own fields take the place of inherited ones of their name; new ones come last. A name may
    stand several times, under different gates."""
    placed = set()
    for field in inherited:
        mine = [each for each in own if each.name == field.name]
        if not mine:
            yield field
        elif field.name not in placed:
            placed.add(field.name)
            yield from mine
    yield from (field for field in own if field.name not in placed)


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
                needs.update(f"{field.relation}.{need}" for need in inner.needs)
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
