"""The root of the site tells programs what it is and what it can do."""

from __future__ import annotations

from typing import Any

import orjson
from pyramid.response import Response

from amo_pyramid import __version__
from amo_pyramid.services import SERVICE_PHASE


def root(request: Any) -> Response:
    """Versions of the API with their addresses, plugins, capabilities."""
    registry = request.registry
    body = {
        "name": "amo_pyramid",
        "version": __version__,
        "api": {
            name: {"url": f"{request.site_url}/api/{name}/"}
            for name in registry["amo.versions"].by_name
        },
        "plugins": registry["amo.plugins"],
        "capabilities": dict(sorted(registry["amo.capabilities"].items())),
    }
    headers = [("Content-Type", "application/json")]
    return Response(body=orjson.dumps(body), headerlist=headers)


def includeme(config: Any) -> None:
    def add_route() -> None:
        config.add_route("root", "/")
        config.add_view(root, route_name="root", request_method="GET")

    # After the routes of the services, which are asked for more often.
    config.action("amo-root-route", add_route, order=SERVICE_PHASE + 1)
