"""What a statistics page or file is asked for: path and parameters (stats.md §3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.errors import NotFound
from amo_pyramid.domain.statistics import Resolution, day_of_date
from amo_pyramid.domain.webseries import GROUPS, WebSeries

APPLICATIONS = frozenset(application.api_name for application in Application)
_DATE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """A series from the bin of day ``first`` to that of ``last``."""

    series: WebSeries
    resolution: Resolution
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """The same; a ``resolution`` of None is what fits, days of None are no limit."""

    series: WebSeries
    resolution: Resolution | None
    first: int | None
    last: int | None


def of_file(request: Any) -> FileQuestion:
    """Everything is in the path. Raises ``NotFound`` for what cannot be."""
    speak(request)
    path = request.matchdict
    return FileQuestion(
        _series(path["series"]), _resolution(path["group"]), _day(path["start"]), _day(path["end"])
    )


def of_page(request: Any) -> PageQuestion:
    """The path tells the series, parameters of the same names as in the path of a file the rest.
    Raises ``NotFound`` for what cannot be."""
    speak(request)
    query = request.query
    return PageQuestion(
        _series(request.matchdict.get("series", WebSeries.OVERVIEW.value)),
        _resolution(query["group"]) if "group" in query else None,
        _day(query["start"]) if "start" in query else None,
        _day(query["end"]) if "end" in query else None,
    )


def speak(request: Any) -> None:
    """Take the language that the path names. Raises ``NotFound`` for one that the site has not,
    and for an application that nobody knows."""
    path = request.matchdict
    if path["locale"] not in request.settings["amo.locales"] or path["app"] not in APPLICATIONS:
        raise NotFound
    request.negotiated = (path["locale"], True)


def _series(name: str) -> WebSeries:
    try:
        return WebSeries(name)
    except ValueError:
        raise NotFound from None


def _resolution(name: str) -> Resolution:
    if name not in GROUPS:
        raise NotFound
    return GROUPS[name]


def _day(digits: str) -> int:
    if len(digits) != _DATE_LENGTH or not (digits.isascii() and digits.isdigit()):
        raise NotFound
    try:
        return day_of_date(date(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
    except ValueError:
        raise NotFound from None
