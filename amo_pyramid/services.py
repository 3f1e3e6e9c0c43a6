"""Endpoints: Cornice services that exist in several API versions. The only import of Cornice.

A service is written once. ``/api/{api_version:v3|v4}/…`` has the versions as alternatives of the
route, so there is one route per endpoint however many versions serve it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from cornice import Service
from cornice.pyramidhook import register_service_views
from pyramid.decorator import reify
from pyramid.exceptions import ConfigurationError
from pyramid.httpexceptions import HTTPMethodNotAllowed
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

from amo_pyramid.answers import Answer, Content
from amo_pyramid.declaring import declare
from amo_pyramid.errors import NOT_ACCEPTABLE, NOT_FOUND, STYLES, ApiError
from amo_pyramid.validation import read_body_first, validate_request
from amo_pyramid.versions import ApiVersion, Versions

#: The permission of views for everybody whose credential, if there is one, is good.
READ = "read"
#: The option ``cache`` of a service whose answers nobody may keep.
NEVER = -1
#: The permission of views for whoever is signed in.
AUTHENTICATED = "authenticated"

#: Between PHASE1_CONFIG (versions, derivers) and PHASE2_CONFIG (routes).
SERVICE_PHASE = -15
#: Request headers that every answer may depend on.
USUAL_VARY = ("Origin", "Accept-Language", "Accept-Encoding")
READING = ("GET", "HEAD")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
PARSES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
EVERY_VERSION = ("v3", "v4", "v4dev", "v5")
FROM_V4 = ("v4", "v4dev", "v5")


class AmoService(Service):
    """An endpoint and its methods.

    ``versions`` are the API versions that have it. ``error_style`` is how its own 400s look
    (see :mod:`amo_pyramid.errors`). ``write`` is the permission that unknown methods ask for
    before they answer 405 (None: none). ``before`` are functions of the request that run after
    the permission check and before the schema. ``vary`` are request headers, beside the usual
    ones, that its answers depend on. ``max_body`` are the bytes that a body may have (None: as
    ``amo.body.max_size`` says). ``path_help`` says what parts of the path mean. What is not
    ``is_described`` is left out of the API's description.

    ``credentials`` false ignores whatever signs a caller in: everybody gets the same answer
    (catalog.md §1.2). Otherwise credentials of the kinds that are good everywhere are taken and
    those of the authenticators named in ``also_accepts`` (``jwt``); with ``accepts_only`` these
    and no others (community.md §2.1). What is not taken is ignored. ``challenge`` is the scheme
    that a 401 asks for.

    For plugins, here or for a single method: ``throttle`` is the name of a throttle or several
    (:mod:`amo_pyramid.rates`); ``cache`` are the seconds for which others may keep what everybody
    gets, 0 to say nothing, or :data:`NEVER`, instead of what the settings say.
    """

    default_validators = ()
    default_filters = ()
    renderer = "amo"

    def __init__(
        self,
        name: str,
        path: str,
        *,
        versions: tuple[str, ...] = EVERY_VERSION,
        error_style: str = "fields",
        write: str | None = None,
        credentials: bool = True,
        also_accepts: tuple[str, ...] = (),
        accepts_only: tuple[str, ...] = (),
        challenge: str = "bearer",
        before: tuple[Callable[..., None], ...] = (),
        vary: tuple[str, ...] = (),
        max_body: int | None = None,
        path_help: Mapping[str, str] | None = None,
        is_described: bool = True,
        **options: Any,
    ) -> None:
        if error_style not in STYLES:
            raise ConfigurationError(f"{name}: error_style must be one of {', '.join(STYLES)}")
        options["validators"] = [*before, validate_request]
        options.setdefault("permission", READ if credentials else NO_PERMISSION_REQUIRED)
        self.answers: dict[str, Answer] = {}
        super().__init__(name, path, depth=2, **options)
        self.declared_path = path
        self.versions = versions
        self.error_style = error_style
        self.write = write
        self.credentials = credentials
        self.also_accepts = also_accepts
        self.accepts_only = accepts_only
        self.challenge = challenge
        self.vary = vary
        self.max_body = max_body
        self.before = before
        self.path_help = path_help or {}
        self.is_described = is_described

    def add_view(
        self, method: str, view: Any, *, answers: Content | Answer = None, **options: Any
    ) -> None:
        """Add a method. ``answers`` is what it answers, see :mod:`amo_pyramid.answers`."""
        is_whole = isinstance(answers, Answer)
        self.answers[method.upper()] = answers if is_whole else Answer(answers)
        super().add_view(method, view, **options)
        if method.upper() in UNSAFE:
            _method, _view, arguments = self.definitions[-1]
            arguments["validators"].insert(0, read_body_first)

    def in_versions(self, enabled: Iterable[ApiVersion]) -> AmoService | None:
        """A copy with the full route pattern of the enabled versions; None when there is none.
        The definitions are shared, the declared object stays as it is."""
        served = [version.name for version in enabled if version.has(self.versions)]
        if not served:
            return None
        service = copy.copy(self)
        service.path = f"/api/{{api_version:{'|'.join(served)}}}{self.path}"
        return service

    def accepts(self, name: str, *, everywhere: bool) -> bool:
        """Whether credentials of an authenticator are taken, which is good ``everywhere`` or only
        where it is named."""
        if self.accepts_only:
            return name in self.accepts_only
        return everywhere or name in self.also_accepts

    @property
    def allow(self) -> str:
        """The value of the ``Allow`` header."""
        return ", ".join([*self.defined_methods, "OPTIONS"])


class CorniceRequest:
    """What Cornice would add to every request with a subscriber."""

    errors: Sequence[Any] = ()

    @reify
    def validated(self) -> dict[str, Any]:
        return {}

    @reify
    def info(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What belongs to every answer of a route, errors included."""

    allow: str
    vary: str
    credentials: bool
    service: AmoService
    #: Ready to be sent.
    headers: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", (("Vary", self.vary), ("Allow", self.allow)))


def facts_of(registry: Any, service: AmoService, allow: str = "") -> RouteFacts:
    """The facts of a route of the service, to be made in :data:`SERVICE_PHASE` or later.

    Answers depend on the headers of the credentials that it takes, so a cache in front of it does
    not give somebody who is signed in what it keeps for everybody.
    """
    authenticators = registry["amo.authenticators"].values() if service.credentials else ()
    taken = dict.fromkeys(
        each.header
        for each in authenticators
        if service.accepts(each.name, everywhere=each.everywhere)
    )
    vary = ", ".join([*USUAL_VARY, *service.vary, *taken])
    return RouteFacts(allow or service.allow, vary, service.credentials, service)


def add_amo_service(config: Any, service: AmoService) -> None:
    """Directive: serve an endpoint in all API versions that it names and that are switched on.

    Two services of one name, or with one path in one version, are a configuration conflict.
    """
    versions: Versions = config.registry["amo.versions"]

    def register() -> None:
        served = service.in_versions(versions.by_name.values())
        if served is not None:
            _register(config, served)

    declare(config, "service", (service.name,), service, register, order=SERVICE_PHASE)
    for version in service.versions:
        config.action(("amo-path", version, service.path))


def _register(config: Any, service: AmoService) -> None:
    registry = config.registry
    registry["amo.routes.facts"][service.name] = facts_of(registry, service)
    register_service_views(config, service)
    others = tuple(
        method for method in (*READING, *UNSAFE) if method not in service.defined_methods
    )
    config.add_view(
        _refuse_method,
        route_name=service.name,
        request_method=others,
        permission=service.write or NO_PERMISSION_REQUIRED,
        api_view=True,
    )
    config.add_view(
        _describe(service),
        route_name=service.name,
        request_method="OPTIONS",
        permission=NO_PERMISSION_REQUIRED,
        api_view=True,
    )


def _refuse_method(request: Any) -> Response:
    raise HTTPMethodNotAllowed()


def _describe(service: AmoService) -> Any:
    body = orjson.dumps(
        {
            "name": service.name,
            "description": service.description or "",
            "renders": ["application/json"],
            "parses": PARSES,
        }
    )

    def describe(request: Any) -> Response:
        return Response(body=body, headerlist=[("Content-Type", "application/json")])

    return describe


class NegotiationDeriver:
    """``Accept`` and ``?format`` before authentication (platform.md §2.1, §2.2)."""

    #: What services may say for plugins is known where these are switched off, too.
    options = ("api_view", "cache", "throttle")

    def __call__(self, view: Any, info: Any) -> Any:
        if info.exception_only or not (info.options.get("api_view") or _is_cornice(info)):
            return view

        def negotiate(context: Any, request: Any) -> Any:
            environ = request.environ
            accept = environ.get("HTTP_ACCEPT")
            if accept and "*/*" not in accept and "application/json" not in accept:
                _refuse_unacceptable(request)
            if "format=" in environ.get("QUERY_STRING", ""):
                _refuse_format(request)
            return view(context, request)

        return negotiate


def _is_cornice(info: Any) -> bool:
    return info.options.get("renderer") is not None and info.options["renderer"].name == "amo"


def _refuse_unacceptable(request: Any) -> None:
    if not request.accept.acceptable_offers(["application/json"]):
        raise ApiError(406, {"detail": request.tr(NOT_ACCEPTABLE)})


def _refuse_format(request: Any) -> None:
    if request.query.get("format", "json") != "json":
        raise ApiError(404, {"detail": request.tr(NOT_FOUND)})


def includeme(config: Any) -> None:
    """What of Cornice we use: its registration of a service's views. Its subscriber, its request
    method, its filters, CORS and exception views are left out (docs/decisions/0002)."""
    config.registry.cornice_services = {}
    config.registry["amo.routes.facts"] = {}
    config.registry["amo.schemas"] = {}
    config.add_directive("add_amo_service", add_amo_service)
    config.add_view_deriver(
        NegotiationDeriver(), "negotiation", under="INGRESS", over="secured_view"
    )
