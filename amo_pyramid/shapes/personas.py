"""The data of lightweight themes (catalog.md §6.9)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.domain.addon import Addon
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.urls import stamp
from amo_pyramid.values import Html, Markup

ICON, PREVIEW = "icon.png", "preview.png"


def has_theme_data(addon: Addon, _: Rendering) -> bool:
    """Whether the add-on is a lightweight theme with its data."""
    return addon.type is AddonType.PERSONA and addon.persona is not None


def persona_icon(addon: Addon, rendering: Rendering) -> str:
    """The theme's own icon, or nothing when its data is missing (§6.7)."""
    if addon.persona is None:
        return ""
    modified = addon.persona.checksum[:8] or stamp(addon.modified)
    return f"{rendering.urls.persona_image(addon, ICON)}?modified={modified}"


def _image(name: str) -> Any:
    def get(addon: Addon, rendering: Rendering) -> str:
        return rendering.urls.persona_image(addon, getattr(addon.persona, name))

    return get


def _colour(name: str) -> Any:
    def get(addon: Addon, _: Rendering) -> str | None:
        value = getattr(addon.persona, name)
        return f"#{value}" if value else None

    return get


def _category(addon: Addon, _: Rendering) -> str:
    names = (CATEGORIES[id_].name for id_ in sorted(addon.categories) if id_ in CATEGORIES)
    return next(names, "")


def _best(name: str) -> Any:
    def get(addon: Addon, rendering: Rendering) -> str | None:
        found = getattr(addon, name).best(rendering.locale)
        return None if found is None else found[1]

    return get


def _description(addon: Addon, rendering: Rendering) -> Html | None:
    text = _best("description")(addon, rendering)
    return None if text is None else Html(text, Markup.RICH)


def _update_url(addon: Addon, rendering: Rendering) -> str:
    urls = rendering.urls
    return f"{urls.site}/{urls.locale}/themes/update-check/{addon.id}"


def _id(addon: Addon, _: Rendering) -> str:
    return str(addon.id)


def _preview(addon: Addon, rendering: Rendering) -> str:
    return rendering.urls.persona_image(addon, PREVIEW)


def _page(addon: Addon, rendering: Rendering) -> str:
    return rendering.urls.addon(addon)


PERSONA = Shape(
    "persona",
    (
        Field("id", get=_id),
        Field("name", get=_best("name")),
        Field("accentcolor", get=_colour("accent_color")),
        Field("textcolor", get=_colour("text_color")),
        Field("category", get=_category),
        Field("author", get="persona.display_username"),
        Field("description", get=_description),
        Field("header", get=_image("header")),
        Field("footer", get=_image("footer")),
        Field("headerURL", get=_image("header")),
        Field("footerURL", get=_image("footer")),
        Field("previewURL", get=_preview),
        Field("iconURL", get=persona_icon),
        Field("updateURL", get=_update_url),
        Field("detailURL", get=_page),
        Field("version", get=lambda *_: "1.0", type=str),
    ),
    of=Addon,
)
SHAPES = (PERSONA,)
