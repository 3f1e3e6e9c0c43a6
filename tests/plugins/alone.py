"""A Pyramid application with one plugin and nothing of the service that it can do without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from webtest import TestApp

from amo_pyramid.domain.viewer import ANONYMOUS
from amo_pyramid.rendering import Rendering
from amo_pyramid.urls import Urls
from amo_pyramid.versions import ApiVersion

#: What plugins that say how values look are made of, settings included.
CORE = ("settings", "site", "rendering")
SITE = "https://addons.example"
PATH = "/api/value/"


Includeme = Callable[[Any], None]


def application(
    plugin: str, view: Callable[[Any], Any], *core: str | Includeme, **options: Any
) -> TestApp:
    """The application: ``view`` answers at ``PATH``; ``options`` are for ``add_view``, but for
    ``settings`` and ``request_factory``. ``core`` is what the plugin stands on."""
    config = Configurator(
        settings=options.pop("settings", {}), request_factory=options.pop("request_factory", None)
    )
    for part in ("observing", *core):
        config.include(f"amo_pyramid.{part}" if isinstance(part, str) else part)
    config.include(f"amo_pyramid.plugins.{plugin}")
    config.add_route("value", PATH)
    config.add_view(view, route_name="value", **options)
    return TestApp(config.make_wsgi_app())


def shown(plugin: str, value: Any, *gates: str, settings: Any = None, **point_of_view: Any) -> Any:
    """How a value looks with a plugin alone: in an API version with these gates, for a reader
    with this point of view (fields of :class:`Rendering`)."""

    def view(request: Any) -> Any:
        registry = request.registry
        fields = {
            "locale": "en-US",
            "lang": None,
            "wrap_outgoing": False,
            "translate": lambda message: message,
            **point_of_view,
        }
        request.rendering = Rendering(
            version=ApiVersion("v9", frozenset(gates)),
            viewer=ANONYMOUS,
            urls=Urls(SITE, f"{SITE}/media", f"{SITE}/static", fields["locale"], "firefox"),
            adapters=registry["amo.adapters"],
            **fields,
        )
        return value

    app = application(plugin, view, *CORE, renderer="amo", settings=settings or {})
    response = app.get(PATH)
    assert response.headers["Content-Type"] == "application/json"
    return response.json
