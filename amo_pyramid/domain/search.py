"""A search, as a value (catalog.md §5.1): made by a schema, answered by a search backend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.query import PageRequest

#: ``page * page_size`` may not go beyond this many results, unless the site says otherwise.
WINDOW = 25_000


class SortKey(str, Enum):
    """What results are ordered by; all but ``NAME`` descending. Ties: newest id first."""

    CREATED = "created"
    DOWNLOADS = "downloads"
    HOTNESS = "hotness"
    NAME = "name"
    RANDOM = "random"
    RATING = "rating"
    RECOMMENDED = "recommended"
    RELEVANCE = "relevance"
    UPDATED = "updated"
    USERS = "users"


@dataclass(frozen=True, slots=True)
class Color:
    """A colour: hue, saturation and lightness, each scaled to 0-255."""

    h: float
    s: float
    l: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonQuery:
    """Which add-ons are wanted. Only reviewed content is ever found (catalog.md §2.3).

    A filter that is None is absent; an empty one matches nothing. ``text`` is what was typed,
    ``locale`` the language of the request, which chooses the analyser.
    """

    text: str = ""
    locale: str = "en-US"
    application: Application | None = None
    #: Low and high of the application version (§3.2); only together with ``application``.
    bounds: tuple[int, int] | None = None
    types: frozenset[AddonType] | None = None
    categories: frozenset[int] | None = None
    #: Every one of them, exactly.
    tags: frozenset[str] | None = None
    #: Usernames and ids in digits of listed authors, exactly; any of them.
    authors: frozenset[str] | None = None
    guids: frozenset[str] | None = None
    #: Slugs and ids in digits that are left out.
    exclude: frozenset[str] = frozenset()
    #: With ``application`` the current version must be approved for it.
    promoted: frozenset[PromotedGroup] | None = None
    #: Files of the current version for one of these platforms.
    platforms: frozenset[Platform] | None = None
    color: Color | None = None
    #: Add-on ids to stay within: how filters of third parties narrow a search.
    within: frozenset[int] | None = None
    sort: tuple[SortKey, ...] = (SortKey.USERS,)
    #: Decides the order of ``RANDOM``: the same seed, the same order.
    seed: str = ""
    page: PageRequest = PageRequest()
    window: int = WINDOW


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: enough to take it ready-made. ``score`` is None where nothing was scored."""

    id: int
    revision: int
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of results; ``total`` counts all of them, also beyond the window."""

    items: Sequence[Hit]
    total: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a score: which rule of catalog.md §7.2 matched, and what it added."""

    name: str
    weight: float
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a result has its score: the clauses and the factors they were multiplied with."""

    id: int
    clauses: tuple[Clause, ...]
    factors: tuple[Clause, ...]
    score: float
