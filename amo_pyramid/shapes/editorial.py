"""Editorial lists (catalog.md §5.14, §6.10, §6.13) and browser mappings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    CompatRange,
    EditorialEntry,
    ResolvedReplacement,
)
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.discovery import HEADINGS
from amo_pyramid.shapes.fields import Field, Shape


class ApplicationRange(TypedDict):
    """What an override says of an application."""

    name: str
    id: int
    min_version: str
    max_version: str
    guid: str


class VersionRange(TypedDict):
    """What an override says of versions of the add-on."""

    addon_min_version: str
    addon_max_version: str
    applications: list[ApplicationRange]


def _application(range_: CompatRange, _: Rendering) -> ApplicationRange:
    return {
        "name": range_.application.label,
        "id": int(range_.application),
        "min_version": range_.min_version,
        "max_version": range_.max_version,
        "guid": range_.application.guid,
    }


def _ranges(override: CompatOverride, rendering: Rendering) -> list[VersionRange]:
    return [_range(ranges, rendering) for ranges in override.merged_ranges()]


def _range(ranges: Sequence[CompatRange], rendering: Rendering) -> VersionRange:
    return {
        "addon_min_version": ranges[0].addon_min_version,
        "addon_max_version": ranges[0].addon_max_version,
        "applications": [_application(range_, rendering) for range_ in ranges],
    }


class Named(TypedDict):
    """An add-on by nothing but its guid."""

    guid: str | None


def _addon(entry: EditorialEntry, _: Rendering) -> Named:
    return {"guid": entry.guid}


REPLACEMENT = Shape(
    "replacement",
    (Field("guid"), Field("replacement", get="guids")),
    of=ResolvedReplacement,
)
OVERRIDE = Shape(
    "compat-override",
    (
        Field("addon_id"),
        Field("addon_guid", get="guid"),
        Field("name"),
        Field("version_ranges", get=_ranges),
    ),
    of=CompatOverride,
)
EDITORIAL_ITEM = Shape(
    "editorial-item",
    (
        Field("addon", get=_addon),
        Field("custom_heading", get="item.custom_heading", when=HEADINGS),
        Field("custom_description", get="item.custom_description"),
    ),
    of=EditorialEntry,
)
BROWSER_MAPPING = Shape(
    "browser-mapping", (Field("extension_id"), Field("addon_guid")), of=BrowserMapping
)
SHAPES = (REPLACEMENT, OVERRIDE, EDITORIAL_ITEM, BROWSER_MAPPING)
