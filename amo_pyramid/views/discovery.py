"""The discovery list and its editorial source (catalog.md §5.13, §5.14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amo_pyramid.answers import Many
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.loading import needs_below
from amo_pyramid.operations import discovery as operations
from amo_pyramid.operations import search
from amo_pyramid.schemas import lists
from amo_pyramid.services import AmoService
from amo_pyramid.shapes.compiled import CompiledShape
from amo_pyramid.shapes.discovery import Discovered
from amo_pyramid.views.recommendations import hits_of

discovery = AmoService(
    "discovery-list",
    "/discovery/",
    description="Add-ons chosen by the editors of the site.",
)
editorial = AmoService(
    "discovery-editorial",
    "/discovery/editorial/",
    description="What the editors of the site have written about the add-ons they chose.",
)
DISCOVERY = lists.discovery_schema()
EDITORIAL = lists.editorial_schema()


@discovery.get(schema=DISCOVERY, answers={"count": int, "results": Many("discovery-item")})
def list_discovery(request: Any) -> Any:
    wanted = request.validated["querystring"]
    application, client_id = wanted["application"], wanted["client_id"]
    if client_id is None:
        chosen = operations.discover(request.work, wanted["edition"], application)
    else:
        facts = {"locale": request.query["lang"]} if request.query.get("lang") else {}
        chosen = operations.discover_for(request.work, client_id, facts, application)

    def build(compiled: CompiledShape) -> dict[str, Any]:
        results = _discovered(request, chosen, compiled)
        return {"count": len(results), "results": results}

    return request.show("discovery-item", tuple(chosen), build)


def _discovered(
    request: Any, chosen: Sequence[operations.Chosen], compiled: CompiledShape
) -> list[Any]:
    hits = hits_of([each.addon for each in chosen])
    found = search.load(request.work, hits, needs_below(compiled.needs, "addon"))
    discovered = [
        Discovered(found[each.addon.id], each.item, each.is_recommendation)
        for each in chosen
        if each.addon.id in found
    ]
    return compiled.project_many(discovered, request.rendering)


@editorial.get(schema=EDITORIAL, answers={"results": Many("editorial-item")})
def list_editorial(request: Any) -> Any:
    entries = request.work.catalogue.editorial.discovery_items()
    if request.validated["querystring"]:
        entries = [each for each in entries if each.group is PromotedGroup.RECOMMENDED]
    compiled = request.shape("editorial-item")
    return {"results": compiled.project_many(entries, request.rendering)}
