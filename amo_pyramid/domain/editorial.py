"""What the people who run a site decide by hand (catalog.md §5.8, §5.9, §5.13, §5.14)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.names import NamedNumber
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import AddonState, Promotion
from amo_pyramid.domain.query import AddonRef, RefKind

#: Digits of the largest id that every database can be asked for.
_LONGEST_ID = 18
_EXTERNAL = re.compile(r"https?://", re.IGNORECASE)
_ADDON = re.compile(r"/addon/([^/]+)/\Z")
_COLLECTION = re.compile(r"/collections/([^/]+)/([^/]+)/\Z")


class Edition(str, Enum):
    """Which list of the discovery pane is shown."""

    DEFAULT = "default"
    CHINA = "china"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryItem:
    """An add-on picked for the discovery pane; there is one item at most for each.

    A position of 0 means that the edition does not show it. The texts are plain, and empty
    unless they replace what the add-on says of itself (§6.14).
    """

    id: int
    addon_id: int
    position: int = 0
    position_china: int = 0
    custom_addon_name: str = ""
    custom_heading: str = ""
    custom_description: str = ""


@dataclass(frozen=True, slots=True)
class DiscoveryEntry:
    """An item that is shown, with the state of its add-on.

    Entries are hashable and differ whenever the item or the add-on look different, so they are
    all that the key of a kept answer needs.
    """

    item: DiscoveryItem
    addon: AddonState


@dataclass(frozen=True, slots=True)
class EditorialEntry:
    """An item as its editors see it, with its add-on's guid and promoted group."""

    item: DiscoveryItem
    guid: str | None
    group: PromotedGroup | None


@dataclass(frozen=True, slots=True)
class PromotedEntry:
    """An add-on in a promoted group. ``is_approved`` tells whether its current version is
    approved for the group in any application, or the group needs no approval (§2.6)."""

    addon_id: int
    guid: str | None
    promotion: Promotion
    is_approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Where the people are sent who look for a legacy add-on.

    ``guid`` is unique. ``path`` is unquoted; :func:`target_of` reads it.
    """

    id: int
    guid: str
    path: str


@dataclass(frozen=True, slots=True)
class CollectionTarget:
    """A collection named by its author, an id or a username, and its slug."""

    author: int | str
    slug: str


def target_of(path: str) -> AddonRef | CollectionTarget | None:
    """What the path of a replacement leads to, or None for anything but an add-on (by id or
    slug) or a collection of this site. A language and an application may come before."""
    match = None if _EXTERNAL.match(path) else _ADDON.search(path) or _COLLECTION.search(path)
    if match is None:
        return None
    name = match[1]
    is_id = name.isascii() and name.isdigit()
    if is_id and len(name) > _LONGEST_ID:
        return None
    if match.re is _ADDON:
        return AddonRef(RefKind.ID if is_id else RefKind.SLUG, name)
    return CollectionTarget(int(name) if is_id else name, match[2])


@dataclass(frozen=True, slots=True)
class ResolvedReplacement:
    """A replacement with the guids of the public add-ons that its path leads to (§6.13)."""

    guid: str
    guids: tuple[str, ...]


class OverrideType(NamedNumber):
    """What a compatibility override says of the versions in its range."""

    COMPATIBLE = 0
    INCOMPATIBLE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatRange:
    """Versions of an add-on in versions of an application. Bounds are texts as written."""

    addon_min_version: str = "0"
    addon_max_version: str = "*"
    type: OverrideType = OverrideType.INCOMPATIBLE
    application: Application = Application.FIREFOX
    min_version: str = "0"
    max_version: str = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatOverride:
    """What clients believe of an add-on's compatibility instead of its own words (§6.10).

    ``guid`` is unique. ``addon_id`` is set when the add-on is in this catalogue.
    """

    id: int
    guid: str
    addon_id: int | None = None
    name: str | None = None
    ranges: tuple[CompatRange, ...] = ()

    def merged_ranges(self) -> Sequence[Sequence[CompatRange]]:
        """The ranges, in order; those for the same versions of the add-on together (§6.10)."""
        merged: dict[tuple[str, str, OverrideType], list[CompatRange]] = {}
        for each in self.ranges:
            key = (each.addon_min_version, each.addon_max_version, each.type)
            merged.setdefault(key, []).append(each)
        return list(merged.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserMapping:
    """The add-on that corresponds to an extension of another browser. The pair of ``browser``
    and ``extension_id`` is unique; the add-on need not be in this catalogue."""

    id: int
    browser: str
    extension_id: str
    addon_guid: str
