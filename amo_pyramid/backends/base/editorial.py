"""The repositories of what people put together by hand: editorial lists and collections.

All pages raise ``InvalidPage`` for one that does not exist, and every answer costs the same
number of statements, however long it is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.collection import Collection
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    DiscoveryEntry,
    Edition,
    EditorialEntry,
    PromotedEntry,
    ResolvedReplacement,
)
from amo_pyramid.domain.query import Page, PageRequest


class Editorial(ABC):
    """The lists that the people who run the site keep.

    An add-on is *public* here when it is approved, not disabled and has a current version.
    """

    @abstractmethod
    def discovery(
        self, edition: Edition, application: Application | None = None
    ) -> Sequence[DiscoveryEntry]:
        """The items that an edition shows: those with a position above 0 in it and a public
        add-on, by position, then id (catalog.md §5.13); of one application only those whose
        add-on runs in it."""

    @abstractmethod
    def discovery_items(self) -> Sequence[EditorialEntry]:
        """All items by id, whatever their positions and add-ons (catalog.md §5.14)."""

    @abstractmethod
    def replacements(self, page: PageRequest) -> Page[ResolvedReplacement]:
        """All replacements by id, with the guids of the public add-ons that their paths lead
        to: one add-on, or those of a listed collection in its order (catalog.md §5.8)."""

    @abstractmethod
    def overrides(self, guids: Iterable[str], page: PageRequest) -> Page[CompatOverride]:
        """The compatibility overrides of these exact guids, the newest (highest id) first."""

    @abstractmethod
    def promoted(self) -> Sequence[PromotedEntry]:
        """All add-ons in a promoted group, by group, then id of the add-on."""

    @abstractmethod
    def has_overrides(self) -> bool:
        """Whether there is any compatibility override at all."""

    @abstractmethod
    def mappings(self, browser: str, page: PageRequest) -> Page[BrowserMapping]:
        """The extensions of that exact browser with their add-ons, by id."""


class Collections(ABC):
    """Lists of add-ons that people made."""

    @abstractmethod
    def by_ids(self, ids: Sequence[int]) -> list[Collection]:
        """The collections with their add-ons, in the order of ``ids``; unknown ids are left out."""

    @abstractmethod
    def by_slug(self, author_id: int, slug: str) -> Collection | None:
        """The author's collection of that exact slug, listed or not, or None."""
