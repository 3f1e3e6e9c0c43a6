"""The lists of Thunderbird add-ons: a table with users, and their files per application version
(``supported_versions`` and ``addons`` with ``compat``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.operations.importing.draft import AddonDraft, Draft, Item, VersionDraft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.lists.common import (
    RANGES,
    Table,
    addon_of_icon,
    english,
    file_of,
    has_keys,
    items,
    new_addon,
)
from amo_pyramid.operations.importing.media import read_icon

_HEADER = (
    "id",
    "guid",
    "slug",
    "name",
    "average_daily_users",
    "last_activity",
    "version",
    "min",
    "max",
)


def thunderbird_items(content: Any) -> list[Item] | None:
    """The add-ons of the table; None for another one."""
    if not (isinstance(content, Table) and content.header == _HEADER):
        return None
    return items(content.rows(), lambda row: row["slug"], _read)


def compatibility_items(content: Any) -> list[Item] | None:
    """The versions of stored add-ons that the list of files tells; None for another format."""
    if not has_keys(content, ("supported_versions", "addons")):
        return None
    return items(_releases(content["addons"]), lambda entry: entry.get("id"), _read_release)


def _read(source: Fields) -> AddonDraft:
    slug, version, guid = source.text("slug"), source.text("version"), source.text("guid")
    active = source.date("last_activity")
    users = source.text("average_daily_users")
    if not users.isdecimal():
        raise source.refusal("average_daily_users", "must be a whole number")
    return AddonDraft(
        id=source.identity(),
        guid=guid or None,
        slug=slug,
        fields={
            "slug": slug,
            "average_daily_users": int(users),
            "last_updated": active,
            **({"guid": guid} if guid else {}),
        },
        texts=english(name=source.text("name")),
        defaults=new_addon(slug, created=active),
        version=VersionDraft(
            version=version,
            fields={"version": version},
            defaults={"created": active},
            ranges={Application.THUNDERBIRD: (source.text("min"), source.text("max"))},
        ),
    )


def _releases(addons: Any) -> Iterator[Any]:
    """One entry for each file of each add-on."""
    for addon in addons if isinstance(addons, list) else ():
        compat = addon.get("compat") if isinstance(addon, dict) else None
        found = {entry.get("url"): entry for entry in compat or () if has_keys(entry, ("url",))}
        yield from ({**addon, "release": entry} for entry in found.values())


def _read_release(source: Fields) -> AddonDraft:
    release, icons = source.fields("release"), source.fields("icons")
    icon = {"icon_url": icons.optional_text("64")}
    guid, version = source.text("id"), release.text("extVersion")
    file_id, filename = file_of(release, "url")
    file = Draft(
        id=file_id,
        fields={"filename": filename, "is_webextension": release.flag("isWebExtension")},
        defaults={"status": Status.PUBLIC},
    )
    return AddonDraft(
        id=addon_of_icon(icon["icon_url"]),
        guid=guid,
        is_known=True,
        fields={"guid": guid, **read_icon(Fields(icon))},
        version=VersionDraft(
            version=version,
            fields={"version": version},
            defaults={"ranges": (RANGES[Application.THUNDERBIRD],)},
            files=(file,),
            is_only_file=True,
        ),
    )
