"""Packages and their views: an API of its own, with its own errors (stats.md part B)."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import parse_qs

import orjson
from pyramid.response import Response

from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.errors import Invalid, NotFound, Unavailable
from amo_pyramid.domain.statistics import Resolution, date_of, day_of, parse_day
from amo_pyramid.domain.text import SITE_LOCALE, Localized
from amo_pyramid.domain.user import User
from amo_pyramid.domain.viewer import ANONYMOUS
from amo_pyramid.errors import ApiError, Throttled, json_error
from amo_pyramid.fragments import Fragment
from amo_pyramid.operations import addons, statistics
from amo_pyramid.rates import ADDRESS
from amo_pyramid.services import SERVICE_PHASE
from amo_pyramid.settings import Setting, flag
from amo_pyramid.views.viewing import note_view

log = logging.getLogger(__name__)

JSON_TYPE = "application/json; charset=utf-8"
NEEDS = frozenset({"authors", "tags", "current_version"})
PARAMETERS = ("packageId", "resolution", "after", "before")
BAD_DATES = "invalid dates set, out of bounds of allowed values"
THROTTLE = "package_statistics"
#: Both are the same API.
PREFIXES = ("/v2", "/api/v2")

View = Callable[[Any], Response]


def packages_view(view: View) -> View:
    """The view for GET alone, with all of its refusals in the form of this API."""

    def answer(request: Any) -> Response:
        request.viewer = ANONYMOUS  # this API knows no credentials
        try:
            if request.method != "GET":
                _refuse_route(request)
            return view(request)
        except ApiError as error:
            problem = error
        except Throttled as error:
            message = f"Rate limit exceeded, retry in {error.wait} seconds"
            problem = _problem(429, message, **{"Retry-After": str(error.wait)})
        except Unavailable as error:
            log.error("unavailable: %s", error, exc_info=error)
            problem = _problem(503, "statistics are temporarily unavailable")
        except Exception as error:
            log.error("unhandled exception", exc_info=error)
            problem = _problem(500, "Internal Server Error")
        return json_error(problem.status, problem.body, problem.headers)

    return answer


def _problem(status: int, message: str, **headers: str) -> ApiError:
    body = {"statusCode": status, "error": HTTPStatus(status).phrase, "message": message}
    common = {"Content-Type": JSON_TYPE, "Cache-Control": "no-store"}
    return ApiError(status, body, common | headers)


def _refuse_route(request: Any) -> NoReturn:
    raise _problem(404, f"Route {request.method}:{request.path_info} not found")


@packages_view
def unknown_route(request: Any) -> Response:
    """Whatever else is asked below the prefix."""
    _refuse_route(request)


@packages_view
def get_package(request: Any) -> Response:
    """The counted route."""
    package_id = f"{request.matchdict['publisher']}.{request.matchdict['name']}"
    try:
        state = statistics.find_package(request.work, package_id)
        key = ("package", state.id, state.revision)
        fragment = request.registry["amo.fragments"].get(key, lambda: _package(request, state))
    except NotFound:
        raise _problem(404, "package not found") from None
    response = request.answer(fragment)
    response.headers["Content-Type"] = JSON_TYPE
    # Kept copies have to be confirmed, which is a view too.
    response.headers["Cache-Control"] = "no-cache"
    note_view(request, state.id, is_package=True)
    return response


def _package(request: Any, state: Any) -> Fragment:
    addon = addons.load_addon(request.work, state, NEEDS)
    package_id = request.work.catalogue.packages.id_of(addon.id)
    return Fragment(orjson.dumps({"Package": _described(addon, package_id)}))


def _described(addon: Addon, package_id: str | None) -> dict[str, Any]:
    version = addon.current_version
    authors = sorted((a for a in addon.authors if a.is_listed), key=lambda a: a.position)
    return {
        "Id": package_id,
        "AddonId": addon.id,
        "Guid": addon.guid,
        "Latest": {
            "Name": _text(addon.name),
            "Publisher": _name(authors[0].user) if authors else "",
            "Version": None if version is None else version.version,
            "Description": _text(addon.summary),
            "Homepage": _text(addon.homepage),
            "Tags": sorted(addon.tags),
        },
        "CreatedAt": f"{addon.created:%Y-%m-%dT%H:%M:%SZ}",
        "UpdatedAt": f"{addon.last_updated or addon.modified:%Y-%m-%dT%H:%M:%SZ}",
    }


def _name(user: User) -> str:
    return html.escape(user.display_name or user.username, quote=False)


def _text(text: Localized) -> str:
    found = text.best(SITE_LOCALE)
    return "" if found is None else html.escape(found[1], quote=False)


@packages_view
def get_statistics(request: Any) -> Response:
    """Views of a package by day, week or month."""
    request.throttle(THROTTLE)
    asked = _parameters(request)
    package_id, resolution = asked["packageId"], Resolution(asked["resolution"])
    try:
        found = statistics.package_views(
            request.work,
            package_id,
            resolution,
            after=parse_day(asked["after"]) if "after" in asked else 0,
            before=parse_day(asked["before"]) if "before" in asked else day_of(request.work.now()),
            limits=request.registry["amo.pkgstats.limits"],
        )
    except (ValueError, Invalid):
        raise _problem(400, BAD_DATES) from None
    body = _statistics(package_id, found)
    headers = [("Content-Type", JSON_TYPE), ("Cache-Control", "no-store")]
    return Response(body=body, headerlist=headers)


def _statistics(package_id: str, found: list[tuple[int, int]]) -> bytes:
    data = [{"Period": _period(day), "Value": value} for day, value in found]
    content = {"Id": package_id, "Data": data}
    return orjson.dumps({**content, "Stats": content})


@lru_cache(maxsize=4096)
def _period(day: int) -> str:
    return f"{date_of(day)}T00:00:00.000Z"


def _parameters(request: Any) -> Mapping[str, str]:
    """The parameters that are known here. Raises 400 for the first that is not as it must be."""
    given = parse_qs(request.environ.get("QUERY_STRING", ""), keep_blank_values=True)
    for name in PARAMETERS:
        if len(given.get(name, ())) > 1:
            raise _problem(400, f"querystring.{name} should be string")
    for name in ("packageId", "resolution"):
        if name not in given:
            raise _problem(400, f"querystring should have required property '{name}'")
    if given["resolution"][0] not in {each.value for each in Resolution}:
        raise _problem(400, "querystring.resolution should be equal to one of the allowed values")
    return {name: given[name][0] for name in PARAMETERS if name in given}


def most_bins(value: str) -> dict[Resolution, int]:
    """Numbers for day, isoWeek and month. Raises ``ValueError``."""
    numbers = [int(word) for word in value.split()]
    if len(numbers) != len(Resolution) or min(numbers) < 1:
        raise ValueError("write three numbers, for day, isoWeek and month")
    return dict(zip(Resolution, numbers, strict=True))


def includeme(config: Any) -> None:
    most = config.add_amo_setting(
        Setting(
            "amo.pkgstats.max_bins",
            most_bins,
            most_bins("3660 530 1200"),
            "The most days, weeks and months that a question for views may reach.",
        )
    )
    is_strict = config.add_amo_setting(
        Setting(
            "amo.pkgstats.strict_windows",
            flag,
            False,
            "Limit questions for views to 29 days, 9 weeks or 3 months.",
        )
    )
    config.add_amo_throttle(
        THROTTLE,
        "300/minute",
        "How often one address may ask for views. 0: as often as it likes.",
        by=ADDRESS,
        key="amo.pkgstats.query_rate",
    )
    config.registry["amo.pkgstats.limits"] = statistics.BinLimits(most, is_strict)
    # After the routes of the services, which are asked for more often.
    config.action("amo-package-routes", lambda: _add_routes(config), order=SERVICE_PHASE + 1)


def _add_routes(config: Any) -> None:
    for number, prefix in enumerate(PREFIXES):
        _add(config, f"package-statistics-{number}", prefix + "/stats{slash:/?}", get_statistics)
        _add(config, f"package-{number}", f"{prefix}/packages/{{publisher}}/{{name}}", get_package)
    _add(config, "package-unknown", "/v2/*rest", unknown_route)


def _add(config: Any, name: str, pattern: str, view: View) -> None:
    config.add_route(name, pattern)
    config.add_view(view, route_name=name)
