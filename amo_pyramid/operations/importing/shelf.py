"""What is stored of the things that a batch of drafts is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from amo_pyramid.backends.base.catalogue import (
    ADDON_NEEDS,
    VERSION_NEEDS,
    CatalogueSession,
    Record,
    RecordKind,
)
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.query import PageRequest, VersionFilter, VersionQuery
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import License, Version
from amo_pyramid.operations.importing.draft import AddonDraft, VersionDraft, made_up_slug
from amo_pyramid.operations.records import kind_of

_PAGE = 500


class Shelf:
    """The stored objects by what a draft knows of them, loaded in few statements.

    Records that are put down replace the stored ones, so that drafts of one batch build on each
    other; ``changed`` are the last ones of each, in an order in which they can be stored.
    """

    def __init__(self, session: CatalogueSession, drafts: Sequence[AddonDraft]) -> None:
        self._session = session
        self._stored: dict[RecordKind, dict[int, Any]] = {kind: {} for kind in RecordKind}
        self._changed: dict[RecordKind, dict[int, Record]] = {kind: {} for kind in RecordKind}
        self._keep(RecordKind.ADDON, _addons(session, drafts))
        self._keep(RecordKind.USER, session.users.by_ids(_user_ids(drafts)))
        versions = sorted(_ids(drafts, RecordKind.VERSION))
        self._keep(RecordKind.VERSION, session.versions.by_ids(versions, VERSION_NEEDS))
        # Add-ons of which not every version is here, licenses that were asked for.
        self._incomplete = set(self._stored[RecordKind.ADDON])
        self._asked: set[int] = set()
        self._are_licenses_known = False
        self._taken = {kind: _ids(drafts, kind) for kind in (RecordKind.ADDON, RecordKind.VERSION)}
        self._free: dict[RecordKind | str, Iterator[int]] = {}
        self._batch = len(drafts)

    @property
    def changed(self) -> list[Record]:
        return [record for records in self._changed.values() for record in records.values()]

    def put_down(self, record: Record) -> None:
        """Let ``record`` be what is stored, for the drafts to come."""
        kind = kind_of(record)
        self._changed[kind][record.id] = self._stored[kind][record.id] = record

    def addon(self, draft: AddonDraft) -> Addon | None:
        """The stored add-on that a draft means: by guid, then id, then slug.

        Raises ``Invalid`` when its id or slug belongs to an add-on that is not the same one.
        """
        addons: dict[int, Addon] = self._stored[RecordKind.ADDON]
        stored = addons.values()
        by_guid = next((one for one in stored if draft.guid and one.guid == draft.guid), None)
        by_id = addons.get(draft.id or 0)
        by_slug = next((one for one in stored if draft.slug and one.slug == draft.slug), None)
        if by_guid is not None:
            return by_guid
        for name, found in (("id", by_id), ("slug", by_slug)):
            if found is not None and not _may_be(found, draft):
                whose = found.guid or found.slug
                raise Invalid(f"{name}: {getattr(draft, name)} belongs to another add-on ({whose})")
        return by_id or by_slug

    def version(self, draft: VersionDraft, addon_id: int) -> Version | None:
        """The stored version that a draft means: by id, then by its number within the add-on."""
        found = self._stored[RecordKind.VERSION].get(draft.id or 0)
        if found is not None and found.addon_id != addon_id:
            raise Invalid(f"version {found.id} belongs to the add-on {found.addon_id}")
        return found or self._version_numbered(draft.version, addon_id)

    def user(self, user_id: int) -> User | None:
        return self._stored[RecordKind.USER].get(user_id)

    def license(self, license_id: int) -> License | None:
        licenses = self._stored[RecordKind.LICENSE]
        if license_id not in licenses and license_id not in self._asked:
            self._asked.add(license_id)
            found = self._session.records(RecordKind.LICENSE, after=license_id - 1, limit=1)
            self._keep(RecordKind.LICENSE, [one for one in found if one.id == license_id])
        return licenses.get(license_id)

    def licenses(self) -> list[License]:
        """Every license, for sources that do not tell their ids."""
        if not self._are_licenses_known:
            self._are_licenses_known = True
            self._keep(RecordKind.LICENSE, self._session.every(RecordKind.LICENSE))
        return list(self._stored[RecordKind.LICENSE].values())

    def new_id(self, kind: RecordKind | str) -> int:
        """An id for a record of that kind, or a ``file``, that comes without one."""
        if kind not in self._free:
            self._free[kind] = self._reserve(kind)
        return next(self._free[kind])

    def _reserve(self, kind: RecordKind | str) -> Iterator[int]:
        taken: Collection[int] = self._taken.get(kind, ()) if isinstance(kind, RecordKind) else ()
        count = self._batch + len(taken)
        if isinstance(kind, RecordKind):
            ids = self._session.reserve(kind, count)
        else:
            ids = self._session.reserve_children(kind, count)
        return (each for each in ids if each not in taken)

    def _version_numbered(self, number: str, addon_id: int) -> Version | None:
        if addon_id in self._incomplete:
            self._incomplete.remove(addon_id)
            self._keep(RecordKind.VERSION, _every_version(self._session, addon_id))
        versions = self._stored[RecordKind.VERSION].values()
        own = (one for one in versions if one.addon_id == addon_id and not one.is_deleted)
        return next((one for one in own if one.version == number), None)

    def _keep(self, kind: RecordKind, records: Iterable[Record]) -> None:
        for record in records:
            self._stored[kind].setdefault(record.id, record)


def _addons(session: CatalogueSession, drafts: Sequence[AddonDraft]) -> list[Addon]:
    named = session.addons.ids_of(
        guids={draft.guid for draft in drafts if draft.guid},
        slugs={draft.slug for draft in drafts if draft.slug},
    )
    ids = sorted({*named.values(), *_ids(drafts, RecordKind.ADDON)})
    return session.addons.by_ids(ids, ADDON_NEEDS)


def _ids(drafts: Iterable[AddonDraft], kind: RecordKind) -> set[int]:
    if kind is RecordKind.ADDON:
        return {draft.id for draft in drafts if draft.id is not None}
    return {draft.version.id for draft in drafts if draft.version and draft.version.id is not None}


def _user_ids(drafts: Iterable[AddonDraft]) -> list[int]:
    return sorted({author.id or 0 for draft in drafts for author in draft.authors or ()})


def _may_be(stored: Addon, draft: AddonDraft) -> bool:
    if stored.guid and draft.guid:
        return stored.guid == draft.guid
    slugs = (draft.slug, made_up_slug(stored.id), None)
    return draft.slug is None or stored.slug in slugs


def _every_version(session: CatalogueSession, addon_id: int) -> Iterator[Version]:
    number, count = 1, 1
    while number <= count:
        query = VersionQuery(addon_id, VersionFilter.ALL_WITH_DELETED, PageRequest(number, _PAGE))
        page = session.versions.find(query, VERSION_NEEDS)
        yield from page.items
        number, count = number + 1, page.count
