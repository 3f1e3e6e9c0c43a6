"""Licenses of an answer, and which predefined one a license is (catalog.md §2.8, §6.5)."""

from __future__ import annotations

import re
from typing import Any

from amo_pyramid.constants.licenses import CONSTANT_NAMES, CUSTOM, SLUGS
from amo_pyramid.domain.version import License
from amo_pyramid.operations.importing.draft import LicenseDraft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.voice import Voice

#: The number of predefined licenses that the contract gives no slug.
OTHER = 10
_THEMES_RESERVED, _RESERVED = 11, 18
#: The page that the service makes for a developer's own license: computed, never stored.
_LICENSE_PAGE = re.compile(r"https?://[^?#]*/addon/[^/]+/license/")
#: Published addresses of the predefined licenses whose names are stored.
_ADDRESSES = {
    "mozilla.org/mpl/2.0": 1,
    "gnu.org/licenses/gpl-2.0": 2,
    "gnu.org/licenses/gpl-3.0": 3,
    "gnu.org/licenses/lgpl-2.1": 4,
    "gnu.org/licenses/lgpl-3.0": 5,
    "opensource.org/licenses/mit-license": 6,
    "opensource.org/licenses/bsd-license": 7,
}
#: Their names.
_NAMES = {
    "Mozilla Public License 2.0": 1,
    "Mozilla Public License, version 2.0": 1,
    "MIT License": 6,
    'BSD 2-Clause "Simplified" License': 7,
}
_DECORATION = re.compile(r"^https?://(www\.)?|(\.(html|php|txt))?/?$")


def read_license(source: Fields, voice: Voice) -> LicenseDraft:
    """What an answer says of a license."""
    url = source.optional_text("url")
    is_page = bool(url and _LICENSE_PAGE.match(url))
    is_custom = source.flag("is_custom") if source.has("is_custom") else is_page or None
    return LicenseDraft(
        id=source.identity(),
        fields={"url": None if is_page else url} if source.has("url") else {},
        texts={**voice.texts(source, ["name"]), **voice.html(source, ["text"])},
        is_custom=is_custom,
        slug=source.optional_text("slug"),
        names=_names(source.value("name")),
    )


def builtin_of(draft: LicenseDraft, stored: License | None, is_theme: bool) -> int:
    """The number of the license: as its source says, else as stored, else ``OTHER``."""
    if draft.is_custom:
        return CUSTOM
    known = known_builtin(draft.slug, draft.names, draft.fields.get("url"), is_theme)
    if known is not None:
        return known
    if stored is not None and (draft.is_custom is None or stored.builtin != CUSTOM):
        return stored.builtin
    return OTHER


def known_builtin(
    slug: str | None, names: tuple[str, ...], url: str | None, is_theme: bool
) -> int | None:
    """The predefined license meant by a slug, an address or a constant name, or None."""
    reserved = _THEMES_RESERVED if is_theme else _RESERVED
    for builtin, known_slug in SLUGS.items():
        if slug == known_slug:
            return builtin
    address = _DECORATION.sub("", url or "").lower()
    for constant in CONSTANT_NAMES.values():
        if constant.url is not None and _DECORATION.sub("", constant.url) == address:
            return constant.builtin
    for constant in CONSTANT_NAMES.values():
        if constant.name in names:
            return reserved if constant.url is None else constant.builtin
    by_name = next((_NAMES[name] for name in names if name in _NAMES), None)
    return _ADDRESSES.get(address, by_name)


def _names(value: Any) -> tuple[str, ...]:
    texts = value.values() if isinstance(value, dict) else [value]
    return tuple(text for text in texts if isinstance(text, str))
