"""The request class: everything that depends on one request, computed at the first use.

Properties live on the class and are not added with ``add_request_method``: that makes Pyramid
create a new class for every request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import orjson
import pyramid_tm
from pyramid.decorator import reify
from pyramid.request import Request
from pyramid.response import Response

from amo_pyramid.bodies import read_body
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import Page
from amo_pyramid.domain.search import Hit
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.fragments import Fragment
from amo_pyramid.hosts import named_host
from amo_pyramid.rates import named
from amo_pyramid.rendering import PageLinks, Rendering
from amo_pyramid.services import CorniceRequest
from amo_pyramid.settings import Settings
from amo_pyramid.shapes.fields import CompiledShape
from amo_pyramid.site import filled
from amo_pyramid.urls import Urls
from amo_pyramid.versions import ApiVersion
from amo_pyramid.work import Work

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ANDROID = re.compile(r"Android.+(?:Firefox|Fennec)|Fennec", re.IGNORECASE)
#: What a path may hold as it is, percent signs excepted (RFC 3986, section 3.3).
PATH_SAFE = "/~!$&'()*+,;=:@"
JSON_TYPE = ("Content-Type", "application/json")
MakeFragment = Callable[[CompiledShape], Fragment]
Build = Callable[[CompiledShape], Any]
LoadMany = Callable[[Sequence[Hit], Needs], Mapping[int, Any]]


class AmoRequest(CorniceRequest, Request):
    """A request to the service."""

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

    def answer(self, fragment: Fragment) -> Response:
        """A 200 with ready JSON."""
        length = ("Content-Length", str(len(fragment.body)))
        headers = [JSON_TYPE, length, ("ETag", fragment.etag)]
        response = Response(app_iter=[fragment.body], headerlist=headers)
        response.fragment = fragment
        return response

    def shape(self, name: str) -> CompiledShape:
        """The shape of that name in the request's API version."""
        return self.registry["amo.shapes"].get(name, self.api_version)

    def project_page(self, shape: str, page: Page[Any]) -> Page[Any]:
        """The page with its items in a shape, to be returned from the view."""
        compiled = self.shape(shape)
        return replace(page, items=compiled.project_many(page.items, self.rendering))

    def fragment(self, shape: str, key: tuple[Any, ...], make: MakeFragment) -> Fragment:
        """What ``make(compiled shape)`` gives, kept for every anonymous reader with the same
        point of view. ``key`` tells the object and its revision."""

        def fresh() -> Fragment:
            return make(self.shape(shape))

        if not self.viewer.is_anonymous:
            return fresh()
        fragments = self.registry["amo.fragments"]
        return fragments.get((shape, *key, *self.point_of_view), fresh)

    def show_hits(self, shape: str, hits: Sequence[Hit], load: LoadMany) -> list[tuple[Hit, bytes]]:
        """The JSON of many objects, each kept on its own; ``load`` gets those that are missing
        and gives them by id. An object that it leaves out is left out."""
        compiled = self.shape(shape)

        def make(positions: Sequence[int]) -> dict[int, Fragment]:
            found = load([hits[position] for position in positions], compiled.needs)
            there = [position for position in positions if hits[position].id in found]
            objects = [found[hits[position].id] for position in there]
            rows = compiled.project_many(objects, self.rendering)
            return {
                position: Fragment(self.rendering.encode(row))
                for position, row in zip(there, rows, strict=True)
            }

        view = self.point_of_view
        keys = [(shape, hit.id, hit.revision, *view) for hit in hits]
        made = self.registry["amo.fragments"].get_many(keys, make)
        return [(hits[position], fragment.body) for position, fragment in made.items()]

    def show(self, shape: str, key: tuple[Any, ...], build: Build) -> Response:
        """A 200 with what ``build(compiled shape)`` gives."""

        def make(compiled: CompiledShape) -> Fragment:
            return Fragment(self.rendering.encode(build(compiled)))

        return self.answer(self.fragment(shape, key, make))

    def show_one(self, shape: str, key: tuple[Any, ...], load: Callable[[Needs], Any]) -> Response:
        """A 200 with one object; ``load`` gets what the shape needs."""
        return self.show(
            shape, key, lambda compiled: compiled.project(load(compiled.needs), self.rendering)
        )

    def show_page(
        self, shape: str, key: tuple[Any, ...], load: Callable[[Needs], Page[Any]]
    ) -> Page[Any]:
        """A page of objects in a shape, to be returned from the view; its items are kept as one
        fragment."""

        def make(compiled: CompiledShape) -> Fragment:
            page = load(compiled.needs)
            items = compiled.project_many(page.items, self.rendering)
            return Fragment(self.rendering.encode(items), replace(page, items=()))

        fragment = self.fragment(shape, key, make)
        return replace(fragment.extra, items=orjson.Fragment(fragment.body))
