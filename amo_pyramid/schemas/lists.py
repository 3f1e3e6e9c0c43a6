"""Parameters of the smaller lists of the catalogue (catalog.md §5.7-§5.13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import colander

from amo_pyramid.constants.addon_types import LANGUAGE_TYPES, AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.editorial import Edition
from amo_pyramid.messages import _
from amo_pyramid.schemas.filters import Refused
from amo_pyramid.schemas.nodes import comma_list, one_of, parameter
from amo_pyramid.schemas.search import SearchContext, application_of, types_of, words

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
    """The parameters of an endpoint, understood together by ``parse(raw, context)``; the node's
    children only say which they are."""

    def __init__(self, parse: Any, context: Any = None) -> None:
        super().__init__()
        self.parse = parse
        self.context = context

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        try:
            return self.parse(cstruct, self.context)
        except Refused as refused:
            raise colander.Invalid(node, refused.message) from None


def whole(parse: Any, *parameters: Any, context: Any = None) -> colander.SchemaNode:
    """A schema whose query string is understood by one function."""
    query = colander.SchemaNode(Whole(parse, context), *parameters, name="querystring")
    return colander.SchemaNode(colander.Mapping(), query)


def applications(context: SearchContext) -> dict[str, Any]:
    """The JSON Schema of an application's name."""
    return one_of(each.api_name for each in context.applications)


def language_tools_schema(context: SearchContext) -> colander.SchemaNode:
    kinds = [each.name.lower() for each in LANGUAGE_TYPES]
    return whole(
        language_tools,
        parameter("app", "The application.", required=True, **applications(context)),
        parameter("appversion", "Only what runs in this version of the application."),
        parameter("type", "Needed with appversion.", **comma_list(kinds)),
        parameter("author", "Only tools by these authors.", **comma_list()),
        context=context,
    )


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


def featured_schema(context: SearchContext) -> colander.SchemaNode:
    kinds = [each.api_name for each in AddonType if each.api_name is not None]
    return whole(
        featured,
        parameter("app", "The application.", required=True, **applications(context)),
        parameter("type", "Only add-ons of these types.", **comma_list(kinds)),
        parameter("category", "Only those in this category; needs a type."),
        parameter("page_size", "How many.", type="integer", minimum=0, default=DEFAULT_FEATURED),
        context=context,
    )


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


def discovery_schema() -> colander.SchemaNode:
    every_application = one_of(each.api_name for each in Application)
    return whole(
        discovery,
        parameter("edition", "Another edition of the browser.", **one_of(CHINA)),
        parameter("telemetry-client-id", "Hash of a client, for a list of its own."),
        parameter("app", "Only what runs in this application.", **every_application),
    )


def discovery(raw: Raw, _context: Any) -> dict[str, Any]:
    """``edition``, ``client_id`` where a personal list is asked for (§5.13), and ``application``.

    The last is not AMO's, where nothing but Firefox is: like the others, it is passed over when
    it is not understood, and every version knows all applications.
    """
    edition = Edition.CHINA if raw.get("edition", "").lower() in CHINA else Edition.DEFAULT
    client_id = raw.get("telemetry-client-id", "")
    is_personal = "edition" not in raw and CLIENT_ID.match(client_id)
    return {
        "edition": edition,
        "client_id": client_id if is_personal else None,
        "application": Application.named(raw.get("app", "")),
    }


def editorial_schema() -> colander.SchemaNode:
    only = "true: only items whose add-on is recommended."
    return whole(is_recommended, parameter("recommended", only))


def is_recommended(raw: Raw, _context: Any = None) -> bool:
    """Whether ``recommended`` is true."""
    return raw.get("recommended", "").lower() == "true"


def recommendations_schema() -> colander.SchemaNode:
    return whole(
        recommendations,
        parameter("guid", "The add-on for which companions are wanted."),
        parameter("recommended", "true: ask the recommendation service; false: the fallback."),
    )


def recommendations(raw: Raw, _context: Any) -> dict[str, Any]:
    """``guid``, and whether the recommender is asked: ``recommended`` (§5.11)."""
    return {"guid": raw.get("guid", ""), "recommended": is_recommended(raw)}


def guids_schema() -> colander.SchemaNode:
    return whole(guid_list, parameter("guid", "The add-ons.", required=True, **comma_list()))


def guid_list(raw: Raw, _context: Any) -> frozenset[str]:
    """The guids of a parameter that must name some (§5.9)."""
    guids = frozenset(words(raw.get("guid", "")))
    if not guids:
        raise Refused(NO_GUID)
    return guids


def browser_schema() -> colander.SchemaNode:
    return whole(browser, parameter("browser", "The other browser, such as chrome."))


def browser(raw: Raw, _context: Any) -> str:
    """The name of another browser; an unknown one has no mappings."""
    return raw.get("browser", "")
