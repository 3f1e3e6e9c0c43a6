"""Categories (catalog.md §6.12)."""

from __future__ import annotations

from amo_pyramid.constants.categories import Category
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape


def _name(category: Category, rendering: Rendering) -> str:
    return rendering.translate(category.name)


CATEGORY = Shape(
    "category",
    (
        Field("id"),
        Field("name", get=_name),
        Field("slug"),
        Field("application", get="application.api_name"),
        Field("misc", get="is_misc"),
        Field("type", get="type.api_name"),
        Field("weight"),
        Field("description", get=lambda *_: None, type=type(None)),
    ),
    of=Category,
)
SHAPES = (CATEGORY,)
