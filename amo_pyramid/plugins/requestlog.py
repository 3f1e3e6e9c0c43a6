"""One line in the log for each request, on the logger ``amo_pyramid.requests``.

No addresses and no paths, unless the site wants them; never a token, and no query string of
whatever has to do with signing in.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from amo_pyramid.logs import EventKind
from amo_pyramid.observing import Answered
from amo_pyramid.settings import Setting, flag

NAME = "requestlog"
#: Paths with one of these have query strings that sign somebody in or out.
SIGN_IN = ("/accounts/", "/auth/")
LINES = EventKind(
    logging.getLogger("amo_pyramid.requests"),
    "request",
    "%(method)s %(route)s %(version)s %(status)s %(ms)s ms user=%(user)s key=%(key)s %(id)s",
)


class RequestLog:
    """Writes the lines. ``paths`` and ``addresses`` say whether these are in them."""

    def __init__(self, *, paths: bool, addresses: bool) -> None:
        self._paths = paths
        self._addresses = addresses

    def __call__(self, seen: Sequence[Answered]) -> None:
        LINES.log([(each.at, self._fields(each)) for each in seen])

    def _fields(self, answered: Answered) -> dict[str, Any]:
        route, matched, viewer = answered.route, answered.matchdict, answered.viewer
        fields = {
            "id": answered.request_id,
            "method": answered.method,
            "route": None if route is None else route.name,
            "version": matched.get("api_version") if matched else None,
            "status": int(answered.status[:3]),
            "ms": round(answered.seconds * 1000, 2),
            "user": None if viewer is None else viewer.id,
            "key": answered.key_id,
        }
        if self._paths:
            fields["path"] = shown_path(answered.path, answered.query)
        if self._addresses:
            fields["address"] = answered.notes.get(NAME)
        return fields


def shown_path(path: str, query: str) -> str:
    """The path with its query string, or without where that may be secret."""
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
    note = attrgetter("client_address") if addresses else None
    config.add_amo_observer(NAME, RequestLog(paths=paths, addresses=addresses), note)
