"""Plain functions that build domain objects with sensible defaults, for tests.

Every relation is loaded (and empty), as :meth:`CatalogueSession.put` wants it. Translated fields
take a :class:`Localized` or a plain mapping from locale to text, which gets the fallbacks that
the catalogue gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from amo_pyramid.backends.base.catalogue import Record
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Addon, Author
from amo_pyramid.domain.collection import Collection, CollectionAddon
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    CompatRange,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.domain.text import SITE_LOCALE, Localized
from amo_pyramid.domain.user import Group, User
from amo_pyramid.domain.version import ApplicationRange, File, License, Preview, Version

CREATED = datetime(2018, 10, 11, 12, 30, 45, tzinfo=timezone.utc)

_ADDON_TEXTS = (
    "name",
    "summary",
    "description",
    "homepage",
    "support_email",
    "support_url",
    "developer_comments",
    "eula",
    "privacy_policy",
)


def addon(id: int = 1, **fields: Any) -> Addon:
    """A public extension without versions, authors or texts but its name."""
    own = (fields.get("default_locale", SITE_LOCALE),)
    values: dict[str, Any] = {
        "guid": f"addon{id}@example.com",
        "slug": f"addon-{id}",
        "status": Status.PUBLIC,
        "name": {"en-US": f"Add-on {id}"},
        "created": CREATED,
        "modified": CREATED,
        "last_updated": CREATED,
        **dict.fromkeys(("authors", "categories", "tags", "previews"), ()),
        **dict.fromkeys(("persona", "promotion")),
        **fields,
    }
    for name in _ADDON_TEXTS:
        values[name] = _localized(values.get(name), own)
    return Addon(id=id, **values)


def author(of: User, **fields: Any) -> Author:
    """A listed owner."""
    return Author(user_id=of.id, **{"user": of, **fields})


def version(
    id: int = 10,
    addon_id: int = 1,
    *,
    default_locale: str = SITE_LOCALE,
    **fields: Any,
) -> Version:
    """A listed version 1.0 with one approved file and a range in Firefox.

    ``default_locale`` is that of its add-on and decides the fallbacks of its texts.
    """
    values: dict[str, Any] = {
        "version": "1.0",
        "created": CREATED,
        "modified": CREATED,
        "license": None,
        "files": (file(id * 10),),
        "ranges": (ApplicationRange(application=Application.FIREFOX, min="57.0", max="*"),),
        "approvals": (),
        "previews": (),
        **fields,
    }
    values["release_notes"] = _localized(
        values.get("release_notes"), _child_fallbacks(default_locale)
    )
    if values["license"] is not None:
        values.setdefault("license_id", values["license"].id)
    return Version(id=id, addon_id=addon_id, **values)


def file(id: int = 100, **fields: Any) -> File:
    """An approved package for every platform."""
    values: dict[str, Any] = {
        "filename": f"file-{id}.xpi",
        "hash": f"sha256:{id:064x}",
        "size": 4321,
        "status": Status.PUBLIC,
        "created": CREATED,
        **fields,
    }
    return File(id=id, **values)


def preview(id: int = 1000, *, default_locale: str = SITE_LOCALE, **fields: Any) -> Preview:
    """A screenshot without caption."""
    values: dict[str, Any] = {"created": CREATED, "modified": CREATED, **fields}
    values["caption"] = _localized(values.get("caption"), _child_fallbacks(default_locale))
    return Preview(id=id, **values)


def license(
    id: int = 5,
    *,
    default_locale: str = SITE_LOCALE,
    **fields: Any,
) -> License:
    """A developer's own license with a name and a text."""
    values: dict[str, Any] = {
        "name": {"en-US": f"License {id}"},
        "text": {"en-US": f"Text of license {id}."},
        **fields,
    }
    for name in ("name", "text"):
        values[name] = _localized(values[name], _child_fallbacks(default_locale))
    return License(id=id, **values)


def user(id: int = 1, username: str | None = None, **fields: Any) -> User:
    """An account; its name follows its id."""
    return User(id=id, username=username or f"user{id}", **{"created": CREATED, **fields})


def group(id: int = 1, name: str | None = None, **fields: Any) -> Group:
    """A group without rules and members; its name follows its id."""
    return Group(id=id, name=name or f"Group {id}", **fields)


def discovery_item(id: int = 1, addon_id: int = 1, **fields: Any) -> DiscoveryItem:
    """An item that the default edition shows, at the position of its id."""
    return DiscoveryItem(id=id, addon_id=addon_id, **{"position": id, **fields})


def replacement(id: int = 1, **fields: Any) -> Replacement:
    """What leads from a legacy guid to the add-on 1."""
    return Replacement(id=id, **{"guid": f"legacy{id}@example.com", "path": "/addon/1/", **fields})


def override(id: int = 1, **fields: Any) -> CompatOverride:
    """All versions of an add-on that is not hosted, in all versions of Firefox."""
    values = {"guid": f"override{id}@example.com", "ranges": (CompatRange(),), **fields}
    return CompatOverride(id=id, **values)


def mapping(id: int = 1, **fields: Any) -> BrowserMapping:
    """An extension of Chrome that corresponds to the add-on of the same number."""
    values = {
        "browser": "chrome",
        "extension_id": f"extension{id}",
        "addon_guid": f"addon{id}@example.com",
        **fields,
    }
    return BrowserMapping(id=id, **values)


def collection(id: int = 1, author_id: int = 1, *addon_ids: int, **fields: Any) -> Collection:
    """A listed collection of these add-ons, in this order."""
    locale = fields.setdefault("default_locale", SITE_LOCALE)
    values: dict[str, Any] = {
        "uuid": f"{id:032x}",
        "slug": f"collection-{id}",
        "name": {"en-US": f"Collection {id}"},
        "created": CREATED,
        "modified": CREATED,
        "addons": tuple(
            CollectionAddon(addon_id=each, position=place, notes=Localized({}, (locale,)))
            for place, each in enumerate(addon_ids)
        ),
        **fields,
    }
    for name in ("name", "description"):
        values[name] = _localized(values.get(name), (locale,))
    return Collection(id=id, author_id=author_id, **values)


def listed(of: Addon, *versions: Version) -> list[Record]:
    """Everything to ``put`` for the add-on to be listed, in order.

    The users of its authors (as far as they are loaded), the add-on, and the given versions with
    their licenses, or one version 1.0 with ten times the add-on's id.
    """
    own = versions or (version(of.id * 10, of.id, default_locale=of.default_locale),)
    licenses = {each.license.id: each.license for each in own if each.license is not None}
    users = [each.user for each in of.authors if each.user is not NOT_LOADED]
    return [*users, *licenses.values(), of, *own]


def _child_fallbacks(default_locale: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((default_locale, SITE_LOCALE)))


def _localized(
    value: Localized | Mapping[str, str | None] | None, fallbacks: tuple[str, ...]
) -> Localized:
    return value if isinstance(value, Localized) else Localized.of(value, fallbacks)
