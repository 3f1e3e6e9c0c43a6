"""The numbers of statistics pages and of what can be downloaded from them (stats.md §3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.errors import NotFound
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import FIRST_DAY, Resolution, bin_of, last_of
from amo_pyramid.domain.webseries import Day, Row, WebSeries, fitting, rows_of, side_by_side
from amo_pyramid.operations.sitewide import SITE_DOWNLOADS, SITE_USERS

if TYPE_CHECKING:
    from amo_pyramid.work import Work

#: Which of the numbers that are noted of the whole site a series has.
SITE_SERIES: Mapping[WebSeries, str] = {
    WebSeries.USAGE: SITE_USERS,
    WebSeries.DOWNLOADS: SITE_DOWNLOADS,
}


class Numbers(Protocol):
    """Numbers by day, in series of one part; days without any are absent."""

    @property
    def series(self) -> Sequence[WebSeries]:
        """The series that there can be, those of several parts too."""

    def live(self, series: WebSeries, first: int, last: int) -> Sequence[Day]:
        """What is not archived."""

    def history(self, series: WebSeries, first: int, last: int) -> Sequence[Day]:
        """What is known of days that are over: counts, archived or not, and breakdowns as far as
        they are live."""


class AddonNumbers(Numbers):
    """Those of an add-on."""

    def __init__(self, work: Work, addon: Addon) -> None:
        self._statistics = work.catalogue.statistics
        self._addon = addon

    @property
    def series(self) -> Sequence[WebSeries]:
        return tuple(WebSeries)

    def live(self, series: WebSeries, first: int, last: int) -> Sequence[Day]:
        dimension = series.dimension
        return [
            Day(
                point.day,
                point.count,
                None if dimension is None else point.breakdowns.get(dimension, {}),
            )
            for point in self._statistics.live(self._addon.id, self._model(series), first, last)
        ]

    def history(self, series: WebSeries, first: int, last: int) -> Sequence[Day]:
        if series.dimension is not None:
            return self.live(series, first, last)
        found = self._statistics.history(self._addon.id, self._model(series), first, last)
        return [Day(day, count) for day, count in found.items()]

    def _model(self, series: WebSeries) -> StatModel:
        """Lightweight themes ask for updates of their own kind, which have no breakdowns."""
        if series.is_of_downloads:
            return StatModel.DOWNLOADS
        is_plain = series is WebSeries.USAGE and self._addon.type is AddonType.PERSONA
        return StatModel.THEME_UPDATES if is_plain else StatModel.UPDATES


class SiteNumbers(Numbers):
    """Those of all add-ons together, as daily jobs have added them up. Nothing else is told of
    add-ons whose statistics are not public."""

    def __init__(self, work: Work) -> None:
        self._statistics = work.catalogue.statistics

    @property
    def series(self) -> Sequence[WebSeries]:
        return (WebSeries.OVERVIEW, *SITE_SERIES)

    def live(self, series: WebSeries, first: int, last: int) -> Sequence[Day]:
        found = self._statistics.site(SITE_SERIES[series], first, last)
        return [Day(day, count) for day, count in found.items()]

    def history(self, series: WebSeries, first: int, last: int) -> Sequence[Day]:
        return self.live(series, first, last)


def rows_between(
    numbers: Numbers, series: WebSeries, resolution: Resolution, first: int, last: int
) -> list[Row]:
    """The live rows of the bins from that of day ``first`` to that of ``last``, newest first.
    Raises ``NotFound`` for a series that there is not."""
    if series not in numbers.series:
        raise NotFound
    first, last = bin_of(first, resolution), last_of(bin_of(last, resolution), resolution)
    parts = [
        rows_of(numbers.live(part, first, last), resolution, adds_up=part.is_of_downloads)
        for part in series.parts
    ]
    return parts[0] if len(parts) == 1 else side_by_side(*parts)


@dataclass(frozen=True, slots=True)
class Charted:
    """The rows of each part of a series, newest first, from day ``first`` to ``last``."""

    parts: Mapping[WebSeries, Sequence[Row]]
    resolution: Resolution
    first: int
    last: int

    @property
    def has_rows(self) -> bool:
        return any(self.parts.values())


def charted(
    numbers: Numbers, series: WebSeries, resolution: Resolution | None, first: int | None, last: int
) -> Charted:
    """What a page draws: whole bins up to that of day ``last``, archived days too. Without a
    ``resolution`` the one that fits, without ``first`` from the start.

    Raises ``NotFound`` for a series that there is not.
    """
    if series not in numbers.series:
        raise NotFound
    if resolution is not None:
        last = last_of(bin_of(last, resolution), resolution)
        first = first and bin_of(first, resolution)
    found = {
        part: numbers.history(part, FIRST_DAY if first is None else first, last)
        for part in series.parts
    }
    known = [day.day for days in found.values() for day in days] or [last]
    resolution = resolution or fitting(min(known), max(known))
    rows = {
        part: rows_of(days, resolution, adds_up=part.is_of_downloads)
        for part, days in found.items()
    }
    return Charted(rows, resolution, min(known), max(known))
