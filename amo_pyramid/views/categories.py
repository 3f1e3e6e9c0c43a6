"""Categories (catalog.md §5.12)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.answers import Many
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.services import AmoService
from amo_pyramid.shapes.compiled import CompiledShape
from amo_pyramid.shapes.versions import is_known

categories = AmoService(
    "category-list",
    "/addons/categories/",
    description="All categories of all applications and types.",
    credentials=False,
    cache=6 * 60 * 60,
)


@categories.get(answers=Many("category"))
def list_categories(request: Any) -> Any:
    def build(compiled: CompiledShape) -> list[Any]:
        known = [
            category
            for category in CATEGORIES.values()
            if is_known(category.application, request.api_version)
        ]
        return compiled.project_many(known, request.rendering)

    return request.show("category", (), build)
