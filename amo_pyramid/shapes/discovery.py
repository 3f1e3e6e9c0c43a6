"""Items of the discovery list (catalog.md §6.14)."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.editorial import DiscoveryItem
from amo_pyramid.domain.text import Localized
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.addons import ADDON, listed_authors
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.shapes.people import public_name
from amo_pyramid.shapes.versions import VERSION_OF_ADDON
from amo_pyramid.values import Html, Markup

DETAILS = "discovery-details"
HEADINGS = "disco-heading-and-description-shim"


@dataclass(frozen=True, slots=True)
class Discovered:
    """An add-on to discover, and the item that chose it: none when it was recommended."""

    addon: Addon
    item: DiscoveryItem
    is_recommendation: bool


def _best(text: Localized, rendering: Rendering) -> str:
    found = text.best(rendering.locale)
    return "" if found is None else found[1]


def _link(discovered: Discovered, rendering: Rendering) -> str:
    source = {
        "src": "api",
        "utm_content": "discopane-entry-link",
        "utm_medium": "firefox-browser",
        "utm_source": f"discovery.{urlsplit(rendering.urls.site).hostname}",
    }
    return html.escape(f"{rendering.urls.addon(discovered.addon)}?{urlencode(source)}")


def _heading(discovered: Discovered, rendering: Rendering) -> str:
    """HTML: the editors' heading with the add-on in it, or the add-on and its authors."""
    item, addon = discovered.item, discovered.addon
    name = html.escape(item.custom_addon_name or _best(addon.name, rendering))
    authors = html.escape(", ".join(public_name(user) for user in listed_authors(addon)))
    link = _link(discovered, rendering)
    if not item.custom_heading:
        return f'{name} <span>by <a href="{link}">{authors}</a></span>'
    heading = html.escape(item.custom_heading)
    for mark, markup in (
        ("{start_sub_heading}", "<span>"),
        ("{end_sub_heading}", "</span>"),
        ("{addon_name}", f'<a href="{link}">{name} by {authors}</a>'),
    ):
        heading = heading.replace(mark, markup)
    return heading


def _text(discovered: Discovered, rendering: Rendering) -> str | None:
    item, addon = discovered.item, discovered.addon
    if item.custom_description:
        return item.custom_description
    if addon.type is AddonType.EXTENSION:
        return _best(addon.summary, rendering) or None
    return None


def _description(discovered: Discovered, rendering: Rendering) -> str:
    item, addon = discovered.item, discovered.addon
    if item.custom_description:
        return f"<blockquote>{html.escape(item.custom_description)}</blockquote>"
    source = addon.description if addon.type is AddonType.PERSONA else addon.summary
    if addon.type not in (AddonType.EXTENSION, AddonType.PERSONA) or not source:
        return ""
    cleaned = rendering.adapt(Html(_best(source, rendering), Markup.LINKS))
    return f"<blockquote>{cleaned}</blockquote>" if cleaned else ""


VERSION_IN_DISCOVERY = VERSION_OF_ADDON.only(
    "id",
    "compatibility",
    "is_strict_compatibility_enabled",
    "files",
    "file",
    name="version.discovery",
)
ADDON_IN_DISCOVERY = Shape(
    "addon.discovery",
    tuple(
        replace(field, when=DETAILS)
        for field in ADDON.own_fields()
        if field.name in ("authors", "average_daily_users", "ratings")
    ),
    base=ADDON.only(
        "id",
        "authors",
        "average_daily_users",
        "current_version",
        "guid",
        "icon_url",
        "name",
        "previews",
        "ratings",
        "slug",
        "theme_data",
        "type",
        "url",
        name="addon.discovery.base",
    ).swap(name="addon.discovery.all", current_version="version.discovery"),
)
DISCOVERED = Shape(
    "discovery-item",
    (
        Field("heading", get=_heading, needs="addon.authors", when=HEADINGS),
        Field("description", get=_description, when=HEADINGS),
        Field("description_text", get=_text, unless=HEADINGS),
        Field("is_recommendation"),
        Field("addon", shape="addon.discovery"),
    ),
    of=Discovered,
)
SHAPES = (VERSION_IN_DISCOVERY, ADDON_IN_DISCOVERY, DISCOVERED)
