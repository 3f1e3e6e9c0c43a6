"""The host that a request names, which answers repeat where the site has no address of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest

#: A name or an address, and a port.
HOST = re.compile(r"(?:[0-9A-Za-z._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
LONGEST = 253 + len(":65535")


def named_host(request: Any) -> str:
    """The host with its port. Raises ``HTTPBadRequest`` for what can be none (RFC 9112 §3.2)."""
    host: str = request.environ.get("HTTP_HOST") or request.host
    if len(host) > LONGEST or not _is_host(host):
        raise HTTPBadRequest
    return host


@lru_cache(maxsize=64)  # a site has few names, and each request asks
def _is_host(text: str) -> bool:
    return HOST.fullmatch(text) is not None
