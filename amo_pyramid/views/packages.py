"""Packages and how often each was looked at (stats.md part B)."""

from __future__ import annotations

import html
from functools import lru_cache
from typing import Annotated, Any, TypedDict
from urllib.parse import parse_qs

import colander
import orjson
from pyramid.response import Response

from amo_pyramid.answers import Answer
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.errors import Invalid, NotFound
from amo_pyramid.domain.statistics import Resolution, date_of, day_of
from amo_pyramid.domain.text import SITE_LOCALE, Localized
from amo_pyramid.domain.user import User
from amo_pyramid.fragments import Fragment
from amo_pyramid.operations import addons, statistics
from amo_pyramid.rates import ADDRESS
from amo_pyramid.schemas.packages import BAD_DATES, PACKAGE_VIEWS
from amo_pyramid.services import SERVICE_PHASE
from amo_pyramid.settings import Setting, flag
from amo_pyramid.views.package_api import API, JSON_TYPE, VERSION, package_service, problem, serve
from amo_pyramid.views.viewing import note_view

NEEDS = frozenset({"authors", "tags", "current_version"})
THROTTLE = "package_statistics"
QUERY = PACKAGE_VIEWS["querystring"]

Moment = Annotated[str, {"format": "date-time"}]


class Latest(TypedDict):
    """The version of a package that is handed out."""

    Name: str
    Publisher: str
    Version: str | None
    Description: str
    Homepage: str
    Tags: list[str]


class Package(TypedDict):
    """A package, which is an add-on under another name."""

    Id: str | None
    AddonId: int
    Guid: str | None
    Latest: Latest
    CreatedAt: Moment
    UpdatedAt: Moment


class Bin(TypedDict):
    """The views in a bin, which is told by its first moment."""

    Period: Moment
    Value: Annotated[int, {"minimum": 1}]


class Views(TypedDict):
    """The views of a package; bins without any are left out."""

    Id: str
    Data: list[Bin]


class TwiceViews(Views):
    """The same under two names (stats.md §7)."""

    Stats: Views


package_views = package_service(
    "package-statistics",
    "/stats",
    description="How often a package was looked at, by day, week or month.",
)
package = package_service(
    "package",
    "/packages/{publisher}/{packageName}",
    description="A package. To ask for it is a view of it.",
    path_help={"publisher": "Its id up to the first dot.", "packageName": "The rest of its id."},
)


@package.get(answers=Answer({"Package": Package}, refusals={404: None}))
def get_package(request: Any) -> Response:
    """The counted route."""
    package_id = f"{request.matchdict['publisher']}.{request.matchdict['packageName']}"
    try:
        state = statistics.find_package(request.work, package_id)
        key = ("package", state.id, state.revision)
        fragment = request.registry["amo.fragments"].get(key, lambda: _package(request, state))
    except NotFound:
        raise problem(404, "package not found") from None
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


def _described(addon: Addon, package_id: str | None) -> Package:
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


@package_views.get(
    schema=PACKAGE_VIEWS, answers=Answer(TwiceViews, refusals={429: None}), throttle=THROTTLE
)
def get_package_views(request: Any) -> Response:
    """Views of a package by day, week or month."""
    request.throttle(THROTTLE)
    given = parse_qs(request.environ.get("QUERY_STRING", ""), keep_blank_values=True)
    try:
        asked = QUERY.deserialize(given)
        found = statistics.package_views(
            request.work,
            asked.package_id,
            asked.resolution,
            after=asked.after,
            before=day_of(request.work.now()) if asked.before is None else asked.before,
            limits=request.registry["amo.pkgstats.limits"],
        )
    except colander.Invalid as error:
        raise problem(400, error.msg) from None
    except Invalid:
        raise problem(400, BAD_DATES) from None
    body = orjson.dumps(_described_views(asked.package_id, found))
    headers = [("Content-Type", JSON_TYPE), ("Cache-Control", "no-store")]
    return Response(body=body, headerlist=headers)


def _described_views(package_id: str, found: list[tuple[int, int]]) -> TwiceViews:
    data: list[Bin] = [{"Period": _period(day), "Value": value} for day, value in found]
    content: Views = {"Id": package_id, "Data": data}
    return {**content, "Stats": content}


@lru_cache(maxsize=4096)
def _period(day: int) -> str:
    return f"{date_of(day)}T00:00:00.000Z"


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
    config.registry["amo.apis"][VERSION] = API
    config.add_amo_capability("packages", API.description, path=f"{API.path}/")
    # After the routes of the services, which are asked for more often.
    config.action(
        "amo-package-routes",
        lambda: serve(config, {package_views: "{slash:/?}", package: ""}),
        order=SERVICE_PHASE + 1,
    )
