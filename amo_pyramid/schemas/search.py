"""Parameters of search and autocomplete (catalog.md §5.1, §5.2), in the order of their checks."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import colander

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES, find
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.query import GUID
from amo_pyramid.domain.search import AddonQuery, SortKey
from amo_pyramid.messages import _
from amo_pyramid.schemas.colors import hsl_of
from amo_pyramid.schemas.filters import Filter, InOrder, Input, Refused
from amo_pyramid.schemas.search_help import HELP, LONGEST_QUERY
from amo_pyramid.schemas.sorting import sort_of

BADGED = frozenset(group for group in PromotedGroup if group.is_badged)
RETURN_TO_AMO = "rta:"
#: Tags that stopped meaning anything.
IGNORED_TAGS = frozenset({"jetpack", "firefox57"})


@dataclass(frozen=True, slots=True)
class SearchContext:
    """What of the API version and the site decides how parameters are read."""

    applications: frozenset[Application]
    return_to_amo: bool = True


INVALID = {
    "app": _('Invalid "app" parameter.'),
    "appversion": _('Invalid "appversion" parameter.'),
    "category": _('Invalid "category" parameter.'),
    "featured": _('Invalid "featured" parameter.'),
    "platform": _('Invalid "platform" parameter.'),
    "promoted": _('Invalid "promoted" parameter.'),
    "type": _('Invalid "type" parameter.'),
}
TOO_LONG = _("Maximum query length exceeded.")
NO_APPVERSION = _('Invalid combination of "app" and "appversion" parameters.')
NO_CATEGORIES = _('Invalid combination of "app", "type" and "category" parameters.')
RETURN_DISABLED = _("Return To AMO is currently disabled")
RETURN_INVALID = _("Invalid Return To AMO guid (not in base64url format?)")


def invalid(name: str) -> Refused:
    """The refusal of a parameter."""
    return Refused(INVALID[name])


def words(text: str) -> list[str]:
    """The parts of a comma list, blank ones left out."""
    return [word for word in (part.strip() for part in text.split(",")) if word]


def application_of(text: str | None, context: SearchContext) -> Application:
    """The application named, if this API version accepts it. Raises :class:`Refused`."""
    application = Application.named(text or "")
    if application is None or application not in context.applications:
        raise invalid("app")
    return application


def types_of(text: str) -> frozenset[AddonType]:
    """The types of a comma list. Raises :class:`Refused` when any is none."""
    found = [AddonType.named(word.strip()) for word in text.split(",")]
    if None in found:
        raise invalid("type")
    return frozenset(each for each in found if each is not None)


def _text(given: Input) -> str:
    if len(given.text) > LONGEST_QUERY:
        raise Refused(TOO_LONG)
    return given.text


def _app(given: Input) -> Application:
    return application_of(given.text, given.context)


def _appversion(given: Input) -> tuple[int, int]:
    if "app" not in given.parsed:
        raise invalid("app")
    if not given.text:
        raise Refused(NO_APPVERSION)
    bounds = compatibility_bounds(given.text)
    if bounds is None:
        raise invalid("appversion")
    return bounds


def _category(given: Input) -> frozenset[int] | None:
    if "app" not in given.parsed or "type" not in given.raw:
        return None
    application, types = given.parsed["app"], types_of(given.raw["type"])
    if not all(_has_categories(application, type_) for type_ in types):
        raise Refused(NO_CATEGORIES)
    names = given.text.split(",")
    return frozenset(id_ for name in names for id_ in _named(name, application, types))


def _has_categories(application: Application, type_: AddonType) -> bool:
    return any(
        category.application is application and category.type is type_
        for category in CATEGORIES.values()
    )


def _named(name: str, application: Application, types: Iterable[AddonType]) -> list[int]:
    found = [_one(name.strip(), application, type_) for type_ in types]
    if not found or None in found:
        raise invalid("category")
    return [id_ for id_ in found if id_ is not None]


def _one(name: str, application: Application, type_: AddonType) -> int | None:
    if name.isascii() and name.isdigit():
        category = CATEGORIES.get(int(name))
        fits = category and category.application is application and category.type is type_
    else:
        category = find(application, type_, name)
        fits = category is not None
    return category.id if category is not None and fits else None


def _featured(given: Input) -> frozenset[PromotedGroup]:
    if given.text.lower() not in ("true", "1"):
        raise invalid("featured")
    return frozenset({PromotedGroup.RECOMMENDED})


def _guid(given: Input) -> tuple[frozenset[str], bool]:
    """The guids, and whether only badged add-ons are meant."""
    text = given.text
    if not text.startswith(RETURN_TO_AMO) or "@" in text:
        return frozenset(words(text)), False
    if not given.context.return_to_amo:
        raise Refused(RETURN_DISABLED)
    return frozenset({_decoded(text[len(RETURN_TO_AMO) :])}), True


def _decoded(encoded: str) -> str:
    try:
        padded = encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4)
        guid = base64.b64decode(padded, altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        guid = ""
    if not GUID.match(guid):
        raise Refused(RETURN_INVALID)
    return guid


def _platform(given: Input) -> frozenset[Platform]:
    platform = Platform.named(given.text)
    if platform is None:
        raise invalid("platform")
    return frozenset({platform, Platform.ALL})


def _promoted(given: Input) -> frozenset[PromotedGroup]:
    groups: set[PromotedGroup] = set()
    for name in given.text.split(","):
        group = PromotedGroup.named(name.strip())
        if group is None and name.strip().lower() != "badged":
            raise invalid("promoted")
        groups |= BADGED if group is None else {group}
    return frozenset(groups)


def _names(given: Input) -> frozenset[str]:
    return frozenset(words(given.text))


def _tags(given: Input) -> frozenset[str] | None:
    asked = words(given.text)
    kept = frozenset(asked) - IGNORED_TAGS
    return None if asked and not kept else kept


#: The parameters in the order of their checks; those of third parties come before ``sort``.
FILTERS: Mapping[str, Callable[[Input], Any]] = {
    "q": _text,
    "app": _app,
    "appversion": _appversion,
    "author": _names,
    "category": _category,
    "exclude_addons": _names,
    "featured": _featured,
    "guid": _guid,
    "platform": _platform,
    "promoted": _promoted,
    "tag": _tags,
    "type": lambda given: types_of(given.text),
    "color": lambda given: hsl_of(given.text),
}


def search_schema(
    context: SearchContext, others: Iterable[colander.SchemaNode] = (), *, is_sorted: bool = True
) -> colander.SchemaNode:
    """The schema of search for one API version; ``others`` are nodes of third parties."""
    nodes = [_node(name, parse, context) for name, parse in FILTERS.items()]
    nodes.extend(others)
    if is_sorted:
        nodes.append(_node("sort", sort_of, context))
    query = colander.SchemaNode(InOrder(context), *nodes, name="querystring")
    return colander.SchemaNode(colander.Mapping(), query)


def _node(name: str, parse: Callable[[Input], Any], context: SearchContext) -> colander.SchemaNode:
    text, json = HELP[name]
    described = json(context) if callable(json) else json
    return colander.SchemaNode(Filter(parse), name=name, description=text, json=described)


def query_of(
    values: Mapping[str, Any], default_sort: tuple[SortKey, ...], **settled: Any
) -> AddonQuery:
    """The query that the values of a search schema describe. ``settled`` are attributes that no
    filter decides: locale, page, seed."""
    guids, is_badged_only = values.get("guid", (None, False))
    groups = [values[name] for name in ("featured", "promoted") if name in values]
    if is_badged_only:
        groups.append(BADGED)
    return AddonQuery(
        text=values.get("q", ""),
        application=values.get("app"),
        bounds=values.get("appversion"),
        types=values.get("type"),
        categories=values.get("category"),
        tags=values.get("tag"),
        authors=values.get("author"),
        guids=guids,
        exclude=values.get("exclude_addons", frozenset()),
        promoted=frozenset.intersection(*groups) if groups else None,
        platforms=values.get("platform"),
        color=values.get("color"),
        sort=values.get("sort") or _default_sort(values, default_sort),
        **settled,
    )


def _default_sort(
    values: Mapping[str, Any], without_text: tuple[SortKey, ...]
) -> tuple[SortKey, ...]:
    return (SortKey.RELEVANCE,) if values.get("q") else without_text
