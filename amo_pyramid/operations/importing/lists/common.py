"""What the readers of lists share."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import ApplicationRange
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE, AddonDraft, Item
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.texts import SomeTexts, TextChange

_FILE_URL = re.compile(r"/downloads/file/(\d+)/(?:[^/?]+/)*([^/?]+)")
_ICON_URL = re.compile(r"/addon_icons/\d+/(\d+)-")
#: Where an extension runs whose list does not say so (catalog.md §3.3, upload defaults).
RANGES = {
    Application.FIREFOX: ApplicationRange(application=Application.FIREFOX, min="42.0", max="*"),
    Application.THUNDERBIRD: ApplicationRange(
        application=Application.THUNDERBIRD, min="78.0", max="*"
    ),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Comma-separated values: the names in the first line, and the lines after it."""

    header: tuple[str, ...]
    lines: list[str]

    def rows(self) -> list[dict[str, str]]:
        """The rows by name; a value that is missing is empty."""
        return list(csv.DictReader(self.lines, self.header, restval=""))


def items(
    entries: Iterable[Any], name: Callable[[Any], Any], read: Callable[[Fields], AddonDraft]
) -> list[Item]:
    """One record per entry, ``name`` telling who it is about."""

    def make(entry: Any) -> AddonDraft:
        return read(Fields(entry))

    return [
        Item(
            f"[{index}]", str(name(entry) if isinstance(entry, dict) else ""), partial(make, entry)
        )
        for index, entry in enumerate(entries)
    ]


def english(**texts: str | None) -> dict[str, TextChange]:
    """The given texts as English ones; nothing for those that are null or blank."""
    return {name: SomeTexts({"en-US": text}) for name, text in texts.items() if text}


def new_addon(slug: str, **values: Any) -> dict[str, Any]:
    """Defaults of an add-on that only a list knows: it is public, its name is made of its slug."""
    name = Localized.of({"en-US": slug.replace("-", " ")})
    return {"created": UNKNOWN_DATE, "status": Status.PUBLIC, "name": name, **values}


def file_of(source: Fields, name: str) -> tuple[int, str]:
    """Id and name of the file that a download address leads to."""
    found = _FILE_URL.search(source.text(name))
    if found is None:
        raise source.refusal(name, "must be the address of a file")
    return int(found[1]), unquote(found[2])


def addon_of_icon(url: str | None) -> int | None:
    """The id of the add-on whose uploaded icon has that address."""
    found = _ICON_URL.search(url or "")
    return int(found[1]) if found else None


def has_keys(value: Any, keys: Iterable[str]) -> bool:
    return isinstance(value, Mapping) and value.keys() >= set(keys)
