"""What the parts of the suite of counters share."""

from __future__ import annotations

from collections.abc import Callable

from amo_pyramid.backends.base.counters import Count, CounterKind, Counters

VIEWS, DOWNLOADS = CounterKind.VIEWS, CounterKind.DOWNLOADS
DAY = 18628

OpenCounters = Callable[..., Counters]


def view(addon_id: int = 1, day: int = DAY) -> Count:
    return Count(VIEWS, day, addon_id)


def download(source: str, addon_id: int = 1, day: int = DAY) -> Count:
    return Count(DOWNLOADS, day, addon_id, source)


def views(counters: Counters, addon_id: int = 1) -> dict[int, int]:
    """Day to number of views."""
    series = counters.series(VIEWS, addon_id, 0, 100_000)
    return {day: details[""] for day, details in series.items()}
