"""Recommendations and, in v3, featured add-ons (catalog.md §5.10, §5.11)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import orjson

from amo_pyramid.answers import Many
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import AddonState
from amo_pyramid.domain.query import PageRequest
from amo_pyramid.domain.search import AddonQuery, Hit, SortKey
from amo_pyramid.operations import recommendations as operations
from amo_pyramid.operations import search
from amo_pyramid.schemas import lists
from amo_pyramid.services import AmoService
from amo_pyramid.settings import Setting, words
from amo_pyramid.validation import PerVersion
from amo_pyramid.versions import ApiVersion
from amo_pyramid.views.contexts import search_context
from amo_pyramid.views.search import SCORE, SCORE_FIELD, with_key

recommendations = AmoService(
    "addon-recommendations",
    "/addons/recommendations/",
    description="Add-ons that go well with another.",
    credentials=False,
)
featured = AmoService(
    "addon-featured",
    "/addons/featured/",
    versions=("v3",),
    description="Recommended add-ons, in random order.",
    error_style="detail",
    credentials=False,
)


def hits_of(states: Sequence[AddonState]) -> list[Hit]:
    """Add-ons as results, to be shown ready-made."""
    return [Hit(state.id, state.revision) for state in states]


def _load(request: Any) -> Any:
    return lambda hits, needs: search.load(request.work, hits, needs)


@recommendations.get(
    schema=lists.recommendations_schema(),
    answers={
        "outcome": str,
        "fallback_reason": str | None,
        "page_size": int,
        "page_count": int,
        "count": int,
        "next": type(None),
        "previous": type(None),
        "results": Many("addon.recommendation", (SCORE_FIELD,)),
    },
)
def list_recommendations(request: Any) -> Any:
    wanted = request.validated["querystring"]
    found = operations.companions(
        request.work,
        wanted["guid"],
        request.settings["amo.recommendations.fallback"],
        ask=wanted["recommended"],
    )
    shown = request.show_hits("addon.recommendation", hits_of(found.addons), _load(request))
    bodies = [body for _, body in shown]
    if request.api_version.gate(SCORE):
        bodies = [with_key(body, "_score", None) for body in bodies]
    return {
        "outcome": found.outcome,
        "fallback_reason": found.reason,
        "page_size": 1,
        "page_count": 1,
        "count": len(bodies),
        "next": None,
        "previous": None,
        "results": [orjson.Fragment(body) for body in bodies],
    }


def _featured_schema(registry: Any, version: ApiVersion) -> Any:
    return lists.featured_schema(search_context(registry, version))


@featured.get(schema=PerVersion("featured", _featured_schema), answers={"results": Many("addon")})
def list_featured(request: Any) -> Any:
    wanted = request.validated["querystring"]
    query = AddonQuery(
        application=wanted["application"],
        types=wanted["types"],
        categories=wanted["categories"],
        promoted=frozenset({PromotedGroup.RECOMMENDED}),
        sort=(SortKey.RANDOM,),
        seed=secrets.token_hex(8),
        page=PageRequest(1, max(wanted["size"], 1)),
        window=max(wanted["size"], 1),
    )
    hits = search.find(request.work, query).items if wanted["size"] else ()
    shown = request.show_hits("addon", hits, _load(request))
    return {"results": [orjson.Fragment(body) for _, body in shown]}


def includeme(config: Any) -> None:
    config.add_amo_setting(
        Setting(
            "amo.recommendations.fallback",
            words,
            (),
            "Guids of the four add-ons that are recommended when nothing better is known.",
        )
    )
    config.add_amo_service(recommendations)
    config.add_amo_service(featured)
