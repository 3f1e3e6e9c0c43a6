"""Search and autocomplete (catalog.md §5.1, §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from amo_pyramid.domain.query import Page
from amo_pyramid.domain.search import WINDOW, AddonQuery, Hit, SortKey
from amo_pyramid.operations import search as operations
from amo_pyramid.schemas.nodes import page_of
from amo_pyramid.schemas.search import query_of, search_schema
from amo_pyramid.services import AmoService
from amo_pyramid.settings import Setting, flag
from amo_pyramid.validation import PerVersion
from amo_pyramid.versions import ApiVersion
from amo_pyramid.views.contexts import search_context

search = AmoService(
    "addon-search",
    "/addons/search/",
    description="Add-ons by text and filters.",
    error_style="list",
    credentials=False,
)
autocomplete = AmoService(
    "addon-autocomplete",
    "/addons/autocomplete/",
    description="Add-ons for what has been typed so far.",
    error_style="list",
    credentials=False,
)
#: The order without a query (catalog.md §0.2).
BY_DOWNLOADS = (SortKey.DOWNLOADS,)
BY_USERS = (SortKey.RECOMMENDED, SortKey.USERS)
SEARCHED = "addon.search"
SCORE = "addons-search-_score-field"


def _others(registry: Any) -> list[Any]:
    return [search_filter.node for search_filter in registry["amo.search.filters"].values()]


def _search_schema(registry: Any, version: ApiVersion) -> Any:
    return search_schema(search_context(registry, version), _others(registry))


def _suggest_schema(registry: Any, version: ApiVersion) -> Any:
    is_sorted = version.gate("autocomplete-sort-param")
    context = search_context(registry, version)
    return search_schema(context, _others(registry), is_sorted=is_sorted)


def _query(request: Any) -> AddonQuery:
    """The query that the parameters describe, those of third parties applied."""
    values = request.validated["querystring"]
    query = query_of(
        values,
        BY_DOWNLOADS if request.api_version.gate("search-by-downloads") else BY_USERS,
        locale=request.negotiated[0],
        page=page_of(request.query),
        window=request.settings["amo.search.window"],
        seed=request.work.now().date().isoformat(),
    )
    for name, search_filter in request.registry["amo.search.filters"].items():
        if name in values:
            query = search_filter.apply(query, values[name])
    return query


def _results(request: Any, shape: str, hits: Sequence[Hit]) -> list[orjson.Fragment]:
    """Ready JSON of the results, with their scores where the API version has them."""
    found = request.show_hits(
        shape, hits, lambda missing, needs: operations.load(request.work, missing, needs)
    )
    if shape == SEARCHED and request.api_version.gate(SCORE):
        return [orjson.Fragment(with_key(body, "_score", hit.score)) for hit, body in found]
    return [orjson.Fragment(body) for _, body in found]


def with_key(body: bytes, name: str, value: Any) -> bytes:
    """The JSON object with one more key at its end."""
    return body[:-1] + b"," + orjson.dumps({name: value})[1:]


@search.get(schema=PerVersion("search", _search_schema))
def get_search(request: Any) -> Any:
    query = _query(request)
    hits = operations.find(request.work, query)
    results = _results(request, SEARCHED, hits.items)
    return Page(results, hits.total, hits.number, hits.size, query.window)


@autocomplete.get(schema=PerVersion("suggest", _suggest_schema))
def get_autocomplete(request: Any) -> Any:
    hits = operations.suggest(request.work, _query(request))
    return {"results": _results(request, "addon.suggestion", hits)}


def includeme(config: Any) -> None:
    config.add_amo_setting(
        Setting("amo.search.window", int, WINDOW, "How many results search pages reach.")
    )
    config.add_amo_setting(
        Setting("amo.search.return_to_amo", flag, True, "Answer searches for guid=rta:….")
    )
    config.add_amo_service(search)
    config.add_amo_service(autocomplete)
