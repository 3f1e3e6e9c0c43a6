"""What the paths of replacements lead to (catalog.md §5.8): two statements for any number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

import sqlalchemy as sa

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.reading.states import IS_REVIEWED
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.collections import collection, collection_addon
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.domain.editorial import CollectionTarget
from amo_pyramid.domain.query import AddonRef, RefKind

Target: TypeAlias = AddonRef | CollectionTarget
Guids: TypeAlias = tuple[str, ...]

_SHOWN = (IS_REVIEWED, addon.c.guid.is_not(None))
_ADDONS = sa.select(addon.c.id, addon.c.slug_key, addon.c.guid).where(
    sa.or_(in_list(addon.c.id, "ids"), in_list(addon.c.slug_key, "slugs")), *_SHOWN
)
_NAMED = sa.select(users.c.id).where(in_list(users.c.username, "names")).correlate(None)
_COLLECTIONS = (
    sa.select(collection.c.author_id, users.c.username, collection.c.slug, addon.c.guid)
    .join(users, users.c.id == collection.c.author_id)
    .join(collection_addon, collection_addon.c.collection_id == collection.c.id)
    .join(addon, addon.c.id == collection_addon.c.addon_id)
    .where(
        collection.c.is_listed.is_(sa.true()),
        in_list(collection.c.slug, "slugs"),
        sa.or_(in_list(collection.c.author_id, "ids"), collection.c.author_id.in_(_NAMED)),
        *_SHOWN,
    )
    .order_by(collection.c.id, collection_addon.c.position, collection_addon.c.addon_id)
)


def resolve_paths(run: Run, targets: Collection[Target]) -> Mapping[Target, Guids]:
    """The guids of the public add-ons by target; one that leads to none is absent."""
    addons = {each for each in targets if isinstance(each, AddonRef)}
    collections = {each for each in targets if isinstance(each, CollectionTarget)}
    return {
        **(_of_addons(run, addons) if addons else {}),
        **(_of_collections(run, collections) if collections else {}),
    }


def _of_addons(run: Run, refs: Collection[AddonRef]) -> dict[Target, Guids]:
    keys = {ref: int(ref.value) for ref in refs if ref.kind is RefKind.ID}
    slugs = {ref: ref.value.casefold() for ref in refs if ref.kind is RefKind.SLUG}
    found: dict[int | str, Guids] = {}
    for id_, slug, guid in run(_ADDONS, {"ids": keys.values(), "slugs": slugs.values()}):
        found[id_] = found[slug] = (guid,)
    return {ref: found[key] for ref, key in {**keys, **slugs}.items() if key in found}


def _of_collections(run: Run, targets: Collection[CollectionTarget]) -> dict[Target, Guids]:
    authors = {each.author for each in targets}
    parameters = {
        "slugs": {each.slug for each in targets},
        "ids": [each for each in authors if isinstance(each, int)],
        "names": [each for each in authors if isinstance(each, str)],
    }
    found: dict[Target, Guids] = {}
    for author_id, username, slug, guid in run(_COLLECTIONS, parameters):
        for author in (author_id, username):
            target = CollectionTarget(author, slug)
            found[target] = (*found.get(target, ()), guid)
    return found
