"""Every public directive, in one place.

Most stand next to what they configure; this module adds those that touch several parts and
compiles what the directives collected, when all of them have run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyramid.exceptions import ConfigurationError

from amo_pyramid.backends.base.catalogue import ADDON_NEEDS, VERSION_NEEDS
from amo_pyramid.declaring import declare
from amo_pyramid.domain.search import AddonQuery
from amo_pyramid.schemas.search import FILTERS
from amo_pyramid.shapes.compiled import ShapeTable
from amo_pyramid.shapes.fields import Field, Shape

#: After every directive's own action, before the unknown settings are looked for.
COMPILE_PHASE = 900
#: What search reads itself.
OWN_PARAMETERS = frozenset(
    {*FILTERS, "sort", "page", "page_size", "lang", "format", "explain", "wrap_outgoing_links"}
)


def add_shape(config: Any, shape: Shape) -> None:
    """Directive: make a shape known under its name."""
    table: ShapeTable = config.registry["amo.shapes"]
    declare(
        config, "shape", (shape.name,), shape, lambda: table.shapes.__setitem__(shape.name, shape)
    )


def add_serializer_field(config: Any, shape: str, field: Field) -> None:
    """Directive: add a field to the shape of that name and to all derived from it.

    Two fields of one name in one shape are a configuration conflict; a field that the shape has
    already, an unknown shape, gate or relation raise ``ConfigurationError``.
    """
    table: ShapeTable = config.registry["amo.shapes"]

    place = _place(config)

    def register() -> None:
        if shape not in table.shapes:
            raise ConfigurationError(f"{place}: there is no shape {shape}")
        table.added.setdefault(shape, []).append(field)
        table.places[field] = place

    key = (shape, field.name, field.when, field.unless)
    declare(config, "field", key, field, register, order=COMPILE_PHASE - 1)


def _place(config: Any) -> str:
    """Where the directive that is running was called, as Pyramid writes it in a conflict."""
    return str(config.action_info).strip()


def _check_needs(table: ShapeTable) -> None:
    """Refuse needs of added fields that nothing answers: storage would, on every request."""
    known = set(ADDON_NEEDS | VERSION_NEEDS)
    for shape in table.shapes.values():
        for field in shape.fields:
            known.update(part for need in field.needs.split() for part in need.split("."))
            known.update(field.relation.split(".") if field.shape is not None else ())
    for shape_name, fields in table.added.items():
        for field in fields:
            unknown = {part for need in field.needs.split() for part in need.split(".")} - known
            if unknown:
                raise ConfigurationError(
                    f"{table.places[field]}: {shape_name}.{field.name} needs "
                    f"{', '.join(sorted(unknown))}, which no relation answers"
                )


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """A search parameter of a third party: how it is read and what it does to a query."""

    node: Any
    apply: Callable[[AddonQuery, Any], AddonQuery]


def add_search_filter(
    config: Any, name: str, node: Any, apply: Callable[[AddonQuery, Any], AddonQuery]
) -> None:
    """Directive: give search and autocomplete another parameter.

    ``node`` is a colander node that reads its text; ``apply(query, value)`` returns the narrowed
    query, by any of its attributes or by ``within``, a set of ids. Not called where the
    parameter is absent. Two filters of one name are a configuration conflict.
    """
    filters: dict[str, SearchFilter] = config.registry["amo.search.filters"]
    if name in OWN_PARAMETERS:
        raise ConfigurationError(f"{_place(config)}: search has a parameter {name} already")
    node = node.clone()
    node.name = name
    found = SearchFilter(node, apply)
    declare(config, "search-filter", (name,), found, lambda: filters.__setitem__(name, found))


def add_amo_migrations(config: Any, place: str, *, tables: Sequence[Any] = ()) -> None:
    """Directive: bring tables of one's own, by Alembic migrations in ``package:folder``.

    ``tables`` are those (``sqlalchemy.Table``) whose rows are a part of dumps, in an order in which
    they can be stored. They have a primary key; two of one name are a configuration conflict.

    Revisions are called ``NAME_0001``, with a word before the number that no other plugin has.
    ``amo-pyramid db upgrade`` runs them after the catalogue's own, the start-up check covers
    them, and ``amo-pyramid db remove NAME`` undoes them.
    """
    places: list[str] = config.registry["amo.migrations"]
    if not all(place.partition(":")):
        raise ConfigurationError(f"add_amo_migrations: {place} does not look like package:folder")
    declare(config, "migrations", (place,), place, lambda: places.append(place))
    dumped: list[Any] = config.registry["amo.tables"]
    for table in tables:
        declare(config, "table", (str(table),), table, partial(dumped.append, table))


def includeme(config: Any) -> None:
    registry = config.registry
    registry["amo.migrations"] = []
    registry["amo.tables"] = []
    config.add_directive("add_amo_migrations", add_amo_migrations)
    registry["amo.shapes"] = ShapeTable()
    config.add_directive("add_shape", add_shape)
    registry["amo.search.filters"] = {}
    config.add_directive("add_serializer_field", add_serializer_field)
    config.add_directive("add_search_filter", add_search_filter)

    def compile_shapes() -> None:
        table: ShapeTable = registry["amo.shapes"]
        versions = registry["amo.versions"]
        versions.check_gates(table.gates())
        _check_needs(table)
        table.compile(versions.by_name.values())

    config.action("amo-shapes-compiled", compile_shapes, order=COMPILE_PHASE)
