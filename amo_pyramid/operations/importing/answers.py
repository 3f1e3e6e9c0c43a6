"""Answers of the API as they are: search, collection, detail, versions; v3, v4 and v5."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import unquote

from amo_pyramid.domain.query import AddonRef, RefKind
from amo_pyramid.operations.importing.addons import read_addon
from amo_pyramid.operations.importing.draft import AddonDraft, Item
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.versions import read_version
from amo_pyramid.operations.importing.voice import shows_every_language, voice_of

_VERSION_URLS = ("edit_url", "url")
_OWNER = re.compile(r"/addon/([^/]+)/versions/")


def addon_items(content: Any) -> list[Item] | None:
    """The add-ons of a search, a collection, a detail or a list of them; None for another answer.

    A list is one when any of its entries is an add-on; the other entries are then bad records.
    """
    entries = list(_entries(content))
    if any(_addon_of(entry) is not None for _, entry in entries):
        is_complete = shows_every_language(content)
        read = partial(_read_addon, is_complete=is_complete)
        return [_item(position, _addon_of(entry) or entry, read) for position, entry in entries]
    is_empty = isinstance(content, dict) and content.get("results") == [] and "count" in content
    return [] if is_empty else None


def version_items(content: Any) -> list[Item] | None:
    """The versions of a versions list or a version's detail; None for another answer.

    Their add-on is named by their own addresses, else by the address of the next page.
    """
    entries = list(_entries(content))
    if not any(_is_version(entry) for _, entry in entries):
        return None
    owner = _owner_of(content, ("next", "previous"))
    read = partial(_read_version, owner=owner, is_complete=shows_every_language(content))
    return [_item(position, entry, read) for position, entry in entries]


def _entries(content: Any) -> Iterator[tuple[str, Any]]:
    """The records of an answer with their positions."""
    is_page = isinstance(content, dict) and isinstance(content.get("results"), list)
    if is_page or isinstance(content, list):
        entries, name = (content["results"], "results") if is_page else (content, "")
        yield from ((f"{name}[{index}]", entry) for index, entry in enumerate(entries))
    else:
        yield "answer", content


def _item(position: str, value: Any, read: Callable[[Any], AddonDraft]) -> Item:
    name = (value.get("guid") or value.get("slug")) if isinstance(value, dict) else None
    return Item(position, str(name or ""), partial(read, value))


def _addon_of(entry: Any) -> dict[str, Any] | None:
    """The add-on's object of an entry; collections and discovery wrap it."""
    if isinstance(entry, dict) and isinstance(entry.get("addon"), dict):
        entry = entry["addon"]
    is_addon = isinstance(entry, dict) and "id" in entry and ("guid" in entry or "slug" in entry)
    return entry if is_addon else None


def _is_version(entry: Any) -> bool:
    has_files = isinstance(entry, dict) and ("files" in entry or "file" in entry)
    return has_files and "id" in entry and "version" in entry


def _read_addon(value: Any, is_complete: bool) -> AddonDraft:
    return read_addon(Fields(value), is_complete)


def _read_version(value: Any, owner: str | None, is_complete: bool) -> AddonDraft:
    source = Fields(value)
    name = _owner_of(value, _VERSION_URLS) or owner
    if name is None:
        raise source.refusal("edit_url", "must tell the add-on")
    ref = AddonRef.parse(name)
    voice = voice_of(source, _VERSION_URLS, is_complete)
    return AddonDraft(
        id=int(name) if ref.kind is RefKind.ID else None,
        guid=name if ref.kind is RefKind.GUID else None,
        slug=name if ref.kind is RefKind.SLUG else None,
        is_known=True,
        version=read_version(source, voice),
    )


def _owner_of(value: Any, names: tuple[str, ...]) -> str | None:
    texts = (str(value.get(name)) for name in names) if isinstance(value, dict) else ()
    found = (_OWNER.search(text) for text in texts)
    return next((unquote(match[1]) for match in found if match), None)
