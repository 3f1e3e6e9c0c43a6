"""Parameters of the smaller lists of the catalogue (catalog.md §5.7-§5.13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import colander

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.editorial import Edition
from amo_pyramid.messages import _
from amo_pyramid.schemas.filters import Refused
from amo_pyramid.schemas.search import SearchContext, application_of, types_of, words

LANGUAGE_TYPES = frozenset({AddonType.LANGUAGE, AddonType.DICTIONARY})
LANGUAGE_ONLY = frozenset({AddonType.LANGUAGE})
INVALID_APP = _("Invalid or missing app parameter.")
INVALID_APPVERSION = _("Invalid appversion parameter.")
INVALID_TYPE = _("Invalid or missing type parameter while appversion parameter is set.")
INVALID_FEATURED = _("Invalid app, category and/or type parameter(s).")
INVALID_PAGE_SIZE = _("Invalid page_size parameter")
NO_GUID = _("Empty, or no, guid parameter provided.")
CLIENT_ID = re.compile(r"[0-9a-f]{64}\Z", re.IGNORECASE)
CHINA = frozenset({"china", "mozillaonline"})
DEFAULT_FEATURED = 25

Raw = Mapping[str, str]


class Whole(colander.Mapping):
    """The parameters of an endpoint, understood together by ``parse(raw, context)``."""

    def __init__(self, parse: Any, context: Any = None) -> None:
        super().__init__()
        self.parse = parse
        self.context = context

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        try:
            return self.parse(cstruct, self.context)
        except Refused as refused:
            raise colander.Invalid(node, refused.message) from None


def whole(parse: Any, context: Any = None) -> colander.SchemaNode:
    """A schema whose query string is understood by one function."""
    query = colander.SchemaNode(Whole(parse, context), name="querystring")
    return colander.SchemaNode(colander.Mapping(), query)


def language_tools(raw: Raw, context: SearchContext) -> dict[str, Any]:
    """``application``, ``bounds`` (None when not asked), ``types`` and ``authors`` (§5.7)."""
    try:
        application = application_of(raw.get("app"), context)
    except Refused:
        raise Refused(INVALID_APP) from None
    bounds = None
    if "appversion" in raw:
        bounds = compatibility_bounds(raw["appversion"])
        if bounds is None:
            raise Refused(INVALID_APPVERSION)
    return {
        "application": application,
        "bounds": bounds,
        "types": _language_types(raw),
        "authors": frozenset(words(raw["author"])) if "author" in raw else None,
    }


def _language_types(raw: Raw) -> frozenset[AddonType]:
    if "type" not in raw and "appversion" not in raw:
        return LANGUAGE_TYPES
    try:
        return types_of(raw.get("type", ""))
    except Refused:
        raise Refused(INVALID_TYPE) from None


def featured(raw: Raw, context: SearchContext) -> dict[str, Any]:
    """``application``, ``types``, ``categories`` (None for all) and ``size`` (§5.10)."""
    try:
        if raw.get("app", "").isdigit():
            raise Refused(INVALID_FEATURED)
        application = application_of(raw.get("app"), context)
        types = types_of(raw["type"]) if "type" in raw else None
        categories = _featured_categories(raw, application, types)
    except Refused:
        raise Refused(INVALID_FEATURED) from None
    return {
        "application": application,
        "types": types,
        "categories": categories,
        "size": _featured_size(raw.get("page_size")),
    }


def _featured_categories(
    raw: Raw, application: Application, types: frozenset[AddonType] | None
) -> frozenset[int] | None:
    if types is None or "category" not in raw:
        return None
    found = [find(application, type_, raw["category"]) for type_ in types]
    if None in found:
        raise Refused(INVALID_FEATURED)
    return frozenset(category.id for category in found if category is not None)


def _featured_size(text: str | None) -> int:
    if text is None:
        return DEFAULT_FEATURED
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(INVALID_PAGE_SIZE)
    return int(text)


def discovery(raw: Raw, _context: Any) -> dict[str, Any]:
    """``edition``, and ``client_id`` where a personal list is asked for (§5.13)."""
    edition = Edition.CHINA if raw.get("edition", "").lower() in CHINA else Edition.DEFAULT
    client_id = raw.get("telemetry-client-id", "")
    is_personal = "edition" not in raw and CLIENT_ID.match(client_id)
    return {"edition": edition, "client_id": client_id if is_personal else None}


def guid_list(raw: Raw, _context: Any) -> frozenset[str]:
    """The guids of a parameter that must name some (§5.9)."""
    guids = frozenset(words(raw.get("guid", "")))
    if not guids:
        raise Refused(NO_GUID)
    return guids


def browser(raw: Raw, _context: Any) -> str:
    """The name of another browser; an unknown one has no mappings."""
    return raw.get("browser", "")
