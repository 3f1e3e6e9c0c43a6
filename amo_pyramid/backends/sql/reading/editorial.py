"""Editorial lists: their records as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.relations import Relation, of_owner
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.editorial import (
    browser_mapping,
    compat_override,
    compat_range,
    discovery_item,
    replacement,
)
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    CompatRange,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.text import SITE_LOCALE

T = TypeVar("T")

_RANGE = tuple(column.name for column in compat_range.c)[2:]
_RANGES = Relation(
    of_owner(
        compat_range.c.compat_override_id, *(compat_range.c[name] for name in _RANGE)
    ).order_by(*compat_range.primary_key.columns),
    lambda row, _: CompatRange(**dict(zip(_RANGE, row[1:], strict=True))),
)


def _builder(record: Callable[..., T], table: sa.Table) -> Callable[[Sequence[Any]], T]:
    """Makes records of rows that begin with the table's columns."""
    names = tuple(column.name for column in table.c)
    return lambda row: record(**dict(zip(names, row, strict=False)))


def _loader(
    build: Callable[[Sequence[Any]], T], table: sa.Table
) -> Callable[[Run, Collection[int]], dict[int, T]]:
    """Loads the records of some ids, by id."""
    statement = sa.select(*table.c).where(in_list(table.c.id, "ids"))
    return lambda run, ids: {row[0]: build(row) for row in run(statement, {"ids": ids})}


build_item = _builder(DiscoveryItem, discovery_item)
build_mapping = _builder(BrowserMapping, browser_mapping)
load_items = _loader(build_item, discovery_item)
load_mappings = _loader(build_mapping, browser_mapping)
load_replacements = _loader(_builder(Replacement, replacement), replacement)

_OVERRIDES = sa.select(*compat_override.c).where(in_list(compat_override.c.id, "ids"))


def build_overrides(run: Run, rows: Sequence[Any]) -> list[CompatOverride]:
    """The overrides of these rows of their table, with their ranges."""
    ids = [row.id for row in rows]
    ranges = _RANGES.load(run, ids, lambda _: SITE_LOCALE) if ids else {}
    return [
        CompatOverride(
            id=row.id,
            guid=row.guid,
            addon_id=row.addon_id,
            name=row.name,
            ranges=ranges.get(row.id, ()),
        )
        for row in rows
    ]


def load_overrides(run: Run, ids: Collection[int]) -> dict[int, CompatOverride]:
    """The overrides of these ids, by id."""
    return {each.id: each for each in build_overrides(run, run(_OVERRIDES, {"ids": ids}))}
