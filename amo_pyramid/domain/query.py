"""Questions to the catalogue, as values: made by a schema, answered by a backend."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

GUID = re.compile(
    r"^(\{[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}|[a-z0-9._-]*@[a-z0-9._-]+)\Z", re.IGNORECASE
)


class RefKind(str, Enum):
    ID = "id"
    GUID = "guid"
    SLUG = "slug"


@dataclass(frozen=True, slots=True)
class AddonRef:
    """How a caller names an add-on (catalog.md §1.11)."""

    kind: RefKind
    value: str

    @classmethod
    def parse(cls, identifier: str) -> AddonRef:
        """Digits are an id, what looks like a guid is one, anything else is a slug."""
        if identifier.isascii() and identifier.isdigit():
            return cls(RefKind.ID, identifier)
        if GUID.match(identifier):
            return cls(RefKind.GUID, identifier)
        return cls(RefKind.SLUG, identifier)


class VersionFilter(str, Enum):
    """Which versions of an add-on a list shows (catalog.md §5.4)."""

    PUBLIC = ""
    ALL_WITHOUT_UNLISTED = "all_without_unlisted"
    ALL_WITH_UNLISTED = "all_with_unlisted"
    ALL_WITH_DELETED = "all_with_deleted"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is asked for. ``number`` is 1-based; None is the last page."""

    number: int | None = 1
    size: int = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list. ``total`` counts the whole list and is never capped; ``window``, where
    there is one, is how far into it pages reach."""

    items: Sequence[T]
    total: int
    number: int
    size: int
    window: int | None = None

    def map(self, function: Callable[[T], U]) -> Page[U]:
        items = [function(item) for item in self.items]
        return Page(items, self.total, self.number, self.size, self.window)

    @property
    def count(self) -> int:
        """Number of pages; an empty list has one."""
        reachable = max(1, self.total)
        if self.window is not None:
            reachable = min(reachable, self.window)
        return -(-reachable // self.size)

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one, within the window."""
        fits = self.window is None or (self.number + 1) * self.size <= self.window
        return self.number < self.count and fits


@dataclass(frozen=True, slots=True)
class VersionQuery:
    """Versions of one add-on, newest first (created, then modified, descending)."""

    addon_id: int
    filter: VersionFilter = VersionFilter.PUBLIC
    page: PageRequest = PageRequest()
