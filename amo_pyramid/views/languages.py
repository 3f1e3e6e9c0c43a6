"""Language packs and dictionaries (catalog.md §5.7)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.answers import Many
from amo_pyramid.domain.loading import needs_below
from amo_pyramid.operations import languages as operations
from amo_pyramid.schemas import lists
from amo_pyramid.services import AmoService
from amo_pyramid.shapes.compiled import CompiledShape
from amo_pyramid.shapes.languages import LanguageTool
from amo_pyramid.validation import PerVersion
from amo_pyramid.versions import ApiVersion
from amo_pyramid.views.contexts import search_context

language_tools = AmoService(
    "language-tools",
    "/addons/language-tools/",
    description="Language packs and dictionaries, all of them.",
    error_style="detail",
    credentials=False,
    cache=24 * 60 * 60,
)


def _schema(registry: Any, version: ApiVersion) -> Any:
    return lists.language_tools_schema(search_context(registry, version))


@language_tools.get(
    schema=PerVersion("language-tools", _schema), answers={"results": Many("language-tool")}
)
def list_language_tools(request: Any) -> Any:
    query = operations.LanguageQuery(**request.validated["querystring"])
    found = operations.find(request.work, query)
    is_asked = query.bounds is not None

    def build(compiled: CompiledShape) -> dict[str, Any]:
        ids, needs = [id_ for id_, _ in found], needs_below(compiled.needs, "compatible")
        tools = operations.load(request.work, query, ids, needs)
        results = [LanguageTool(addon, version, is_asked) for addon, version in tools]
        return {"results": compiled.project_many(results, request.rendering)}

    return request.show("language-tool", (query, tuple(found)), build)
