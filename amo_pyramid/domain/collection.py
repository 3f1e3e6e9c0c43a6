"""Collections: lists of add-ons that people make (community.md §5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amo_pyramid.domain.text import EMPTY, SITE_LOCALE, Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionAddon:
    """An add-on in a collection, at most once in each."""

    addon_id: int
    notes: Localized = EMPTY
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection. ``uuid`` is unique, and so is ``slug`` among those of an author.

    ``addons`` are ordered by position, then id of the add-on. All texts fall back to
    ``default_locale``.
    """

    id: int
    uuid: str
    author_id: int
    slug: str
    name: Localized = EMPTY
    description: Localized = EMPTY
    default_locale: str = SITE_LOCALE
    is_listed: bool = True
    created: datetime
    modified: datetime
    addons: tuple[CollectionAddon, ...] = ()
