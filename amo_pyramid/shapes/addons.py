"""Add-ons (catalog.md §6.1, §6.6-§6.9)."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict
from urllib.parse import parse_qsl, urlencode, urlsplit

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import Version
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.shapes.personas import has_theme_data, persona_icon
from amo_pyramid.shapes.previews import previews_of
from amo_pyramid.shapes.versions import CURRENT_APPLICATIONS, VersionOf, is_known
from amo_pyramid.values import Link, Markup, Translated

ICON_SIZES = (32, 64)


class Promoted(TypedDict):
    """The value of ``promoted``."""

    apps: list[str]
    category: str


class Ratings(TypedDict):
    """The value of ``ratings``."""

    average: float
    bayesian_average: float
    count: int
    text_count: int


def text(name: str, markup: Markup = Markup.PLAIN, needs: str = "") -> Field:
    """A translated field of the add-on."""
    return Field(
        name,
        get=lambda addon, _: Translated(getattr(addon, name), markup),
        needs=needs,
        type=Annotated[Translated, markup],
    )


def _version(name: str) -> Any:
    def get(addon: Addon, _: Rendering) -> VersionOf | None:
        version: Version | None = getattr(addon, name)
        return None if version is None else VersionOf(version, addon.slug, addon.type)

    return get


def listed_authors(addon: Addon) -> list[User]:
    """The authors who are shown, in their order."""
    listed = sorted((a for a in addon.authors if a.is_listed), key=lambda a: a.position)
    return [author.user for author in listed]


def _users(addon: Addon, _: Rendering) -> int:
    if addon.type is AddonType.PERSONA and addon.persona is not None:
        return addon.persona.popularity
    return addon.average_daily_users


def _categories(addon: Addon, rendering: Rendering) -> dict[str, list[str]]:
    found = sorted(
        (CATEGORIES[id_] for id_ in addon.categories if id_ in CATEGORIES),
        key=lambda category: (category.application, category.weight, category.name),
    )
    grouped: dict[str, list[str]] = {}
    for category in found:
        if is_known(category.application, rendering.version):
            grouped.setdefault(category.application.api_name, []).append(category.slug)
    return grouped


def _category_slugs(addon: Addon, rendering: Rendering) -> list[str]:
    slugs = [slug for slugs in _categories(addon, rendering).values() for slug in slugs]
    return list(dict.fromkeys(slugs))


def _contributions(addon: Addon, _: Rendering) -> Link:
    return Link(addon.contributions_url)


def _contributions_with_source(addon: Addon, rendering: Rendering) -> Link:
    url = addon.contributions_url
    if not url:
        return Link(url)
    parts = urlsplit(url)
    source = {
        "utm_content": "product-page-contribute",
        "utm_medium": "referral",
        "utm_source": urlsplit(rendering.urls.site).hostname or "",
    }
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *source.items()])
    return Link(parts._replace(query=query).geturl())


def icon(addon: Addon, size: int, rendering: Rendering) -> str:
    """The icon's address for a size in pixels (§6.7)."""
    if addon.type is AddonType.PERSONA:
        return persona_icon(addon, rendering) or rendering.urls.default_icon(size)
    if addon.type is AddonType.THEME and not addon.icon_type:
        return rendering.urls.complete_theme_icon()
    return rendering.urls.icon(addon, size)


def _icons(*sizes: int) -> Any:
    def get(addon: Addon, rendering: Rendering) -> dict[str, str]:
        return {str(size): icon(addon, size, rendering) for size in sizes}

    return get


def _is_featured(addon: Addon, _: Rendering) -> bool:
    return addon.promotion is not None and addon.promotion.group is PromotedGroup.RECOMMENDED


def _promoted(addon: Addon, _: Rendering) -> Promoted | None:
    promotion, version = addon.promotion, addon.current_version
    if promotion is None or version is None:
        return None
    covered = CURRENT_APPLICATIONS if promotion.application is None else {promotion.application}
    if promotion.group.needs_approval:
        approved = {a.application for a in version.approvals if a.group is promotion.group}
        covered = covered & approved
    if not covered:
        return None
    applications = [application.api_name for application in Application if application in covered]
    return {"apps": applications, "category": promotion.group.api_name}


def _ratings(addon: Addon, _: Rendering) -> Ratings:
    return {
        "average": addon.average_rating,
        "bayesian_average": addon.bayesian_rating,
        "count": addon.ratings_count,
        "text_count": addon.text_ratings_count,
    }


def _tags(addon: Addon, rendering: Rendering) -> list[str]:
    return sorted(tag for tag in addon.tags if tag not in rendering.denied_tags)


def _page(name: str) -> Any:
    def get(addon: Addon, rendering: Rendering) -> str:
        return rendering.urls.addon(addon, name)

    return get


def _is_no_persona(addon: Addon, _: Rendering) -> bool:
    return addon.type is not AddonType.PERSONA


def _persona(addon: Addon, _: Rendering) -> Addon:
    return addon


def _authors(addon: Addon, _: Rendering) -> list[User]:
    return listed_authors(addon)


def _icon(addon: Addon, rendering: Rendering) -> str:
    return icon(addon, 64, rendering)


def _review(addon: Addon, rendering: Rendering) -> str:
    return rendering.urls.review(addon)


def _edit_url(addon: Addon, rendering: Rendering) -> str:
    is_persona = addon.type is AddonType.PERSONA
    return rendering.urls.edit_addon(addon.slug, is_persona=is_persona)


ADDON = Shape(
    "addon",
    (
        Field("id"),
        Field(
            "authors",
            get=_authors,
            shape="author",
            many=True,
            needs="authors",
        ),
        Field("average_daily_users", get=_users, needs="persona"),
        Field("categories", get=_categories, needs="categories", when="categories-application"),
        Field(
            "categories", get=_category_slugs, needs="categories", unless="categories-application"
        ),
        Field("contributions_url", get=_contributions, unless="contributions-utm"),
        Field("contributions_url", get=_contributions_with_source, when="contributions-utm"),
        Field("created", unless="del-addons-created-field"),
        Field(
            "current_version",
            get=_version("current_version"),
            shape="version.simple",
            at="current_version",
            needs="current_version",
        ),
        Field("default_locale"),
        text("description", Markup.RICH),
        text("developer_comments", Markup.RICH, needs="texts"),
        Field("edit_url", get=_edit_url),
        Field("guid"),
        Field("has_eula"),
        Field("has_privacy_policy"),
        text("homepage", Markup.URL),
        Field("icon_url", get=_icon, needs="persona"),
        Field("icons", get=_icons(*ICON_SIZES), needs="persona", unless="icon-128"),
        Field("icons", get=_icons(*ICON_SIZES, 128), needs="persona", when="icon-128"),
        Field("is_disabled"),
        Field("is_experimental"),
        Field("is_featured", get=_is_featured, needs="promotion", when="is-featured-addon-shim"),
        Field("is_source_public", get=lambda *_: False, when="is-source-public-shim", type=bool),
        Field("last_updated"),
        text("name"),
        Field(
            "previews",
            get=previews_of,
            shape="preview",
            many=True,
            at="previews",
            needs="previews current_version.previews",
        ),
        Field(
            "promoted",
            get=_promoted,
            needs="promotion current_version.approvals",
            when="promoted-field",
        ),
        Field("public_stats", get="has_public_stats"),
        Field("ratings", get=_ratings),
        Field("ratings_url", get=_page("reviews")),
        Field("requires_payment"),
        Field("review_url", get=_review),
        Field("slug"),
        Field("status", get="status.api_name"),
        text("summary", Markup.LINKS),
        text("support_email"),
        text("support_url", Markup.URL),
        Field("tags", get=_tags, needs="tags"),
        Field(
            "theme_data",
            get=_persona,
            shape="persona",
            at="persona",
            needs="persona categories authors",
            visible=has_theme_data,
        ),
        Field("type", get="type.api_name"),
        Field("url", get=_page("")),
        Field("versions_url", get=_page("versions")),
        Field("weekly_downloads", visible=_is_no_persona),
    ),
    of=Addon,
)
#: What authors and unlisted reviewers get.
ADDON_WITH_UNLISTED = ADDON.plus(
    Field(
        "latest_unlisted_version",
        get=_version("latest_unlisted_version"),
        shape="version.simple",
        at="latest_unlisted_version",
        needs="latest_unlisted_version",
    ),
    name="addon.unlisted",
)
POLICIES = Shape(
    "addon.policies",
    (text("eula", Markup.RICH, "texts"), text("privacy_policy", Markup.RICH, "texts")),
    of=Addon,
)
SHAPES = (ADDON, ADDON_WITH_UNLISTED, POLICIES)
