"""The API of packages: it answers GET alone, and refuses in a form of its own (stats.md §6, §9)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NoReturn, TypedDict

from pyramid.response import Response

from amo_pyramid.answers import Api
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.errors import ApiError, Throttled, json_error
from amo_pyramid.services import AmoService, facts_of
from amo_pyramid.versions import ApiVersion
from amo_pyramid.views import openapi

log = logging.getLogger(__name__)

JSON_TYPE = "application/json; charset=utf-8"
VERSION = "v2"
#: Both are the same API.
PREFIXES = ("/{api_version:v2}", "/api/{api_version:v2}")

View = Callable[[Any], Response]


class Problem(TypedDict):
    """What every refusal says."""

    statusCode: int
    error: str
    message: str


API = Api(
    ApiVersion(VERSION),
    f"/{VERSION}",
    f"Packages, API {VERSION}",
    "Packages, and how often each was looked at.",
    refusal=Problem,
    negotiates=False,
)


def package_service(name: str, path: str, **options: Any) -> AmoService:
    """An endpoint of this API, for :func:`serve`."""
    return AmoService(name, path, versions=(VERSION,), credentials=False, **options)


description = package_service("package-openapi", "/openapi.json", description="This description.")
description.add_view("GET", openapi.get_description, answers=dict[str, object])


def serve(config: Any, services: Mapping[AmoService, str]) -> None:
    """Add the routes of services, each with what its path may end with, of their description and
    its page, and of whatever else is asked for."""
    for service, end in {**services, description: ""}.items():
        view = in_form(service.definitions[0][1])
        for number, prefix in enumerate(PREFIXES):
            _add(config, f"{service.name}-{number}", f"{prefix}{service.path}{end}", service, view)
    for service in (openapi.page, openapi.page_files):
        view, path = service.definitions[0][1], PREFIXES[-1] + service.path
        _add(config, f"{service.name}-{VERSION}", path, service, view, request_method="GET")
    config.add_route("package-unknown", f"/{VERSION}/*rest")
    config.add_view(in_form(_refuse_route), route_name="package-unknown")


def _add(
    config: Any, name: str, pattern: str, service: AmoService, view: View, **options: Any
) -> None:
    registry = config.registry
    registry["amo.routes.facts"][name] = facts_of(registry, service, allow="GET")
    config.add_route(name, pattern)
    config.add_view(view, route_name=name, **options)


def in_form(view: View) -> View:
    """The view for GET alone, with all of its refusals in the form of this API."""

    def answer(request: Any) -> Response:
        try:
            if request.method != "GET":
                _refuse_route(request)
            return view(request)
        except ApiError as error:
            refused = error
        except Throttled as error:
            message = f"Rate limit exceeded, retry in {error.wait} seconds"
            refused = problem(429, message, **{"Retry-After": str(error.wait)})
        except Unavailable as error:
            log.error("unavailable: %s", error, exc_info=error)
            refused = problem(503, "statistics are temporarily unavailable")
        except Exception as error:
            log.error("unhandled exception", exc_info=error)
            refused = problem(500, "Internal Server Error")
        return json_error(refused.status, refused.body, refused.headers)

    return answer


def problem(status: int, message: str, **headers: str) -> ApiError:
    """A refusal, to be raised."""
    body: Problem = {"statusCode": status, "error": HTTPStatus(status).phrase, "message": message}
    common = {"Content-Type": JSON_TYPE, "Cache-Control": "no-store"}
    return ApiError(status, body, common | headers)


def _refuse_route(request: Any) -> NoReturn:
    raise problem(404, f"Route {request.method}:{request.path_info} not found")
