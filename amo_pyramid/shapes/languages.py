"""Language packs and dictionaries (catalog.md §6.11)."""

from __future__ import annotations

from dataclasses import dataclass

from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.version import Version
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.shapes.versions import VERSION, VersionOf
from amo_pyramid.values import Translated


@dataclass(frozen=True, slots=True)
class LanguageTool:
    """An add-on, and its newest version for the application version that was asked about.

    ``is_asked`` tells "there is none" from "nobody asked".
    """

    addon: Addon
    compatible: Version | None = None
    is_asked: bool = False

    @property
    def id(self) -> int:
        """The add-on's, for batched fields."""
        return self.addon.id


def _compatible(tool: LanguageTool, _: Rendering) -> VersionOf | None:
    if tool.compatible is None:
        return None
    return VersionOf(tool.compatible, tool.addon.slug, tool.addon.type)


def _is_asked(tool: LanguageTool, _: Rendering) -> bool:
    return tool.is_asked


def _name(tool: LanguageTool, _: Rendering) -> Translated:
    return Translated(tool.addon.name)


def _page(tool: LanguageTool, rendering: Rendering) -> str:
    return rendering.urls.addon(tool.addon)


COMPATIBLE_VERSION = VERSION.only(
    "id", "files", "file", "reviewed", "version", name="version.compatible"
)
LANGUAGE_TOOL = Shape(
    "language-tool",
    (
        Field("id", get="addon.id"),
        Field(
            "current_compatible_version",
            get=_compatible,
            shape="version.compatible",
            at="compatible",
            visible=_is_asked,
        ),
        Field("default_locale", get="addon.default_locale"),
        Field("guid", get="addon.guid"),
        Field(
            "locale_disambiguation",
            get=lambda *_: None,
            when="addons-locale_disambiguation-shim",
            type=type(None),
        ),
        Field("name", get=_name),
        Field("slug", get="addon.slug"),
        Field("target_locale", get="addon.target_locale"),
        Field("type", get="addon.type.api_name"),
        Field("url", get=_page),
    ),
    of=LanguageTool,
)
SHAPES = (COMPATIBLE_VERSION, LANGUAGE_TOOL)
