"""Search and autocomplete (catalog.md §5.1, §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from amo_pyramid.answers import Many, Paged
from amo_pyramid.domain.query import Page
from amo_pyramid.domain.search import WINDOW, AddonQuery, Hit, SortKey
from amo_pyramid.operations import search as operations
from amo_pyramid.schemas.nodes import page_of
from amo_pyramid.schemas.search import query_of, search_schema
from amo_pyramid.services import AmoService
from amo_pyramid.settings import Setting, flag
from amo_pyramid.shapes.compiled import CompiledShape
from amo_pyramid.shapes.fields import Field
from amo_pyramid.validation import PerVersion
from amo_pyramid.versions import ApiVersion
from amo_pyramid.views.contexts import search_context

SUGGESTION = "addon.suggestion"

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
SCORE = "addons-search-_score-field"
#: Keys of results that are beside the shape, because they belong to the question.
SCORE_FIELD = Field("_score", type=float | None, when=SCORE)
EXPLANATION = Field(
    "_explanation", shape="explanation", type=object | None, visible=lambda *_: False
)


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


def _shown(request: Any, shape: str, hits: Sequence[Hit]) -> list[tuple[Hit, bytes]]:
    """Ready JSON of the results; what went away meanwhile is left out."""
    return request.show_hits(
        shape, hits, lambda missing, needs: operations.load(request.work, missing, needs)
    )


def with_key(body: bytes, name: str, value: Any) -> bytes:
    """The JSON object with one more key at its end."""
    return body[:-1] + b"," + orjson.dumps({name: value})[1:]


def _explains(request: Any) -> bool:
    """Whether the answer says why each result stands where it does: for administrators, and for
    everybody where answers show tracebacks too."""
    if request.query.get("explain") != "1":
        return False
    viewer = request.registry["amo.security"].viewer(request)
    return request.settings["amo.debug"] or viewer.may(operations.ADMINISTRATION)


def _explained(
    request: Any, query: AddonQuery, shown: Sequence[tuple[Hit, bytes]]
) -> list[tuple[Hit, bytes]]:
    """The results with one more key each."""
    compiled = request.shape("explanation")
    explanations = operations.explain(request.work, query, [hit for hit, _ in shown])
    found = {each.id: compiled.project(each, request.rendering) for each in explanations}
    return [(hit, with_key(body, "_explanation", found.get(hit.id))) for hit, body in shown]


@search.get(
    schema=PerVersion("search", _search_schema),
    answers=Paged("addon.search", (SCORE_FIELD, EXPLANATION)),
)
def get_search(request: Any) -> Any:
    query = _query(request)
    hits = operations.find(request.work, query)
    shown = _shown(request, "addon.search", hits.items)
    if request.api_version.gate(SCORE):
        shown = [(hit, with_key(body, "_score", hit.score)) for hit, body in shown]
    if _explains(request):
        shown = _explained(request, query, shown)
    results = [orjson.Fragment(body) for _, body in shown]
    return Page(results, hits.total, hits.number, hits.size, query.window)


@autocomplete.get(
    schema=PerVersion("suggest", _suggest_schema), answers={"results": Many(SUGGESTION)}
)
def get_autocomplete(request: Any) -> Any:
    hits = operations.suggest(request.work, _query(request))

    def build(compiled: CompiledShape) -> dict[str, Any]:
        shown = _shown(request, SUGGESTION, hits)
        return {"results": [orjson.Fragment(body) for _, body in shown]}

    key = tuple((hit.id, hit.revision) for hit in hits)
    return request.show(SUGGESTION, (key,), build)


def includeme(config: Any) -> None:
    config.add_amo_setting(
        Setting("amo.search.window", int, WINDOW, "How many results search pages reach.")
    )
    config.add_amo_setting(
        Setting("amo.search.return_to_amo", flag, True, "Answer searches for guid=rta:….")
    )
    config.add_amo_service(search)
    config.add_amo_service(autocomplete)
