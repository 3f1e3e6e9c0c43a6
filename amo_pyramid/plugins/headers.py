"""What belongs to every answer: request id, safety, and what the route says of itself
(platform.md §3.1)."""

from __future__ import annotations

import os
from collections.abc import Callable
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
DEFAULT_VARY = ", ".join(USUAL_VARY)


def headers_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Adds the headers to whatever comes from within, errors included."""

    def headers_tween(request: Any) -> Any:
        environ = request.environ
        request.request_id = environ["amo.request_id"] = os.urandom(16).hex()
        response = handler(request)
        facts = getattr(request, "route_facts", None)
        added = response.headerlist
        added.append(("X-AMO-Request-ID", request.request_id))
        added.extend(SAFETY)
        if environ["wsgi.url_scheme"] == "https":
            added.append(STRICT_TRANSPORT)
        if environ["PATH_INFO"].startswith(API):
            locale, is_single = getattr(request, "negotiated", NO_LANGUAGE)
            if is_single or response.status_int >= 400:
                added.append(("Content-Language", locale))
        if facts is None:
            added.append(("Vary", DEFAULT_VARY))
            return response
        added.append(("Vary", facts.vary))
        added.append(("Allow", facts.allow))
        if facts.credentials and request.has_credential:
            added.append(NEVER_STORE)
        return response

    return headers_tween


def includeme(config: Any) -> None:
    config.add_amo_capability(
        "headers", "Each answer has an id of its own.", request_id="X-AMO-Request-ID"
    )
    config.add_tween(
        "amo_pyramid.plugins.headers.headers_tween_factory",
        under=INGRESS,
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
