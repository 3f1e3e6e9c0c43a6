"""Collections with the add-ons in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.relations import Relation, of_owner
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.collections import collection, collection_addon
from amo_pyramid.domain.collection import Collection as AddonCollection
from amo_pyramid.domain.collection import CollectionAddon
from amo_pyramid.domain.text import Localized

_NAMES = tuple(column.name for column in collection.c)
_BY_IDS = sa.select(*collection.c).where(in_list(collection.c.id, "ids"))
_ADDONS = Relation(
    of_owner(
        collection_addon.c.collection_id,
        collection_addon.c.addon_id,
        collection_addon.c.notes,
        collection_addon.c.position,
    ).order_by(
        collection_addon.c.collection_id,
        collection_addon.c.position,
        collection_addon.c.addon_id,
    ),
    lambda row, locale: CollectionAddon(
        addon_id=row[1], notes=Localized(row[2] or {}, (locale,)), position=row[3]
    ),
)


def load_collections(run: Run, ids: Collection[int]) -> dict[int, AddonCollection]:
    """The collections of these ids, by id."""
    return build_collections(run, run(_BY_IDS, {"ids": ids}))


def build_collections(run: Run, rows: Sequence[Any]) -> dict[int, AddonCollection]:
    """The collections of these rows of their table, by id in the same order."""
    locales = {row.id: row.default_locale for row in rows}
    addons = _ADDONS.load(run, list(locales), locales.__getitem__) if rows else {}
    return {row.id: _build(row, addons.get(row.id, ())) for row in rows}


def _build(row: Any, addons: tuple[CollectionAddon, ...]) -> AddonCollection:
    values = dict(zip(_NAMES, row, strict=True))
    for name in ("name", "description"):
        values[name] = Localized(values[name] or {}, (row.default_locale,))
    return AddonCollection(**values, addons=addons)
