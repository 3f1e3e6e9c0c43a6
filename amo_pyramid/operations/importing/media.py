"""Icons and screenshots of an answer (catalog.md §6.6, §6.7)."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

from amo_pyramid.operations.importing.draft import Draft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.voice import Voice

_UPLOADED = "/addon_icons/"
_STOCK = re.compile(r"/addon-icons/(?P<name>[^/]+)-\d+\.png$")
#: Unix times beyond the year 9999 are no times.
_LAST_TIME = 253402300799


def read_icon(source: Fields) -> dict[str, Any]:
    """``icon_type`` and ``icon_hash`` as the icon's address tells them; nothing without one."""
    url = source.optional_text("icon_url")
    if url is None:
        return {}
    parts = urlsplit(url)
    if _UPLOADED in parts.path:
        return {"icon_type": "image/png", "icon_hash": _modified_text(url)}
    stock = _STOCK.search(parts.path)
    is_stock = stock is not None and stock["name"] != "default"
    return {"icon_type": f"icon/{stock['name']}" if stock and is_stock else "", "icon_hash": None}


def read_previews(source: Fields, voice: Voice, created: datetime) -> tuple[Draft, ...]:
    """Screenshots in the order of the answer; ``created`` dates those that tell no date."""
    return tuple(
        _read_preview(preview, voice, index, created)
        for index, preview in enumerate(source.each("previews"))
    )


def modified_of(url: str | None) -> datetime | None:
    """The ``modified`` time in the address of a picture, None when it has none."""
    text = _modified_text(url) if url else None
    if text is None or not text.isdecimal() or int(text) > _LAST_TIME:
        return None
    return datetime.fromtimestamp(int(text), timezone.utc)


def _modified_text(url: str) -> str | None:
    values = parse_qs(urlsplit(url).query).get("modified")
    return values[0] if values else None


def _read_preview(source: Fields, voice: Voice, index: int, created: datetime) -> Draft:
    modified = modified_of(source.optional_text("image_url"))
    fields: dict[str, Any] = {
        "position": source.integer("position") if source.has("position") else index,
        **{name: _size(source, name) for name in source.present(("image_size", "thumbnail_size"))},
        **({"modified": modified} if modified else {}),
    }
    defaults = {"created": modified or created, "modified": modified or created}
    texts = voice.texts(source, ["caption"])
    return Draft(id=source.identity(), fields=fields, texts=texts, defaults=defaults)


def _size(source: Fields, name: str) -> tuple[int, int] | None:
    values = source.items(name)
    if not values:
        return None
    if len(values) != 2 or not all(type(value) is int for value in values):
        raise source.refusal(name, "must be a list of width and height")
    return values[0], values[1]
