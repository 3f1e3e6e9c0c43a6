"""What belongs to every answer: request id, safety, and what the route says of itself
(platform.md §3.1)."""

from __future__ import annotations

from collections.abc import Callable
from random import getrandbits
from typing import Any

from pyramid.tweens import EXCVIEW, INGRESS

from amo_pyramid.services import USUAL_VARY

Handler = Callable[[Any], Any]

SAFETY = (
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-XSS-Protection", "1; mode=block"),
)
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")
NEVER_STORE = ("Cache-Control", "private, no-store")
#: Where texts are in one language if ``lang`` asks for it, and in errors; else in many. Pages that
#: are not the API's tell their language themselves.
API = "/api/"
#: Of a request that no plugin gives a language.
NO_LANGUAGE = ("en-US", False)
VARY = ("Vary", ", ".join(USUAL_VARY))


def headers_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Adds the headers to whatever comes from within, errors included."""
    facts_of = registry.get("amo.routes.facts", {})

    def headers_tween(request: Any) -> Any:
        environ = request.environ
        own_id = environ["amo.request_id"] = new_id()
        response = handler(request)
        added = response.headerlist
        added.append(("X-AMO-Request-ID", own_id))
        added.extend(SAFETY)
        if environ["wsgi.url_scheme"] == "https":
            added.append(STRICT_TRANSPORT)
        if environ["PATH_INFO"].startswith(API):
            locale, is_single = getattr(request, "negotiated", NO_LANGUAGE)
            if is_single or response.status >= "400":
                added.append(("Content-Language", locale))
        route = request.matched_route
        facts = None if route is None else facts_of.get(route.name)
        if facts is None:
            added.append(VARY)
            return response
        added.extend(facts.headers)
        if facts.credentials and request.has_credential:
            added.append(NEVER_STORE)
        return response

    return headers_tween


def new_id() -> str:
    """32 hexadecimal digits that no other request has. They are no secret."""
    return f"{getrandbits(128):032x}"


def includeme(config: Any) -> None:
    config.add_amo_capability(
        "headers", "Each answer has an id of its own.", request_id="X-AMO-Request-ID"
    )
    config.add_tween(
        "amo_pyramid.plugins.headers.headers_tween_factory",
        under=INGRESS,
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
