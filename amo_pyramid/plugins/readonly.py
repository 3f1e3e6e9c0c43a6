"""Read-only (maintenance) mode (platform.md §5): writes are refused before anything else.

A tween, so that the refusal comes before routing and authentication, and carries the headers of
every answer. Behind it stands a second wall: a transaction that began before the switch is doomed.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS

from amo_pyramid.domain.maintenance import Maintenance
from amo_pyramid.errors import json_error
from amo_pyramid.messages import _

Handler = Callable[[Any], Any]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Below these, answers are JSON.
SCOPE = ("/api/", "/v2/")
PAGE = """<!DOCTYPE html>
<html lang="{lang}"><meta charset="utf-8"><title>503</title><p>{text}</p></html>
"""
MESSAGE = _(
    "Some features are temporarily disabled while we perform website maintenance. "
    "We'll be back to full capacity shortly."
)


class ReadOnly(Exception):
    """The site became read-only while a request was at work: nothing of it is stored."""

    def __init__(self, state: Maintenance) -> None:
        super().__init__("the site is read-only")
        self.state = state


class Wall:
    """Lets no transaction of a request be committed once the site is read-only."""

    def __init__(self, registry: Any) -> None:
        self._state = registry["amo.site_state"]

    def newTransaction(self, transaction: Any) -> None:
        """Called by the manager when it begins one."""
        transaction.addBeforeCommitHook(self._check, (transaction,))

    def beforeCompletion(self, transaction: Any) -> None:
        """Called also before it is aborted."""

    def afterCompletion(self, transaction: Any) -> None:
        """Called when it is over."""

    def _check(self, transaction: Any) -> None:
        state = self._state.current()
        if state.is_read_only:
            transaction.abort()  # after an exception from here nobody else does
            raise ReadOnly(state)


def readonly_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Answers 503 to writes while the site is in read-only mode."""

    def readonly_tween(request: Any) -> Any:
        if request.environ["REQUEST_METHOD"] in SAFE:
            return handler(request)
        state = registry["amo.site_state"].current()
        if state.is_read_only:
            return _refusal(request, state)
        wall = Wall(registry)  # the manager's reference to it does not keep it alive
        request.tm.registerSynch(wall)
        return handler(request)

    return readonly_tween


def _refusal(request: Any, state: Maintenance) -> Response:
    text = state.message or request.tr(MESSAGE)
    headers = {}
    if state.until is not None:
        seconds = (state.until - datetime.now(timezone.utc)).total_seconds()
        headers["Retry-After"] = str(max(int(seconds), 1))
    if request.environ["PATH_INFO"].startswith(SCOPE):
        return json_error(503, {"error": text}, headers)
    page = PAGE.format(lang=html.escape(request.locale_name), text=html.escape(text))
    response = Response(page, status=503)
    response.headers.update(headers)
    return response


def _doomed(error: ReadOnly, request: Any) -> Response:
    return _refusal(request, error.state)


def includeme(config: Any) -> None:
    config.add_amo_capability(
        "readonly", "While the site is under maintenance it is read, and writes are answered 503."
    )
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
    config.add_exception_view(_doomed, context=ReadOnly)
