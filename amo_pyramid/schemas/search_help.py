"""What the parameters of search mean, for the description of the API (catalog.md §5.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.search import SortKey
from amo_pyramid.schemas.nodes import comma_list, one_of

Json = dict[str, Any]
LONGEST_QUERY = 100
TEXT: Json = {"type": "string"}


def _applications(context: Any) -> Json:
    return one_of(each.api_name for each in context.applications)


def _names(enumeration: Any) -> list[str]:
    return [each.api_name for each in enumeration if each.api_name is not None]


#: Name to words and JSON Schema, which may be a function of the search context.
HELP: Mapping[str, tuple[str, Json | Callable[[Any], Json]]] = {
    "q": ("What is typed.", {**TEXT, "maxLength": LONGEST_QUERY}),
    "app": ("Only add-ons for this application.", _applications),
    "appversion": ("Only what runs in this version of the application; needs app.", TEXT),
    "author": ("By any of these authors: names or ids.", comma_list()),
    "category": ("In any of these categories; needs app and type.", comma_list()),
    "exclude_addons": ("None of these: slugs or ids.", comma_list()),
    "featured": ("Only recommended add-ons.", one_of(["true", "1"])),
    "guid": ("Only these; or rta: and an encoded guid.", comma_list()),
    "platform": ("With files for this platform.", one_of(_names(Platform))),
    "promoted": ("In any of these groups.", comma_list([*_names(PromotedGroup), "badged"])),
    "tag": ("With each of these tags.", comma_list()),
    "type": ("Of any of these types.", comma_list(_names(AddonType))),
    "color": ("Themes of about this colour: RRGGBB.", TEXT),
    "sort": ("The order, by the first key and then the others.", comma_list(SortKey)),
}
