"""Shapes: fields with conditions, compiled per version."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.shapes.compiled import ShapeTable
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.versions import ApiVersion

OLD = ApiVersion("old", frozenset({"shim"}))
NEW = ApiVersion("new")


@dataclass
class Thing:
    id: int = 1
    name: str = "thing"
    parts: list = field(default_factory=list)


def table(*shapes: Shape, **added: list[Field]) -> ShapeTable:
    found = ShapeTable()
    found.shapes = {shape.name: shape for shape in shapes}
    found.added = added
    found.compile([OLD, NEW])
    return found


def project(found: ShapeTable, name: str, version: ApiVersion = NEW, thing: Thing | None = None):
    return found.get(name, version).project(thing or Thing(), None)


THING = Shape(
    "thing",
    (
        Field("id"),
        Field("name", when="shim"),
        Field("title", get="name", unless="shim"),
        Field("parts", shape="part", many=True, needs="parts"),
    ),
)
PART = Shape("part", (Field("id"), Field("owner", get=lambda part, _: "me", needs="owner")))


def test_a_field_is_there_in_the_versions_its_gate_says():
    found = table(THING, PART)
    assert project(found, "thing", OLD) == {"id": 1, "name": "thing", "parts": []}
    assert project(found, "thing", NEW) == {"id": 1, "title": "thing", "parts": []}


def test_what_a_nested_shape_needs_is_needed_below_its_relation():
    assert table(THING, PART).get("thing", NEW).needs == {"parts", "parts.owner"}


def test_nested_objects_are_projected_with_their_shape():
    thing = Thing(parts=[Thing(id=2)])
    assert project(table(THING, PART), "thing", NEW, thing)["parts"] == [{"id": 2, "owner": "me"}]


def test_a_field_of_a_plugin_shows_in_derived_shapes_but_not_in_fixed_lists():
    bigger = THING.plus(Field("more", get=lambda *_: 1), name="bigger")
    smaller = THING.only("id", name="smaller")
    found = table(THING, PART, bigger, smaller, thing=[Field("badge", get=lambda *_: "b")])
    assert list(project(found, "bigger")) == ["id", "title", "parts", "badge", "more"]
    assert list(project(found, "smaller")) == ["id"]


def test_a_derived_shape_can_leave_fields_out_and_project_others_otherwise():
    brief = Shape("brief", (Field("id"),))
    derived = THING.without("id", name="derived").swap(name="swapped", parts="brief")
    thing = Thing(parts=[Thing(id=2)])
    found = table(THING, PART, brief, derived)
    assert project(found, "swapped", NEW, thing) == {"title": "thing", "parts": [{"id": 2}]}


def test_a_field_can_be_hidden_for_some_objects():
    shape = Shape("s", (Field("id", visible=lambda thing, _: thing.id > 1),))
    assert project(table(shape), "s") == {}
    assert project(table(shape), "s", NEW, Thing(id=2)) == {"id": 2}


def test_a_null_relation_is_a_null_value():
    shape = Shape("s", (Field("name", shape="part"),))
    assert project(table(shape, PART), "s", NEW, Thing(name=None)) == {"name": None}


def test_gates_of_all_fields_can_be_asked_for():
    assert table(THING, PART).gates() == {"shim"}


@pytest.mark.parametrize("use", [bool, list, len, lambda value: value.name])
def test_what_was_not_loaded_refuses_every_use(use):
    with pytest.raises(RuntimeError, match="was not loaded"):
        use(NOT_LOADED)
