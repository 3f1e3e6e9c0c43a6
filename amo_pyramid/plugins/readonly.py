"""Read-only (maintenance) mode (platform.md §5): writes are refused before anything else.

A tween, so that the refusal comes before routing and authentication, and carries the headers of
every answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from pyramid.tweens import EXCVIEW, INGRESS

from amo_pyramid.domain.maintenance import Maintenance
from amo_pyramid.errors import json_error
from amo_pyramid.messages import _

Handler = Callable[[Any], Any]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SCOPE = "/api/"
MESSAGE = _(
    "Some features are temporarily disabled while we perform website maintenance. "
    "We'll be back to full capacity shortly."
)


def readonly_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Answers 503 to writes while the site is in read-only mode."""

    def readonly_tween(request: Any) -> Any:
        if request.method in SAFE or not request.environ["PATH_INFO"].startswith(SCOPE):
            return handler(request)
        state = registry["amo.site_state"].current()
        return _refusal(request, state) if state.is_read_only else handler(request)

    return readonly_tween


def _refusal(request: Any, state: Maintenance) -> Any:
    headers = {}
    if state.until is not None:
        seconds = (state.until - datetime.now(timezone.utc)).total_seconds()
        headers["Retry-After"] = str(max(int(seconds), 1))
    return json_error(503, {"error": state.message or request.tr(MESSAGE)}, headers)


def includeme(config: Any) -> None:
    config.add_tween(
        "amo_pyramid.plugins.readonly.readonly_tween_factory",
        under=(
            "amo_pyramid.plugins.headers.headers_tween_factory",
            "amo_pyramid.plugins.cors.cors_tween_factory",
            "amo_pyramid.plugins.caching.caching_tween_factory",
            INGRESS,
        ),
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
