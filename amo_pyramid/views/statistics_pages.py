"""Statistics for people: pages with charts, and the series behind them as files (stats.md §3.6).

The same views serve an add-on and the whole site; the path tells which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pyramid.response import Response

from amo_pyramid.domain.errors import NotFound
from amo_pyramid.domain.statistics import Resolution, date_of, day_of
from amo_pyramid.domain.webseries import GROUPS, WebSeries
from amo_pyramid.messages import _
from amo_pyramid.operations.statistics_access import charted_addon
from amo_pyramid.operations.webseries import (
    AddonNumbers,
    Charted,
    Numbers,
    SiteNumbers,
    charted,
    rows_between,
)
from amo_pyramid.pages import language_of
from amo_pyramid.pages.figures import PERIOD_NAMES, TITLES, Figure
from amo_pyramid.rates import ADDRESS
from amo_pyramid.views import statistics_question
from amo_pyramid.views.series_files import FORMATS
from amo_pyramid.views.statistics_question import PageQuestion

#: Seconds for which an answer may be kept that is about days named in its URL, and one that goes
#: up to today.
DATED, UNDATED = 7 * 24 * 60 * 60, 60 * 60
THROTTLE = "statistics"
NEVER = "max-age=0, no-cache, no-store, must-revalidate"

ADDON = "/{locale}/{app}/addon/{slug}/statistics/"
SITE = "/{locale}/{app}/statistics/"
SERIES = "{series:[a-z]+}/"
FILE = "{series:[a-z]+}-{group:[a-z]+}-{start:[0-9]{8}}-{end:[0-9]{8}}.{format:[a-z]+}"

HEADING = _("Statistics of {name}")
EVERY_ADDON = _("all add-ons")
NOTE = _(
    "Days end at midnight UTC. For weeks and months, users are the mean of the days and downloads "
    "are the sum. The files hold the last year."
)
EVERYTHING = _("Everything")
LAST_DAYS = _("Last {count} days")
PERIODS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the page."""

    text: str
    url: str
    is_current: bool = False


def get_file(request: Any) -> Response:
    """A series as JSON or CSV."""
    request.throttle(THROTTLE)
    asked = statistics_question.of_file(request)
    if request.matchdict["format"] not in FORMATS:
        raise NotFound
    _name, numbers = _subject(request)
    rows = rows_between(numbers, asked.series, asked.resolution, asked.first, asked.last)
    media_type, write = FORMATS[request.matchdict["format"]]
    headers = [("Content-Type", media_type), *_kept(request, DATED if rows else 0)]
    return Response(body=write(rows), headerlist=headers)


def get_page(request: Any) -> Response:
    """A series as a chart and a table."""
    request.throttle(THROTTLE)
    asked = statistics_question.of_page(request)
    name, numbers = _subject(request)
    found = charted(
        numbers, asked.series, asked.resolution, asked.first, asked.last or _today(request)
    )
    response = request.registry["amo.pages"].page(
        request, "statistics.jinja2", **_values(request, name, numbers, asked, found)
    )
    seconds = UNDATED if asked.last is None else DATED
    response.headerlist.extend(_kept(request, seconds if found.has_rows else 0))
    return response


def _subject(request: Any) -> tuple[str, Numbers]:
    """Whose statistics these are, and their numbers. Raises ``NotFound``, ``NotAllowed``."""
    work, slug = request.work, request.matchdict.get("slug")
    if slug is None:
        return request.tr(EVERY_ADDON), SiteNumbers(work)
    addon = charted_addon(work, slug)
    named = addon.name.best(request.negotiated[0])
    return (slug if named is None else named[1]), AddonNumbers(work, addon)


def _kept(request: Any, seconds: int) -> list[tuple[str, str]]:
    """How long an answer may be kept; who signs in gets one that nobody keeps anyway."""
    if "HTTP_AUTHORIZATION" in request.environ:
        return []
    return [("Cache-Control", f"max-age={seconds}" if seconds else NEVER)]


def _today(request: Any) -> int:
    return day_of(request.work.now())


def _values(
    request: Any, name: str, numbers: Numbers, asked: PageQuestion, found: Charted
) -> dict[str, Any]:
    """What the template shows."""
    links = Links(request, asked, found)
    return {
        "heading": request.tr(HEADING).format(name=name),
        "note": request.tr(NOTE),
        "series": list(links.series(numbers)),
        "periods": list(links.periods()),
        "groups": list(links.groups()),
        "downloads": list(links.files()),
        "figures": [
            Figure(series, rows, found.resolution, language_of(request), request.tr)
            for series, rows in found.parts.items()
        ],
    }


class Links:
    """Links from the page to others like it. They are relative, so they are right below any path
    and behind any proxy."""

    def __init__(self, request: Any, asked: PageQuestion, found: Charted) -> None:
        self._request = request
        self._asked = asked
        self._found = found
        self._up = "../" if "series" in request.matchdict else ""

    def series(self, numbers: Numbers) -> Iterator[Anchor]:
        """To the other series."""
        for each in numbers.series:
            folder = "" if each is WebSeries.OVERVIEW else f"{each.value}/"
            url = (self._up + folder) or "./"
            is_current = each is self._asked.series
            yield Anchor(self._request.tr(TITLES[each]), url + self._query(), is_current)

    def periods(self) -> Iterator[Anchor]:
        """To other days."""
        tr, asked, today = self._request.tr, self._asked, _today(self._request)
        nothing = {"start": None, "end": None}
        yield Anchor(tr(EVERYTHING), self._query(**nothing), asked.first is asked.last is None)
        for count in PERIODS:
            days = (today - count, today - 1)
            url = self._query(start=_digits(days[0]), end=_digits(days[1]))
            is_current = (asked.first, asked.last) == days
            yield Anchor(tr(LAST_DAYS).format(count=count), url, is_current)

    def groups(self) -> Iterator[Anchor]:
        """To longer and shorter bins."""
        for group, resolution in GROUPS.items():
            text = self._request.tr(PERIOD_NAMES[resolution])
            yield Anchor(text, self._query(group=group), resolution is self._found.resolution)

    def files(self) -> Iterator[Anchor]:
        """To the series as files."""
        for name in FORMATS:
            days = f"{_digits(self._found.first)}-{_digits(self._found.last)}"
            group = _group(self._found.resolution)
            yield Anchor(
                name.upper(), f"{self._up}{self._asked.series.value}-{group}-{days}.{name}"
            )

    def _query(self, **changed: str | None) -> str:
        """The parameters of this page but those that are ``changed``."""
        query = self._request.query
        given = {name: query[name] for name in ("group", "start", "end") if name in query}
        kept = {name: value for name, value in (given | changed).items() if value is not None}
        return f"?{urlencode(kept)}"


def _digits(day: int) -> str:
    return date_of(day).isoformat().replace("-", "")


def _group(resolution: Resolution) -> str:
    return next(group for group, each in GROUPS.items() if each is resolution)


def includeme(config: Any) -> None:
    # To draw a chart takes a thousand times as long as to answer from what is ready.
    config.add_amo_throttle(
        THROTTLE,
        "60/minute",
        "How often one address may ask for statistics as pages and files.",
        by=ADDRESS,
    )
    for name, prefix in (("addon", ADDON), ("site", SITE)):
        config.add_amo_page(f"{name}-statistics", prefix, get_page)
        config.add_amo_page(f"{name}-statistics-series", prefix + SERIES, get_page)
        config.add_amo_page(f"{name}-statistics-file", prefix + FILE, get_file, html=False)
