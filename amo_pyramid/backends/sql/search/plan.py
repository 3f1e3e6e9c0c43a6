"""The filters of a search, as what the index can be asked (catalog.md §5.1).

Each filter exists in up to three forms, because not every question can use every form: terms of
the index, a condition on the key, and a condition on the columns of a document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from amo_pyramid.backends.sql.search import terms
from amo_pyramid.backends.sql.search.document import UNLIMITED
from amo_pyramid.backends.sql.search.expression import NOTHING, Node, every, some, without
from amo_pyramid.backends.sql.search.key import APPLICATION_BIT, TYPE_MASK
from amo_pyramid.backends.sql.search.questions import Questions, Where, bounds_columns
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.domain.search import AddonQuery, Color

LONGEST_ID = 18
#: Where grey, black and white begin, and how far apart similar colors may be (§5.1).
GREY, BLACK, WHITE = 6.375, 12.75, 249.9
LIGHTNESS_APART, HUE_APART = 64, 26
_PAST_EVERY_VERSION = "~"


@dataclass(frozen=True, slots=True)
class Plan:
    """What passes the filters.

    ``wanted`` are the terms that it must have (None: no such filter), ``unwanted`` those that it
    must not have. ``where`` says the rest of it; its row conditions say the same as ``unwanted``.
    ``ids`` are the only add-ons to look at. ``is_empty``: nothing can pass.
    """

    query: AddonQuery
    wanted: Node | None = None
    unwanted: Node = NOTHING
    where: Where = field(default_factory=Where)
    ids: frozenset[int] | None = None
    excluded: frozenset[int] = frozenset()
    is_empty: bool = False

    @property
    def has_color(self) -> bool:
        return self.query.color is not None

    def filtered(self, *nodes: Node) -> Node:
        """The nodes together with the filters that are terms. There must be one of either."""
        wanted = () if self.wanted is None else (self.wanted,)
        return without(every((*nodes, *wanted)), self.unwanted)


def plan(query: AddonQuery, questions: Questions) -> Plan:
    """Understand the filters; looks up what is named by something else than a number."""
    return _Planner(query, questions).plan()


class _Planner:
    def __init__(self, query: AddonQuery, questions: Questions) -> None:
        self._query = query
        self._ask = questions
        self._keys: list[str] = []
        self._rows: list[str] = []
        self._parameters: dict[str, Any] = {}
        self._unwanted: list[Node] = []

    def plan(self) -> Plan:
        query = self._query
        wanted = list(self._wanted())
        ids = self._ids()
        excluded = self._excluded()
        self._kind()
        self._platforms(wanted)
        self._bounds(wanted)
        if query.color is not None:
            self._color(query.color)
        is_empty = NOTHING in wanted or (ids is not None and not ids) or query.types == frozenset()
        return Plan(
            query=query,
            wanted=every(wanted) if wanted else None,
            unwanted=some(self._unwanted),
            where=Where(tuple(self._keys), tuple(self._rows), self._parameters),
            ids=ids,
            excluded=excluded,
            is_empty=is_empty,
        )

    def _wanted(self) -> Iterator[Node]:
        query = self._query
        if query.categories is not None:
            yield some(map(terms.category, sorted(query.categories)))
        if query.tags is not None:
            yield every(map(terms.tag, sorted(query.tags)))
        if query.authors is not None:
            yield some(map(terms.author, self._author_ids(query.authors)))
        if query.promoted is not None:
            groups = sorted(query.promoted)
            yield some(terms.promoted(group, query.application) for group in groups)

    def _author_ids(self, names: Collection[str]) -> list[int]:
        names = storable(names)
        numbers = {int(name) for name in names if is_id(name)}
        return sorted(numbers.union(self._ask.user_ids(names) if names else ()))

    def _ids(self) -> frozenset[int] | None:
        query = self._query
        ids = query.within
        if query.guids is not None:
            guids = storable(query.guids)
            named = frozenset(self._ask.addon_ids("guid", guids) if guids else ())
            ids = named if ids is None else ids & named
        return ids

    def _excluded(self) -> frozenset[int]:
        names = storable(self._query.exclude)
        if not names:
            return frozenset()
        ids = {int(name) for name in names if is_id(name)}
        ids.update(self._ask.addon_ids("slug", names))
        keys = frozenset(self._ask.keys_of(ids).values())
        if keys:
            self._keys.append(self._ask.is_not_in("{key}", "excluded"))
            self._parameters["excluded"] = self._ask.list(sorted(keys))
        return keys

    def _kind(self) -> None:
        """Type and application, which are bits of the key."""
        application, types = self._query.application, self._query.types
        bit = 0 if application is None else APPLICATION_BIT[application]
        if types is not None and len(types) == 1:
            (only,) = types
            self._keys.append(f"({{key}} & {bit | TYPE_MASK}) = {bit | int(only)}")
            return
        if bit:
            self._keys.append(f"({{key}} & {bit}) <> 0")
        if types:
            numbers = ", ".join(str(int(each)) for each in sorted(types))
            self._keys.append(f"({{key}} & {TYPE_MASK}) IN ({numbers})")

    def _platforms(self, wanted: list[Node]) -> None:
        asked = self._query.platforms
        if asked is None:
            return
        special: Node = some(terms.platform(each) for each in sorted(asked - {Platform.ALL}))
        mask = sum(1 << int(each) for each in asked)
        if Platform.ALL not in asked:
            wanted.append(special)
            return
        # Nearly everything is for all platforms: the few others are what is asked for.
        self._rows.append(f"(d.platforms & {mask}) <> 0")
        self._unwanted.append(without(terms.NOT_ON_ALL_PLATFORMS, special))

    def _bounds(self, wanted: list[Node]) -> None:
        """The application version (§3.2): what is too new for it, or strict and too old."""
        application, bounds = self._query.application, self._query.bounds
        if application is None or bounds is None:
            return
        low, high = bounds
        column_low, column_high = bounds_columns(application)
        self._rows.append(f"{column_low} <= {low} AND {column_high} >= {high}")
        too_new = self._versions(terms.lowest, application, low + 1, None)
        self._unwanted.append(some(too_new))
        if high > UNLIMITED:
            wanted.append(some(self._versions(terms.highest, application, high, None)))
        else:
            self._unwanted.append(some(self._versions(terms.highest, application, 0, high)))

    def _versions(
        self, term: Any, application: Application, start: int, end: int | None
    ) -> list[str]:
        """The stored bounds from ``start`` up to, but without, ``end``."""
        prefix = term(application, 0)[: -len("0" * 20)]
        until = f"{prefix}{_PAST_EVERY_VERSION}" if end is None else term(application, end)
        return self._ask.words(term(application, start), until)

    def _color(self, color: Color) -> None:
        colors = f"{self._ask.color} c WHERE c.key = {{key}} AND {_similar(color)}"
        self._keys.append(f"EXISTS (SELECT 1 FROM {colors})")


def _similar(color: Color) -> str:
    """The condition that a stored color is like this one. Its numbers are no user's text."""
    if color.s <= GREY:
        low, high = color.l - LIGHTNESS_APART, color.l + LIGHTNESS_APART
        return f"c.s <= {GREY} AND c.l BETWEEN {max(low, 0):f} AND {min(high, 255):f}"
    if color.l <= BLACK:
        return f"c.l <= {BLACK}"
    if color.l >= WHITE:
        return f"c.l >= {WHITE}"
    colored = f"c.s > {GREY} AND c.l > {BLACK} AND c.l < {WHITE}"
    low, high = color.h - HUE_APART, color.h + HUE_APART
    if low < 0:
        return f"{colored} AND (c.h >= {low + 255:f} OR c.h <= {high:f})"
    if high > 255:
        return f"{colored} AND (c.h >= {low:f} OR c.h <= {high - 255:f})"
    return f"{colored} AND c.h BETWEEN {low:f} AND {high:f}"


def is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= LONGEST_ID


def storable(names: Collection[str]) -> list[str]:
    """Those that can be in a database at all, in order."""
    return sorted(name for name in names if "\0" not in name and _is_unicode(name))


def _is_unicode(name: str) -> bool:
    return name.encode("utf-8", "ignore").decode() == name
