"""Where a request comes from, also through proxies (platform.md §10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from amo_pyramid.settings import Setting, words

Networks = tuple[IPv4Network | IPv6Network, ...]


def networks(value: str) -> Networks:
    """Addresses and networks (``10.0.0.0/8``). Raises ``ValueError``."""
    return tuple(ip_network(word) for word in words(value))


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address; None for what is none. An IPv4 one in the clothes of IPv6 is itself."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_within(text: str, known: Networks) -> bool:
    """Whether an address is in one of the networks."""
    address = parsed(text) if known else None
    return address is not None and any(address in network for network in known)


@dataclass(frozen=True, slots=True)
class ClientAddress:
    """Tells the address of a request's sender from its environ.

    It is that of the connection, or, when that is one of the trusted ``proxies``, the last in
    ``X-Forwarded-For`` that is not: what stands before it could have been written by anybody.
    """

    proxies: Networks = ()

    def __call__(self, environ: Mapping[str, Any]) -> str:
        address = str(environ.get("REMOTE_ADDR") or "")
        if not self.proxies or "HTTP_X_FORWARDED_FOR" not in environ:
            return address
        hops = environ["HTTP_X_FORWARDED_FOR"].split(",")
        while hops and is_within(address, self.proxies):
            hop = parsed(hops.pop().strip())
            if hop is None:
                break
            address = str(hop)
        return address


def includeme(config: Any) -> None:
    proxies = config.add_amo_setting(
        Setting(
            "amo.trusted_proxies",
            networks,
            (),
            "Networks of proxies whose X-Forwarded-For is believed, where the server does not "
            "see to that.",
        )
    )
    config.registry["amo.client_address"] = ClientAddress(proxies)
