"""The list of Firefox extensions with their manifests' facts: a JSON array whose entries have
``pname`` (the slug), ``addonId`` (the guid), ``version``, ``url``, ``hash`` and ``meta``."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find as find_category
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
    file_of,
    has_keys,
    items,
    new_addon,
)

_KEYS = ("pname", "addonId", "version", "url", "hash", "meta")


def catalogue_items(content: Any) -> list[Item] | None:
    """The extensions of the list; None for another format."""
    if not (isinstance(content, list) and content and has_keys(content[0], _KEYS)):
        return None
    return items(content, lambda entry: entry.get("addonId"), _read)


def _read(source: Fields) -> AddonDraft:
    meta, slug, guid = source.fields("meta"), source.text("pname"), source.text("addonId")
    texts = {"summary": meta.value("description"), "homepage": meta.value("homepage")}
    return AddonDraft(
        guid=guid,
        slug=slug,
        fields={
            "guid": guid,
            "slug": slug,
            "requires_payment": meta.flag("requiresPayment"),
            "tags": tuple(sorted(set(meta.texts("tags")))),
        },
        texts=english(**{name: text and meta.checked(name, text) for name, text in texts.items()}),
        defaults=new_addon(slug),
        categories=_categories(meta),
        has_flat_categories=True,
        version=_read_version(source, meta),
    )


def _categories(meta: Fields) -> frozenset[int]:
    found = (
        find_category(Application.FIREFOX, AddonType.EXTENSION, slug)
        for slug in meta.texts("categories")
    )
    return frozenset(category.id for category in found if category)


def _read_version(source: Fields, meta: Fields) -> VersionDraft:
    license_ = meta.optional_text("license")
    file_id, filename = file_of(source, "url")
    file = Draft(
        id=file_id,
        fields={
            "filename": filename,
            "hash": _hexadecimal(source),
            "permissions": meta.texts("permissions"),
        },
        defaults={"status": Status.PUBLIC},
    )
    return VersionDraft(
        version=source.text("version"),
        fields={"version": source.text("version")},
        defaults={"ranges": (RANGES[Application.FIREFOX],)},
        files=(file,),
        is_only_file=True,
        has_license=license_ is not None,
        license=_license(license_) if license_ else None,
    )


def _license(slug: str) -> LicenseDraft:
    return LicenseDraft(texts=english(name=slug), is_custom=False, slug=slug, names=(slug,))


def _hexadecimal(source: Fields) -> str:
    """``sha256-`` and base64 as the API writes it: ``sha256:`` and hexadecimal digits."""
    text = source.text("hash")
    algorithm, dash, digest = text.partition("-")
    try:
        return f"{algorithm}:{base64.b64decode(digest, validate=True).hex()}" if dash else text
    except binascii.Error:
        raise source.refusal("hash", "must be an algorithm and base64") from None
