"""What a file is, told by its content: an answer of the API, a known list, or neither."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.operations.importing.answers import addon_items, version_items
from amo_pyramid.operations.importing.draft import Item
from amo_pyramid.operations.importing.lists.catalogue import catalogue_items
from amo_pyramid.operations.importing.lists.common import Table
from amo_pyramid.operations.importing.lists.files import file_items
from amo_pyramid.operations.importing.lists.legacy import legacy_items
from amo_pyramid.operations.importing.lists.popular import popular_items
from amo_pyramid.operations.importing.lists.thunderbird import (
    compatibility_items,
    thunderbird_items,
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of input. ``items`` gives the records of a content, None for another format.

    Of several files those of a lower ``rank`` come first: what names its add-ons by id before
    what only knows them by name, and made-up ids last, so that none takes a real one's place.
    """

    rank: int
    items: Callable[[Any], list[Item] | None]


FORMATS = (
    Format(0, addon_items),
    Format(0, thunderbird_items),
    Format(0, legacy_items),
    Format(1, version_items),
    Format(1, compatibility_items),
    Format(2, popular_items),
    Format(3, catalogue_items),
    Format(3, file_items),
)


def parse(data: bytes) -> Any:
    """JSON or a table; None for anything else.

    Raises ``Invalid`` for what starts like JSON and is none.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        try:
            return orjson.loads(data.lstrip(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise Invalid(f"not JSON at {where}: {error.msg}") from error
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return None
    header = tuple(next(csv.reader(lines), ()))
    return Table(header, lines[1:]) if len(header) > 1 else None


def recognised(content: Any) -> tuple[Format, list[Item]] | None:
    """The format of a content and its records; None when it is none that can be imported."""
    for each in FORMATS:
        items = each.items(content)
        if items is not None:
            return each, items
    return None
