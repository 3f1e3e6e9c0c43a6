"""What an API version and the site decide about parameters."""

from __future__ import annotations

from typing import Any

from amo_pyramid.constants.applications import Application
from amo_pyramid.schemas.search import SearchContext
from amo_pyramid.shapes.versions import is_known
from amo_pyramid.versions import ApiVersion


def search_context(registry: Any, version: ApiVersion) -> SearchContext:
    """How search parameters are read in an API version."""
    return SearchContext(
        frozenset(each for each in Application if is_known(each, version)),
        registry["amo.settings"]["amo.search.return_to_amo"],
    )
