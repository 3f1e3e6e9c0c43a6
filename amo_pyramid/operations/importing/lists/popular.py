"""The list of popular Firefox add-ons with users and ratings: ``snapshot`` and ``addons``.

It tells neither guids nor kinds. The kind follows from what only some kinds have: theme
categories and Creative Commons licenses are those of themes; without categories it is a language
pack when its slug says so, else a dictionary.
"""

from __future__ import annotations

import re
from typing import Any

from amo_pyramid.constants.addon_types import NO_COMPATIBILITY, AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.statuses import Status
from amo_pyramid.operations.importing.draft import (
    AddonDraft,
    Draft,
    Item,
    LicenseDraft,
    VersionDraft,
)
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.lists.common import (
    RANGES,
    english,
    has_keys,
    items,
    new_addon,
)
from amo_pyramid.operations.importing.media import read_icon

_UNITS = {"KB": 1024, "MB": 1024**2}
_SIZE = re.compile(r"([0-9.]+) (KB|MB)")
_CUSTOM = "custom license"


def popular_items(content: Any) -> list[Item] | None:
    """The add-ons of the list, those with an id first; None for another format."""
    if not (has_keys(content, ("snapshot", "addons")) and isinstance(content["addons"], list)):
        return None
    entries = sorted(
        content["addons"], key=lambda entry: not has_keys(entry, ("id",)) or not entry["id"]
    )
    return items(entries, lambda entry: entry.get("slug"), _read)


def _read(source: Fields) -> AddonDraft:
    slug, license_ = source.text("slug"), source.optional_text("license")
    type_ = _type(source, slug, license_ or "")
    updated = source.date("last_updated")
    return AddonDraft(
        id=source.identity() if source.value("id") is not None else None,
        slug=slug,
        fields={
            "slug": slug,
            "average_daily_users": source.integer("average_daily_users"),
            "last_updated": updated,
            **read_icon(source),
            **_ratings(source),
        },
        texts=english(
            name=source.text("name"),
            summary=source.optional_text("summary"),
            homepage=source.optional_text("homepage"),
        ),
        defaults=new_addon(slug, created=updated, type=type_),
        categories=_categories(source, type_),
        has_flat_categories=True,
        version=_read_version(source, slug, type_, license_),
    )


def _type(source: Fields, slug: str, license_: str) -> AddonType:
    names = _category_names(source)
    if not names:
        is_pack = "language-pack" in slug
        return AddonType.LANGUAGE if is_pack else AddonType.DICTIONARY
    extension = {category.name for category in _of(AddonType.EXTENSION)}
    is_theme = license_.startswith("Creative Commons") or not names <= extension
    return AddonType.STATICTHEME if is_theme else AddonType.EXTENSION


def _of(type_: AddonType) -> list[Any]:
    return [
        category
        for category in CATEGORIES.values()
        if category.application is Application.FIREFOX and category.type is type_
    ]


def _category_names(source: Fields) -> set[str]:
    """The names in a text that joins them by commas; some have commas themselves."""
    text, names = source.text("categories"), set()
    known = {category.name for category in CATEGORIES.values()}
    for name in sorted(known, key=len, reverse=True):
        pattern = rf"(^|, ){re.escape(name)}(?=, |$)"
        if re.search(pattern, text):
            names.add(name)
            text = re.sub(pattern, "", text)
    return names


def _categories(source: Fields, type_: AddonType) -> frozenset[int]:
    names = _category_names(source)
    return frozenset(category.id for category in _of(type_) if category.name in names)


def _ratings(source: Fields) -> dict[str, Any]:
    ratings = source.fields("ratings")
    if ratings.value("count") is None:
        return {}
    return {"ratings_count": ratings.integer("count"), "average_rating": ratings.number("average")}


def _read_version(
    source: Fields, slug: str, type_: AddonType, license_: str | None
) -> VersionDraft:
    version = source.text("version")
    size = _SIZE.fullmatch(source.optional_text("size_text") or "")
    file = Draft(
        defaults={
            "filename": f"{slug.replace('-', '_')}-{version}.xpi",
            "size": round(float(size[1]) * _UNITS[size[2]]) if size else 0,
            "status": Status.PUBLIC,
        }
    )
    has_ranges = type_ not in NO_COMPATIBILITY
    return VersionDraft(
        version=version,
        fields={"version": version},
        defaults={
            "created": source.date("last_updated"),
            "ranges": (RANGES[Application.FIREFOX],) if has_ranges else (),
        },
        files=(file,),
        is_only_file=True,
        has_license=license_ is not None,
        license=_license(license_) if license_ else None,
    )


def _license(name: str) -> LicenseDraft:
    is_custom = name.lower() == _CUSTOM
    return LicenseDraft(texts=english(name=name), is_custom=is_custom, names=(name,))
