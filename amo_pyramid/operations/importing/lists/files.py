"""The lists of files of Firefox and Thunderbird add-ons: an object whose values have ``version``,
``file`` and, under ``passthru.file``, a file as the API answers it."""

from __future__ import annotations

from typing import Any

from amo_pyramid.constants.applications import Application
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE, AddonDraft, Item, VersionDraft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.lists.common import RANGES, has_keys, items, new_addon
from amo_pyramid.operations.importing.versions import read_file
from amo_pyramid.operations.importing.voice import Voice

_KEYS = ("version", "file", "passthru")


def file_items(content: Any) -> list[Item] | None:
    """The add-ons of the list; None for another format."""
    entries = list(content.values()) if isinstance(content, dict) else []
    if not entries or not all(
        has_keys(entry, _KEYS) and has_keys(entry["passthru"], ()) for entry in entries
    ):
        return None
    return items(entries, lambda entry: {**entry["passthru"], **entry}.get("id"), _read)


def _read(source: Fields) -> AddonDraft:
    extra = source.fields("passthru")
    ids = source if source.has("id") else extra
    guid, slug, version = ids.text("id"), ids.text("alias"), source.text("version")
    file = extra.fields("file")
    url = file.text("url")
    application = Application.THUNDERBIRD if "/thunderbird/" in url else Application.FIREFOX
    created = file.date("created") if file.value("created") is not None else UNKNOWN_DATE
    return AddonDraft(
        guid=guid,
        slug=slug,
        fields={"guid": guid, "slug": slug},
        texts=Voice("en-US", is_complete=True).texts(source, ["name"]),
        defaults=new_addon(slug, created=created),
        version=VersionDraft(
            version=version,
            fields={"version": version},
            defaults={"created": created, "ranges": (RANGES[application],)},
            files=(read_file(file),),
            is_only_file=True,
        ),
    )
