"""Shapes: the list of fields of a kind of object.

A field is declared once, with its conditions (``when``, ``unless``, ``visible``) and what it
needs from storage. What becomes of it is in :mod:`amo_pyramid.shapes.compiled`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyramid.exceptions import ConfigurationError

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
    what the value is, where the annotations of ``get`` or ``batch`` do not say (see
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
