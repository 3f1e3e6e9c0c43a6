"""Series of the statistics pages: what is drawn and downloaded of an add-on (stats.md §3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.statistics import Resolution, bin_of, last_of

#: The most rows of an answer.
MOST_ROWS = 365
#: How a path names a length of bins.
GROUPS: Mapping[str, Resolution] = {
    "day": Resolution.DAY,
    "week": Resolution.WEEK,
    "month": Resolution.MONTH,
}
#: A value of a breakdown; of applications: guid and version.
Value: TypeAlias = tuple[str, ...]
DOWNLOADED: Value = ("downloads",)
USED: Value = ("updates",)
_APPLICATIONS = {application.guid: application.label for application in Application}


class WebSeries(str, Enum):
    """The series, by their names in paths."""

    OVERVIEW = "overview"
    USAGE = "usage"
    DOWNLOADS = "downloads"
    VERSIONS = "versions"
    APPS = "apps"
    OS = "os"
    LOCALES = "locales"
    STATUSES = "statuses"
    SOURCES = "sources"

    @property
    def dimension(self) -> str | None:
        """The breakdown that it shows, as data points name it."""
        return _DIMENSIONS.get(self)

    @property
    def is_of_downloads(self) -> bool:
        """Whether it counts downloads, not users."""
        return self in (WebSeries.DOWNLOADS, WebSeries.SOURCES)

    @property
    def parts(self) -> tuple[WebSeries, ...]:
        """The series that it is put together from."""
        if self is WebSeries.OVERVIEW:
            return (WebSeries.USAGE, WebSeries.DOWNLOADS)
        return (self,)


_DIMENSIONS: Mapping[WebSeries, str] = {
    WebSeries.VERSIONS: "versions",
    WebSeries.APPS: "applications",
    WebSeries.OS: "oses",
    WebSeries.LOCALES: "locales",
    WebSeries.STATUSES: "statuses",
    WebSeries.SOURCES: "sources",
}


@dataclass(frozen=True, slots=True)
class Day:
    """A count of one day, and the breakdown of it that is wanted."""

    day: int
    count: int
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A bin from day ``first`` to ``last``. ``data`` is None for a series without a breakdown."""

    first: int
    last: int
    count: int
    data: Mapping[Value, int] | None = None


def rows_of(days: Iterable[Day], resolution: Resolution, *, adds_up: bool) -> list[Row]:
    """Days by bin, newest first, :data:`MOST_ROWS` at most; bins without a day are absent.

    Downloads of a bin are added up. Users do not ``adds_up``, because they are counted again each
    day: a bin has the integer part of their mean over the days that there are.
    """
    bins: dict[int, list[Day]] = {}
    for day in days:
        bins.setdefault(bin_of(day.day, resolution), []).append(day)
    newest = sorted(bins, reverse=True)[:MOST_ROWS]
    return [
        _row(first, last_of(first, resolution), bins[first], 1 if adds_up else len(bins[first]))
        for first in newest
    ]


def _row(first: int, last: int, days: Sequence[Day], divisor: int) -> Row:
    count = sum(day.count for day in days) // divisor
    if all(day.values is None for day in days):
        return Row(first, last, count)
    sums: dict[Value, int] = {}
    for day in days:
        for value, number in _leaves(day.values or {}):
            sums[value] = sums.get(value, 0) + number
    return Row(first, last, count, {value: total // divisor for value, total in sums.items()})


def _leaves(values: Mapping[str, Any], *above: str) -> Iterator[tuple[Value, int]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, *above, key)
        else:
            yield (*above, key), value


def side_by_side(usage: Sequence[Row], downloads: Sequence[Row]) -> list[Row]:
    """The overview: both in one series, newest first. ``count`` are the users."""
    used = {row.first: row.count for row in usage}
    downloaded = {row.first: row.count for row in downloads}
    bins = {(row.first, row.last) for row in (*usage, *downloads)}
    return [
        Row(
            first,
            last,
            used.get(first, 0),
            {DOWNLOADED: downloaded.get(first, 0), USED: used.get(first, 0)},
        )
        for first, last in sorted(bins, reverse=True)[:MOST_ROWS]
    ]


def values_by_size(rows: Iterable[Row]) -> list[Value]:
    """The values of a breakdown, those with the highest sum first."""
    sums: dict[Value, int] = {}
    for row in rows:
        for value, number in (row.data or {}).items():
            sums[value] = sums.get(value, 0) + number
    return sorted(sums, key=lambda value: (-sums[value], value))


def name_of(value: Value) -> str:
    """A value as people read it: of applications, their name and the version."""
    first, *rest = value
    return " ".join((_APPLICATIONS.get(first, first), *rest))


def fitting(first: int, last: int) -> Resolution:
    """The shortest bins of which that many days have no more than an answer has."""
    length = last - first + 1
    if length <= MOST_ROWS + 1:
        return Resolution.DAY
    return Resolution.WEEK if length <= MOST_ROWS * 7 else Resolution.MONTH
