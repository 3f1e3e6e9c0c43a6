"""The repositories of editorial lists and collections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.editorial import Collections, Editorial
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.pages import Pages
from amo_pyramid.backends.sql.reading.collections import build_collections, load_collections
from amo_pyramid.backends.sql.reading.editorial import build_item, build_mapping, build_overrides
from amo_pyramid.backends.sql.reading.replacements import resolve_paths
from amo_pyramid.backends.sql.reading.run import Run, in_order
from amo_pyramid.backends.sql.reading.states import (
    IS_REVIEWED,
    STATE_COLUMNS,
    build_state,
    runs_in_application,
)
from amo_pyramid.backends.sql.tables.addons import addon, promotion
from amo_pyramid.backends.sql.tables.collections import collection
from amo_pyramid.backends.sql.tables.editorial import (
    browser_mapping,
    compat_override,
    discovery_item,
    replacement,
)
from amo_pyramid.backends.sql.tables.versions import promoted_approval
from amo_pyramid.constants.addon_types import DEFAULT_RANGES, NO_COMPATIBILITY
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.collection import Collection
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    DiscoveryEntry,
    Edition,
    EditorialEntry,
    PromotedEntry,
    ResolvedReplacement,
    target_of,
)
from amo_pyramid.domain.query import Page, PageRequest

_ITEM = tuple(discovery_item.c)
_ITEMS_AND_ADDONS = discovery_item.join(addon, addon.c.id == discovery_item.c.addon_id)


def _shown(position: sa.Column[int]) -> sa.Select[Any]:
    return (
        sa.select(*_ITEM, *STATE_COLUMNS)
        .select_from(_ITEMS_AND_ADDONS)
        .where(IS_REVIEWED, position > 0)
        .order_by(position, discovery_item.c.id)
    )


_DISCOVERY: Mapping[Edition, sa.Select[Any]] = {
    Edition.DEFAULT: _shown(discovery_item.c.position),
    Edition.CHINA: _shown(discovery_item.c.position_china),
}
_RUNS_IN_APPLICATION = runs_in_application(in_list(addon.c.type, "everywhere"))
_ALL_ITEMS = (
    sa.select(*_ITEM, addon.c.guid, promotion.c.group)
    .select_from(_ITEMS_AND_ADDONS.outerjoin(promotion, promotion.c.addon_id == addon.c.id))
    .order_by(discovery_item.c.id)
)
_PROMOTED = (
    sa.select(
        *promotion.c,
        addon.c.guid,
        sa.exists()
        .where(
            promoted_approval.c.version_id == addon.c.current_version_id,
            promoted_approval.c.group == promotion.c.group,
        )
        .label("is_approved"),
    )
    .join(addon, addon.c.id == promotion.c.addon_id)
    .order_by(promotion.c.group, promotion.c.addon_id)
)
_REPLACEMENTS = Pages.of(replacement, order=replacement.c.id)
_OVERRIDES = Pages.of(
    compat_override,
    in_list(compat_override.c.guid, "guids"),
    order=compat_override.c.id.desc(),
)
_HAS_OVERRIDES = sa.select(sa.exists().select_from(compat_override))
_MAPPINGS = Pages.of(
    browser_mapping,
    in_list(browser_mapping.c.browser, "browsers"),
    order=browser_mapping.c.id,
)
_BY_SLUG = sa.select(*collection.c).where(
    collection.c.author_id == sa.bindparam("author_id"), collection.c.slug == sa.bindparam("slug")
)


class SqlEditorial(Editorial):
    def __init__(self, run: Run) -> None:
        self._run = run

    def discovery(
        self, edition: Edition, application: Application | None = None
    ) -> Sequence[DiscoveryEntry]:
        statement, parameters = _DISCOVERY[edition], {}
        if application is not None:
            statement = statement.where(_RUNS_IN_APPLICATION)
            everywhere = NO_COMPATIBILITY if application in DEFAULT_RANGES else ()
            parameters = {"application": application, "everywhere": everywhere}
        rows = self._run(statement, parameters)
        return [DiscoveryEntry(build_item(row), build_state(row[len(_ITEM) :])) for row in rows]

    def discovery_items(self) -> Sequence[EditorialEntry]:
        rows = self._run(_ALL_ITEMS, {})
        return [EditorialEntry(build_item(row), *row[len(_ITEM) :]) for row in rows]

    def replacements(self, page: PageRequest) -> Page[ResolvedReplacement]:
        found = _REPLACEMENTS.read(self._run, {}, page).map(
            lambda row: (row.guid, target_of(row.path))
        )
        guids = resolve_paths(self._run, [target for _, target in found.items if target])
        return found.map(
            lambda each: ResolvedReplacement(each[0], guids.get(each[1], ()) if each[1] else ())
        )

    def overrides(self, guids: Iterable[str], page: PageRequest) -> Page[CompatOverride]:
        found = _OVERRIDES.read(self._run, {"guids": guids}, page)
        items = build_overrides(self._run, found.items)
        return Page(items, found.total, found.number, found.size)

    def promoted(self) -> Sequence[PromotedEntry]:
        return [
            PromotedEntry(
                addon_id=row.addon_id,
                guid=row.guid,
                promotion=Promotion(group=row.group, application=row.application),
                is_approved=bool(row.is_approved) or not row.group.needs_approval,
            )
            for row in self._run(_PROMOTED, {})
        ]

    def has_overrides(self) -> bool:
        return bool(self._run(_HAS_OVERRIDES, {})[0][0])

    def mappings(self, browser: str, page: PageRequest) -> Page[BrowserMapping]:
        return _MAPPINGS.read(self._run, {"browsers": [browser]}, page).map(build_mapping)


class SqlCollections(Collections):
    def __init__(self, run: Run) -> None:
        self._run = run

    def by_ids(self, ids: Sequence[int]) -> list[Collection]:
        return in_order(ids, load_collections(self._run, ids))

    def by_slug(self, author_id: int, slug: str) -> Collection | None:
        rows = self._run(_BY_SLUG, {"author_id": author_id, "slug": slug})
        return next(iter(build_collections(self._run, rows).values()), None)
