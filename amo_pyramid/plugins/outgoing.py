"""Links that lead away from the site (catalog.md §1.7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from amo_pyramid.rendering import TEXT, Rendering
from amo_pyramid.settings import Setting, words
from amo_pyramid.text.outgoing import Outgoing
from amo_pyramid.values import Link, OutgoingLink
from amo_pyramid.versions import ApiVersion

PLAIN = "wrap-outgoing-parameter"


def _outgoing_of(config: Any) -> Outgoing:
    base = config.add_amo_setting(
        Setting(
            "amo.outgoing.base",
            str,
            "",
            "Where outgoing links are redirected; empty leaves links as they are.",
        )
    )
    secret = config.add_amo_setting(
        Setting("amo.outgoing.secret", str, "", "Key that signs outgoing links.", secret=True)
    )
    exempt = config.add_amo_setting(
        Setting(
            "amo.outgoing.exempt_hosts",
            words,
            ("addons.mozilla.org",),
            "Hosts, with port, whose links are not wrapped; the site's own never is.",
        )
    )
    own = urlsplit(config.registry["amo.settings"]["amo.site_url"]).netloc
    return Outgoing(base, secret, frozenset(exempt) | ({own} if own else frozenset()))


def describe_link(version: ApiVersion) -> dict[str, Any]:
    """The JSON Schema of a link."""
    if version.gate(PLAIN):
        return dict(TEXT)
    keys = {"url": TEXT, "outgoing": TEXT}
    return {"type": ["object", "null"], "properties": keys, "required": list(keys)}


def includeme(config: Any) -> None:
    outgoing = _outgoing_of(config)
    config.registry["amo.outgoing"] = outgoing

    def adapt_link(value: Link, rendering: Rendering) -> Any:
        if not rendering.gate(PLAIN):
            url = value.url
            return {"url": url, "outgoing": outgoing.wrap(url)} if url else None
        return outgoing.wrap(value.url) if value.url and rendering.wrap_outgoing else value.url

    config.add_json_adapter(Link, adapt_link, describe_link)
    config.add_json_adapter(
        OutgoingLink, lambda value, _: outgoing.wrap(value.url), lambda *_: dict(TEXT)
    )
