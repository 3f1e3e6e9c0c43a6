"""Screenshots (catalog.md §6.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.version import Preview
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.values import Translated

#: The folder of the pictures of static themes.
OF_THEMES = "version-previews"


@dataclass(frozen=True, slots=True)
class PreviewIn:
    """A preview and the folder of its pictures."""

    preview: Preview
    folder: str


def previews_of(addon: Addon, _: Rendering) -> list[PreviewIn]:
    """The add-on's screenshots, of a static theme those of its current version; promotional
    graphics (position -1) are left out."""
    if addon.type is AddonType.STATICTHEME:
        version = addon.current_version
        found, folder = () if version is None else version.previews, OF_THEMES
    else:
        found, folder = addon.previews, "previews"
    shown = (preview for preview in found if preview.position >= 0)
    ordered = sorted(shown, key=lambda preview: (preview.position, preview.created, preview.id))
    return [PreviewIn(preview, folder) for preview in ordered]


def _caption(value: PreviewIn, _: Rendering) -> Translated | None:
    """Pictures of static themes are drawn by the service: they have no caption."""
    return None if value.folder == OF_THEMES else Translated(value.preview.caption)


def _size(name: str) -> Any:
    def get(value: PreviewIn, _: Rendering) -> list[int]:
        return list(getattr(value.preview, name) or ())

    return get


def _address(size: str) -> Any:
    def get(value: PreviewIn, rendering: Rendering) -> str:
        return rendering.urls.preview(value.preview, folder=value.folder, size=size)

    return get


PREVIEW = Shape(
    "preview",
    (
        Field("id", get="preview.id"),
        Field("caption", get=_caption),
        Field("image_size", get=_size("image_size")),
        Field("image_url", get=_address("full")),
        Field("position", get="preview.position", unless="del-preview-position"),
        Field("thumbnail_size", get=_size("thumbnail_size")),
        Field("thumbnail_url", get=_address("thumbs")),
    ),
    of=PreviewIn,
)
SHAPES = (PREVIEW,)
