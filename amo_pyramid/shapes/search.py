"""Add-ons in lists (catalog.md §6, column S and A)."""

from __future__ import annotations

from dataclasses import replace

from amo_pyramid.domain.search import Clause, Explanation
from amo_pyramid.shapes.addons import ADDON
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.shapes.people import AUTHOR
from amo_pyramid.shapes.versions import VERSION_OF_ADDON

AUTHOR_IN_LIST = AUTHOR.without("picture_url", name="author.simple")
BARE_VERSION = VERSION_OF_ADDON.without("license", "release_notes", name="version.bare")
#: In lists of v3 a version says neither its license nor its notes.
VERSION_IN_SEARCH = Shape(
    "version.search",
    tuple(
        replace(field, when="search-version-notes")
        for field in VERSION_OF_ADDON.own_fields()
        if field.name in ("license", "release_notes")
    ),
    base=VERSION_OF_ADDON,
)
ADDON_IN_SEARCH = ADDON.swap(
    name="addon.search", authors="author.simple", current_version="version.search"
)
RECOMMENDATION = ADDON.swap(
    name="addon.recommendation", authors="author.simple", current_version="version.bare"
)
SUGGESTION = ADDON.only(
    "id", "icon_url", "name", "promoted", "type", "url", name="addon.suggestion"
)


def _parts(name: str) -> Field:
    def get(explanation: Explanation, _: object) -> dict[str, dict[str, float]]:
        parts: tuple[Clause, ...] = getattr(explanation, name)
        return {part.name: {"weight": part.weight, "value": part.value} for part in parts}

    return Field(name, get=get)


EXPLANATION = Shape(
    "explanation",
    (Field("id"), _parts("clauses"), _parts("factors"), Field("score")),
    of=Explanation,
)
SHAPES = (
    AUTHOR_IN_LIST,
    BARE_VERSION,
    VERSION_IN_SEARCH,
    ADDON_IN_SEARCH,
    RECOMMENDATION,
    SUGGESTION,
    EXPLANATION,
)
