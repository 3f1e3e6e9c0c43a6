"""Signed redirect links for pages outside the site (catalog.md §1.7)."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from urllib.parse import quote, unquote, urlsplit

NOWHERE = "/"
"""What takes the place of a link that may not be followed."""

_WEB_SCHEMES = ("http", "https")
_FOLLOWED = ("http://", "https://")
_ANY_SERVER = re.compile(r"https?://[^/?#]+(?:/v1)?/", re.IGNORECASE)
_SIGNED = re.compile(r"[0-9a-f]{64}/(?P<quoted>.+)", re.IGNORECASE | re.DOTALL)
_WEB_URL = re.compile(r"https?:", re.IGNORECASE)


@dataclass(frozen=True)
class Outgoing:
    """Wraps URLs into signed redirects and finds the originals again.

    ``base`` is the address of the redirect service (empty: nothing is wrapped), ``secret`` the
    key of the signatures, ``exempt_hosts`` the hosts (with port, if any) whose URLs stay as they
    are; their sub-domains are not exempt.
    """

    base: str
    secret: str = field(repr=False)
    exempt_hosts: frozenset[str]

    def wrap(self, url: str) -> str:
        """The redirect for an http(s) ``url``; ``/`` for any other or for a broken one.

        URLs of the redirect service and of exempt hosts, and all URLs when there is no base,
        come back unchanged. Never raises (catalog.md §1.7).
        """
        if not self.base:
            return url
        try:
            parts = urlsplit(url)
        except ValueError:
            return NOWHERE
        if parts.scheme not in _WEB_SCHEMES:
            return NOWHERE
        # The whole netloc counts: a user name before an exempt host is a disguise.
        if parts.netloc.lower() in self._local_hosts:
            return url
        return self._signed(unescape(url).encode("utf-8", "replace"))

    def unwrap(self, url: str) -> str:
        """The http(s) URL that ``url`` redirects to, else ``url`` itself. Never raises.

        Understands this service and every server with AMO's addresses: 64 hexadecimal digits,
        alone or below ``/v1``, and the quoted original. Signatures are not checked.
        """
        signed = _SIGNED.fullmatch(url, self._prefix_length(url))
        if signed is None:
            return url
        original = unquote(signed["quoted"])
        return original if _WEB_URL.match(original) else url

    def checked(self, signed: str) -> str | None:
        """The URL of a redirect: what follows ``base`` in it, its quoting undone. None when the
        signature is not ours."""
        signature, _, url = signed.partition("/")
        expected = hmac.digest(self._key, url.encode("utf-8", "replace"), "sha256").hex()
        is_ours = hmac.compare_digest(signature.encode("utf-8", "replace"), expected.encode())
        return url if is_ours and self.secret and url.startswith(_FOLLOWED) else None

    def _signed(self, url: bytes) -> str:
        signature = hmac.digest(self._key, url, "sha256").hex()
        # Python leaves "~" alone, the contract does not list it among what stays.
        quoted = quote(url, safe="/&=").replace("~", "%7E")
        return f"{self._prefix}{signature}/{quoted}"

    def _prefix_length(self, url: str) -> int:
        if self.base and url.startswith(self._prefix):
            return len(self._prefix)
        server = _ANY_SERVER.match(url)
        return server.end() if server else len(url)

    @cached_property
    def _prefix(self) -> str:
        return self.base.rstrip("/") + "/"

    @cached_property
    def _key(self) -> bytes:
        return self.secret.encode()

    @cached_property
    def _local_hosts(self) -> frozenset[str]:
        own = urlsplit(self.base).netloc
        return frozenset(host.lower() for host in (own, *self.exempt_hosts) if host)
