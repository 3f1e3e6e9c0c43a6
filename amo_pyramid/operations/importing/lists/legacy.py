"""The table of add-on names of 2013: ``guid``, ``localized_string`` and ``URL``.

It is history: nothing of it overwrites what is stored.
"""

from __future__ import annotations

from typing import Any

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.text import Localized
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE, AddonDraft, Item, made_up_slug
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.lists.common import Table, items

_HEADER = ("guid", "localized_string", "URL")
#: What the table writes where there is no guid.
_NO_GUID = ("", "null")


def legacy_items(content: Any) -> list[Item] | None:
    """The add-ons of the table; None for another one."""
    if not (isinstance(content, Table) and content.header == _HEADER):
        return None
    return items(content.rows(), lambda row: row["guid"], _read)


def _read(source: Fields) -> AddonDraft:
    number = source.text("URL").rpartition("/")[2]
    identity = Fields({"id": number}).identity()
    guid = source.text("guid") if source.value("guid") not in _NO_GUID else None
    name = source.text("localized_string")
    defaults = {
        "created": UNKNOWN_DATE,
        "status": Status.PUBLIC,
        "name": Localized.of({"en-US": name}),
        "guid": guid,
        "slug": made_up_slug(identity),
    }
    return AddonDraft(id=identity, guid=guid, defaults=defaults)
