"""Paged lists: the parameters, and the envelope of an answer (catalog.md §1.4, platform.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from amo_pyramid.domain.query import Page
from amo_pyramid.rendering import PageLinks, Rendering
from amo_pyramid.schemas.nodes import DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE
from amo_pyramid.versions import ApiVersion


def adapt_page(page: Page[Any], rendering: Rendering) -> dict[str, Any]:
    """The six keys of a paged answer, in their order."""
    return {
        "page_size": page.size,
        "page_count": page.count,
        "count": page.total,
        "next": link(rendering.links, page.number + 1) if page.has_next else None,
        "previous": link(rendering.links, page.number - 1) if page.number > 1 else None,
        "results": page.items,
    }


def describe_page(version: ApiVersion, items: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a page of such items."""
    number = {"type": "integer", "minimum": 0}
    address = {"type": ["string", "null"], "format": "uri"}
    keys = {
        "page_size": number,
        "page_count": number,
        "count": number,
        "next": address,
        "previous": address,
        "results": {"type": "array", "items": items},
    }
    return {"type": "object", "properties": keys, "required": list(keys)}


def link(links: PageLinks | None, number: int) -> str:
    """The same request for another page: parameters sorted by name, none for page 1."""
    if links is None:
        raise TypeError("only the answer to a request has pages to link to")
    parameters = {key: value for key, value in links.query.items() if key != "page"}
    if number > 1:
        parameters["page"] = str(number)
    query = urlencode(sorted(parameters.items()))
    return f"{links.path_url}?{query}" if query else links.path_url


def includeme(config: Any) -> None:
    config.add_amo_capability(
        "pagination",
        "Long lists come in pages.",
        page_size=DEFAULT_PAGE_SIZE,
        largest_page_size=LARGEST_PAGE_SIZE,
    )
    config.add_json_adapter(Page, adapt_page, describe_page)
