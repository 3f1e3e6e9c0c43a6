"""The lists that the people who run a site keep, entry by entry.

Each function that sets an entry makes it, or changes the one that is there; what is not given
stays. They answer with what the catalogue did, and those that remove raise ``NotFound`` when
there is nothing to remove.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from amo_pyramid.backends.base.catalogue import (
    ADDON_NEEDS,
    VERSION_NEEDS,
    CatalogueSession,
    Outcome,
    Record,
    RecordKind,
)
from amo_pyramid.constants.addon_types import DEFAULT_RANGES
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import AddonState, Promotion
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    CompatRange,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.errors import Invalid, NotFound
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.domain.version import Approval, Version


def named_addon(session: CatalogueSession, identifier: str) -> AddonState:
    """The add-on of that id, slug or guid. Raises ``NotFound``, also for a deleted one."""
    state = session.addons.resolve(AddonRef.parse(identifier))
    if state is None or state.is_deleted:
        raise NotFound(f"There is no add-on {identifier}.")
    return state


def set_item(session: CatalogueSession, identifier: str, **values: Any) -> Outcome:
    """Show an add-on in the discovery pane. ``values`` are fields of a :class:`DiscoveryItem`;
    a new item without any position comes last in the default edition."""
    addon_id = named_addon(session, identifier).id
    items = [entry.item for entry in session.editorial.discovery_items()]
    item = next((each for each in items if each.addon_id == addon_id), None)
    if item is None:
        item = DiscoveryItem(id=_new_id(session, RecordKind.DISCOVERY), addon_id=addon_id)
        if not {"position", "position_china"} & values.keys():
            values["position"] = 1 + max((each.position for each in items), default=0)
    return session.put([replace(item, **values)])


def remove_item(session: CatalogueSession, identifier: str) -> None:
    """Take an add-on off the discovery pane, its texts with it."""
    addon_id = named_addon(session, identifier).id
    refusal = f"The add-on {identifier} is not in the discovery pane."
    _remove(session, RecordKind.DISCOVERY, refusal, addon_id=addon_id)


def set_replacement(session: CatalogueSession, guid: str, path: str) -> Outcome:
    """Send those who look for a legacy guid to a path of the site, or to another site's URL."""
    if not path.startswith(("/", "https://", "http://")):
        raise Invalid(f"{path!r} is neither a path that begins with / nor a URL.")
    guid = _text(guid, "guid")
    stored = _find(session, RecordKind.REPLACEMENT, guid=guid)
    id_ = stored.id if stored else _new_id(session, RecordKind.REPLACEMENT)
    return session.put([Replacement(id=id_, guid=guid, path=path)])


def remove_replacement(session: CatalogueSession, guid: str) -> None:
    """Forget what a legacy guid leads to."""
    _remove(session, RecordKind.REPLACEMENT, f"There is no replacement of {guid}.", guid=guid)


def add_override(
    session: CatalogueSession,
    guid: str,
    ranges: Sequence[CompatRange],
    addon: str | None = None,
    name: str | None = None,
) -> Outcome:
    """Add ranges to what is said of a guid's compatibility.

    The override is linked to ``addon``, by default to the add-on of that guid if there is one.
    """
    guid = _text(guid, "guid")
    stored = _find(session, RecordKind.OVERRIDE, guid=guid)
    if stored is None:
        own = session.addons.ids_of(guids=[guid]).get(guid)
        id_ = _new_id(session, RecordKind.OVERRIDE)
        stored = CompatOverride(id=id_, guid=guid, addon_id=own)
    added = (each for each in ranges if each not in stored.ranges)
    changed = replace(stored, ranges=(*stored.ranges, *added), name=name or stored.name)
    if addon is not None:
        changed = replace(changed, addon_id=named_addon(session, addon).id)
    return session.put([changed])


def remove_override(session: CatalogueSession, guid: str) -> None:
    """Forget all that is said of a guid's compatibility."""
    _remove(session, RecordKind.OVERRIDE, f"There is no override of {guid}.", guid=guid)


def promote(
    session: CatalogueSession,
    identifier: str,
    group: PromotedGroup,
    application: Application | None = None,
    *,
    approve_current: bool = False,
) -> Outcome:
    """Put an add-on into a promoted group, out of any other.

    ``approve_current`` also approves its current version for the group: in ``application``, or
    in all that the version runs in. Raises ``Invalid`` when it has no current version.
    """
    state = named_addon(session, identifier)
    needs = ADDON_NEEDS.union(f"current_version.{need}" for need in VERSION_NEEDS)
    (addon,) = session.addons.by_ids([state.id], needs)
    records: list[Record] = [
        replace(addon, promotion=Promotion(group=group, application=application))
    ]
    if approve_current:
        if addon.current_version is None:
            raise Invalid(f"The add-on {identifier} has no current version to approve.")
        records.append(_approved(addon.current_version, group, application))
    return session.put(records)


def end_promotion(session: CatalogueSession, identifier: str) -> None:
    """Take an add-on out of its promoted group. Approvals of its versions stay."""
    state = named_addon(session, identifier)
    (addon,) = session.addons.by_ids([state.id], ADDON_NEEDS)
    if addon.promotion is None:
        raise NotFound(f"The add-on {identifier} is in no promoted group.")
    session.put([replace(addon, promotion=None)])


def set_mappings(session: CatalogueSession, entries: Iterable[tuple[str, str, str]]) -> Outcome:
    """Say which add-ons correspond to extensions: ``(browser, extension_id, addon_guid)``."""
    wanted = {
        (_text(browser, "browser"), _text(extension, "extension id")): _text(guid, "guid")
        for browser, extension, guid in entries
    }
    stored: dict[tuple[str, str], int] = {}
    for each in session.every(RecordKind.MAPPING):
        stored[each.browser, each.extension_id] = each.id
    new = [key for key in wanted if key not in stored]
    stored.update(zip(new, session.reserve(RecordKind.MAPPING, len(new)), strict=True))
    return session.put(
        [
            BrowserMapping(id=stored[key], browser=key[0], extension_id=key[1], addon_guid=guid)
            for key, guid in wanted.items()
        ]
    )


def remove_mapping(session: CatalogueSession, browser: str, extension_id: str) -> None:
    """Forget the add-on of an extension."""
    refusal = f"There is no mapping of {extension_id} in {browser}."
    _remove(session, RecordKind.MAPPING, refusal, browser=browser, extension_id=extension_id)


def _approved(version: Version, group: PromotedGroup, application: Application | None) -> Version:
    runs_in = [each.application for each in version.ranges] or list(DEFAULT_RANGES)
    wanted = runs_in if application is None else [application]
    new = {Approval(group=group, application=each) for each in wanted}
    return replace(version, approvals=tuple({*version.approvals, *new}))


def _find(session: CatalogueSession, kind: RecordKind, **values: Any) -> Any:
    """The record with these values, or None. These lists are short: they are read through."""
    for record in session.every(kind):
        if all(getattr(record, name) == value for name, value in values.items()):
            return record
    return None


def _remove(session: CatalogueSession, kind: RecordKind, refusal: str, **values: Any) -> None:
    stored = _find(session, kind, **values)
    if stored is None:
        raise NotFound(refusal)
    session.delete(kind, [stored.id])


def _new_id(session: CatalogueSession, kind: RecordKind) -> int:
    return session.reserve(kind, 1)[0]


def _text(value: str, what: str) -> str:
    if not value.strip():
        raise Invalid(f"The {what} cannot be blank.")
    return value.strip()
