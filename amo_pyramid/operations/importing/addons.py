"""Add-ons of an answer (catalog.md §6.1) in the shapes of v3, v4 and v5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find as find_category
from amo_pyramid.constants.statuses import Status
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE, AddonDraft, Draft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.media import read_icon, read_previews
from amo_pyramid.operations.importing.people import read_author
from amo_pyramid.operations.importing.promotions import read_promotion
from amo_pyramid.operations.importing.texts import TextChange, unwrap
from amo_pyramid.operations.importing.versions import dates_of, read_version
from amo_pyramid.operations.importing.voice import Voice, link_target, voice_of

_FLAGS = {
    "is_experimental": "is_experimental",
    "requires_payment": "requires_payment",
    "public_stats": "has_public_stats",
}
_INTEGERS = ("average_daily_users", "weekly_downloads")
_OPTIONAL_TEXTS = ("guid", "slug", "target_locale")
_PLAIN_TEXTS = ("name", "support_email")
_LINKS = ("homepage", "support_url")
_HTML = ("summary", "description", "developer_comments", "eula", "privacy_policy")
_URLS = ("url", "edit_url")
#: What v4 appends to ``contributions_url`` (catalog.md §6.1): computed, never stored.
_CAMPAIGN = ("utm_content", "utm_medium", "utm_source")
_CAMPAIGN_MARK = ("utm_content", "product-page-contribute")
_SITE_APPLICATION = re.compile(r"https?://[^/]+/[^/]+/([a-z]+)/addon/")


def read_addon(source: Fields, is_complete: bool) -> AddonDraft:
    """What an answer says of an add-on. ``is_complete``: its texts show every language.

    ``latest_unlisted_version`` and everything the service computes are not read.
    """
    voice = voice_of(source, _URLS, is_complete)
    created = _first_date(source)
    type_ = _read_type(source)
    previews = read_previews(source, voice, created) if source.has("previews") else None
    is_theme = type_ is AddonType.STATICTHEME
    categories = _read_categories(source, type_) if source.has("categories") else None
    has_authors = source.has("authors")
    return AddonDraft(
        id=source.identity(),
        guid=source.optional_text("guid"),
        slug=source.optional_text("slug"),
        fields=_read_fields(source, type_),
        texts=_read_texts(source, voice),
        defaults={"created": created, "status": Status.PUBLIC},
        authors=(
            tuple(read_author(author, created) for author in source.each("authors"))
            if has_authors
            else None
        ),
        categories=categories,
        has_flat_categories=isinstance(source.value("categories"), list),
        category_applications=_named_applications(source.value("categories")),
        previews=None if is_theme else previews,
        promotion=read_promotion(source),
        persona=_read_persona(source),
        version=(
            read_version(source.fields("current_version"), voice, previews if is_theme else None)
            if source.value("current_version") is not None
            else None
        ),
    )


def _read_fields(source: Fields, type_: AddonType | None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        **{name: source.optional_text(name) for name in source.present(_OPTIONAL_TEXTS)},
        **{field: source.flag(name) for name, field in _FLAGS.items() if source.has(name)},
        **{name: source.integer(name) for name in source.present(_INTEGERS)},
        **_read_status(source),
        **_read_ratings(source),
        **({} if type_ is AddonType.PERSONA else read_icon(source)),
    }
    if type_ is not None:
        fields["type"] = type_
    if source.has("default_locale"):
        fields["default_locale"] = source.text("default_locale")
    if source.has("tags"):
        fields["tags"] = tuple(sorted(set(source.texts("tags"))))
    if source.has("created"):
        fields["created"] = source.date("created")
    if source.has("last_updated"):
        is_dated = source.value("last_updated") is not None
        fields["last_updated"] = source.date("last_updated") if is_dated else None
    if source.has("contributions_url"):
        fields["contributions_url"] = _contributions_url(source)
    return fields


def _read_texts(source: Fields, voice: Voice) -> dict[str, TextChange]:
    return {
        **voice.texts(source, _PLAIN_TEXTS),
        **voice.links(source, _LINKS),
        **voice.html(source, _HTML),
    }


def _first_date(source: Fields) -> datetime:
    """The earliest date that the add-on's object tells."""

    def dates() -> Iterator[datetime]:
        for name in ("created", "last_updated"):
            if source.value(name) is not None:
                yield source.date(name)
        if source.value("current_version") is not None:
            yield from dates_of(source.fields("current_version"))

    return min(dates(), default=UNKNOWN_DATE)


def _read_type(source: Fields) -> AddonType | None:
    """The kind; None where it is not told, or null for one of the historic kinds."""
    name = source.optional_text("type")
    type_ = None if name is None else AddonType.named(name)
    if name is not None and type_ in (None, AddonType.ANY):
        raise source.refusal("type", f"{name!r} is unknown")
    return type_


def _read_status(source: Fields) -> dict[str, Any]:
    if not source.has("status"):
        return {}
    name = source.text("status")
    status = Status.named(name)
    if status is None:
        raise source.refusal("status", f"{name!r} is unknown")
    # An add-on that an administrator disabled does not tell what its developer chose.
    if status is Status.DISABLED or not source.has("is_disabled"):
        return {"status": status}
    return {"status": status, "is_disabled_by_developer": source.flag("is_disabled")}


def _read_ratings(source: Fields) -> dict[str, Any]:
    if source.value("ratings") is None:
        return {}
    ratings = source.fields("ratings")
    numbers = {"average": "average_rating", "bayesian_average": "bayesian_rating"}
    counts = {"count": "ratings_count", "text_count": "text_ratings_count"}
    return {
        **{field: ratings.number(name) for name, field in numbers.items() if ratings.has(name)},
        **{field: ratings.integer(name) for name, field in counts.items() if ratings.has(name)},
    }


def _read_categories(source: Fields, type_: AddonType | None) -> frozenset[int]:
    """Ids of the categories; slugs this service does not know are passed over."""
    value = source.value("categories")
    kind = type_ or AddonType.EXTENSION
    if isinstance(value, list):
        slugs, order = source.texts("categories"), _likely_applications(source)
        found = [
            next((hit for app in order if (hit := find_category(app, kind, slug))), None)
            for slug in slugs
        ]
        return frozenset(category.id for category in found if category)
    groups = source.fields("categories")
    return frozenset(
        category.id
        for application in Application
        for slug in groups.texts(application.api_name)
        if (category := find_category(application, kind, slug))
    )


def _likely_applications(source: Fields) -> tuple[Application, ...]:
    """Applications in the order in which a slug without one is looked up: first the one in the
    add-on's address."""
    found = _SITE_APPLICATION.match(str(source.value("url")))
    first = Application.named(found[1]) if found else None
    return tuple(dict.fromkeys([*([first] if first else []), *Application]))


def _named_applications(categories: Any) -> frozenset[Application]:
    names = categories if isinstance(categories, Mapping) else ()
    return frozenset(app for name in names if (app := Application.named(str(name))))


def _contributions_url(source: Fields) -> str:
    """The stored address: without redirect and campaign; the first language's if it has some."""
    value = link_target(source.value("contributions_url"))
    if isinstance(value, dict):
        value = next((link_target(text) for text in value.values() if text), None)
    url = unwrap(source.checked("contributions_url", value or ""))
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if _CAMPAIGN_MARK not in query:
        return url
    own = [(name, text) for name, text in query if name not in _CAMPAIGN]
    return urlunsplit(parts._replace(query=urlencode(own)))


def _read_persona(source: Fields) -> Draft | None:
    if source.value("theme_data") is None:
        return None
    theme = source.fields("theme_data")
    colors = {"accentcolor": "accent_color", "textcolor": "text_color"}
    fields: dict[str, Any] = {
        field: (theme.optional_text(name) or "").lstrip("#") or None
        for name, field in colors.items()
        if theme.has(name)
    }
    for name in theme.present(("header", "footer")):
        fields[name] = urlsplit(theme.optional_text(name) or "").path.rpartition("/")[2]
    if theme.value("id") is not None:
        fields["persona_id"] = theme.identity()
    if theme.has("author"):
        fields["display_username"] = theme.optional_text("author") or ""
    if source.has("average_daily_users"):
        fields["popularity"] = source.integer("average_daily_users")
    return Draft(fields=fields)
