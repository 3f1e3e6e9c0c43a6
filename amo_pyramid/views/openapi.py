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

from amo_pyramid.answers import Api
from amo_pyramid.domain.errors import NotFound
from amo_pyramid.fragments import Fragment
from amo_pyramid.services import AmoService
from amo_pyramid.versions import ApiVersion

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
CSS, SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
#: Name to package, path and media type.
FILES: Mapping[str, tuple[str, str, str]] = {
    "swagger-ui.css": (UI, "swagger-ui/stylesheets/swagger-ui.css", CSS),
    "swagger-ui.js": (UI, "swagger-ui/javascripts/swagger-ui-bundle.js", SCRIPT),
    "docs.css": (OWN, "static/docs/docs.css", CSS),
    "docs.js": (OWN, "static/docs/docs.js", SCRIPT),
    "icon.png": (OWN, "static/img/addon-icons/default-32.png", "image/png"),
}
#: How many descriptions are kept: one per version, and per path that the service is mounted at.
MOST = 16


@description.get(answers=dict[str, object])
def get_description(request: Any) -> Any:
    make = request.registry["amo.openapi"]
    return request.answer(make(request.matchdict["api_version"], request.mount_path))


@page.get()
def get_page(request: Any) -> Any:
    own = request.matchdict["api_version"]
    links = [
        f"<b>{name}</b>" if name == own else f'<a href="../../{name}/docs/">{name}</a>'
        for name in apis(request.registry)
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
    response.headers["Content-Type"] = media_type
    response.headerlist.append(KEPT)
    return response


def _read(package: str, path: str) -> bytes:
    return files(package).joinpath(path).read_bytes()


def apis(registry: Any) -> dict[str, Api]:
    """All that is described, by the name of its version."""
    versions = registry["amo.versions"].by_name.values()
    return {each.name: _api(each) for each in versions} | registry["amo.apis"]


def _api(version: ApiVersion) -> Api:
    return Api(
        version,
        f"/api/{version.name}",
        f"Add-on catalogue, API {version.name}",
        "The API of addons.mozilla.org, as this catalogue speaks it.",
    )


def includeme(config: Any) -> None:
    registry = config.registry

    @lru_cache(MOST)
    def make(version: str, mounted_at: str) -> Fragment:
        from amo_pyramid.openapi.document import describe  # rarely asked for

        return Fragment(orjson.dumps(describe(registry, apis(registry)[version], mounted_at)))

    registry["amo.openapi"] = make
    #: Those that are no version of AMO's API.
    registry["amo.apis"] = {}
    config.add_amo_capability(
        "openapi",
        "Each version of the API describes itself.",
        document="openapi.json",
        page="docs/",
    )
    for service in (description, page, page_files):
        config.add_amo_service(service)
