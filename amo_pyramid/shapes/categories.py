"""Categories (catalog.md §6.12)."""

from __future__ import annotations

from amo_pyramid.shapes.fields import Field, Shape

CATEGORY = Shape(
    "category",
    (
        Field("id"),
        Field("name", get=lambda category, rendering: rendering.translate(category.name)),
        Field("slug"),
        Field("application", get=lambda category, _: category.application.api_name),
        Field("misc", get="is_misc"),
        Field("type", get=lambda category, _: category.type.api_name),
        Field("weight"),
        Field("description", get=lambda *_: None),
    ),
)
SHAPES = (CATEGORY,)
