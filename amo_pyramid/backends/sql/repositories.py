"""The repositories of a session: questions to the catalogue as statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa

from amo_pyramid.backends.base.repositories import Addons, Versions
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.pages import Pages
from amo_pyramid.backends.sql.reading.addons import load_addons
from amo_pyramid.backends.sql.reading.run import Run, in_order
from amo_pyramid.backends.sql.reading.states import IS_REVIEWED, STATE_COLUMNS, build_state
from amo_pyramid.backends.sql.reading.versions import (
    build_versions,
    load_versions,
    version_rows,
)
from amo_pyramid.backends.sql.resolver import Resolver, language_tools_where
from amo_pyramid.backends.sql.tables.addons import addon, addon_user, persona
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.backends.sql.tables.versions import file, version, version_app
from amo_pyramid.constants.addon_types import (
    DEFAULT_RANGES,
    LANGUAGE_TYPES,
    NO_COMPATIBILITY,
    AddonType,
)
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Addon, AddonAccess, AddonState
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import AddonRef, Page, VersionFilter, VersionQuery
from amo_pyramid.domain.version import Version

K = TypeVar("K")
T = TypeVar("T")

_LISTED = version.c.channel == Channel.LISTED
_UNLISTED = version.c.channel == Channel.UNLISTED
_KEPT = version.c.is_deleted.is_(sa.false())
_HAS_APPROVED_FILE = sa.exists().where(
    file.c.version_id == version.c.id, file.c.status == Status.PUBLIC
)
_FILTERS: Mapping[VersionFilter, tuple[Any, ...]] = {
    VersionFilter.PUBLIC: (_LISTED, _KEPT, _HAS_APPROVED_FILE),
    VersionFilter.ALL_WITHOUT_UNLISTED: (_LISTED, _KEPT),
    VersionFilter.ALL_WITH_UNLISTED: (_KEPT,),
    VersionFilter.ALL_WITH_DELETED: (),
}
_OF_ADDON = version.c.addon_id == sa.bindparam("addon_id")


def _has_versions(*conditions: Any) -> Any:
    return sa.exists().where(_OF_ADDON, _KEPT, *conditions)


_ACCESS = sa.select(
    sa.exists().where(
        addon_user.c.addon_id == sa.bindparam("addon_id"),
        addon_user.c.user_id == sa.bindparam("user_id"),
    ),
    _has_versions(_LISTED),
    _has_versions(_UNLISTED),
)
_BY_GUIDS = sa.select(addon.c.guid, addon.c.id).where(in_list(addon.c.guid, "guids"))
_BY_SLUG_KEYS = sa.select(addon.c.slug, addon.c.id).where(in_list(addon.c.slug_key, "keys"))
_ADDON_OF_FILE = (
    sa.select(version.c.addon_id)
    .join(file, file.c.version_id == version.c.id)
    .where(file.c.id == sa.bindparam("file_id"))
)
_COMPATIBLE = (
    sa.select(version.c.addon_id, version.c.id)
    .join(version_app, version_app.c.version_id == version.c.id)
    .where(
        in_list(version.c.addon_id, "addon_ids"),
        *_FILTERS[VersionFilter.PUBLIC],
        version_app.c.application == sa.bindparam("application"),
        version_app.c.min_key <= sa.bindparam("low"),
        version_app.c.max_key >= sa.bindparam("high"),
    )
    .order_by(version.c.created, version.c.id)
)
_REVIEWED_BY_GUIDS = sa.select(addon.c.guid, *STATE_COLUMNS).where(
    in_list(addon.c.guid, "guids"), IS_REVIEWED
)
_THEME = (
    sa.select(addon.c.id, persona.c.static_theme_id)
    .join(persona, persona.c.addon_id == addon.c.id)
    .where(
        addon.c.type == AddonType.PERSONA,
        addon.c.status == Status.PUBLIC,
        addon.c.is_disabled_by_developer.is_(sa.false()),
    )
    .order_by(addon.c.id)
    .limit(1)
)
_THEME_BY_ID = _THEME.where(addon.c.id == sa.bindparam("number"))
_THEME_BY_PERSONA = _THEME.where(persona.c.persona_id == sa.bindparam("number"))
# In no order: an asked one would keep SQLite from the index, and have it read all add-ons.
_LANGUAGE_TOOLS = sa.select(addon.c.id, addon.c.revision).where(
    *language_tools_where(in_list(addon.c.type, "types"), in_list(addon.c.type, "everywhere"))
)
_LANGUAGE_TOOLS_BY = _LANGUAGE_TOOLS.where(
    sa.exists().where(
        addon_user.c.addon_id == addon.c.id,
        addon_user.c.is_listed.is_(sa.true()),
        users.c.id == addon_user.c.user_id,
        in_list(users.c.username, "authors"),
    )
)


class SqlAddons(Addons):
    def __init__(self, run: Run, resolver: Resolver) -> None:
        self._run = run
        self._resolver = resolver

    def resolve(self, ref: AddonRef) -> AddonState | None:
        return self._resolver.resolve(ref)

    def access(self, addon_id: int, user_id: int) -> AddonAccess:
        row = self._run(_ACCESS, {"addon_id": addon_id, "user_id": user_id})[0]
        return AddonAccess(
            is_author=bool(row[0]),
            has_listed_versions=bool(row[1]),
            has_unlisted_versions=bool(row[2]),
        )

    def by_ids(self, ids: Sequence[int], needs: Needs) -> list[Addon]:
        return in_order(ids, load_addons(self._run, ids, needs))

    def public_theme(self, number: int, *, is_persona_id: bool) -> tuple[int, int | None] | None:
        if number >= 2**63:
            return None
        statement = _THEME_BY_PERSONA if is_persona_id else _THEME_BY_ID
        return next((tuple(row) for row in self._run(statement, {"number": number})), None)

    def ids_of(
        self, *, guids: Collection[str] = (), slugs: Collection[str] = ()
    ) -> Mapping[str, int]:
        found: dict[str, int] = {}
        if guids:
            found.update((guid, id_) for guid, id_ in self._run(_BY_GUIDS, {"guids": guids}))
        if slugs:
            keys = [slug.casefold() for slug in slugs]
            rows = self._run(_BY_SLUG_KEYS, {"keys": keys})
            found.update((slug, id_) for slug, id_ in rows if slug in slugs)
        return found

    def public_by_guids(self, guids: Sequence[str]) -> list[AddonState]:
        rows = self._run(_REVIEWED_BY_GUIDS, {"guids": guids})
        found = {row[0]: build_state(row[1:]) for row in rows}
        return in_order(list(dict.fromkeys(guids)), found)

    def language_tools(
        self,
        application: Application,
        types: Collection[AddonType],
        authors: Collection[str] | None = None,
    ) -> list[tuple[int, int]]:
        if authors is None and LANGUAGE_TYPES.issuperset(types):
            return self._resolver.language_tools(application, frozenset(types))
        everywhere = NO_COMPATIBILITY if application in DEFAULT_RANGES else ()
        parameters = {"types": types, "application": application, "everywhere": everywhere}
        if authors is None:
            rows = self._run(_LANGUAGE_TOOLS, parameters)
        else:
            rows = self._run(_LANGUAGE_TOOLS_BY, {**parameters, "authors": authors})
        return sorted((id_, revision) for id_, revision in rows)


class SqlVersions(Versions):
    def __init__(self, run: Run) -> None:
        self._run = run

    def get(self, version_id: int, needs: Needs) -> Version | None:
        return load_versions(self._run, [version_id], needs).get(version_id)

    def by_ids(self, ids: Sequence[int], needs: Needs) -> list[Version]:
        return in_order(ids, load_versions(self._run, ids, needs))

    def find(self, query: VersionQuery, needs: Needs) -> Page[Version]:
        pages = _versions(query.filter, needs)
        found = pages.read(self._run, {"addon_id": query.addon_id}, query.page)
        versions = build_versions(self._run, found.items, needs)
        return Page(list(versions.values()), found.total, found.number, found.size)

    def addon_of_file(self, file_id: int) -> int | None:
        rows = self._run(_ADDON_OF_FILE, {"file_id": file_id})
        return rows[0][0] if rows else None

    def latest_compatible(
        self, addon_ids: Collection[int], application: Application, low: int, high: int
    ) -> Mapping[int, int]:
        parameters = {
            "addon_ids": addon_ids,
            "application": application,
            "low": low,
            "high": high,
        }
        # The newest comes last and stays.
        return dict(self._run(_COMPATIBLE, parameters))


@lru_cache(maxsize=256)
def _versions(which: VersionFilter, needs: Needs) -> Pages:
    conditions = (_OF_ADDON, *_FILTERS[which])
    newest_first = (version.c.created.desc(), version.c.modified.desc(), version.c.id.desc())
    return Pages(
        sa.select(sa.func.count()).select_from(version).where(*conditions),
        version_rows(needs).where(*conditions).order_by(*newest_first),
    )
