"""Entity tags, 304, compression, and how long an answer may be kept (platform.md §3.1, §9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS

from amo_pyramid.fragments import compress, entity_tag
from amo_pyramid.services import NEVER
from amo_pyramid.settings import Setting

Handler = Callable[[Any], Any]

#: Bodies below this many bytes are not worth compressing.
SMALLEST_GZIP = 200


def caching_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Handles successful reads; everything else passes."""

    def caching_tween(request: Any) -> Any:
        response = handler(request)
        environ = request.environ
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return response
        fragment = getattr(response, "fragment", None)  # always of a 200
        if fragment is None and response.status != "200 OK":
            return response
        etag = _tagged(response) if fragment is None else fragment.etag
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and matches(asked, etag):
            return not_modified(response)
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        if accepted and accepts_gzip(accepted):
            _compress(response, etag)
        return response

    return caching_tween


def _tagged(response: Any) -> str:
    etag: str | None = response.headers.get("ETag")
    if etag is None:
        etag = entity_tag(response.body)
        response.headerlist.append(("ETag", etag))
    return etag


def matches(header: str, etag: str) -> bool:
    """Weak comparison of an ``If-None-Match`` header with an entity tag."""
    if header == etag:
        return True
    opaque = etag.removeprefix("W/")
    return header.strip() == "*" or any(
        candidate.strip().removeprefix("W/") == opaque for candidate in header.split(",")
    )


def not_modified(response: Any) -> Any:
    """The 304 of a 200: no body, the headers kept."""
    kept = [
        (n, v)
        for n, v in response.headerlist
        if n.lower() not in ("content-type", "content-length")
    ]
    return Response(status=304, headerlist=kept)


def accepts_gzip(header: str) -> bool:
    """Whether an ``Accept-Encoding`` header admits gzip."""
    for item in header.lower().split(","):
        coding, _, parameter = item.partition(";")
        if coding.strip() in ("gzip", "*"):
            return parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _compress(response: Any, etag: str) -> None:
    fragment = getattr(response, "fragment", None)
    body = response.body
    if len(body) < SMALLEST_GZIP or "Content-Encoding" in response.headers:
        return
    response.body = compress(body) if fragment is None else fragment.gzipped
    response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = f"W/{etag}"


def seconds(value: str) -> int:
    """Seconds that are not below zero. Raises ``ValueError``."""
    number = int(value)
    if number < 0:
        raise ValueError("it must not be below zero")
    return number


class KeepingDeriver:
    """The option ``cache`` of services: ``Cache-Control`` for what everybody gets."""

    options = ("cache",)

    def __init__(self, default: int) -> None:
        self._default = default

    def __call__(self, view: Any, info: Any) -> Any:
        is_service = getattr(info.options.get("renderer"), "name", None) == "amo"
        limit = info.options.get("cache", self._default if is_service else 0)
        if info.exception_only or not limit:
            return view
        control = "no-store" if limit == NEVER else f"max-age={limit}"

        def kept(context: Any, request: Any) -> Any:
            response = view(context, request)
            if limit == NEVER or (response.status == "200 OK" and _is_for_everybody(request)):
                response.headers.setdefault("Cache-Control", control)
            return response

        return kept


def _is_for_everybody(request: Any) -> bool:
    """Whether somebody else would have got the same answer."""
    environ = request.environ
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not request.viewer.is_anonymous:
        return False
    facts = request.route_facts
    return "HTTP_AUTHORIZATION" not in environ or not (facts is None or facts.credentials)


def includeme(config: Any) -> None:
    default = config.add_amo_setting(
        Setting(
            "amo.http_cache.seconds",
            seconds,
            0,
            "For how many seconds others may keep an answer to somebody who is not signed in; 0 "
            "does not say.",
        )
    )
    config.add_amo_capability(
        "caching",
        "Answers have entity tags, and those who are not signed in may keep them for so long.",
        encodings=["gzip"],
        seconds=default,
    )
    config.add_view_deriver(KeepingDeriver(default), "keeping")
    config.add_tween(
        "amo_pyramid.plugins.caching.caching_tween_factory",
        under=(
            "amo_pyramid.plugins.headers.headers_tween_factory",
            "amo_pyramid.plugins.cors.cors_tween_factory",
            INGRESS,
        ),
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
