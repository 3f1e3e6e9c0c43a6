"""Output: which fields an object has, in which API version, and what they need from storage."""

from __future__ import annotations

from typing import Any

from amo_pyramid.shapes import (
    accounts,
    addons,
    categories,
    discovery,
    editorial,
    languages,
    people,
    personas,
    previews,
    search,
    statistics,
    versions,
)


def includeme(config: Any) -> None:
    """Register every shape."""
    for module in (
        versions,
        people,
        accounts,
        previews,
        personas,
        categories,
        addons,
        search,
        languages,
        discovery,
        editorial,
        statistics,
    ):
        for shape in module.SHAPES:
            config.add_shape(shape)
