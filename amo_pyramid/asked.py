"""What a request asks, who asks, and what there is to answer it: computed at the first use.

Properties live on the class and are not added with ``add_request_method``: that makes Pyramid
create a new class for every request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pyramid_tm
from pyramid.decorator import reify
from pyramid.request import Request

from amo_pyramid.bodies import read_body
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.hosts import named_host
from amo_pyramid.rates import named
from amo_pyramid.rendering import PageLinks, Rendering
from amo_pyramid.services import CorniceRequest
from amo_pyramid.settings import Settings
from amo_pyramid.site import filled
from amo_pyramid.urls import Urls
from amo_pyramid.versions import ApiVersion
from amo_pyramid.work import Work

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ANDROID = re.compile(r"Android.+(?:Firefox|Fennec)|Fennec", re.IGNORECASE)
#: What a path may hold as it is, percent signs excepted (RFC 3986, section 3.3).
PATH_SAFE = "/~!$&'()*+,;=:@"


class AskedRequest(CorniceRequest, Request):
    """The half of :class:`amo_pyramid.request.AmoRequest` that says what is asked for."""

    @reify
    def tm(self) -> Any:
        return pyramid_tm.create_tm(self)

    @reify
    def settings(self) -> Settings:
        return self.registry["amo.settings"]

    @reify
    def api_version(self) -> ApiVersion:
        """The version in the path. Only for requests that matched a service."""
        return self.registry["amo.versions"][self.matchdict["api_version"]]

    @reify
    def query(self) -> Mapping[str, str]:
        """The query parameters; of a repeated one the last counts (catalog.md §1.1)."""
        text = self.environ.get("QUERY_STRING", "")
        return dict(parse_qsl(text, keep_blank_values=True)) if text else {}

    @property
    def is_safe(self) -> bool:
        """Whether the method may not change anything."""
        return self.environ["REQUEST_METHOD"] in SAFE_METHODS

    @reify
    def negotiated(self) -> tuple[str, bool]:
        """The language of the request, and whether ``lang`` asks for a single translation
        (catalog.md §1.5, §1.6)."""
        negotiate = self.registry["amo.negotiator"]
        lang = self.query.get("lang", "")
        locale = negotiate(lang, self.environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        return locale, bool(lang) and self.method in ("GET", "HEAD")

    @property
    def locale_name(self) -> str:
        """What Pyramid's own translations use."""
        return self.negotiated[0]

    @reify
    def application(self) -> str:
        """The application segment of page addresses, guessed from the browser (§1.10)."""
        agent = self.environ.get("HTTP_USER_AGENT", "")
        return "android" if "ndroid" in agent and ANDROID.search(agent) else "firefox"

    @reify
    def site_url(self) -> str:
        """The site's own URL without a final slash: the setting, else the request's host. Raises
        ``HTTPBadRequest`` for a host that is none."""
        site: str = self.settings["amo.site_url"]
        if site:
            return site
        named_host(self)
        return self.application_url.rstrip("/")

    @property
    def own_url(self) -> str:
        """The URL that was asked for, without its parameters, behind any proxy."""
        path = self.environ.get("PATH_INFO", "").encode("latin-1")
        return self.site_url + quote(path, safe=PATH_SAFE)

    @property
    def mount_path(self) -> str:
        """The path of the site's address, empty at the root."""
        site = self.settings["amo.site_url"]
        return urlsplit(site).path if site else self.script_name

    @reify
    def viewer(self) -> Viewer:
        """Who is asking; nobody, where the service ignores credentials. Raises
        ``AuthenticationFailed`` for a bad credential."""
        facts = self.route_facts
        if facts is not None and not facts.credentials:
            return ANONYMOUS
        return self.registry["amo.security"].viewer(self)

    @property
    def has_credential(self) -> bool:
        """Whether something was sent to sign somebody in, good or bad."""
        return bool(self.registry["amo.security"].has_credential(self.environ))

    @reify
    def work(self) -> Work:
        """The backends, joined to the transaction of an unsafe request."""
        work = self.registry["amo.work"](None if self.is_safe else self.tm, self.viewer)
        if self.is_safe:
            self.add_finished_callback(lambda _: work.close())
        return work

    @reify
    def rendering(self) -> Rendering:
        """How this request's answer is to be written."""
        locale, is_single = self.negotiated
        site = self.site_url
        registry = self.registry
        return Rendering(
            version=self.api_version,
            locale=locale,
            lang=locale if is_single else None,
            viewer=self.viewer,
            urls=Urls(
                site=site,
                media=self.settings["amo.media_url"] or f"{site}/user-media",
                static=self.settings["amo.static_url"] or f"{site}/static",
                locale=locale,
                application=self.application,
            ),
            wrap_outgoing=self.wraps_outgoing,
            adapters=registry["amo.adapters"],
            translate=self.tr,
            denied_tags=self.settings["amo.denied_tags"],
            links=PageLinks(self.own_url, self.query),
            work=self.work,
        )

    @property
    def wraps_outgoing(self) -> bool:
        """Whether the caller asks for wrapped links (catalog.md §1.7)."""
        return "wrap_outgoing_links" in self.environ.get("QUERY_STRING", "")

    @property
    def point_of_view(self) -> tuple[Any, ...]:
        """All of the request, its viewer excepted, that decides how an object is written: the
        part of a fragment's key that is not the object."""
        return (
            self.matchdict["api_version"],
            *self.negotiated,
            self.application,
            self._site_key,
            self.wraps_outgoing,
        )

    @property
    def _site_key(self) -> Any:
        """What ``site_url`` is made of: it takes longer to make than to look up what needs it."""
        environ = self.environ
        return self.settings["amo.site_url"] or (
            environ["wsgi.url_scheme"],
            named_host(self),
            environ.get("SCRIPT_NAME"),
        )

    @property
    def route_facts(self) -> Any:
        """What belongs to every answer of the matched route; None where no service matched."""
        route = self.matched_route
        return None if route is None else self.registry["amo.routes.facts"].get(route.name)

    @property
    def service(self) -> Any:
        """The service whose route matched."""
        return self.route_facts.service

    @property
    def client_address(self) -> str:
        """Where the request comes from, whatever proxies it came through."""
        address: str = self.registry["amo.client_address"](self.environ)
        return address

    def throttle(self, *names: str) -> None:
        """Count this request under throttles; services say ``throttle=name`` instead. Raises
        ``Throttled``."""
        registry = self.registry
        registry["amo.throttle"](self, named(registry["amo.throttles"], names))

    def tr(self, message: str) -> str:
        """A message in the language of the request."""
        text: str = self.registry["amo.translate"](message, self.negotiated[0])
        return filled(message, text)

    @reify
    def data(self) -> Any:
        """What the body says; see :func:`amo_pyramid.bodies.read_body`."""
        return read_body(self)
