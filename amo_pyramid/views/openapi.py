"""The description of the API, for programs and for people (docs/api.md).

What makes the description is imported when the first one is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import orjson
from pyramid.response import Response

from amo_pyramid.domain.errors import NotFound
from amo_pyramid.fragments import Fragment
from amo_pyramid.services import AmoService

description = AmoService(
    "openapi",
    "/openapi.json",
    description="This description.",
    credentials=False,
)
page = AmoService(
    "api-docs",
    "/docs/",
    description="A page to read the description and to try the API.",
    credentials=False,
    is_described=False,
)
page_files = AmoService(
    "api-docs-files",
    "/docs/{file}",
    description="What that page is made of.",
    credentials=False,
    is_described=False,
)
#: Seconds that a browser may keep them: they change with releases only.
KEPT = ("Cache-Control", "public, max-age=86400")
#: Nothing from elsewhere, and no code within the page.
POLICY = (
    "Content-Security-Policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
)
#: The package of Swagger UI, and our own.
UI, OWN = "mkdocs_swagger_ui_tag", "amo_pyramid"
#: Name to package, path and media type.
FILES: Mapping[str, tuple[str, str, str]] = {
    "swagger-ui.css": (UI, "swagger-ui/stylesheets/swagger-ui.css", "text/css"),
    "swagger-ui.js": (UI, "swagger-ui/javascripts/swagger-ui-bundle.js", "text/javascript"),
    "docs.css": (OWN, "static/docs/docs.css", "text/css"),
    "docs.js": (OWN, "static/docs/docs.js", "text/javascript"),
}
#: How many descriptions are kept: one per version, and per path that the service is mounted at.
MOST = 16


@description.get(answers=dict[str, object])
def get_description(request: Any) -> Any:
    make = request.registry["amo.openapi"]
    return request.answer(make(request.api_version.name, request.mount_path))


@page.get()
def get_page(request: Any) -> Any:
    own = request.api_version.name
    links = [
        f"<b>{name}</b>" if name == own else f'<a href="../../{name}/docs/">{name}</a>'
        for name in request.registry["amo.versions"].by_name
        if name in page.versions
    ]
    html = _read(OWN, "static/docs/docs.html").decode().format(name=own, links=" ".join(links))
    return Response(html, headerlist=[("Content-Type", "text/html; charset=utf-8"), POLICY])


@page_files.get()
def get_page_file(request: Any) -> Any:
    name = request.matchdict["file"]
    if name not in FILES:
        raise NotFound
    package, path, media_type = FILES[name]
    key = ("api-docs", name)
    fragment = request.registry["amo.fragments"].get(key, lambda: Fragment(_read(package, path)))
    response = request.answer(fragment)
    response.headers["Content-Type"] = f"{media_type}; charset=utf-8"
    response.headerlist.append(KEPT)
    return response


def _read(package: str, path: str) -> bytes:
    return files(package).joinpath(path).read_bytes()


def includeme(config: Any) -> None:
    registry = config.registry

    @lru_cache(MOST)
    def make(version: str, mounted_at: str) -> Fragment:
        from amo_pyramid.openapi.document import describe  # rarely asked for

        server = f"{mounted_at}/api/{version}"
        return Fragment(orjson.dumps(describe(registry, registry["amo.versions"][version], server)))

    registry["amo.openapi"] = make
    config.add_amo_capability("openapi", document="openapi.json", page="docs/")
    for service in (description, page, page_files):
        config.add_amo_service(service)
