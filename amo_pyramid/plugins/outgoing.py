"""Links that lead away from the site (catalog.md §1.7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from pyramid.exceptions import ConfigurationError
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response

from amo_pyramid.rendering import TEXT, Rendering
from amo_pyramid.services import SERVICE_PHASE
from amo_pyramid.settings import Setting, flag, words
from amo_pyramid.text.outgoing import Outgoing
from amo_pyramid.values import Link, OutgoingLink
from amo_pyramid.versions import ApiVersion

PLAIN = "wrap-outgoing-parameter"
#: What stays as it is in a Location; everything else cannot be the end of a header, either.
SAFE = "/:?#[]@!$&'()*+,;=%-._~"
#: A key that nobody guesses.
SHORTEST_SECRET = 16


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


def redirect(request: Any) -> Response:
    """To where a link with our signature leads, without telling from where."""
    url = request.registry["amo.outgoing"].checked(request.matchdict["signed"])
    if url is None:
        raise HTTPNotFound()
    headers = [
        ("Location", quote(url, safe=SAFE)),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex"),
        ("Content-Length", "0"),
    ]
    return Response(status=302, headerlist=headers)


def _serve(config: Any, outgoing: Outgoing) -> None:
    """Answer the redirects ourselves. Raises ``ConfigurationError``."""
    site = config.registry["amo.settings"]["amo.site_url"]
    base = outgoing.base.rstrip("/") + "/"
    if not site or not base.startswith(f"{site}/") or base == f"{site}/":
        raise ConfigurationError(
            "amo.outgoing.redirect: amo.outgoing.base must be a path of amo.site_url"
        )
    if len(outgoing.secret) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"amo.outgoing.redirect: amo.outgoing.secret needs {SHORTEST_SECRET} characters or "
            "more: whoever guesses it redirects to anywhere"
        )

    def add_route() -> None:
        config.add_route("outgoing", f"{base[len(site) :]}{{signed:.*}}")
        config.add_view(redirect, route_name="outgoing", request_method="GET")

    # After the routes of the services, which are asked for more often.
    config.action("amo-outgoing-route", add_route, order=SERVICE_PHASE + 1)


def includeme(config: Any) -> None:
    outgoing = _outgoing_of(config)
    config.registry["amo.outgoing"] = outgoing
    if outgoing.base:
        config.add_amo_capability(
            "outgoing", "Links to other sites lead through a redirect.", base=outgoing.base
        )

    def adapt_link(value: Link, rendering: Rendering) -> Any:
        if not rendering.gate(PLAIN):
            url = value.url
            return {"url": url, "outgoing": outgoing.wrap(url)} if url else None
        return outgoing.wrap(value.url) if value.url and rendering.wrap_outgoing else value.url

    config.add_json_adapter(Link, adapt_link, describe_link)
    config.add_json_adapter(
        OutgoingLink, lambda value, _: outgoing.wrap(value.url), lambda *_: dict(TEXT)
    )
    serves = config.add_amo_setting(
        Setting(
            "amo.outgoing.redirect",
            flag,
            False,
            "Answer the redirects here: amo.outgoing.base is a path of this site.",
        )
    )
    if serves:
        _serve(config, outgoing)
