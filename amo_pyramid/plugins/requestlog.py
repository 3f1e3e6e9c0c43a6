"""One line in the log for each request, on the logger ``amo_pyramid.requests``.

No addresses and no paths, unless the site wants them; never a token, and no query string of
whatever has to do with signing in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from amo_pyramid.observing import KEY_ID
from amo_pyramid.settings import Setting, flag

log = logging.getLogger("amo_pyramid.requests")

#: Paths with one of these have query strings that sign somebody in or out.
SIGN_IN = ("/accounts/", "/auth/")
MESSAGE = "%(method)s %(route)s %(version)s %(status)s %(ms)s ms user=%(user)s key=%(key)s %(id)s"
#: What all records have in common: they are made often, and in a quarter of the usual time.
COMMON = vars(logging.LogRecord(log.name, logging.INFO, __file__, 0, MESSAGE, (), None))


class RequestRecord(logging.LogRecord):
    """A record whose ``fields`` are also the arguments of its message."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        now = time.time()
        self.__dict__ = {
            **COMMON,
            "created": now,
            "msecs": (now - int(now)) * 1000,
            "args": fields,
            "fields": fields,
        }


class RequestLog:
    """Writes the lines. ``paths`` and ``addresses`` say whether these are in them."""

    def __init__(self, *, paths: bool, addresses: bool) -> None:
        self._paths = paths
        self._addresses = addresses

    def __call__(self, request: Any, response: Any, seconds: float) -> None:
        if not log.isEnabledFor(logging.INFO):
            return
        environ = request.environ
        route = request.matched_route
        viewer = request.__dict__.get("viewer")  # nobody is authenticated for the log
        fields = {
            "id": environ.get("amo.request_id"),
            "method": environ["REQUEST_METHOD"],
            "route": None if route is None else route.name,
            "version": (request.matchdict or {}).get("api_version"),
            "status": 500 if response is None else response.status_code,
            "ms": round(seconds * 1000, 2),
            "user": None if viewer is None else viewer.id,
            "key": environ.get(KEY_ID),
        }
        if self._paths:
            fields["path"] = shown_path(environ)
        if self._addresses:
            fields["address"] = request.client_address
        log.handle(RequestRecord(fields))


def shown_path(environ: Mapping[str, Any]) -> str:
    """The path with its query string, or without where that may be secret."""
    path, query = str(environ.get("PATH_INFO", "")), environ.get("QUERY_STRING", "")
    if not query or any(part in path for part in SIGN_IN):
        return path
    return f"{path}?{query}"


def includeme(config: Any) -> None:
    paths = config.add_amo_setting(
        Setting("amo.log.paths", flag, False, "Whether the log of requests has their paths.")
    )
    addresses = config.add_amo_setting(
        Setting("amo.log.addresses", flag, False, "Whether it has the callers' addresses.")
    )
    config.add_amo_observer("requestlog", RequestLog(paths=paths, addresses=addresses))
