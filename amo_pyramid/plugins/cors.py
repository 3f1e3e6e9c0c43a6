"""Cross-origin requests (platform.md §8): outside of whatever answers, so that errors, redirects
and 304 are readable too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS

Handler = Callable[[Any], Any]

SCOPE = ("/api/", "/v2/")
ALLOW_ORIGIN = ("Access-Control-Allow-Origin", "*")
#: Where a page of another site signs its user out, cookies included (community.md §2.7).
WITH_COOKIES = re.compile(r"/api/[^/]+/accounts/session/")
PREFLIGHT = [
    ("Access-Control-Allow-Methods", "DELETE, GET, OPTIONS, PATCH, POST, PUT"),
    ("Access-Control-Max-Age", "86400"),
    (
        "Access-Control-Allow-Headers",
        "accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, "
        "x-csrftoken, x-requested-with, x-country-code",
    ),
    ("Content-Length", "0"),
]


def cors_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Answers preflights itself and names the allowed origin on everything else."""

    def cors_tween(request: Any) -> Any:
        environ = request.environ
        if "HTTP_ORIGIN" not in environ or not environ["PATH_INFO"].startswith(SCOPE):
            return handler(request)
        allowed = _allowed(environ)
        if _is_preflight(environ):
            return Response(status=200, headerlist=[*allowed, *PREFLIGHT])
        response = handler(request)
        response.headerlist.extend(allowed)
        return response

    return cors_tween


def _allowed(environ: Any) -> list[tuple[str, str]]:
    if WITH_COOKIES.fullmatch(environ["PATH_INFO"]) is None:
        return [ALLOW_ORIGIN]
    return [
        ("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"]),
        ("Access-Control-Allow-Credentials", "true"),
    ]


def _is_preflight(environ: Any) -> bool:
    return (
        environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
    )


def includeme(config: Any) -> None:
    config.add_amo_capability("cors", "Pages of other sites may read the API.")
    config.add_tween(
        "amo_pyramid.plugins.cors.cors_tween_factory",
        under=("amo_pyramid.plugins.headers.headers_tween_factory", INGRESS),
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
